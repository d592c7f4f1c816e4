"""What is due on which day: phases, notices, columns, reports, opinions, promises, articles that wait for their time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lanmu.content.registers import OPINIONS, REPORTS
from lanmu.content.site import Site
from lanmu.views.registers import tally
from lanmu.views.renewal import NEARLY, renewals


class DueKind(StrEnum):
    """What is due."""

    PHASE_BEGINS = "phase begins"
    PHASE_ENDS = "phase ends"
    NOTICE_ENDS = "notice ends"
    COLUMN_STALE = "column stale"
    REPORT_UNRECORDED = "report unrecorded"
    NOTHING_REPORTED = "nothing reported"
    OPINION = "opinion"
    PROMISE = "promise"
    SCHEDULED = "scheduled"


@dataclass(frozen=True)
class Due:
    """Something that is due on a day: what it is about, in a sentence of its own (Chinese, without the day). `path` is what it
    concerns below docs/: a text, a data file, the folder of a column; empty where that is not known."""

    day: date
    kind: DueKind
    name: str
    path: str = ""


def due(site: Site, production: Site, percent: int = NEARLY) -> tuple[Due, ...]:
    """All that is due in the campaign of today, before and after today, the earliest first. `production` is what a production build
    shows of the site; columns count from `percent` of their time on. What readers never get is left out."""
    found = [*_phases(site), *_articles(site), *_columns(production, percent), *_reports(site), *_opinions(site)]
    return tuple(sorted(found, key=lambda each: (each.day, each.kind, each.name)))


def _phases(site: Site) -> Iterator[Due]:
    for phase in site.campaign.phases:
        yield Due(phase.period.start_day, DueKind.PHASE_BEGINS, f"“{phase.name}”阶段开始", phase.page)
        yield Due(phase.period.end_day, DueKind.PHASE_ENDS, f"“{phase.name}”阶段结束", phase.page)


def _articles(site: Site) -> Iterator[Due]:
    """Notices, promises, and publication at a time."""
    for article in site.current.articles:
        meta = article.meta
        if meta.sample or meta.draft:
            continue
        if meta.notice:
            yield Due(meta.notice.end, DueKind.NOTICE_ENDS, f"《{article.title}》公示期满", article.path)
        for item in meta.promise:
            yield Due(item.deadline, DueKind.PROMISE, f"整改承诺“{item.item}”到期（{item.unit}）", article.path)
        if article.date > site.now:
            yield Due(
                article.date.date(), DueKind.SCHEDULED, f"《{article.title}》定在 {article.pub_date} 发布", article.path
            )


def _columns(production: Site, percent: int) -> Iterator[Due]:
    for renewal in renewals(production, production.today):
        if (day := renewal.last_day) and renewal.is_near(percent):
            name = f"栏目“{renewal.column.name}”{renewal.age} 天没有更新，期限是 {renewal.column.fresh_days} 天"
            yield Due(day, DueKind.COLUMN_STALE, name, renewal.column.id)


def _reports(site: Site) -> Iterator[Due]:
    """Articles that say on which day they are reported and that the ledger does not have; units that have reported nothing this
    month (零报送)."""
    own = site.current
    column = own.column_with("progress")
    ledger = f"{column.id}/{REPORTS}" if column else ""
    recorded = {report.article.path for report in own.reports}
    for article in own.articles:
        day = article.meta.channels.report
        if day and ledger and article.path not in recorded and not article.meta.sample:
            name = f"《{article.title}》报送以后还没有登记进台账"
            yield Due(day, DueKind.REPORT_UNRECORDED, name, article.path)
    counted = tally(own)
    month = own.today.isoformat()[:7]
    if counted and month in counted.months and not all(report.entry.sample for report in own.reports):
        number = counted.months.index(month)
        silent = [line.name for line in counted.units if line.months[number].nil]
        if silent:
            last = own.today.replace(day=monthrange(own.today.year, own.today.month)[1])
            yield Due(last, DueKind.NOTHING_REPORTED, f"本月还没有报送信息：{'、'.join(silent)}", ledger)


def _opinions(site: Site) -> Iterator[Due]:
    """Workers' opinions whose answer was promised for a day."""
    column = site.current.column_with("progress")
    for opinion in site.current.opinions.opinions:
        if opinion.due and not opinion.answered and not opinion.sample:
            name = f"职工意见“{opinion.matter}”答应答复的日子（{opinion.unit}）"
            yield Due(opinion.due, DueKind.OPINION, name, f"{column.id}/{OPINIONS}" if column else "")
