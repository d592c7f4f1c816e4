"""How far the campaign is: timeline, tasks and outputs, rectification ledger, what was published, the chronicle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lanmu.content.article import Article, PromiseItem
from lanmu.content.campaign import Campaign, Phase
from lanmu.content.registers import Publication
from lanmu.content.site import Site
from lanmu.locales.words import Words

# A cell of a table shows this many of its newest articles, so that a page's size does not grow with their number.
CELL = 5
REPORTS = 20
CHART_WIDTH = 900
# The room before a text in the drawing, and the sizes of a phase's name and dates (progress.css).
INDENT, NAME_SIZE, DATES_SIZE = 12, 17, 13
# Entries of the chronicle at most, the latest.
CHRONICLE = 300


@dataclass(frozen=True)
class Bar:
    """A phase in the timeline's drawing: left edge and width in the drawing's units (0 to 900), and where its text stands:
    within the bar, or beside one that is too short for it."""

    phase: Phase
    x: float
    width: float
    state: str
    place: Literal["within", "before", "after"]

    @property
    def text_x(self) -> float:
        """Where the text begins; before a bar, where it ends."""
        places = {"within": self.x + INDENT, "before": self.x - INDENT, "after": self.x + self.width + INDENT}
        return round(places[self.place], 1)


@dataclass(frozen=True)
class Tick:
    """The first of a month in the timeline's drawing."""

    label: str
    x: float


@dataclass(frozen=True)
class Timeline:
    """What the timeline draws. `now` is where today stands, None outside the campaign."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    now: float | None


@dataclass(frozen=True)
class Cell:
    """The newest articles of a table's cell and how many there are in all."""

    articles: tuple[Article, ...]
    total: int


@dataclass(frozen=True)
class Promise:
    """A promised rectification and the article that made it public."""

    item: PromiseItem
    article: Article


@dataclass(frozen=True)
class Event:
    """One event: the plan was issued, a phase begins or ends as arranged, or an article shows what the plan asks for."""

    day: date
    kind: Literal["issued", "begins", "ends", "article"]
    phase: Phase | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Month:
    """A month (`YYYY-MM`) with its entries, the earliest first."""

    month: str
    entries: tuple[Event, ...]


def cell(articles: list[Article]) -> Cell:
    """A table's cell from its articles, newest first."""
    return Cell(tuple(articles[:CELL]), len(articles))


def place_of_text(phase: Phase, left: float, right: float, words: Words) -> Literal["within", "before", "after"]:
    """Where the name and the dates of a phase have room: within its bar if they can, else on the side with more room."""
    texts = ((phase.name, NAME_SIZE), (words.period(phase.period), DATES_SIZE))
    # A letter or figure takes little more than half of a Chinese character.
    width = max(sum(0.55 if char.isascii() else 1 for char in text) * size for text, size in texts)
    if width + INDENT <= right - left:
        return "within"
    return "after" if CHART_WIDTH - right >= left else "before"


def timeline(campaign: Campaign, day: date, words: Words) -> Timeline:
    """The drawing of phases over the campaign's months."""
    first, last = campaign.period.start_day, campaign.period.end_day
    span = (last - first).days + 1

    def x(when: date) -> float:
        return round((when - first).days / span * CHART_WIDTH, 1)

    bars = []
    for phase in campaign.phases:
        begin, end = phase.period.start_day, phase.period.end_day
        state = "done" if day > end else "now" if day >= begin else "ahead"
        left, right = x(begin), x(end + timedelta(days=1))
        bars.append(Bar(phase, left, round(right - left, 1), state, place_of_text(phase, left, right, words)))
    months = [first]
    while (after := (months[-1].replace(day=1) + timedelta(days=32)).replace(day=1)) <= last:
        months.append(after)
    labels = [
        words.month(month.isoformat()[:7]) if n == 0 or month.month == 1 else words.month_name(month.month)
        for n, month in enumerate(months)
    ]
    ticks = [Tick(label, x(month)) for label, month in zip(labels, months, strict=True)]
    return Timeline(tuple(bars), tuple(ticks), x(day) if first <= day <= last else None)


def matrix(site: Site) -> dict[str, Cell]:
    """Which articles show which output: a cell for the name of each output in the campaign."""
    showing: dict[str, list[Article]] = defaultdict(list)
    for article in reversed(site.articles):
        for name in article.meta.outputs:
            showing[name].append(article)
    return {name: cell(showing[name]) for name in site.campaign.outputs}


def ledger(site: Site) -> dict[str, tuple[Promise, ...]]:
    """The rectification ledger: every promise made on each problem of the campaign, by its name, oldest first; of a campaign
    without problems all promises, under an empty name."""
    problems = [problem.name for problem in site.campaign.problems]
    promises: dict[str, list[Promise]] = defaultdict(list)
    for article in site.articles:
        for item in article.meta.promise:
            promises[item.problem if problems else ""].append(Promise(item, article))
    return {name: tuple(promises[name]) for name in problems or [""]}


def publicity(site: Site) -> dict[str, dict[str, Cell]]:
    """What was published: a cell by topic (name) and front (id). Every article is on the site, on other fronts where its
    channels say so."""
    carried: dict[tuple[str, str], list[Article]] = defaultdict(list)
    fronts = [front.id for front in site.campaign.fronts]
    everywhere = {front.id for front in site.campaign.fronts_of("site")}
    for article in reversed(site.articles):
        own = everywhere | article.meta.channels.issues.keys()
        for topic in article.meta.topics:
            for front in own:
                carried[topic, front].append(article)
    return {topic.name: {front: cell(carried[topic.name, front]) for front in fronts} for topic in site.campaign.topics}


def planned(site: Site) -> dict[str, tuple[Publication, ...]]:
    """The publicity plan by topics, in the order of the file."""
    topics = dict.fromkeys(entry.topic for entry in site.publicity.plan)
    return {topic: tuple(entry for entry in site.publicity.plan if entry.topic == topic) for topic in topics}


def reported(site: Site) -> tuple[Article, ...]:
    """The newest reports upwards, the latest first; cut off like a list, so that the page does not grow."""
    sent = [article for article in site.articles if article.meta.channels.report]
    return tuple(sorted(sent, key=lambda a: (a.meta.channels.report or date.min, a.path), reverse=True)[:REPORTS])


def chronicle(site: Site) -> tuple[Month, ...]:
    """The chronicle (大事记): what the campaign arranged and what its articles show, up to the day of the build.

    Of articles it has those that name an output of the plan (`outputs`): they report what was done. Their day is that of
    the document, where they have one.
    """
    campaign = site.campaign
    events = [Event(campaign.issued, "issued")] if campaign.issued else []
    for phase in campaign.phases:
        events += [Event(phase.period.start_day, "begins", phase), Event(phase.period.end_day, "ends", phase)]
    for article in site.articles:
        if article.meta.outputs:
            events.append(Event(article.meta.document_date or article.date.date(), "article", article=article))
    past = sorted((e for e in events if e.day <= site.today), key=lambda e: (e.day, e.kind != "issued"))
    months: dict[str, list[Event]] = defaultdict(list)
    for event in past[-CHRONICLE:]:
        months[event.day.isoformat()[:7]].append(event)
    return tuple(Month(month, tuple(entries)) for month, entries in months.items())
