"""Lists of articles: columns, years, months, issues, units, phases, tasks, topics; in pages of 20 at lasting addresses.

The landing page of a list shows its newest 20. Older ones stand in year (and month) archives, which are cut into
pages from the oldest on: a new article joins the last page and moves no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lanmu.content.addresses import BROWSE, MONTHS
from lanmu.content.article import Article, FrontMatter
from lanmu.content.campaign import Campaign, Front, Named, Phase, Task, Unit
from lanmu.content.column import Column
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.monthly import Monthly

PAGE_SIZE = 20
Values = Callable[[Campaign], Iterable[Named | Phase | Task | Unit]]
FACETS: dict[str, tuple[Values, Callable[[FrontMatter], Iterable[str]]]] = {
    "phase": (lambda campaign: campaign.phases, lambda meta: (meta.phase,)),
    "task": (lambda campaign: campaign.tasks.values(), lambda meta: meta.tasks),
    "topic": (lambda campaign: campaign.topics, lambda meta: meta.topics),
    "unit": (lambda campaign: campaign.units, lambda meta: (meta.unit,)),
}
"""The ways of sorting: the values that campaign.yml lists, and which of them an article names."""


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
class Part:
    """The pieces of one issue under one of the front's own column names."""

    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Issue:
    """One issue or poster: its month and its parts, in the order of the site's columns."""

    month: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ListPage:
    """One page of a list. `months` are those of the office that it is about."""

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
    months: tuple[Monthly, ...] = ()

    @property
    def source(self) -> str:
        """Path of the page's (generated) source below docs/."""
        return f"{self.address}index.md"

    @property
    def template(self) -> str:
        """What draws it."""
        if self.months:
            return "months.html" if self.address == MONTHS else "month.html"
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


def _by_year(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    return [(year, list(group)) for year, group in groupby(articles, key=lambda a: a.month[:4])]


def _by_month(articles: Iterable[Article]) -> Iterator[tuple[str, list[Article]]]:
    """Runs of articles of one month (`2008-11`), in the order given."""
    return ((month, list(group)) for month, group in groupby(articles, key=lambda a: a.month))


def paged(page: ListPage, articles: Sequence[Article], words: Words) -> Iterator[ListPage]:
    """`page` as often as `articles` (newest first) need, 20 each, cut from the oldest on; page 1 is the oldest."""
    oldest_first = tuple(reversed(articles))
    chunks = [oldest_first[i : i + PAGE_SIZE] for i in range(0, len(oldest_first), PAGE_SIZE)]
    addresses = [page.address if n == 1 else f"{page.address}p{n}/" for n in range(1, len(chunks) + 1)]
    links = tuple(Link(words("list.page", n=n), address) for n, address in enumerate(addresses, start=1))
    shared = replace(page, total=len(articles), pages=links if len(links) > 1 else (), is_archive=True)
    for number, (chunk, address) in enumerate(zip(chunks, addresses, strict=True), start=1):
        title = page.title if number == 1 else words("list.title_page", title=page.title, n=number)
        yield replace(shared, address=address, title=title, articles=chunk)


def archived_articles(site: Site, column: Column) -> tuple[Article, ...]:
    """The column's articles, newest first, when it has archives: a dated one always, a reference one beyond a page."""
    articles = site.by_column[column.id]
    if column.kind == "dated":
        return articles
    newest_first = sorted(articles, key=lambda article: (article.date, article.path), reverse=True)
    return tuple(newest_first) if len(articles) > PAGE_SIZE else ()


def column_landing(site: Site, column: Column, words: Words) -> ListPage:
    """The column's own page: its newest 20 (a reference column: the first 20 in order) and the way to its archives."""
    articles, address, years = site.by_column[column.id], f"{column.id}/", []
    for year, in_year in _by_year(archived_articles(site, column)):
        months = tuple(
            Link(words.month_name(int(month[5:])), f"{address}{year}/{month[5:]}/", len(group))
            for month, group in _by_month(in_year)
        )
        years.append(Year(Link(words.year(year), f"{address}{year}/", len(in_year)), months))
    newest, crumbs = articles[:PAGE_SIZE], (home_link(words),)
    total, text = len(articles), column.description
    return ListPage(address, column.name, text, newest, total, crumbs, years=tuple(years), column=column)


def column_archives(site: Site, column: Column, words: Words) -> Iterator[ListPage]:

    def archive(address: str, when: str, crumbs: tuple[Link, ...]) -> ListPage:
        title = words("archive.title", name=column.name, when=when)
        description = words("archive.description", column=column.name, when=when)
        return ListPage(address, title, description, (), 0, crumbs, column=column)

    crumbs = (home_link(words), Link(column.name, f"{column.id}/"))
    for year, in_year in _by_year(archived_articles(site, column)):
        address = f"{column.id}/{year}/"
        yield from paged(archive(address, words.year(year), crumbs), in_year, words)
        below = (*crumbs, Link(words.year(year), address))
        for month, group in _by_month(in_year):
            yield from paged(archive(f"{address}{month[5:]}/", words.month(month), below), group, words)


@dataclass(frozen=True)
class Value:
    """A value of a facet, such as a unit, with its articles, newest first, and the id of the campaign that lists it: the
    latest of those that do."""

    id: str
    name: str
    campaign_id: str
    articles: list[Article]


def _by_value(site: Site, facet: str) -> Iterator[Value]:
    """The values of a facet that have articles; in the order of campaign.yml, those of past campaigns last."""
    values, names_in = FACETS[facet]
    value_by_id: dict[str, Value] = {}
    listed: dict[tuple[str, str], Value] = {}
    for part in site.parts:
        for item in values(part.campaign):
            value = value_by_id.setdefault(item.id, Value(item.id, item.name, part.campaign_id, []))
            listed[part.campaign_id, item.name] = value
    for article in reversed(site.articles):
        for name in names_in(article.meta):
            named = listed.get((article.column.campaign, name))
            if named:
                named.articles.append(article)
    return (value for value in value_by_id.values() if value.articles)


def facets(site: Site, words: Words) -> tuple[Facet, ...]:
    """Every way of sorting, with the values that have articles; what only past campaigns list comes after, months are the
    last."""
    names = {
        "phase": words("facet.phase"),
        "task": words("facet.task"),
        "topic": words("facet.topic"),
        "unit": words("facet.unit"),
    }
    by_facet = {facet: tuple(_by_value(site, facet)) for facet in FACETS}
    sorted_by = []
    for part in site.parts:
        for facet in FACETS:
            own = [value for value in by_facet[facet] if value.campaign_id == part.campaign_id]
            links = tuple(Link(value.name, f"{BROWSE}{facet}/{value.id}/", len(value.articles)) for value in own)
            name = names[facet]
            if part.campaign_id:
                name = words("facet.past", name=name, campaign=part.campaign.short_name)
            sorted_by.append(Facet(f"{facet}-{part.campaign_id}".rstrip("-"), name, links))
    months = tuple(
        Link(words.month(month), f"{BROWSE}month/{month}/", len(group))
        for month, group in _by_month(reversed(site.articles))
    )
    return tuple(facet for facet in (*sorted_by, Facet("month", words("facet.month"), months)) if facet.links)


def facet_pages(site: Site, words: Words) -> Iterator[ListPage]:
    """The pages of every facet: newest 20 first, year archives where there are more."""
    crumbs = (home_link(words), Link(words("page.browse"), BROWSE))
    for facet in FACETS:
        for value in _by_value(site, facet):
            name, articles = value.name, value.articles
            address = f"{BROWSE}{facet}/{value.id}/"
            years = _by_year(articles) if len(articles) > PAGE_SIZE else []
            links = tuple(Year(Link(words.year(year), f"{address}{year}/", len(group)), ()) for year, group in years)
            newest = tuple(articles[:PAGE_SIZE])
            yield ListPage(address, name, words("facet.value", name=name), newest, len(articles), crumbs, years=links)
            for year, group in years:
                title = words("archive.title", name=name, when=words.year(year))
                text = words("facet.value_year", name=name, year=year)
                page = ListPage(f"{address}{year}/", title, text, (), 0, (*crumbs, Link(name, address)))
                yield from paged(page, group, words)
    for month, group in _by_month(reversed(site.articles)):
        title = words.month(month)
        description = words("facet.month_value", month=title)
        page = ListPage(f"{BROWSE}month/{month}/", title, description, (), 0, crumbs)
        yield from paged(page, group, words)


def name_on_front(column: Column, front: str) -> str:
    """The column's name on that front; its own name where none is given."""
    return column.fronts.names.get(front, column.name)


def issues(site: Site, front: str) -> tuple[Issue, ...]:
    """Issues of the front with this id, newest first."""
    order = {column.id: index for index, column in enumerate(site.columns)}
    placed = [(month, a) for a in site.articles if (month := a.meta.channels.issues.get(front))]
    placed.sort(key=lambda pair: (pair[0], -order[pair[1].column.id]), reverse=True)
    return tuple(
        Issue(
            month,
            tuple(
                Part(name, tuple(article for _, article in part))
                for name, part in groupby(group, key=lambda pair: name_on_front(pair[1].column, front))
            ),
        )
        for month, group in groupby(placed, key=lambda pair: pair[0])
    )


def mirrored(site: Site, front: str) -> tuple[tuple[str, Column], ...]:
    """The front's names of the site's columns, with the columns."""
    return tuple((name, column) for column in site.shown_columns if (name := column.fronts.names.get(front)))


def mirrors(site: Site) -> tuple[tuple[Front, ...], tuple[Column, ...]]:
    """The fronts on which columns have names of their own, with these columns."""
    columns = tuple(column for column in site.columns if column.fronts.names)
    fronts = site.campaign.issue_fronts.values()
    return tuple(f for f in fronts if any(f.id in column.fronts.names for column in columns)), columns


def issue_pages(site: Site, words: Words) -> Iterator[ListPage]:
    """A page for each issue of the fronts that have a column, with links to the one before and the one after."""
    for column in (column for column in site.shown_columns if column.id in site.campaign.issue_fronts):
        crumbs = (home_link(words), Link(column.name, f"{column.id}/"))
        all_issues = issues(site, column.id)
        links = [Link(words.month(issue.month), f"{column.id}/{issue.month}/") for issue in all_issues]
        for number, issue in enumerate(all_issues):
            articles = tuple(article for part in issue.parts for article in part.articles)
            title = words("archive.title", name=column.name, when=words.month(issue.month))
            text = words("front.description", front=column.name, when=words.month(issue.month))
            near = tuple(reversed(links[max(0, number - 1) : number + 2])) if len(links) > 1 else ()
            address = links[number].address
            yield ListPage(address, title, text, articles, len(articles), crumbs, near, column=column, issue=issue)


def month_pages(months: Iterable[Monthly], words: Words) -> dict[str, ListPage]:
    """The pages of the office's months, and the one that lists them, by the paths of their sources; none without months."""
    months, crumbs = tuple(months), (home_link(words),)
    if not months:
        return {}
    title = words("monthly.title")
    pages = [ListPage(MONTHS, title, words("monthly.lead"), (), 0, crumbs, months=months)]
    for month in months:
        name, way = words("monthly.name", month=month.name), (*crumbs, Link(title, MONTHS))
        articles = tuple(row.article for row in month.rows)
        address = f"{MONTHS}{month.month}/"
        pages.append(ListPage(address, name, words("monthly.lead"), articles, len(articles), way, months=(month,)))
    return {page.source: page for page in pages}


def all_pages(site: Site, words: Words) -> dict[str, ListPage]:
    """Every generated list page by the path of its source; landing pages of dated columns included."""
    pages: list[ListPage] = []
    for column in site.shown_columns:
        if column.kind == "dated":
            pages.append(column_landing(site, column, words))
        pages += column_archives(site, column, words)
    for part in site.parts:
        pages += issue_pages(part, words)
    pages += facet_pages(site, words)
    return {page.source: page for page in pages}
