"""Registers: workers' opinions with what is late, reports upwards with the monthly tally and 零报送."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.registers import Opinion, Report, Reported
from lanmu.content.site import Site

OpinionState = Literal["answered", "late", "open"]
# Kinds of units that are asked for reports; of samples, the placeholders are.
REPORTING = ("body", "group")


@dataclass(frozen=True)
class OpinionLine:
    """An opinion, and whether it is answered, late, or still in hand on the day of the build."""

    opinion: Opinion
    state: OpinionState


@dataclass(frozen=True)
class OpinionRegister:
    """The ways to speak up, the opinions (the latest first), and how many there are in each state."""

    ways: tuple[str, ...]
    lines: tuple[OpinionLine, ...]
    counts: dict[OpinionState, int]


def opinion_register(site: Site) -> OpinionRegister:
    """The register as it stands on the day of the build; without a day by which it is due no answer is late."""
    lines = []
    for opinion in sorted(site.opinions.opinions, key=lambda opinion: opinion.received, reverse=True):
        is_late = opinion.due is not None and opinion.due < site.today
        lines.append(OpinionLine(opinion, "answered" if opinion.answered else "late" if is_late else "open"))
    states: tuple[OpinionState, ...] = ("answered", "open", "late")
    counts = {state: sum(line.state == state for line in lines) for state in states}
    return OpinionRegister(site.opinions.ways, tuple(lines), counts)


@dataclass(frozen=True)
class LedgerLine:
    """One entry. `article` is this edition's, where it has one (`linked`), else the Chinese one; `unit` a name."""

    entry: Report
    article: Article
    linked: bool
    unit: str


@dataclass(frozen=True)
class Count:
    """What was sent and taken up in one month, or in all. `nil` is true for 零报送: a month in which a unit that is to
    report sent nothing."""

    sent: int
    taken: int
    nil: bool = False


@dataclass(frozen=True)
class TallyLine:
    """A unit or an outlet with its count of every month, and in all."""

    name: str
    months: tuple[Count, ...]
    total: Count


@dataclass(frozen=True)
class Tally:
    """The months (`YYYY-MM`) that are counted, and the counts by unit and by outlet."""

    months: tuple[str, ...]
    units: tuple[TallyLine, ...]
    outlets: tuple[TallyLine, ...]

    @property
    def years(self) -> tuple[tuple[str, int], ...]:
        """The years and how many of the months lie in each."""
        return tuple(Counter(month[:4] for month in self.months).items())


def report_ledger(site: Site) -> tuple[LedgerLine, ...]:
    """Every report, the latest sent first."""
    names = {unit.id: unit.name for unit in site.campaign.units}
    lines = []
    for report in reversed(site.reports):
        own = site.by_path.get(report.article.path)
        article = own if isinstance(own, Article) else report.article
        lines.append(LedgerLine(report.entry, article, own is not None, names.get(report.unit, report.unit)))
    return tuple(lines)


def tally(site: Site) -> Tally | None:
    """The monthly tally; None while nothing is recorded: nobody can then be said to have reported nothing. Samples count
    for the placeholder units only, real entries for the others."""
    if not site.reports:
        return None
    asked = {kind for r in site.reports for kind in (("sample",) if r.entry.sample else REPORTING)}
    ran = set(campaign_months(site))
    days = [day for r in site.reports for day in (r.entry.sent, r.entry.taken) if day]
    # The months of the campaign until today, and any others with an entry.
    months = tuple(sorted({*ran, *map(_month_of, days)}))
    units = [
        _count(unit.name, months, [r for r in site.reports if r.unit == unit.id], ran if unit.kind in asked else set())
        for unit in site.campaign.units
    ]
    outlets = dict.fromkeys(report.entry.to for report in site.reports)
    return Tally(
        months,
        tuple(line for line in units if line.total.sent or line.total.nil),
        tuple(_count(name, months, [r for r in site.reports if r.entry.to == name], set()) for name in outlets),
    )


def silent_units(site: Site, month: str) -> tuple[str, ...]:
    """The units that are to report and reported nothing in a month; none while no real report is recorded."""
    counted = tally(site)
    if counted is None or month not in counted.months or all(report.entry.sample for report in site.reports):
        return ()
    number = counted.months.index(month)
    return tuple(line.name for line in counted.units if line.months[number].nil)


def _count(name: str, months: Iterable[str], reports: Iterable[Reported], asked: set[str]) -> TallyLine:
    """One line: what was sent counts in the month of sending, what was taken up in that of taking up."""
    entries = [report.entry for report in reports]
    sent = Counter(_month_of(entry.sent) for entry in entries)
    taken = Counter(_month_of(entry.taken) for entry in entries if entry.taken)
    counts = tuple(Count(sent[month], taken[month], month in asked and not sent[month]) for month in months)
    return TallyLine(name, counts, Count(sent.total(), taken.total(), any(count.nil for count in counts)))


def campaign_months(site: Site) -> Iterator[str]:
    """The months of the campaign until today."""
    month, last = site.campaign.period.start_day, min(site.campaign.period.end_day, site.today)
    while month <= last:
        yield _month_of(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month_of(day: date) -> str:
    return day.isoformat()[:7]
