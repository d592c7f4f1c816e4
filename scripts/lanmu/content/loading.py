"""Reads docs/ into one `Site`, or reports everything that is wrong in all its files at once."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import MappingProxyType
from typing import TypeVar

from lanmu.content import front_matter, published, registers
from lanmu.content.addresses import reserved
from lanmu.content.article import Article, Page
from lanmu.content.campaign import Campaign, Glossary, Term
from lanmu.content.column import Column, Columns
from lanmu.content.consistency import (
    check_addresses,
    check_columns,
    check_fronts,
    check_issues,
    check_lists,
    check_name,
    check_phase_pages,
    check_references,
    check_suffix,
    check_targets,
)
from lanmu.content.dates import now
from lanmu.content.files import kept_off, walk
from lanmu.content.genres import DEFAULT, Genres, GenresFile, combined
from lanmu.content.genres import FILE as GENRES_FILE
from lanmu.content.items import Item, read_item
from lanmu.content.languages import is_of, languages_off, missing_data, unused_files
from lanmu.content.past import PastCampaign, folder_of
from lanmu.content.site import Site
from lanmu.content.survey import SUFFIX as SURVEY_SUFFIX
from lanmu.content.survey import Survey
from lanmu.content.translation import SUFFIX, Translation, TranslationMatter, source_path
from lanmu.content.validation import Model, validate
from lanmu.content.yaml_text import YamlText, parse
from lanmu.diagnostics.errors import ContentError, Problem, ProblemKind, refusal
from lanmu.untrusted.text_limits import check_size, check_text

M = TypeVar("M", bound=Model)
NOTHING: Mapping[str, str] = MappingProxyType({})


def load(docs: Path) -> Site:
    """Reads the site below `docs`.

    Raises ContentError with every problem of every file: file, line, field, value found, way out.
    """
    reading = read_docs(docs)
    if reading.problems or reading.site is None:
        raise ContentError(reading.problems)
    return reading.site


@dataclass(frozen=True)
class Reading:
    """What was read below docs/: all that could be understood, and all that is wrong.

    `site` holds the articles whose front matter is right; it is None when campaign.yml, columns.yml or genres.yml cannot
    be used. `texts`, `heads` and `bodies` hold the text of every Markdown file, its front matter and what comes after it, as
    far as it could be read, by the path below docs/. `unread` are translations that nobody has asked for. `passed_over`
    are warnings about files that never become part of the site; `site_files` are the paths of those that may. Files of
    the languages that are off (`languages_off`) are nowhere here.
    """

    site: Site | None
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    texts: dict[str, str]
    heads: dict[str, YamlText]
    bodies: dict[str, str]
    unread: frozenset[str] = frozenset()
    passed_over: tuple[Problem, ...] = ()
    site_files: tuple[str, ...] = ()
    languages_off: frozenset[str] = frozenset()

    @cached_property
    def translations(self) -> tuple[Translation, ...]:
        """Every translation of an article, withdrawn or not, as far as the heads of both are right."""
        translations = []
        for path, body in self.bodies.items():
            original = self.site.written(source_path(path)) if self.site and SUFFIX.search(path) else None
            if isinstance(original, Article):
                meta, _ = validate(TranslationMatter, self.heads[path])
                translations += [Translation(path, meta, body, original)] if meta else []
        return tuple(translations)


@dataclass(frozen=True)
class TextFile:
    """A Markdown file as far as it could be read: its text, its front matter and what comes after it, and what is wrong."""

    text: str | None
    head: YamlText | None = None
    body: str = ""
    problems: tuple[Problem, ...] = ()


class TextFiles:
    """Reads the Markdown files below a docs/ one by one; `kept_files.py` has one that remembers them."""

    def file(self, docs: Path, path: str) -> TextFile:
        """The file at a path below docs/."""
        text = None
        try:
            # No Path for each of many thousands.
            text = read_markdown(f"{docs}/{path}", f"docs/{path}")
            return TextFile(text, *front_matter.split(text, f"docs/{path}"))
        except ContentError as error:
            return TextFile(text, problems=tuple(error.problems))

    def item(self, path: str, head: YamlText, body: str, columns: dict[str, Column], genres: Genres) -> Item:
        """What its text is."""
        return read_item(path, head, body, columns, genres)


def read_docs(
    docs: Path,
    *,
    translations: bool = True,
    files_of: TextFiles | None = None,
    data: Mapping[str, str] = NOTHING,
) -> Reading:
    """Reads everything below `docs` and raises nothing: the checks want the whole, also when a part is wrong.

    Without `translations` their paths are listed but their texts not read. `files_of` reads the single texts. `data` are texts of data files, by their paths,
    in place of those on disk: what would be wrong if they were written.
    """
    problems: list[Problem] = []
    campaign = load_model(docs, "campaign.yml", Campaign, problems, data)
    columns, columns_text = _load_with_lines(docs, "columns.yml", Columns, problems, data)
    genres = load_genres(docs, problems, data)
    walked, off = walk(docs), languages_off(docs.parent)
    unused = frozenset(path for path in walked.files if is_of(path, off))
    files = tuple(path for path in walked.files if path not in unused) if unused else walked.files
    problems += missing_data(docs.parent, files)
    terms = _terms(docs, "", problems, data)
    reader = files_of or TextFiles()
    read = _texts(docs, files, reader, problems, translations=translations)
    read = replace(read, passed_over=(*walked.passed_over, *unused_files(sorted(unused))), languages_off=off)
    past = _past_campaigns(docs, columns.columns if columns else (), problems)
    if campaign is None or columns is None or columns_text is None or genres is None or past is None:
        return replace(read, problems=tuple(problems))
    site = Site(docs, campaign, columns.columns, genres, terms, (), (), now(), past=past)
    site = _with_items(site, read, reader, problems)
    problems += _of_the_whole(site, columns_text, read)
    asked = [(path, load_model(docs, path, Survey, problems)) for path in files if path.endswith(SURVEY_SUFFIX)]
    surveys = {survey.number(path): survey.deadline for path, survey in asked if survey}
    site = replace(_with_registers(site, frozenset(files), problems, data), surveys=surveys)
    if published.FILE in files:
        once = load_model(docs, published.FILE, published.Published, problems)
        site = replace(site, once_published=once.addresses if once else ())
    return replace(_with_site_files(read, site), problems=tuple(problems))


def _texts(
    docs: Path, files: tuple[str, ...], reader: TextFiles, problems: list[Problem], *, translations: bool
) -> Reading:
    """The Markdown files below docs/, as far as they can be read; nothing is made of them yet."""
    texts: dict[str, str] = {}
    heads: dict[str, YamlText] = {}
    bodies: dict[str, str] = {}
    unread = frozenset() if translations else frozenset(filter(SUFFIX.search, files))
    for path in files:
        if path.endswith(".md") and path not in unread:
            file = reader.file(docs, path)
            problems += file.problems
            if file.text is not None:
                texts[path] = file.text
            if file.head is not None:
                heads[path], bodies[path] = file.head, file.body
    return Reading(None, (), files, texts, heads, bodies, unread)


def _with_items(site: Site, read: Reading, reader: TextFiles, problems: list[Problem]) -> Site:
    """The site with the articles and pages that the texts are; those that were withdrawn by themselves."""
    present = frozenset(read.files)
    campaigns = _campaigns(site)
    articles: list[Article] = []
    pages: list[Page] = []
    for path, body in read.bodies.items():
        if SUFFIX.search(path):
            continue
        item, wrong = reader.item(path, read.heads[path], body, site.columns_by_id, site.genres)
        problems += [*wrong, *check_name(path)]
        problems += check_targets(f"docs/{path}", read.texts[path], len(read.texts[path]) - len(body))
        if isinstance(item, Article):
            problems += check_references(item, read.heads[path], campaigns[item.column.campaign], present)
            articles.append(item)
        elif item:
            pages.append(item)
    articles.sort(key=lambda article: (article.date, article.path))
    shown = tuple(article for article in articles if not article.meta.withdrawn)
    withdrawn = tuple(article for article in articles if article.meta.withdrawn)
    return replace(site, articles=shown, pages=tuple(pages), withdrawn=withdrawn)


def _campaigns(site: Site) -> dict[str, Campaign]:
    """Today's campaign (without a name) and the past ones, by their names."""
    return {"": site.campaign} | {each.id: each.campaign for each in site.past}


def _of_the_whole(site: Site, columns_text: YamlText, read: Reading) -> Iterator[Problem]:
    """What is wrong with columns, texts and campaigns beside one another."""
    written = {article.path: article for article in (*site.articles, *site.withdrawn)}
    articles = [written[path] for path in read.bodies if path in written]
    campaigns, own = _campaigns(site), reserved(site.docs.parent)
    yield from check_columns(site.columns, columns_text, campaigns, own)
    fronts = {front for each in campaigns.values() for front in each.issue_fronts}
    yield from check_addresses(articles, site.pages, site.columns, fronts, read.heads, own)
    yield from check_lists(campaigns)
    yield from check_fronts(campaigns)
    yield from check_issues(articles, read.heads)
    for path in read.files:
        yield from check_suffix(path)
    present = frozenset(read.files)
    for identifier, each in campaigns.items():
        yield from check_phase_pages(each, f"docs/{folder_of(identifier)}campaign.yml", present)


def _with_site_files(read: Reading, site: Site) -> Reading:
    """What was read, with the site and the files that may go out with it."""
    homes = {*site.columns_by_id, *(page.path.partition("/")[0] for page in site.pages if "/" in page.path)}
    unfit = kept_off(site.docs, read.files, homes)
    may_go = (path for path in read.files if path.endswith(".md") or not (path in unfit or path.endswith(".yml")))
    passed_over = (*read.passed_over, *(unfit[path] for path in unfit if not check_suffix(path)))
    return replace(read, site=site, site_files=tuple(may_go), passed_over=passed_over)


def read_again(site: Site, article: Article) -> Article:
    """An article of the site as it stands on disk now.

    Raises ContentError with everything that is wrong in its file, and when it has become no article.
    """
    item, problems = read_text_of(site, article.path, read_markdown(site.docs / article.path, f"docs/{article.path}"))
    if problems or not isinstance(item, Article):
        raise ContentError(problems)
    return item


def read_text_of(site: Site, path: str, text: str) -> tuple[Article | Page | None, list[Problem]]:
    """The article or page that a `text` would be, were it the file at a path below docs/, and what is wrong with it by itself.

    Raises ContentError when its head cannot be read.
    """
    head, body = front_matter.split(text, f"docs/{path}")
    item, problems = read_item(path, head, body, site.columns_by_id, site.genres)
    problems = [*problems, *check_targets(f"docs/{path}", text, len(text) - len(body))]
    if isinstance(item, Article):
        named = item.meta.image or item.meta.audio or item.meta.superseded_by
        present = frozenset(walk(site.docs).files if named else ())
        problems += check_references(item, head, site.part_of(path).campaign, present)
    return item, problems


def load_model(
    docs: Path, name: str, model: type[M], problems: list[Problem], data: Mapping[str, str] = NOTHING
) -> M | None:
    """One of the data files; None (and a problem) when it is missing or wrong."""
    return _load_with_lines(docs, name, model, problems, data)[0]


def _terms(docs: Path, folder: str, problems: list[Problem], data: Mapping[str, str] = NOTHING) -> tuple[Term, ...]:
    """The glossary in a folder below docs/; empty where there is none."""
    name = f"{folder}glossary.yml"
    # A link in its place is refused, not passed over.
    is_there = name in data or os.path.lexists(docs / name)
    glossary = load_model(docs, name, Glossary, problems, data) if is_there else None
    return glossary.terms if glossary else ()


def _past_campaigns(docs: Path, columns: Iterable[Column], problems: list[Problem]) -> tuple[PastCampaign, ...] | None:
    """The past campaigns whose columns are kept, the latest first; None (and a problem) when one cannot be read."""
    campaigns = []
    for identifier in dict.fromkeys(column.campaign for column in columns if column.campaign):
        campaign = load_model(docs, f"{folder_of(identifier)}campaign.yml", Campaign, problems)
        if campaign is None:
            return None
        campaigns.append(PastCampaign(identifier, campaign, _terms(docs, folder_of(identifier), problems)))
    return tuple(sorted(campaigns, key=lambda past: past.campaign.period.start_day, reverse=True))


@cache
def default_genres() -> GenresFile:
    """The program's own genres. Raises ContentError when somebody has changed that file and slipped."""
    shown = f"scripts/lanmu/content/{GENRES_FILE}"
    genres, problems = validate(GenresFile, parse(read_text(DEFAULT, shown), shown))
    if genres is None:
        raise ContentError(problems)
    return genres


def load_genres(docs: Path, problems: list[Problem], data: Mapping[str, str] = NOTHING) -> Genres | None:
    """The genres of the site; None (and a problem) when genres.yml is there and cannot be used."""
    own, document = GenresFile(), YamlText(f"docs/{GENRES_FILE}", {})
    if GENRES_FILE in data or os.path.lexists(docs / GENRES_FILE):
        written, lines = _load_with_lines(docs, GENRES_FILE, GenresFile, problems, data)
        if written is None or lines is None:
            return None
        own, document = written, lines
    genres, wrong = combined(default_genres(), own, document)
    problems += wrong
    return genres if genres.genres else None


def _load_with_lines(
    docs: Path, name: str, model: type[M], problems: list[Problem], data: Mapping[str, str] = NOTHING
) -> tuple[M, YamlText] | tuple[None, None]:
    """The same, with the lines of the file."""
    try:
        text = data[name] if name in data else read_text(docs / name, f"docs/{name}")
        document = parse(text, f"docs/{name}")
    except ContentError as error:
        problems += error.problems
        return None, None
    value, wrong = validate(model, document)
    problems += wrong
    return (value, document) if value else (None, None)


def _with_registers(site: Site, present: frozenset[str], problems: list[Problem], data: Mapping[str, str]) -> Site:
    """The site with the data files of each campaign that it may do without (`_registers_of`)."""
    # What is said of a withdrawn article stays in the file, and is shown nowhere.
    broken = {problem.path.removeprefix("docs/") for problem in problems} | site.withdrawn_paths
    own, *others = (_registers_of(part, present, broken, problems, data) for part in site.parts)
    past = tuple(
        replace(each, reports=r.reports, opinions=r.opinions, publicity=r.publicity)
        for each, r in zip(site.past, others, strict=True)
    )
    site = replace(site, reports=own.reports, opinions=own.opinions, publicity=own.publicity, past=past)
    return site.without_empty_pages()


def _registers_of(
    site: Site, present: frozenset[str], broken: Container[str], problems: list[Problem], data: Mapping[str, str]
) -> Site:
    """The site of one campaign with the ledger of reports, workers' opinions, the publicity plan. Each stays empty where its
    file is not there or cannot be used."""
    column = site.column_with("progress")

    def load(name: str, model: type[M]) -> tuple[M, YamlText] | tuple[None, None]:
        path = f"{column.id}/{name}" if column else ""
        return (
            _load_with_lines(site.docs, path, model, problems, data)
            if path in present or path in data
            else (None, None)
        )

    ledger, document = load(registers.REPORTS, registers.Ledger)
    if ledger and document:
        reports, wrong = registers.resolved_reports(ledger, document, site.by_path, site.campaign, broken)
        problems += wrong
        site = replace(site, reports=reports)
    opinions, document = load(registers.OPINIONS, registers.Opinions)
    if opinions and document:
        problems += registers.unknown_units(opinions, document, site.campaign)
        site = replace(site, opinions=opinions)
    plan, document = load(registers.PUBLICITY, registers.PublicityPlan)
    if plan and document:
        problems += registers.unknown_topics(plan, document, site.campaign)
        site = replace(site, publicity=plan)
    return site


def read_markdown(path: Path | str, shown: str) -> str:
    """The text of an article or page. Raises ContentError as `read_text`, and when it is too much to be worked on."""
    text = read_text(path, shown)
    check_text(text, shown)
    return text


def read_text(path: Path | str, shown: str) -> str:
    """The text of a file of ours. Raises ContentError when it is missing, no ordinary file, unreadable, too large or not
    UTF-8."""
    try:
        mode = os.lstat(path).st_mode
        if S_ISREG(mode) or S_ISDIR(mode):
            # In one go: to read it as a text takes twice as long.
            with open(path, "rb") as file:  # noqa: PTH123 (a third of the time)
                check_size(os.fstat(file.fileno()).st_size, shown)
                text = file.read().decode("utf-8-sig")
            return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        message, remedy = "这不是普通的文件（是链接、管道之类），没有读。", "换成文件本身。"
    except FileNotFoundError:
        message, remedy = "文件不存在。", "取回这个文件，或者重新建立它。"
    except UnicodeDecodeError as error:
        message = f"不是 UTF-8 编码（第 {error.start + 1} 个字节起读不出来）。"
        remedy = "用记事本打开，另存为，编码选 UTF-8。"
    except OSError as error:
        message, remedy = f"读不了（{refusal(error)}）。", "检查文件的权限。"
    raise ContentError([Problem(shown, 0, message, remedy, kind=ProblemKind.UNREADABLE)])
