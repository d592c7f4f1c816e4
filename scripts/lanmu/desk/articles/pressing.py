"""What presses today: what is due, what waits longest, what publishing left out, and what keeps docs/ from being read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lanmu.checks.engine.publishing import UNFILLED
from lanmu.checks.reports.html import place
from lanmu.content.article import Article, Signature
from lanmu.content.publication import Readiness
from lanmu.content.release_log import LogEntry
from lanmu.content.review import ALL
from lanmu.content.site import Site
from lanmu.desk.articles.rows import (
    CHANGED,
    DRAFT,
    READY,
    SCHEDULED,
    UNREAD,
    WAITING,
    WRONG,
    Row,
    Step,
    at,
)
from lanmu.desk.context import PREFIX
from lanmu.desk.states import Standings, keeps_back
from lanmu.diagnostics.errors import Problem
from lanmu.locales.words import Words
from lanmu.views.due import Due, DueKind, due

ALWAYS = 10**6
DAYS: dict[DueKind, tuple[int, int]] = {
    DueKind.PHASE_BEGINS: (3, 14),
    DueKind.PHASE_ENDS: (3, 14),
    DueKind.NOTICE_ENDS: (7, 7),
    DueKind.COLUMN_STALE: (ALWAYS, ALWAYS),
    DueKind.REPORT_UNRECORDED: (ALWAYS, 3),
    DueKind.NOTHING_REPORTED: (0, 7),
    DueKind.OPINION: (ALWAYS, 7),
    DueKind.PROMISE: (7, 7),
    DueKind.SCHEDULED: (0, 3),
}
"""How many days after its day something is still said, and how many before."""
LATE = (DueKind.COLUMN_STALE, DueKind.OPINION, DueKind.REPORT_UNRECORDED)
"""What is late after its day; the others are then over."""
LONGEST = 3
"""So many of those that wait for a review are named."""
PATIENCE = 2
"""Days after which a review is waited for."""
NOT_OUT = (UNREAD, WRONG, CHANGED, DRAFT, *WAITING, SCHEDULED)
FAULTS = 20
"""So many faults of docs/ are shown; the rest come when these are mended."""


@dataclass(frozen=True)
class Pressing:
    """Something to do today: what, when (`今天`, `还有 3 天`; empty where it has no day), and the next step. `is_late` when its
    day is over."""

    text: str
    step: Step
    when: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Fault:
    """What keeps docs/ from being read: the problem, and where it is mended."""

    problem: Problem
    step: Step


def pressing(
    standings: Standings, rows: Iterable[Row], entries: Iterable[LogEntry], percent: int
) -> tuple[Pressing, ...]:
    """All of it, what is late first. `entries` are those of the log of publications, `percent` how much of a column's time must be
    used up for it to be nearly stale."""
    site, production = standings.reading.site, standings.production
    if site is None or production is None:
        return ()
    items = [
        as_pressing(each, site.today)
        for each in due(site, production, Words("zh"), percent)
        if presses(each, site.today)
    ]
    items += of_site(standings)
    items += waiting(standings, site)
    items += publishing(list(rows), entries)
    if site.clock_doubt:
        items.append(Pressing(site.clock_doubt, Step("看栏目", f"{PREFIX}settings/"), is_late=True))
    return tuple(sorted(items, key=lambda each: not each.is_late))


def presses(each: Due, today: date) -> bool:
    """True for what is to be said today."""
    after, before = DAYS[each.kind]
    return -after <= (each.day - today).days <= before


def as_pressing(each: Due, today: date) -> Pressing:
    """Something due, with the days that are left."""
    left = (each.day - today).days
    when = "今天" if left == 0 else f"还有 {left} 天" if left > 0 else f"过了 {-left} 天"
    return Pressing(each.name, step_for(each), when, left < 0 and each.kind in LATE)


def step_for(each: Due) -> Step:
    """What to do about something due."""
    if each.kind is DueKind.COLUMN_STALE:
        return Step("写一篇", f"{PREFIX}writing/new")
    if each.kind in (DueKind.PHASE_BEGINS, DueKind.PHASE_ENDS):
        return Step("看活动", f"{PREFIX}settings/")
    if each.kind in (DueKind.REPORT_UNRECORDED, DueKind.NOTHING_REPORTED):
        return Step("去登记", f"{PREFIX}printing/")
    if each.kind is DueKind.OPINION:
        return Step("去登记", f"{PREFIX}settings/")
    return Step("打开", at("writing", each.path))


def of_site(standings: Standings) -> Iterator[Pressing]:
    """What the checks found outside of the articles that keeps the whole site from being published; what is still to be filled
    in on a page does not."""
    for noted in standings.findings.get("", ()):
        finding = noted.finding
        if keeps_back(noted) and finding.code not in UNFILLED:
            text = f"整个网站现在发布不了：{finding.path} {place(finding)}，{finding.message}{finding.remedy}"
            yield Pressing(text, step_at(finding.path), is_late=True)


def step_at(path: str) -> Step:
    """Where a file of the project is mended: a text in its own form, all else among the settings."""
    below = path.removeprefix("docs/")
    is_text = below != path and path.endswith(".md")
    return Step("打开", at("writing", below) if is_text else f"{PREFIX}settings/")


def waiting(standings: Standings, site: Site) -> Iterator[Pressing]:
    """The articles that wait longest for their next review."""
    states = standings.states
    due_review = (Readiness.WAITING, Readiness.CHANGED)
    texts = [each for each in site.articles if states[each.path].readiness in due_review]
    texts = [each for each in texts if not standings.errors(each.path, of_reviews=False)]
    for article in sorted(texts, key=lambda each: (waits_since(each), each.path))[:LONGEST]:
        days = (site.today - waits_since(article)).days
        if days >= PATIENCE:
            label = states[article.path].label
            yield Pressing(
                f"《{article.title}》{label}", Step("去审签", at("reviewing", article.path)), f"等了 {days} 天"
            )


def waits_since(article: Article) -> date:
    """Since when it waits: the day of its last signature or change, whichever came later."""
    signatures: list[Signature | None] = [getattr(article.meta.review, stage) for stage in ALL]
    return max([article.last_changed, *(signature.date for signature in signatures if signature)])


def publishing(rows: list[Row], entries: Iterable[LogEntry]) -> Iterator[Pressing]:
    """An interrupted publication, articles that could be published, and those that would be left out."""
    step = Step("去发布", f"{PREFIX}publishing/")
    last = list(entries)[-1:]
    for entry in last:
        if entry.broken_off:
            yield Pressing(
                f"上一次往“{entry.target}”发布没有做完：{entry.broken_off}", step, entry.time[:16], is_late=True
            )
    counts = Counter(row.standing.name for row in rows if not row.campaign)
    if ready := counts[READY]:
        yield Pressing(f"{ready} 篇已可发布，还没有登出来", step)
    left = {name: counts[name] for name in NOT_OUT if counts[name]}
    if left and last:
        listed = "，".join(f"{name} {number} 篇" for name, number in left.items())
        day = last[0].time[:10]
        yield Pressing(f"上次发布（{day}）以来还没有登出来的 {sum(left.values())} 篇：{listed}", step)


def faults(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """What keeps docs/ from being read, with the part of the desk where each is mended."""
    return tuple(Fault(problem, step_at(problem.path)) for problem in sorted(problems)[:FAULTS])
