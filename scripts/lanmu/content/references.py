"""Names in an article's front matter must be names that campaign.yml knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from lanmu.content.article import Article
from lanmu.content.campaign import Campaign
from lanmu.content.validation import nearest
from lanmu.content.yaml_text import Key, YamlText, dotted
from lanmu.diagnostics.errors import Problem, ProblemKind

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")


def check_references(
    article: Article, document: YamlText, campaign: Campaign, present: frozenset[str]
) -> list[Problem]:
    """Every name that campaign.yml does not know, what does not go together, and a picture that is not `present`."""
    meta = article.meta
    topics = [topic.name for topic in campaign.topics]
    problems = [problem.name for problem in campaign.problems]
    claims: list[tuple[Key, str, Iterable[str]]] = [
        (("unit",), meta.unit, campaign.unit_names),
        (("phase",), meta.phase, [phase.name for phase in campaign.phases]),
        *((("tasks", i), name, campaign.tasks) for i, name in enumerate(meta.tasks)),
        *((("outputs", i), name, campaign.outputs) for i, name in enumerate(meta.outputs)),
        *((("topics", i), name, topics) for i, name in enumerate(meta.topics)),
        *((("promise", i, "problem"), item.problem, problems) for i, item in enumerate(meta.promise)),
        *((("promise", i, "unit"), item.unit, campaign.unit_names) for i, item in enumerate(meta.promise)),
    ]
    found = [unknown(document, key, name, known) for key, name, known in claims if name and name not in known]
    found += check_fit(article, document, campaign)
    return [*found, *check_image(article, document, present), *check_audio(article, document, present)]


def unknown(document: YamlText, key: Key, name: str, known: Iterable[str]) -> Problem:
    """A name that is not on the list, with the nearest one that is."""
    near = nearest(name, known)
    remedy = f"是不是「{near}」？" if near else f"从这些里选：{'、'.join(known)}。"
    if re.search("[，、；]", name):
        remedy = "几个名称之间要用英文逗号加空格，例如 [甲, 乙]。"
    message = f"campaign.yml 里没有「{name}」。"
    return Problem(document.path, document.line(key), message, remedy, dotted(key), kind=ProblemKind.UNKNOWN_NAME)


def check_fit(article: Article, document: YamlText, campaign: Campaign) -> list[Problem]:
    """A task must belong to the phase that is named, a placeholder unit to a sample."""
    meta = article.meta
    found = []
    for index, name in enumerate(meta.tasks):
        phase = campaign.phase_of_task.get(name)
        if phase and meta.phase and phase.name != meta.phase:
            message = f"「{name}」是{phase.name}阶段的任务，和 phase「{meta.phase}」不符。"
            place: Key = ("tasks", index)
            found.append(
                Problem(
                    document.path,
                    document.line(place),
                    message,
                    "改正其中一个。",
                    dotted(place),
                    kind=ProblemKind.MISFIT,
                )
            )
    allowed = {output.name for output in campaign.closing}
    allowed |= {phase.opening.name for phase in campaign.phases if phase.opening}
    allowed |= {output.name for name in meta.tasks if name in campaign.tasks for output in campaign.tasks[name].outputs}
    for index, name in enumerate(meta.outputs):
        if meta.tasks and name in campaign.outputs and name not in allowed:
            message = f"「{name}」不是所写任务（{'、'.join(meta.tasks)}）的成果。"
            place = ("outputs", index)
            remedy = "改正 outputs 或 tasks。"
            found.append(
                Problem(document.path, document.line(place), message, remedy, dotted(place), kind=ProblemKind.MISFIT)
            )
    named: list[tuple[Key, str]] = [(("unit",), meta.unit)]
    named += [(("promise", index, "unit"), item.unit) for index, item in enumerate(meta.promise)]
    for key, name in named:
        unit = campaign.unit_names.get(name)
        if unit and unit.kind == "sample" and not meta.sample:
            message = f"「{name}」是示例用的占位单位。"
            remedy = "真实稿件请写真实的单位。"
            found.append(
                Problem(document.path, document.line(key), message, remedy, dotted(key), kind=ProblemKind.MISFIT)
            )
    return found


def check_image(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """The article's picture must lie beside it, by that very name: servers mind capitals."""
    name = article.meta.image
    if not name:
        return []
    line = document.line(("image",))
    if len(PurePosixPath(name).parts) > 1 or "\\" in name:
        remedy = "把图片放到稿件旁边，只写文件名。"
        return [
            Problem(document.path, line, f"题图「{name}」不在稿件的文件夹里。", remedy, "image", kind=ProblemKind.IMAGE)
        ]
    if not name.lower().endswith(PICTURES):
        remedy = f"换成图片文件（{'、'.join(PICTURES)}）。"
        return [Problem(document.path, line, f"题图「{name}」不是图片。", remedy, "image", kind=ProblemKind.IMAGE)]
    if article.image in present:
        return []
    folder = article.path.rpartition("/")[0]
    beside = [PurePosixPath(path).name for path in present if path.rpartition("/")[0] == folder]
    near = nearest(name, beside)
    remedy = f"是不是「{near}」？" if near else "把图片放到稿件旁边，或删去这个字段。"
    return [Problem(document.path, line, f"题图「{name}」不存在。", remedy, "image", kind=ProblemKind.IMAGE)]


def check_audio(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """The recording must lie beside the article."""
    if not article.meta.audio or article.audio in present:
        return []
    message, remedy = (
        f"录音「{article.meta.audio}」不存在。",
        "把录音放到稿件旁边，只写文件名；没有录音就删去这个字段。",
    )
    return [Problem(document.path, document.line(("audio",)), message, remedy, "audio", kind=ProblemKind.IMAGE)]
