"""What must hold between files: names that campaign.yml knows, safe file names, addresses and numbers used once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from lanmu.content.addresses import is_generated, old_address
from lanmu.content.article import Article, Page
from lanmu.content.campaign import RESERVED_FRONTS, Campaign
from lanmu.content.column import Column
from lanmu.content.files import DEVICES
from lanmu.content.past import folder_of
from lanmu.content.validation import nearest, unknown_name
from lanmu.content.yaml_text import Key, YamlText
from lanmu.diagnostics.errors import Problem, ProblemKind
from lanmu.text.links import targets

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg")
# What Windows, macOS, WPS and browsers call a copy: “a - 副本”, “a - Copy (2)”, “a copy”, “复件 a”, “a(1)”, “a（1）”.
COPY = re.compile(r"副本|复件|[ -]cop(?:y|ia)\b|[(（]\d+[)）](?=\.|$)", re.IGNORECASE)
PART_OF_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.md)?")


def check_columns(
    columns: Iterable[Column], document: YamlText, campaigns: Mapping[str, Campaign], own: tuple[str, ...]
) -> list[Problem]:
    """No column lies where the site's own files do (`own` is what is reserved for them), and each names fronts of its
    campaign."""
    problems = []
    for index, column in enumerate(columns):
        key: Key = ("columns", index)
        if f"{column.id}/" in own:
            message = f"栏目不能叫「{column.id}」，这个网址由程序使用。"
            problems.append(document.problem((*key, "id"), message, "换一个 id。", ProblemKind.ADDRESS))
        problems += unknown_fronts((*key, "fronts"), column.fronts.names, document, campaigns[column.campaign])
    return problems


def unknown_fronts(key: Key, fronts: Iterable[str], document: YamlText, campaign: Campaign) -> list[Problem]:
    """Fronts at `key` that campaign.yml does not have; on the site every article stands anyway."""
    valid_fronts = campaign.issue_fronts
    problems = []
    for front in (front for front in fronts if front not in valid_fronts):
        near = nearest(front, [*valid_fronts, *RESERVED_FRONTS])
        listed = "、".join(f"{id_}（{item.name}）" for id_, item in valid_fronts.items())
        choose = (
            f"campaign.yml 的 fronts 里有：{listed}。"
            if valid_fronts
            else "campaign.yml 里没有别的阵地，请删去这一项。"
        )
        remedy = f"是不是想写 {near}？" if near else choose
        problems.append(document.problem((*key, front), "是没有的宣传阵地。", remedy, ProblemKind.UNKNOWN_NAME))
    return problems


def renaming(path: str, *options: str) -> str:
    """How an article (its path below the project) gets the name or place that it should have, for editors to copy."""
    quoted = f'"{path}"' if " " in path else path
    command = " ".join(("python scripts/rename_article.py", quoted, *options))
    return f"运行 {command} 改名，链接、图片、译文和审签一起跟着改"


def check_lists(campaigns: Mapping[str, Campaign]) -> list[Problem]:
    """Articles of all campaigns are listed at one address by the id of their unit, phase, task or topic: it names one
    thing, whatever the campaign. `campaigns` are today's and the past ones by their ids."""
    names_by_id: dict[tuple[str, str], str] = {}
    problems = []
    for identifier, campaign in campaigns.items():
        listed = [("units", item.id, item.name) for item in campaign.units]
        listed += [("phases", item.id, item.name) for item in campaign.phases]
        listed += [("tasks", item.id, item.name) for item in campaign.tasks.values()]
        listed += [("topics", item.id, item.name) for item in campaign.topics]
        for kind, id_, name in listed:
            if (earlier := names_by_id.setdefault((kind, id_), name)) != name:
                message = f"{kind} 里「{name}」的 id「{id_}」，已经是另一次活动「{earlier}」的。"
                remedy = "往期的网址不能变：在 docs/campaign.yml 里给今天的换一个 id。"
                path = f"docs/{folder_of(identifier)}campaign.yml"
                problems.append(Problem(path, 0, message, remedy, kind=ProblemKind.ADDRESS))
    return problems


def check_fronts(campaigns: Mapping[str, Campaign]) -> list[Problem]:
    """A front's id names the folder of its issues, on the site and among the prints, so two campaigns must not share
    one."""
    owners: dict[str, str] = {}
    problems = []
    for identifier, campaign in campaigns.items():
        for front in (*campaign.fronts_of("newspaper"), *campaign.fronts_of("board")):
            if (owner := owners.setdefault(front.id, identifier)) != identifier:
                owner_name = campaigns[owner].name
                message = f"fronts 里「{front.name}」的 id「{front.id}」，已经是另一次活动「{owner_name}」的，各期会混在一起。"
                remedy = "往期的网址不能变：在 docs/campaign.yml 里给今天的换一个 id。"
                path = f"docs/{folder_of(identifier)}campaign.yml"
                problems.append(Problem(path, 0, message, remedy, kind=ProblemKind.ADDRESS))
    return problems


def check_phase_pages(campaign: Campaign, path: str, present: frozenset[str]) -> list[Problem]:
    """The pages that a campaign.yml (at `path`) names must be there."""
    remedy, kind = "改正 page，或删去它。", ProblemKind.UNKNOWN_NAME
    return [
        Problem(path, 0, f"{phase.name}阶段的页面「{phase.page}」不存在。", remedy, "page", kind=kind)
        for phase in campaign.phases
        if phase.page and phase.page not in present
    ]


def check_addresses(
    articles: list[Article],
    pages: Iterable[Page],
    columns: tuple[Column, ...],
    fronts: Container[str],
    heads: dict[str, YamlText],
    own: tuple[str, ...],
) -> list[Problem]:
    """Every address belongs to one page: sources, the pages that the site generates, and old addresses. (To Windows two
    that differ in capitals are the same.) Columns among `fronts` have pages for issues; `own` is what is reserved for the site itself."""
    generated = {column.id: column.kind == "dated" for column in columns}
    taken: dict[str, str] = {}
    problems = []
    items: tuple[Article | Page, ...] = (*pages, *articles)
    for item in items:
        address = item.address.lower()
        message = ""
        if address in taken:
            message, remedy = (
                f"网址「{item.address}」已经属于 docs/{taken[address]}。",
                f"给其中一个改名：{renaming(f'docs/{item.path}', '--slug', '新名')}。",
            )
        elif address and is_generated(address, generated, fronts, own):
            message = f"网址「{item.address}」由自动生成的列表使用。"
            remedy = (
                f"{renaming(f'docs/{item.path}', '--slug', '新名')}；栏目的介绍写在 columns.yml 的 description 里。"
            )
        if message:
            problems.append(Problem(f"docs/{item.path}", 0, message, remedy, kind=ProblemKind.ADDRESS))
        taken.setdefault(address, item.path)
    for article in articles:
        for number, old in enumerate(article.meta.redirect_from):
            former = old_address(old)
            if former is None:
                message, remedy = f"旧网址「{old}」不能用。", "写成站内的路径，例如 news/123/ 或 news/123.html。"
            elif former.lower() in taken:
                message, remedy = f"旧网址「{old}」已经属于 docs/{taken[former.lower()]}。", "删去重复的一个。"
            elif is_generated(former, generated, fronts, own):
                message, remedy = f"旧网址「{old}」现在是本站自己的页面。", "删去这一个，它不需要转向。"
            else:
                taken[former.lower()] = article.path
                continue
            path, line = f"docs/{article.path}", heads[article.path].line(("redirect_from", number))
            problems.append(Problem(path, line, message, remedy, "redirect_from", kind=ProblemKind.ADDRESS))
    return problems


def check_issues(articles: list[Article], heads: dict[str, YamlText]) -> list[Problem]:
    """A column's bulletin number belongs to one issue, which has one day; its articles share both. Samples are numbered
    by themselves. Of two days the later article is the one to change."""
    numbered: dict[tuple[str, bool, int], Article] = {}
    problems = []
    remedy = "改成没有用过的期号；真是同一期的，发布日期要写成同一天。"
    for article in sorted(articles, key=lambda a: (a.date, a.path)):
        if article.meta.issue is None:
            continue
        first = numbered.setdefault((article.column.id, article.meta.sample, article.meta.issue), article)
        if first.date.date() != article.date.date():
            message = f"简报第 {article.meta.issue} 期已经是 docs/{first.path}（{first.date.date()}）。"
            problems.append(heads[article.path].problem(("issue",), message, remedy, ProblemKind.ISSUE))
    return problems


def check_name(path: str) -> list[Problem]:
    """A file's name becomes its address: lower case, ASCII, the same on every system."""
    parts = path.split("/")
    wrong = next((p for p in parts if not PART_OF_PATH.fullmatch(p) or p.split(".")[0] in DEVICES), None)
    if wrong is None:
        return []
    remedy = f"{renaming(f'docs/{path}', '--slug', '新名')}；新名用小写英文字母、数字和短横。"
    message = f"文件名「{wrong}」不能作网址。"
    if COPY.search(wrong):
        message = f"「{wrong}」是复制出来的副本，这个文件名不能作网址，签字对副本也不算数。"
        remedy = f"用不着就删去；真要另写一篇，{remedy}"
    return [Problem(f"docs/{path}", 0, message, remedy, kind=ProblemKind.FILE_NAME)]


def check_suffix(path: str) -> list[Problem]:
    """A file that was meant to be an article but has not its suffix would vanish without a word."""
    if not re.search(r"\.(md\.txt|markdown|md)$", path, re.IGNORECASE) or path.endswith(".md"):
        return []
    message, remedy = "后缀不对，不会成为网页。", "把后缀改成小写的 .md。"
    return [Problem(f"docs/{path}", 0, message, remedy, kind=ProblemKind.FILE_NAME)]


def check_targets(path: str, text: str, body_start: int) -> list[Problem]:
    """Targets that are no address at all: MkDocs stops at them without saying where."""
    problems = []
    for start, target, _ in sorted(targets(text, body_start)):
        try:
            urlsplit(target)
        except ValueError:
            line = text.count("\n", 0, start) + 1
            remedy = "核对网址，删去多余的方括号。"
            problems.append(Problem(path, line, f"网址「{target}」写错了。", remedy, kind=ProblemKind.TARGET))
    return problems


def check_references(
    article: Article, document: YamlText, campaign: Campaign, present: frozenset[str]
) -> list[Problem]:
    """Problems of an article: names that campaign.yml does not have, fields that contradict each other, and pictures that
    are not `present`."""
    meta = article.meta
    topics = [topic.name for topic in campaign.topics]
    problems = [problem.name for problem in campaign.problems]
    # Without a list of units any name will do.
    units = [(("unit",), meta.unit), *((("promise", i, "unit"), item.unit) for i, item in enumerate(meta.promise))]
    claims: list[tuple[Key, str, Iterable[str]]] = [
        *((key, name, campaign.unit_names) for key, name in units if campaign.units),
        (("phase",), meta.phase, [phase.name for phase in campaign.phases]),
        *((("tasks", i), name, campaign.tasks) for i, name in enumerate(meta.tasks)),
        *((("outputs", i), name, campaign.outputs) for i, name in enumerate(meta.outputs)),
        *((("topics", i), name, topics) for i, name in enumerate(meta.topics)),
        *((("promise", i, "problem"), item.problem, problems) for i, item in enumerate(meta.promise)),
    ]
    unknown = []
    for key, name, valid_names in claims:
        if name and name not in valid_names and re.search("[，、；]", name):
            message, remedy = f"campaign.yml 里没有「{name}」。", "几个名称之间要用英文逗号加空格，例如 [甲, 乙]。"
            unknown.append(document.problem(key, message, remedy, ProblemKind.UNKNOWN_NAME))
        elif name and name not in valid_names:
            unknown.append(unknown_name(document, key, name, valid_names))
    unknown += unknown_fronts(("channels",), meta.channels.issues, document, campaign)
    unknown += unknown_fronts(("channels", "posted"), meta.channels.posted.days, document, campaign)
    unknown += _unknown_successor(article, document, present)
    return [*unknown, *_misfits(article, document, campaign), *_missing_media(article, document, present)]


def _unknown_successor(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """What an article is superseded by must be another text of docs/."""
    name = article.meta.superseded_by
    if not name or (name in present and name.endswith(".md") and name != article.path):
        return []
    near = nearest(name, [path for path in present if path.endswith(".md") and path != article.path])
    remedy = f"是不是 {near}？" if near else "写新文章的路径，从 docs/ 算起，例如 bulletins/2008-11-05-xxx.md。"
    message = "取代它的不能是它自己。" if name == article.path else f"取代它的文章「{name}」不存在。"
    return [document.problem(("superseded_by",), message, remedy, ProblemKind.UNKNOWN_NAME)]


def _misfits(article: Article, document: YamlText, campaign: Campaign) -> list[Problem]:
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


def _missing_media(article: Article, document: YamlText, present: frozenset[str]) -> list[Problem]:
    """The article's picture and recording must lie beside it, by that very name: servers distinguish capitals."""
    name, folder, problems = article.meta.image, article.path.rpartition("/")[0], []
    message = ""
    if len(PurePosixPath(name).parts) > 1 or "\\" in name:
        message, remedy = f"题图「{name}」不在稿件的文件夹里。", "把图片放到稿件旁边，只写文件名。"
    elif name and not name.lower().endswith(PICTURES):
        message, remedy = f"题图「{name}」不是图片。", f"换成图片文件（{'、'.join(PICTURES)}）。"
    elif name and article.image not in present:
        near = nearest(name, [PurePosixPath(path).name for path in present if path.rpartition("/")[0] == folder])
        remedy = f"是不是「{near}」？" if near else "把图片放到稿件旁边，或删去这个字段。"
        message = f"题图「{name}」不存在。"
    if message:
        problems.append(document.problem(("image",), message, remedy, ProblemKind.IMAGE))
    if article.meta.audio and article.audio not in present:
        message, remedy = (
            f"录音「{article.meta.audio}」不存在。",
            "把录音放到稿件旁边，只写文件名；没有录音就删去这个字段。",
        )
        problems.append(document.problem(("audio",), message, remedy, ProblemKind.IMAGE))
    return problems
