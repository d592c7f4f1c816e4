"""Reads docs/ into one `Site`, or reports everything that is wrong in all its files at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from lanmu.content import front_matter
from lanmu.content.addresses import is_generated, old_address
from lanmu.content.article import Article, FrontMatter, Page, PageMatter
from lanmu.content.campaign import Campaign
from lanmu.content.column import Column, Columns
from lanmu.content.dates import today
from lanmu.content.glossary import Glossary, Term
from lanmu.content.references import check_references
from lanmu.content.validation import Model, nearest, validate
from lanmu.content.yaml_text import YamlText, parse
from lanmu.errors import ContentError, Problem

M = TypeVar("M", bound=Model)
SAMPLES = "samples"
# A translation stands beside its article; it is no article of its own.
TRANSLATION = re.compile(r"\.(en|zh-Hant)\.md$")
# Parts of a path.
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.md)?")


@dataclass(frozen=True)
class Site:
    """Everything in docs/, typed. Articles are sorted oldest first; reference articles keep their `order` besides."""

    docs: Path
    campaign: Campaign
    columns: tuple[Column, ...]
    terms: tuple[Term, ...]
    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    today: date

    @property
    def items(self) -> tuple[Article | Page, ...]:
        """Pages and articles together."""
        return (*self.pages, *self.articles)

    @cached_property
    def by_path(self) -> dict[str, Article | Page]:
        """Every article and page by its path below docs/."""
        return {item.path: item for item in self.items}

    @cached_property
    def by_column(self) -> dict[str, tuple[Article, ...]]:
        """The articles of each column, by the column's id: dated ones newest first, reference ones in their order."""
        groups: dict[str, list[Article]] = {column.id: [] for column in self.columns}
        for article in reversed(self.articles):
            groups[article.column.id].append(article)
        for column in self.columns:
            if column.kind == "reference":
                groups[column.id].sort(key=lambda a: (a.meta.order is None, a.meta.order or 0, a.path))
        return {name: tuple(group) for name, group in groups.items()}

    @cached_property
    def shown_columns(self) -> tuple[Column, ...]:
        """Columns with something to read; a blank column is never shown (国办秘函〔2019〕19号)."""
        landing = {page.path for page in self.pages}
        return tuple(c for c in self.columns if self.by_column[c.id] or f"{c.id}/index.md" in landing)

    @property
    def archived(self) -> bool:
        """True when every dated column is closed: the whole is then a finished campaign's special."""
        dated = [column for column in self.columns if column.kind == "dated"]
        return bool(dated) and all(column.archived for column in dated)

    @property
    def official_text(self) -> Article | None:
        """The plan's own text, once it has been imported: in the first column, verbatim, of the day it was issued."""
        articles = self.by_column[self.columns[0].id]
        issued = self.campaign.issued
        return next((a for a in articles if a.meta.verbatim and a.meta.document_date == issued), None)

    def published(self) -> Site:
        """What a production build shows: no sample, draft or internal article, and no placeholder unit."""
        units = tuple(unit for unit in self.campaign.units if unit.kind != "sample")
        return replace(
            self,
            campaign=self.campaign.model_copy(update={"units": units}),
            articles=tuple(article for article in self.articles if article.public),
        )


def load(docs: Path) -> Site:
    """Reads the site below `docs`.

    Raises ContentError with every problem of every file: file, line, field, value found, way out.
    """
    problems: list[Problem] = []
    campaign = load_model(docs, "campaign.yml", Campaign, problems)
    columns = load_model(docs, "columns.yml", Columns, problems)
    glossary = load_model(docs, "glossary.yml", Glossary, problems)
    if campaign is None or columns is None:
        raise ContentError(problems)
    articles: list[Article] = []
    pages: list[Page] = []
    heads: dict[str, YamlText] = {}
    by_id = {column.id: column for column in columns.columns}
    files = all_files(docs)
    present = frozenset(files)
    for path in (path for path in files if path.endswith(".md") and not TRANSLATION.search(path)):
        try:
            document, body = read(docs, path)
            item, found = read_item(path, document, body, by_id)
            if isinstance(item, Article):
                found += check_references(item, document, campaign, present)
        except ContentError as error:
            problems += error.problems
            continue
        problems += [*found, *check_name(path)]
        heads[path] = document
        if isinstance(item, Article):
            articles.append(item)
        elif item:
            pages.append(item)
    problems += check_addresses(articles, pages, columns.columns, heads)
    problems += check_issues(articles, heads)
    problems += [problem for path in files for problem in check_suffix(path)]
    problems += check_phase_pages(campaign, present)
    if problems or glossary is None:
        raise ContentError(problems)
    articles.sort(key=lambda article: (article.date, article.path))
    return Site(docs, campaign, columns.columns, glossary.terms, tuple(articles), tuple(pages), today())


def load_model(docs: Path, name: str, model: type[M], problems: list[Problem]) -> M | None:
    """One of the data files; None (and a problem) when it is missing or wrong."""
    try:
        document = parse(read_text(docs / name, f"docs/{name}"), f"docs/{name}")
    except ContentError as error:
        problems += error.problems
        return None
    found, wrong = validate(model, document)
    problems += wrong
    return found


def all_files(docs: Path) -> list[str]:
    """Paths below docs/ of every file, sorted; hidden files and folders are left out, as MkDocs does."""
    found = (path.relative_to(docs) for path in docs.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts))


def read_text(path: Path, shown: str) -> str:
    """The text of a file of ours. Raises ContentError when it is missing, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError([Problem(shown, 0, "文件不存在。", "取回这个文件，或者重新建立它。")]) from None
    except UnicodeDecodeError as error:
        message = f"不是 UTF-8 编码（第 {error.start + 1} 个字节起读不出来）。"
        raise ContentError([Problem(shown, 0, message, "用记事本打开，另存为，编码选 UTF-8。")]) from None
    except OSError as error:
        raise ContentError([Problem(shown, 0, f"读不了（{error.strerror}）。", "检查文件的权限。")]) from None


def read(docs: Path, path: str) -> tuple[YamlText, str]:
    """Front matter and text of one Markdown file."""
    return front_matter.split(read_text(docs / path, f"docs/{path}"), f"docs/{path}")


def read_item(
    path: str, document: YamlText, body: str, columns: dict[str, Column]
) -> tuple[Article | Page | None, list[Problem]]:
    """An article, or a page when it is a folder's landing page or is drawn by a template."""
    is_template = isinstance(document.data, dict) and "template" in document.data
    if is_template or path.rpartition("/")[2] == "index.md":
        page, problems = validate(PageMatter, document)
        return (Page(path, page, body) if page else None), problems
    column = columns.get(path.split("/")[0]) if "/" in path else None
    if column is None:
        near = nearest(path.split("/")[0], columns)
        remedy = f"是不是该放进 docs/{near}/？" if near else f"把它放进这些文件夹之一：{'、'.join(columns)}。"
        return None, [Problem(document.path, 0, "不在任何栏目里。", remedy)]
    meta, problems = validate(FrontMatter, document)
    if meta is None:
        return None, problems
    article = Article(path, column, meta, body)
    if meta.sample != (f"/{SAMPLES}/" in path):
        remedy = f"示例放在 docs/{column.id}/{SAMPLES}/ 并写 sample: true；真实稿件放在别处，不写 sample。"
        line = document.line(("sample",))
        problems.append(Problem(document.path, line, "示例标记和所在文件夹不一致。", remedy, field="sample"))
    return article, problems


def check_addresses(
    articles: list[Article], pages: list[Page], columns: tuple[Column, ...], heads: dict[str, YamlText]
) -> list[Problem]:
    """Every address belongs to one page: sources, the pages that the site generates, and old addresses."""
    dated = {column.id for column in columns if column.kind == "dated"}
    taken: dict[str, str] = {}
    problems = []
    items: tuple[Article | Page, ...] = (*pages, *articles)
    for item in items:
        shown = f"docs/{item.path}"
        if item.address in taken:
            message = f"网址「{item.address}」已经属于 docs/{taken[item.address]}。"
            problems.append(Problem(shown, 0, message, "给其中一个文件改名。"))
        elif item.address and is_generated(item.address, dated):
            message = f"网址「{item.address}」由自动生成的列表使用。"
            remedy = "给文章改名，例如 2008-11-05-biaoti.md；栏目的介绍写在 columns.yml 的 description 里。"
            problems.append(Problem(shown, 0, message, remedy))
        taken.setdefault(item.address, item.path)
    for article in articles:
        shown = f"docs/{article.path}"
        for number, old in enumerate(article.meta.redirect_from):
            address = old_address(old)
            if address is None:
                message, remedy = f"旧网址「{old}」不能用。", "写成站内的路径，例如 news/123/ 或 news/123.html。"
            elif address in taken:
                message, remedy = f"旧网址「{old}」已经属于 docs/{taken[address]}。", "删去重复的一个。"
            elif is_generated(address, dated):
                message, remedy = f"旧网址「{old}」现在是本站自己的页面。", "删去这一个，它不需要转向。"
            else:
                taken[address] = article.path
                continue
            line = heads[article.path].line(("redirect_from", number))
            problems.append(Problem(shown, line, message, remedy, field="redirect_from"))
    return problems


def check_issues(articles: list[Article], heads: dict[str, YamlText]) -> list[Problem]:
    """A column's bulletin numbers must not repeat; the later article is the one to change."""
    numbered: dict[tuple[str, int], str] = {}
    problems = []
    for article in sorted(articles, key=lambda a: (a.date, a.path)):
        if article.meta.issue is not None:
            key = (article.column.id, article.meta.issue)
            if key in numbered:
                message = f"简报第 {article.meta.issue} 期已经是 docs/{numbered[key]}。"
                line = heads[article.path].line(("issue",))
                problems.append(Problem(f"docs/{article.path}", line, message, "改成没有用过的期号。", field="issue"))
            numbered.setdefault(key, article.path)
    return problems


def check_name(path: str) -> list[Problem]:
    """A file's name becomes its address: lower case, ASCII, the same on every system."""
    wrong = next((part for part in path.split("/") if not NAME.fullmatch(part)), None)
    if wrong is None:
        return []
    remedy = "改成小写英文字母、数字和短横，例如 2008-11-05-peixun.md。"
    return [Problem(f"docs/{path}", 0, f"文件名「{wrong}」不能作网址。", remedy)]


def check_suffix(path: str) -> list[Problem]:
    """A file that was meant to be an article but has not its suffix would vanish without a word."""
    if not re.search(r"\.(md\.txt|markdown|md)$", path, re.IGNORECASE) or path.endswith(".md"):
        return []
    return [Problem(f"docs/{path}", 0, "后缀不对，不会成为网页。", "把后缀改成小写的 .md。")]


def check_phase_pages(campaign: Campaign, present: frozenset[str]) -> list[Problem]:
    """The pages that campaign.yml names must be there."""
    return [
        Problem(
            "docs/campaign.yml", 0, f"{phase.name}阶段的页面「{phase.page}」不存在。", "改正 page，或删去它。", "page"
        )
        for phase in campaign.phases
        if phase.page and phase.page not in present
    ]
