"""The office's month: which article appeared where and when, and what was announced or planned but is missing.

All of it is computed from what is recorded. Each missing thing belongs to the month in which it was due, so that it is said once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from lanmu.content.article import Article
from lanmu.content.dates import last_day
from lanmu.content.registers import Publication
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.placements import WAYS, Placement, Records, Stage, Way, placements
from lanmu.views.registers import campaign_months, silent_units
from lanmu.views.renewal import renewed

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """An article with its places in the month: as `cells` of a table, by ways (those of `Monthly.ways`, in their order), and as
    phrases, each of which names its place."""

    path: str
    article: Article = field(repr=False)
    cells: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]


@dataclass(frozen=True)
class WayCount:
    """A way, how it is called, and how many articles went it in the month."""

    way: Way
    name: str
    count: int


@dataclass(frozen=True)
class Gap:
    """Something that is missing: a sentence, and what it concerns below docs/ (empty where that is no text)."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Gaps:
    """What is missing of one kind."""

    name: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class PlanLine:
    """An entry of the publicity plan: how many articles on its topic reached its front in the month, and until its end."""

    entry: Publication
    month: int
    so_far: int


@dataclass(frozen=True)
class Monthly:
    """A month (`2008-11`) with its name, up to its last day or today (`until`). Its `repr` says all but the articles' own heads."""

    month: str
    name: str
    until: date
    ways: tuple[WayCount, ...]
    rows: tuple[Row, ...]
    missing: tuple[Gaps, ...]
    plan: tuple[PlanLine, ...]

    @property
    def number_missing(self) -> int:
        """How many things are missing."""
        return sum(len(group.gaps) for group in self.missing)


def monthlies(site: Site, records: Records, words: Words) -> dict[str, Monthly]:
    """Every month of a campaign, the latest first: those of its time until today, and those in which an article appeared
    somewhere. Announcements for months to come are in none."""
    placed = placements(site, records, words)
    today = site.today.isoformat()[:7]
    months = {*campaign_months(site), *(each.month for each in placed if each.month <= today)}
    return {month: _month(site, placed, words, month) for month in sorted(months, reverse=True)}


def _month(site: Site, placed: Sequence[Placement], words: Words, month: str) -> Monthly:
    own = [each for each in placed if each.month == month]
    until = min(site.today, last_day(month))
    names = {
        Way.SITE: words("monthly.site"),
        Way.WECHAT: words("monthly.wechat"),
        Way.PAPER: words("monthly.paper"),
        Way.BOARD: words("monthly.board"),
        Way.UPWARD: words("monthly.upward"),
    }
    used = {Way.SITE, *(each.way for each in placed), *(WAYS[front.kind] for front in site.campaign.fronts)}
    used |= {Way.UPWARD} if site.campaign.upward else set()
    ways = tuple(WayCount(way, names[way], _reached(own, way)) for way in Way if way in used)
    return Monthly(
        month,
        words.month(month),
        until,
        ways,
        tuple(_rows(own, ways, until, words)),
        tuple(Gaps(name, gaps) for name, gaps in _missing(site, placed, words, month, until) if gaps),
        tuple(_plan(site, placed, month)),
    )


def _reached(own: Iterable[Placement], way: Way) -> int:
    """How many articles went a way."""
    return len({each.article.path for each in own if each.way is way and each.stage is Stage.THERE})


def _rows(own: Iterable[Placement], ways: Iterable[WayCount], until: date, words: Words) -> Iterator[Row]:
    by_article: defaultdict[str, list[Placement]] = defaultdict(list)
    for each in own:
        by_article[each.article.path].append(each)
    for places in sorted(by_article.values(), key=lambda places: (places[0].article.date, places[0].article.path)):
        states = [(each, _state(each, until, words)) for each in places]
        named = [words("monthly.place", where=each.where, state=state) for each, state in states]
        cells = (
            tuple(
                state if each.is_plain else name
                for (each, state), name in zip(states, named, strict=True)
                if each.way is line.way
            )
            for line in ways
        )
        yield Row(places[0].article.path, places[0].article, tuple(cells), tuple(named))


def _state(each: Placement, until: date, words: Words) -> str:
    """The day on which it was there, or what is not recorded of it."""
    day = words.day_of_year(each.day)
    if each.stage is Stage.THERE:
        return day
    if each.stage is Stage.PREPARED:
        return words("monthly.prepared", day=day)
    return words("monthly.ahead") if each.due and each.due > until else words("monthly.unrecorded")


# --- What is missing ---------------------------------------------------------------------------------------------------


def _missing(
    site: Site, placed: Sequence[Placement], words: Words, month: str, until: date
) -> Iterator[tuple[str, tuple[Gap, ...]]]:
    first = date.fromisoformat(f"{month}-01")
    yield words("monthly.announced"), tuple(_announced(placed, words, month, until))
    yield words("monthly.fronts"), tuple(_empty_fronts(site, placed, words, month))
    yield words("monthly.columns"), tuple(_stale(site, placed, words, first, until))
    yield words("monthly.reports"), tuple(_silent(site, words, month))
    yield words("monthly.outputs"), tuple(_outputs(site, words, first, until))
    yield words("monthly.promises"), tuple(_promises(site, words, first, until))


def _announced(placed: Iterable[Placement], words: Words, month: str, until: date) -> Iterator[Gap]:
    """What the heads of articles announced for the month, and what was never recorded."""
    for each in placed:
        if each.month != month or each.stage is Stage.THERE or not each.due or each.due > until:
            continue
        title, where = each.article.title, each.where
        if each.way is Way.SITE:
            text = words("monthly.not_out", title=title, time=each.article.pub_date)
        elif each.way is Way.UPWARD:
            text = words("monthly.not_in_ledger", title=title, day=words.day_of_year(each.due))
        elif each.stage is Stage.PREPARED:
            text = words("monthly.not_posted", title=title, where=where, day=words.day_of_year(each.day))
        else:
            text = words("monthly.not_there", title=title, where=where)
        yield Gap(text, each.article.path)


def _empty_fronts(site: Site, placed: Iterable[Placement], words: Words, month: str) -> Iterator[Gap]:
    """The fronts on which nothing appeared in a month of the campaign."""
    used = {each.front for each in placed if each.month == month and each.stage is not Stage.ANNOUNCED}
    if month in campaign_months(site):
        for front in site.campaign.fronts:
            if front.id not in used:
                yield Gap(words("monthly.front_empty", front=front.name))


def _stale(site: Site, placed: Iterable[Placement], words: Words, first: date, until: date) -> Iterator[Gap]:
    """The days of the month on which a column had not been renewed for longer than it may."""
    out = [each for each in placed if each.way is Way.SITE and each.stage is Stage.THERE and each.day <= until]
    for column in renewed(site):
        if column.fresh_days is None:
            continue
        days = sorted({each.day for each in out if each.article.column == column})
        for newest, following in pairwise([*days, until + DAY]):
            begin, end = max(newest + timedelta(days=column.fresh_days) + DAY, first), following - DAY
            if begin <= end:
                span = words("notice.from_to", start=words.day_of_year(begin), end=words.day_of_year(end))
                since = words.day_of_year(newest)
                yield Gap(words("monthly.stale", name=column.name, span=span, day=since, limit=column.fresh_days))


def _silent(site: Site, words: Words, month: str) -> Iterator[Gap]:
    """The units that reported nothing (零报送)."""
    if silent := silent_units(site, month):
        yield Gap(words("monthly.silent", units=words.list(silent)))


def _outputs(site: Site, words: Words, first: date, until: date) -> Iterator[Gap]:
    """The outputs of the phases that ended in the month, and of the campaign, that no article shows."""
    shown = {name for article in site.articles if article.is_meant_for("internal") for name in article.meta.outputs}
    campaign = site.campaign
    asked = [(words("monthly.phase", name=each.name), each.period.end_day, each.outputs) for each in campaign.phases]
    for name, end, outputs in (*asked, (campaign.short_name, campaign.period.end_day, campaign.closing)):
        for output in outputs if first <= end <= until else ():
            if output.name not in shown:
                by = words("text.bracketed", text=words.list(output.by)) if output.by else ""
                yield Gap(words("monthly.output", name=name, day=words.day_of_year(end), output=output.name, by=by))


def _promises(site: Site, words: Words, first: date, until: date) -> Iterator[Gap]:
    """Promised rectifications and answers to workers that fell due in the month; what is done is not among them."""
    for article in site.articles:
        for item in article.meta.promise if article.is_meant_for("internal") else ():
            if first <= item.deadline <= until and not item.is_done:
                text = words(
                    "monthly.promise",
                    item=item.item,
                    unit=item.unit,
                    day=words.day_of_year(item.deadline),
                    progress=item.progress or words("monthly.no_progress"),
                )
                yield Gap(text, article.path)
    for opinion in site.opinions.opinions:
        if opinion.due and first <= opinion.due <= until and not opinion.answered and not opinion.sample:
            day = words.day_of_year(opinion.due)
            yield Gap(words("monthly.opinion", matter=opinion.matter, unit=opinion.unit, day=day))


def _plan(site: Site, placed: Iterable[Placement], month: str) -> Iterator[PlanLine]:
    fronts = {front.name: front.id for front in site.campaign.fronts}
    reached: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for each in placed:
        if each.stage is not Stage.ANNOUNCED and each.month <= month:
            for topic in each.article.meta.topics:
                earlier = reached[topic, each.front].get(each.article.path, "")
                reached[topic, each.front][each.article.path] = max(earlier, each.month)
    for entry in site.publicity.plan:
        months: Mapping[str, str] = reached[entry.topic, fronts.get(entry.front, "?")]
        yield PlanLine(entry, sum(last == month for last in months.values()), len(months))
