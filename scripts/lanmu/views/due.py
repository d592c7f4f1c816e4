"""What is due on which day: phases, notices, columns, reports, opinions, promises, articles that wait for their time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lanmu.content.dates import last_day
from lanmu.content.registers import OPINIONS, REPORTS
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.registers import silent_units
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


PUBLIC = (DueKind.PHASE_BEGINS, DueKind.PHASE_ENDS, DueKind.NOTICE_ENDS)
"""What everybody may know; all else is for the office."""


@dataclass(frozen=True)
class Due:
    """Something that is due on a day: what it is about, in a sentence of its own (without the day). `path` is what it
    concerns below docs/: a text, a data file, the folder of a column; empty where that is not known. `key` identifies it in
    the campaign, and stays the same when day or words change. What goes on for some days until then has gone on `since` a
    day, under the name `during`."""

    day: date
    kind: DueKind
    name: str
    key: str
    path: str = ""
    since: date | None = None
    during: str = ""


def due(site: Site, production: Site, words: Words, percent: int = NEARLY) -> tuple[Due, ...]:
    """Everything due in today's campaign, overdue or to come, the earliest first. `production` is the site of a production
    build; columns count from `percent` of their time on. What readers never get is left out."""
    entries = [
        *_phases(site, words),
        *_articles(site, words),
        *_columns(production, words, percent),
        *_reports(site, words),
        *_opinions(site, words),
    ]
    return tuple(sorted(entries, key=lambda each: (each.day, each.kind, each.name)))


def _phases(site: Site, words: Words) -> Iterator[Due]:
    for phase in site.campaign.phases:
        begins, ends = words("due.phase_begins", name=phase.name), words("due.phase_ends", name=phase.name)
        key = f"phase/{phase.id}"
        yield Due(phase.period.start_day, DueKind.PHASE_BEGINS, begins, f"{key}/begins", phase.page)
        yield Due(phase.period.end_day, DueKind.PHASE_ENDS, ends, f"{key}/ends", phase.page)


def _articles(site: Site, words: Words) -> Iterator[Due]:
    """Notices, promises, and publication at a time."""
    for article in site.current.articles:
        meta, path, title = article.meta, article.path, article.title
        if meta.sample or meta.draft:
            continue
        if meta.notice:
            ends, during = words("due.notice_ends", title=title), words("due.notice", title=title)
            yield Due(meta.notice.end, DueKind.NOTICE_ENDS, ends, f"notice/{path}", path, meta.notice.start, during)
        for number, item in enumerate(meta.promise):
            if not item.is_done:
                name = words("due.promise", item=item.item, unit=item.unit)
                yield Due(item.deadline, DueKind.PROMISE, name, f"promise/{path}/{number}", path)
        if article.date > site.now:
            name = words("due.scheduled", title=title, time=article.pub_date)
            yield Due(article.date.date(), DueKind.SCHEDULED, name, f"scheduled/{path}", path)


def _columns(production: Site, words: Words, percent: int) -> Iterator[Due]:
    for renewal in renewals(production, production.today):
        if (day := renewal.last_day) and renewal.is_near(percent):
            column = renewal.column
            name = words("due.column_stale", name=column.name, day=words.day(renewal.newest), limit=column.fresh_days)
            yield Due(day, DueKind.COLUMN_STALE, name, f"column/{column.id}", column.id)


def _reports(site: Site, words: Words) -> Iterator[Due]:
    """Articles that say on which day they are reported and that the ledger does not have; units that have reported nothing this
    month (零报送)."""
    own = site.current
    column = own.column_with("progress")
    ledger = f"{column.id}/{REPORTS}" if column else ""
    recorded = {report.article.path for report in own.reports}
    for article in own.articles:
        day = article.meta.channels.report
        if day and ledger and article.path not in recorded and not article.meta.sample:
            name = words("due.report_unrecorded", title=article.title)
            yield Due(day, DueKind.REPORT_UNRECORDED, name, f"report/{article.path}", article.path)
    month = own.today.isoformat()[:7]
    if silent := silent_units(own, month):
        name = words("due.nothing_reported", units=words.list(silent))
        yield Due(last_day(month), DueKind.NOTHING_REPORTED, name, f"reports/{month}", ledger)


def _opinions(site: Site, words: Words) -> Iterator[Due]:
    """Workers' opinions whose answer was promised for a day."""
    column = site.current.column_with("progress")
    for opinion in site.current.opinions.opinions:
        if opinion.due and not opinion.answered and not opinion.sample:
            name = words("due.opinion", matter=opinion.matter, unit=opinion.unit)
            key = f"opinion/{opinion.received}/{opinion.matter}"
            yield Due(opinion.due, DueKind.OPINION, name, key, f"{column.id}/{OPINIONS}" if column else "")
