"""Lists of articles: columns, years, months, units, phases, tasks, topics; in pages of 20 at lasting addresses.

The landing page of a list shows its newest 20. Older ones stand in year (and month) archives, which are cut into
pages from the oldest on: a new article joins the last page and moves no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lanmu.content.addresses import BROWSE, FRONTS
from lanmu.content.article import Article
from lanmu.content.campaign import Named, Phase, Unit
from lanmu.content.column import Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.fronts import Issue, issues

PAGE_SIZE = 20


@dataclass(frozen=True)
class Link:
    """A name, an address below the site's root, and how many articles stand there (0: not counted)."""

    name: str
    address: str
    count: int = 0


@dataclass(frozen=True)
class Year:
    """A year of an archive with its months, newest first."""

    link: Link
    months: tuple[Link, ...]


@dataclass(frozen=True)
class ListPage:
    """One page of a list."""

    address: str
    title: str
    description: str
    articles: tuple[Article, ...]
    total: int
    crumbs: tuple[Link, ...]
    pages: tuple[Link, ...] = ()
    years: tuple[Year, ...] = ()
    column: Column | None = None
    is_archive: bool = False
    issue: Issue | None = None

    @property
    def source(self) -> str:
        """Path of the page's (generated) source below docs/."""
        return f"{self.address}index.md"

    @property
    def template(self) -> str:
        """What draws it."""
        return "issue.html" if self.issue else "list.html"


@dataclass(frozen=True)
class Facet:
    """A way of sorting all articles, such as by unit, with one link for each value."""

    id: str
    name: str
    links: tuple[Link, ...]


def home_link(words: Words) -> Link:
    """The first link of every way to a page."""
    return Link(words("page.home"), "")


def years_of(articles: Sequence[Article], address: str, words: Words) -> tuple[Year, ...]:
    """The years and months in which `articles` (newest first) were published, as links below `address`."""
    return tuple(
        Year(
            Link(words.year(year), f"{address}{year}/", len(in_year)),
            tuple(
                Link(words.month_name(int(month[5:])), f"{address}{year}/{month[5:]}/", len(list(group)))
                for month, group in groupby(in_year, key=lambda a: a.month)
            ),
        )
        for year, in_year in grouped_by_year(articles)
    )


def grouped_by_year(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """Runs of articles of one year, in the order given."""
    return [(year, list(group)) for year, group in groupby(articles, key=lambda a: a.month[:4])]


def paged(page: ListPage, articles: Sequence[Article], words: Words) -> Iterator[ListPage]:
    """`page` as often as `articles` (newest first) need, 20 each, cut from the oldest on; page 1 is the oldest."""
    oldest_first = list(reversed(articles))
    chunks = [oldest_first[i : i + PAGE_SIZE] for i in range(0, len(oldest_first), PAGE_SIZE)]
    addresses = [page.address if n == 1 else f"{page.address}p{n}/" for n in range(1, len(chunks) + 1)]
    links = tuple(Link(words("list.page", n=n), address) for n, address in enumerate(addresses, start=1))
    for number, (chunk, address) in enumerate(zip(chunks, addresses, strict=True), start=1):
        title = page.title if number == 1 else words("list.title_page", title=page.title, n=number)
        yield ListPage(
            address,
            title,
            page.description,
            tuple(chunk),
            len(articles),
            page.crumbs,
            links if len(links) > 1 else (),
            column=page.column,
            is_archive=True,
        )


def archived_articles(site: Site, column: Column) -> tuple[Article, ...]:
    """The column's articles, newest first, when it has archives: a dated one always, a reference one beyond a page."""
    articles = site.by_column[column.id]
    if column.kind == "dated":
        return articles
    newest_first = sorted(articles, key=lambda article: (article.date, article.path), reverse=True)
    return tuple(newest_first) if len(articles) > PAGE_SIZE else ()


def column_landing(site: Site, column: Column, words: Words) -> ListPage:
    """The column's own page: its newest 20 (a reference column: the first 20 in order) and the way to its archives."""
    articles = site.by_column[column.id]
    address = f"{column.id}/"
    return ListPage(
        address,
        column.name,
        column.description,
        articles[:PAGE_SIZE],
        len(articles),
        (home_link(words),),
        years=years_of(archived_articles(site, column), address, words),
        column=column,
    )


def column_archives(site: Site, column: Column, words: Words) -> Iterator[ListPage]:
    """Year and month archives of a column."""
    home = (home_link(words), Link(column.name, f"{column.id}/"))
    articles = archived_articles(site, column)
    for year, in_year in grouped_by_year(articles):
        address = f"{column.id}/{year}/"
        yield from paged(archive(column, address, words.year(year), home, words), in_year, words)
        for month, group in groupby(in_year, key=lambda a: a.month):
            crumbs = (*home, Link(words.year(year), address))
            page = archive(column, f"{address}{month[5:]}/", words.month(month), crumbs, words)
            yield from paged(page, list(group), words)


def archive(column: Column, address: str, when: str, crumbs: tuple[Link, ...], words: Words) -> ListPage:
    """The archive of a column's year or month, before it is cut into pages."""
    title = words("archive.title", name=column.name, when=when)
    description = words("archive.description", column=column.name, when=when)
    return ListPage(address, title, description, (), 0, crumbs, column=column)


def values_of(site: Site, facet: str) -> list[tuple[str, str]]:
    """Id and name of each value of a facet, in the order of campaign.yml."""
    campaign = site.campaign
    if facet == "task":
        return [(task.id, task.name) for task in campaign.tasks.values()]
    items: dict[str, Sequence[Unit | Phase | Named]] = {
        "unit": campaign.units,
        "phase": campaign.phases,
        "topic": campaign.topics,
    }
    return [(item.id, item.name) for item in items[facet]]


def names_in(article: Article, facet: str) -> tuple[str, ...]:
    """The values of a facet that an article carries."""
    meta = article.meta
    single = {"unit": meta.unit, "phase": meta.phase}
    if facet in single:
        return (single[facet],) if single[facet] else ()
    return meta.tasks if facet == "task" else meta.topics


FACETS = ("phase", "task", "topic", "unit")


def collect(site: Site, facet: str) -> dict[str, list[Article]]:
    """Articles of each value of a facet, newest first. One pass over the articles."""
    found: dict[str, list[Article]] = {name: [] for _, name in values_of(site, facet)}
    for article in reversed(site.articles):
        for name in names_in(article, facet):
            if name in found:
                found[name].append(article)
    return found


def facet_names(words: Words) -> dict[str, str]:
    """What readers call each way of sorting."""
    return {
        "phase": words("facet.phase"),
        "task": words("facet.task"),
        "topic": words("facet.topic"),
        "unit": words("facet.unit"),
        "month": words("facet.month"),
    }


def facets(site: Site, words: Words) -> tuple[Facet, ...]:
    """Every way of sorting, with the values that have articles; months are the last."""
    result = []
    names = facet_names(words)
    for facet in FACETS:
        groups = collect(site, facet)
        links = [
            Link(name, f"{BROWSE}{facet}/{identifier}/", len(groups[name]))
            for identifier, name in values_of(site, facet)
            if groups[name]
        ]
        result.append(Facet(facet, names[facet], tuple(links)))
    months = [
        Link(words.month(month), f"{BROWSE}month/{month}/", len(list(group)))
        for month, group in groupby(reversed(site.articles), key=lambda a: a.month)
    ]
    return tuple(facet for facet in (*result, Facet("month", names["month"], tuple(months))) if facet.links)


def facet_pages(site: Site, words: Words) -> Iterator[ListPage]:
    """The pages of every facet: newest 20 first, year archives where there are more."""
    crumbs = (home_link(words), Link(words("page.browse"), BROWSE))
    for facet in FACETS:
        groups = collect(site, facet)
        for identifier, name in values_of(site, facet):
            if groups[name]:
                yield from facet_value(name, f"{BROWSE}{facet}/{identifier}/", groups[name], crumbs, words)
    for month, group in groupby(reversed(site.articles), key=lambda a: a.month):
        title = words.month(month)
        description = words("facet.month_value", month=title)
        page = ListPage(f"{BROWSE}month/{month}/", title, description, (), 0, crumbs)
        yield from paged(page, list(group), words)


def facet_value(
    name: str, address: str, articles: list[Article], crumbs: tuple[Link, ...], words: Words
) -> Iterator[ListPage]:
    """One value's landing page and, when it holds more than one page, its years."""
    description = words("facet.value", name=name)
    years = grouped_by_year(articles) if len(articles) > PAGE_SIZE else []
    links = tuple(Year(Link(words.year(year), f"{address}{year}/", len(group)), ()) for year, group in years)
    newest = tuple(articles[:PAGE_SIZE])
    yield ListPage(address, name, description, newest, len(articles), crumbs, years=links)
    for year, group in years:
        here = (*crumbs, Link(name, address))
        title = words("archive.title", name=name, when=words.year(year))
        page = ListPage(f"{address}{year}/", title, words("facet.value_year", name=name, year=year), (), 0, here)
        yield from paged(page, group, words)


def issue_pages(site: Site, words: Words) -> Iterator[ListPage]:
    """A page for each issue of 《泉州工人》 and each set of posters, with links to the one before and the one after."""
    for column in (column for column in site.shown_columns if column.id in FRONTS):
        crumbs = (home_link(words), Link(column.name, f"{column.id}/"))
        found = issues(site, column.id)
        links = [Link(words.month(issue.month), f"{column.id}/{issue.month}/") for issue in found]
        for number, issue in enumerate(found):
            articles = tuple(article for part in issue.parts for article in part.articles)
            title = words("archive.title", name=column.name, when=words.month(issue.month))
            text = words("front.description", front=column.name, when=words.month(issue.month))
            near = tuple(reversed(links[max(0, number - 1) : number + 2])) if len(links) > 1 else ()
            address = links[number].address
            yield ListPage(address, title, text, articles, len(articles), crumbs, near, column=column, issue=issue)


def all_pages(site: Site, words: Words) -> dict[str, ListPage]:
    """Every generated list page by the path of its source; landing pages of dated columns included."""
    pages: list[ListPage] = []
    for column in site.shown_columns:
        if column.kind == "dated":
            pages.append(column_landing(site, column, words))
        pages += column_archives(site, column, words)
    pages += issue_pages(site, words)
    pages += facet_pages(site, words)
    return {page.source: page for page in pages}
