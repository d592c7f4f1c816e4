"""Names in an article's front matter must be names that campaign.yml knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from lanmu.content.article import Article
from lanmu.content.campaign import Campaign
from lanmu.content.validation import nearest, unknown_name
from lanmu.content.yaml_text import Key, YamlText
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
    return [
        *(unknown(document, key, name, known) for key, name, known in claims if name and name not in known),
        *check_fit(article, document, campaign),
        *check_image(article, document, present),
        *check_audio(article, document, present),
    ]


def unknown(document: YamlText, key: Key, name: str, known: Iterable[str]) -> Problem:
    if re.search("[，、；]", name):
        remedy = "几个名称之间要用英文逗号加空格，例如 [甲, 乙]。"
        return document.problem(key, f"campaign.yml 里没有「{name}」。", remedy, ProblemKind.UNKNOWN_NAME)
    return unknown_name(document, key, name, known)


def check_fit(article: Article, document: YamlText, campaign: Campaign) -> list[Problem]:
    """A task must belong to the phase that is named, a placeholder unit to a sample."""
    meta = article.meta
    misfits: list[tuple[Key, str, str]] = []
    for index, name in enumerate(meta.tasks):
        phase = campaign.phase_of_task.get(name)
        if phase and meta.phase and phase.name != meta.phase:
            message = f"「{name}」是{phase.name}阶段的任务，和 phase「{meta.phase}」不符。"
            misfits.append((("tasks", index), message, "改正其中一个。"))
    allowed = {output.name for output in campaign.closing}
    allowed |= {phase.opening.name for phase in campaign.phases if phase.opening}
    allowed |= {output.name for name in meta.tasks if name in campaign.tasks for output in campaign.tasks[name].outputs}
    for index, name in enumerate(meta.outputs):
        if meta.tasks and name in campaign.outputs and name not in allowed:
            message = f"「{name}」不是所写任务（{'、'.join(meta.tasks)}）的成果。"
            misfits.append((("outputs", index), message, "改正 outputs 或 tasks。"))
    named: list[tuple[Key, str]] = [(("unit",), meta.unit)]
    named += [(("promise", index, "unit"), item.unit) for index, item in enumerate(meta.promise)]
    for key, name in named:
        unit = campaign.unit_names.get(name)
        if unit and unit.kind == "sample" and not meta.sample:
            misfits.append((key, f"「{name}」是示例用的占位单位。", "真实稿件请写真实的单位。"))
    return [document.problem(key, message, remedy, ProblemKind.MISFIT) for key, message, remedy in misfits]


def check_image(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """The article's picture must lie beside it, by that very name: servers mind capitals."""
    name = article.meta.image
    if not name:
        return []
    folder = article.path.rpartition("/")[0]
    if len(PurePosixPath(name).parts) > 1 or "\\" in name:
        message, remedy = f"题图「{name}」不在稿件的文件夹里。", "把图片放到稿件旁边，只写文件名。"
    elif not name.lower().endswith(PICTURES):
        message, remedy = f"题图「{name}」不是图片。", f"换成图片文件（{'、'.join(PICTURES)}）。"
    elif article.image in present:
        return []
    else:
        near = nearest(name, [PurePosixPath(path).name for path in present if path.rpartition("/")[0] == folder])
        remedy = f"是不是「{near}」？" if near else "把图片放到稿件旁边，或删去这个字段。"
        message = f"题图「{name}」不存在。"
    return [document.problem(("image",), message, remedy, ProblemKind.IMAGE)]


def check_audio(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """The recording must lie beside the article."""
    if not article.meta.audio or article.audio in present:
        return []
    remedy = "把录音放到稿件旁边，只写文件名；没有录音就删去这个字段。"
    return [document.problem(("audio",), f"录音「{article.meta.audio}」不存在。", remedy, ProblemKind.IMAGE)]
