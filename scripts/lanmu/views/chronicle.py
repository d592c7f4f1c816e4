"""The chronicle (大事记): what the campaign arranged and what its articles show, by months."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lanmu.content.article import Article
from lanmu.content.campaign import Phase
from lanmu.content.site import Site

LONGEST = 300
"""Entries at most, the latest: the page does not grow with the number of articles."""


@dataclass(frozen=True)
class Entry:
    """One event: the plan was issued, a phase begins or ends as arranged, or an article shows what the plan asks for."""

    day: date
    kind: Literal["issued", "begins", "ends", "article"]
    phase: Phase | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Month:
    """A month (`YYYY-MM`) with its entries, the earliest first."""

    month: str
    entries: tuple[Entry, ...]


def chronicle(site: Site) -> tuple[Month, ...]:
    """The whole chronicle, from the campaign's first event to the day of the build.

    Of articles it has those that name an output of the plan (`outputs`): they tell of something that was done. Their day is
    that of the document, where they have one.
    """
    campaign = site.campaign
    arranged = [Entry(campaign.issued, "issued")]
    for phase in campaign.phases:
        arranged.append(Entry(phase.period.start_day, "begins", phase))
        arranged.append(Entry(phase.period.end_day, "ends", phase))
    told = [
        Entry(article.meta.document_date or article.date.date(), "article", article=article)
        for article in site.articles
        if article.meta.outputs
    ]
    entries = sorted((e for e in (*arranged, *told) if e.day <= site.today), key=lambda e: (e.day, e.kind != "issued"))
    months: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries[-LONGEST:]:
        months[entry.day.isoformat()[:7]].append(entry)
    return tuple(Month(month, tuple(found)) for month, found in months.items())
