"""Where each article went, on which day, as far as it is recorded: the site, WeChat, paper, the notice board, upwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from lanmu.content.addresses import old_address
from lanmu.content.article import Article, Audience
from lanmu.content.campaign import Front, FrontKind
from lanmu.content.dates import last_day
from lanmu.content.registers import Reported
from lanmu.content.site import Site
from lanmu.locales.words import Words


class Way(StrEnum):
    """How an article reaches people."""

    SITE = "site"
    WECHAT = "wechat"
    PAPER = "paper"
    BOARD = "board"
    UPWARD = "upward"


WAYS: Mapping[FrontKind, Way] = {
    "site": Way.SITE,
    "wechat": Way.WECHAT,
    "newspaper": Way.PAPER,
    "board": Way.BOARD,
}
"""The way that belongs to each kind of front."""
PRINTS: Mapping[Way, str] = {Way.WECHAT: "wechat", Way.BOARD: "poster"}
"""The channels that make what is then posted by hand."""


class Stage(StrEnum):
    """How far it is."""

    THERE = "there"
    PREPARED = "prepared"
    """What is to be posted was made; on which day it was posted is recorded nowhere."""
    ANNOUNCED = "announced"


@dataclass(frozen=True)
class Paper:
    """An issue of a newspaper, as its file has it: the front's id, the month, the day on which it comes out, its articles."""

    front: str
    month: str
    day: date
    articles: tuple[str, ...]


@dataclass(frozen=True)
class PrintNote:
    """Something that was printed: on which channel, of which issue, for which front, of which articles (paths), on which day."""

    channel: str
    issue: str
    front: str
    articles: tuple[str, ...]
    day: date


@dataclass(frozen=True)
class Records:
    """What is recorded besides the articles and the ledger: on which day a release first had the article at an address, by edition
    and address; issues of newspapers; what was printed."""

    releases: Mapping[tuple[Audience, str], date] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    prints: tuple[PrintNote, ...] = ()

    @cached_property
    def _papers_of(self) -> Mapping[str, list[Paper]]:
        return _by_article(self.papers)

    @cached_property
    def _prints_of(self) -> Mapping[str, list[PrintNote]]:
        return _by_article(self.prints)

    def came_out(self, article: Article, front: Front, today: date) -> date | None:
        """The day, up to today, on which the newspaper came out that has it."""
        days = [paper.day for paper in self._papers_of.get(article.path, ()) if paper.front == front.id]
        return min((day for day in days if day <= today), default=None)

    def printed(self, article: Article, channel: str, front: str = "", issue: str = "") -> date | None:
        """The day on which it was printed on a channel; where the channel is for a front, for this issue of it."""
        prints = (each for each in self._prints_of.get(article.path, ()) if each.channel == channel)
        days = [each.day for each in prints if not each.front or (each.front, each.issue) == (front, issue)]
        return min(days, default=None)


T = TypeVar("T", Paper, PrintNote)


def _by_article(items: Iterable[T]) -> Mapping[str, list[T]]:
    """The items that contain each article, by the article's path."""
    by_path: defaultdict[str, list[T]] = defaultdict(list)
    for item in items:
        for path in item.articles:
            by_path[path].append(item)
    return by_path


@dataclass(frozen=True)
class Placement:
    """An article at a place, or announced for it. `where` names the place; `is_plain` when it is the only place of its
    kind; `day` is when it was there, or prepared, else by when it should have been; `due` is by when it was announced, None
    where nobody has announced it. It counts in `month`."""

    article: Article
    way: Way
    where: str
    stage: Stage
    day: date
    due: date | None = None
    front: str = ""
    is_plain: bool = False

    @property
    def month(self) -> str:
        """The month (`YYYY-MM`) in which it counts: that of the day when it was there, else that for which it was announced."""
        day = self.day if self.stage is Stage.THERE else self.due or self.day
        return day.isoformat()[:7]


def placements(site: Site, records: Records, words: Words) -> tuple[Placement, ...]:
    """Every place of every article of one campaign; samples and drafts have none."""
    reported: defaultdict[str, list[Reported]] = defaultdict(list)
    for report in site.reports:
        reported[report.article.path].append(report)
    placed: list[Placement] = []
    for article in site.articles:
        if article.is_meant_for("internal"):
            placed += [
                _on_site(article, site, records, words),
                *_on_fronts(article, site, records),
                *_printed(article, records, words),
                *_upward(article, site, reported[article.path], words),
            ]
    return tuple(placed)


def _on_site(article: Article, site: Site, records: Records, words: Words) -> Placement:
    """The day is that of the first release that had it, where the log knows it, else the article's own, as soon as its address is
    known to have been public. Of an internal article only the log knows whether it was out."""
    scope, own = article.meta.scope, article.date.date()
    addresses = [article.address, *filter(None, map(old_address, article.meta.redirect_from))]
    days = [day for address in addresses if (day := records.releases.get((scope, address)))]
    is_noted = scope == "public" and not set(addresses).isdisjoint(site.once_published)
    stage = Stage.THERE if days or is_noted else Stage.ANNOUNCED
    fronts = site.campaign.fronts_of("site")
    name = fronts[0].name if fronts else words("placement.site")
    return Placement(
        article,
        Way.SITE,
        name if scope == "public" else words("placement.inside"),
        stage,
        min(days, default=own),
        own if scope == "public" else None,
        fronts[0].id if fronts else "",
        is_plain=scope == "public",
    )


def _on_fronts(article: Article, site: Site, records: Records) -> Iterator[Placement]:
    """Newspapers, boards and WeChat: what its head announces, and what became of it."""
    channels = article.meta.channels
    for front in site.campaign.issue_fronts.values():
        month, posted = channels.issues.get(front.id, ""), channels.posted.days.get(front.id)
        if not month and not posted:
            continue
        way, due = WAYS[front.kind], last_day(month) if month else None
        is_plain = way in PRINTS and len(site.campaign.fronts_of(front.kind)) == 1
        day = posted or records.came_out(article, front, site.today)
        prepared = records.printed(article, PRINTS[way], front.id, month) if way in PRINTS else None
        stage = Stage.THERE if day else Stage.PREPARED if prepared else Stage.ANNOUNCED
        latest = day or prepared or due
        assert latest, "either a month or a day is given"
        yield Placement(article, way, front.name, stage, latest, due, front.id, is_plain)


def _printed(article: Article, records: Records, words: Words) -> Iterator[Placement]:
    """The bulletin and the official document that it was printed in."""
    names = {"bulletin": words("print.bulletin", n=article.meta.issue or 0), "document": words("placement.document")}
    for channel, name in names.items():
        if day := records.printed(article, channel):
            yield Placement(article, Way.PAPER, name, Stage.THERE, day)


def _upward(article: Article, site: Site, reports: list[Reported], words: Words) -> Iterator[Placement]:
    """What the ledger has of it; or, while that has nothing, the day that its head gives."""
    for entry in (report.entry for report in reports):
        yield Placement(article, Way.UPWARD, entry.to, Stage.THERE, entry.sent)
        if entry.taken:
            name = words("placement.taken", to=entry.to, title=entry.taken_as)
            yield Placement(article, Way.UPWARD, name.rstrip(), Stage.THERE, entry.taken)
    announced = article.meta.channels.report
    if announced and not reports:
        name = site.campaign.upward.name if site.campaign.upward else words("placement.upward")
        yield Placement(article, Way.UPWARD, name, Stage.ANNOUNCED, announced, announced)
