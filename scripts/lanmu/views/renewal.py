"""How long ago columns were renewed.

Only what a production build shows counts; archived columns need no renewal. The limits are those of 国办秘函〔2019〕19号; a
column says its own in `fresh_days`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lanmu.content.column import Column
from lanmu.content.site import Site

NEARLY = 71
"""Percent of its days after which a column is nearly stale: the tenth of fourteen."""


@dataclass(frozen=True)
class Renewal:
    """A column that must be renewed: the day of its newest published article, and how many days ago that is."""

    column: Column
    newest: date
    age: int

    @property
    def last_day(self) -> date | None:
        """The last day on which it is not stale yet; None where the column says no limit."""
        limit = self.column.fresh_days
        return None if limit is None else self.newest + timedelta(days=limit)

    def is_near(self, percent: int = NEARLY) -> bool:
        """True when so much of its time is used up, or all of it."""
        limit = self.column.fresh_days
        return limit is not None and limit * percent <= self.age * 100


def renewed(site: Site) -> tuple[Column, ...]:
    """The columns that must be renewed: dated and not archived."""
    return tuple(column for column in site.columns if column.kind == "dated" and not column.archived)


def renewals(production: Site, today: date) -> tuple[Renewal, ...]:
    """When each of these columns was last renewed in what a production build shows; those without a published article are left
    out, they are blank."""
    newest = (
        (column, max((article.date.date() for article in production.by_column[column.id]), default=None))
        for column in renewed(production)
    )
    return tuple(Renewal(column, day, (today - day).days) for column, day in newest if day)
