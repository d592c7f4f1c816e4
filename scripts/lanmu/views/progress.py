"""How far the campaign is: timeline, tasks and outputs, rectification ledger, what was published, the chronicle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Literal

from lanmu.content.article import Article, PromiseItem
from lanmu.content.campaign import Campaign, Phase
from lanmu.content.registers import Publication
from lanmu.content.site import Site
from lanmu.locales.words import Words

# A cell of a table shows this many of its newest articles, so that a page's size does not grow with their number.
CELL = 5
REPORTS = 20
# Percent: the drawing is as wide as its place.
CHART_WIDTH = 100
# So many labels fit below each other on a phone.
LABELS = 6
# Entries of the chronicle at most, the latest.
CHRONICLE = 300


@dataclass(frozen=True)
class Bar:
    """A phase in the timeline's drawing: left edge and width in percent of the campaign's time."""

    phase: Phase
    x: float
    width: float
    state: str


@dataclass(frozen=True)
class Tick:
    """The first of a month in the timeline's drawing, in percent. Where the labels would be too many, some are empty."""

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


def timeline(campaign: Campaign, day: date, words: Words) -> Timeline:
    """The drawing of phases over the campaign's months."""
    first, last = campaign.period.start_day, campaign.period.end_day
    span = (last - first).days + 1

    def x(when: date) -> float:
        return round((when - first).days / span * CHART_WIDTH, 2)

    bars = []
    for phase in campaign.phases:
        begin, end = phase.period.start_day, phase.period.end_day
        state = "done" if day > end else "now" if day >= begin else "ahead"
        bars.append(Bar(phase, x(begin), round(x(end + timedelta(days=1)) - x(begin), 2), state))
    months = [first]
    while (after := (months[-1].replace(day=1) + timedelta(days=32)).replace(day=1)) <= last:
        months.append(after)
    step = ceil(len(months) / LABELS)
    # The first three letters: 10月, Oct. A label shows the year where it is another than that of the label before.
    labels = ["" if n % step else words.month_name(month.month)[:3] for n, month in enumerate(months)]
    for n in range(step, len(months), step):
        if months[n].year != months[n - step].year:
            labels[n] = words.year(months[n].year)
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
    the document, if there is one.
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
