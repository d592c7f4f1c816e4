"""The ledger of the reports upwards: what was sent where and taken up, and the monthly tally of it with 零报送."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lanmu.content.article import Article
from lanmu.content.registers import Report, Reported
from lanmu.content.site import Site

# Kinds of units that are asked for reports; of samples, the placeholders are.
REPORTING = ("body", "group")


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


def ledger(site: Site) -> tuple[LedgerLine, ...]:
    """Every entry, the latest sent first."""
    names = {unit.id: unit.name for unit in site.campaign.units}

    def line(report: Reported) -> LedgerLine:
        own = site.by_path.get(report.article.path)
        article = own if isinstance(own, Article) else report.article
        return LedgerLine(report.entry, article, own is not None, names[report.unit])

    return tuple(line(report) for report in reversed(site.reports))


def tally(site: Site) -> Tally | None:
    """The monthly tally; None while nothing is recorded: nobody can then be said to have reported nothing."""
    if not site.reports:
        return None
    months = months_of(site)
    asked = kinds_asked(site.reports)
    ran = set(campaign_months(site, site.today))
    units = [
        count(unit.name, months, [r for r in site.reports if r.unit == unit.id], ran if unit.kind in asked else set())
        for unit in site.campaign.units
    ]
    outlets = dict.fromkeys(report.entry.to for report in site.reports)
    return Tally(
        months,
        tuple(line for line in units if line.total.sent or line.total.nil),
        tuple(count(name, months, [r for r in site.reports if r.entry.to == name], set()) for name in outlets),
    )


def kinds_asked(reports: Iterable[Reported]) -> set[str]:
    """Kinds of the units that are to report: samples count for the placeholders only, real entries for the others."""
    return {kind for report in reports for kind in (("sample",) if report.entry.sample else REPORTING)}


def count(name: str, months: Iterable[str], reports: Iterable[Reported], asked: set[str]) -> TallyLine:
    """One line: what was sent counts in the month of sending, what was taken up in that of taking up."""
    entries = [report.entry for report in reports]
    sent = Counter(month_of(entry.sent) for entry in entries)
    taken = Counter(month_of(entry.taken) for entry in entries if entry.taken)
    found = tuple(Count(sent[month], taken[month], month in asked and not sent[month]) for month in months)
    return TallyLine(name, found, Count(sent.total(), taken.total(), any(month.nil for month in found)))


def months_of(site: Site) -> tuple[str, ...]:
    """The months of the campaign until today, and any others with an entry."""
    entries = [report.entry for report in site.reports]
    days = [entry.sent for entry in entries] + [entry.taken for entry in entries if entry.taken]
    return tuple(sorted({*campaign_months(site, site.today), *map(month_of, days)}))


def campaign_months(site: Site, until: date) -> Iterator[str]:
    """The months in which the campaign ran, up to a day."""
    month, last = site.campaign.period.start_day, min(site.campaign.period.end_day, until)
    while month <= last:
        yield month_of(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_of(day: date) -> str:
    """`YYYY-MM`."""
    return day.isoformat()[:7]
