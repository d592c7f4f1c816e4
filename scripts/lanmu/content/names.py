"""Names that must be free, safe and claimed once: files, addresses, bulletin numbers, pages of the phases."""

from __future__ import annotations

import re

from lanmu.content.addresses import is_generated, old_address
from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column
from lanmu.content.files import DEVICES
from lanmu.content.yaml_text import YamlText
from lanmu.diagnostics.errors import Problem, ProblemKind

# Parts of a path.
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.md)?")


def check_columns(columns: tuple[Column, ...], own: tuple[str, ...]) -> list[Problem]:
    """No column lies where the site's own files do; `own` is what is reserved for them."""
    return [
        Problem(
            "docs/columns.yml",
            0,
            f"栏目不能叫「{column.id}」，这个网址由程序使用。",
            "换一个 id。",
            "id",
            kind=ProblemKind.ADDRESS,
        )
        for column in columns
        if f"{column.id}/" in own
    ]


def check_addresses(
    articles: list[Article],
    pages: list[Page],
    columns: tuple[Column, ...],
    heads: dict[str, YamlText],
    own: tuple[str, ...],
) -> list[Problem]:
    """Every address belongs to one page: sources, the pages that the site generates, and old addresses. (Windows takes
    two for one that differ in capitals.) `own` is what is reserved for the site itself."""
    generated = {column.id: column.kind == "dated" for column in columns}
    taken: dict[str, str] = {}
    problems = []
    items: tuple[Article | Page, ...] = (*pages, *articles)
    for item in items:
        shown = f"docs/{item.path}"
        if item.address.lower() in taken:
            message = f"网址「{item.address}」已经属于 docs/{taken[item.address.lower()]}。"
            problems.append(Problem(shown, 0, message, "给其中一个文件改名。", kind=ProblemKind.ADDRESS))
        elif item.address and is_generated(item.address, generated, own):
            message = f"网址「{item.address}」由自动生成的列表使用。"
            remedy = "给文章改名，例如 2008-11-05-biaoti.md；栏目的介绍写在 columns.yml 的 description 里。"
            problems.append(Problem(shown, 0, message, remedy, kind=ProblemKind.ADDRESS))
        taken.setdefault(item.address.lower(), item.path)
    for article in articles:
        shown = f"docs/{article.path}"
        for number, old in enumerate(article.meta.redirect_from):
            address = old_address(old)
            if address is None:
                message, remedy = f"旧网址「{old}」不能用。", "写成站内的路径，例如 news/123/ 或 news/123.html。"
            elif address.lower() in taken:
                message, remedy = f"旧网址「{old}」已经属于 docs/{taken[address.lower()]}。", "删去重复的一个。"
            elif is_generated(address, generated, own):
                message, remedy = f"旧网址「{old}」现在是本站自己的页面。", "删去这一个，它不需要转向。"
            else:
                taken[address.lower()] = article.path
                continue
            line = heads[article.path].line(("redirect_from", number))
            problems.append(Problem(shown, line, message, remedy, field="redirect_from", kind=ProblemKind.ADDRESS))
    return problems


def check_issues(articles: list[Article], heads: dict[str, YamlText]) -> list[Problem]:
    """A column's bulletin number belongs to one issue, which has one day; its articles share both. Samples count for
    themselves. Of two days the later article is the one to change."""
    numbered: dict[tuple[str, bool, int], Article] = {}
    problems = []
    for article in sorted(articles, key=lambda a: (a.date, a.path)):
        if article.meta.issue is None:
            continue
        first = numbered.setdefault((article.column.id, article.meta.sample, article.meta.issue), article)
        if first.date.date() != article.date.date():
            message = f"简报第 {article.meta.issue} 期已经是 docs/{first.path}（{first.date.date()}）。"
            line = heads[article.path].line(("issue",))
            remedy = "改成没有用过的期号；真是同一期的，发布日期要写成同一天。"
            problems.append(Problem(f"docs/{article.path}", line, message, remedy, "issue", kind=ProblemKind.ISSUE))
    return problems


def check_name(path: str) -> list[Problem]:
    """A file's name becomes its address: lower case, ASCII, the same on every system."""
    parts = path.split("/")
    wrong = next((part for part in parts if not NAME.fullmatch(part) or part.split(".")[0] in DEVICES), None)
    if wrong is None:
        return []
    remedy = "改成小写英文字母、数字和短横，例如 2008-11-05-peixun.md。"
    return [Problem(f"docs/{path}", 0, f"文件名「{wrong}」不能作网址。", remedy, kind=ProblemKind.FILE_NAME)]


def check_suffix(path: str) -> list[Problem]:
    """A file that was meant to be an article but has not its suffix would vanish without a word."""
    if not re.search(r"\.(md\.txt|markdown|md)$", path, re.IGNORECASE) or path.endswith(".md"):
        return []
    return [
        Problem(f"docs/{path}", 0, "后缀不对，不会成为网页。", "把后缀改成小写的 .md。", kind=ProblemKind.FILE_NAME)
    ]


def check_phase_pages(campaign: Campaign, present: frozenset[str]) -> list[Problem]:
    """The pages that campaign.yml names must be there."""
    return [
        Problem(
            "docs/campaign.yml",
            0,
            f"{phase.name}阶段的页面「{phase.page}」不存在。",
            "改正 page，或删去它。",
            "page",
            kind=ProblemKind.UNKNOWN_NAME,
        )
        for phase in campaign.phases
        if phase.page and phase.page not in present
    ]
