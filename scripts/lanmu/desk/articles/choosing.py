"""Which rows are shown, and in which order: all of it stands in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from lanmu.content.site import Site
from lanmu.desk.articles.rows import NAMES, Row
from lanmu.desk.context import PREFIX
from lanmu.search.folding import Folding
from lanmu.search.variants import variants

LONGEST = 100
"""Characters of what is looked for."""
ALL = "all"
FIRST = 100
"""So many rows are listed at first: to draw a thousand takes a browser longer than to find them."""
HEADS: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "title": ("标题", lambda row: row.title),
    "column": ("栏目", lambda row: row.column_name),
    "genre": ("体裁", lambda row: row.genre),
    "unit": ("单位", lambda row: row.unit),
    "date": ("日期", lambda row: row.day),
    "state": ("现在怎样", lambda row: NAMES.index(row.standing.name)),
}
"""What the table can be sorted by: the name of the head, and what is compared."""


@dataclass(frozen=True)
class Chosen:
    """What an editor has chosen; empty where all is shown. `campaign` is empty for today's, ALL for every one."""

    words: str = ""
    column: str = ""
    state: str = ""
    unit: str = ""
    campaign: str = ""
    sort: str = "date"
    down: bool = True
    whole: bool = False
    """True when all rows are wanted, however many."""

    def address(self, **changes: Any) -> str:
        """The address of the table as chosen, with changes."""
        wanted = replace(self, **changes)
        names = {"q": wanted.words, "column": wanted.column, "state": wanted.state, "unit": wanted.unit}
        names |= {"campaign": wanted.campaign}
        if (wanted.sort, wanted.down) != ("date", True):
            names |= {"sort": wanted.sort, "order": "down" if wanted.down else "up"}
        names |= {"rows": ALL if wanted.whole else ""}
        query = urlencode({name: value for name, value in names.items() if value})
        return f"{PREFIX}?{query}" if query else PREFIX

    def by(self, head: str) -> str:
        """The address of the table sorted by a head; by the one it is sorted by already, the other way round."""
        return self.address(sort=head, down=not self.down if head == self.sort else head == "date")


def chosen(query: Mapping[str, str], options: Options) -> Chosen:
    """What an address says; what is none of the options is passed over."""
    order = query.get("order", "down" if query.get("sort", "date") == "date" else "up")

    def one_of(name: str, allowed: Collection[str]) -> str:
        return query.get(name, "") if query.get(name) in allowed else ""

    return Chosen(
        query.get("q", "").strip()[:LONGEST],
        one_of("column", options.columns),
        one_of("state", NAMES),
        one_of("unit", options.units),
        one_of("campaign", options.campaigns),
        one_of("sort", HEADS) or "date",
        order != "up",
        query.get("rows") == ALL,
    )


@dataclass(frozen=True)
class Options:
    """What can be chosen: names by ids. There are campaigns to choose only where some are over."""

    columns: Mapping[str, str]
    units: Collection[str]
    campaigns: Mapping[str, str]


def options(rows: Iterable[Row], site: Site | None) -> Options:
    """What can be chosen among these rows. Units stand in the order of the campaign, then by name."""
    rows = tuple(rows)
    columns = {column.id: column.name for column in site.columns} if site else {}
    columns |= {row.column: row.column_name for row in rows if row.column not in columns and row.column}
    named = {row.unit for row in rows if row.unit}
    listed = [unit.name for unit in site.campaign.units if unit.name in named] if site else []
    campaigns = {past.id: past.campaign.name for past in site.past} if site else {}
    return Options(
        columns,
        tuple(dict.fromkeys([*listed, *sorted(named)])),
        {ALL: "全部活动"} | campaigns if campaigns else {},
    )


def select(rows: Iterable[Row], wanted: Chosen) -> tuple[tuple[Row, ...], Counter[str]]:
    """The rows that are wanted, in the wanted order, and how many there would be of each state."""
    pieces = [folding().plain(word) for word in wanted.words.split()]
    matching = [
        row
        for row in rows
        if wanted.campaign in (ALL, row.campaign)
        and wanted.column in ("", row.column)
        and wanted.unit in ("", row.unit)
        and (not pieces or holds(row, pieces))
    ]
    counts = Counter(row.standing.name for row in matching)
    shown = [row for row in matching if wanted.state in ("", row.standing.name)]
    # Equal ones in the order of their days, the newest first.
    shown.sort(key=lambda row: (row.day, row.path), reverse=True)
    shown.sort(key=HEADS[wanted.sort][1], reverse=wanted.down)
    return tuple(shown), counts


def holds(row: Row, pieces: Iterable[str]) -> bool:
    """True when all the pieces stand in a row's title, unit, path or translations."""
    texts = (row.title, row.unit, row.path, *(text.title for text in row.translations))
    folded = [folding().plain(text) for text in texts]
    return all(any(piece in text for text in folded) for piece in pieces)


@cache
def folding() -> Folding:
    """Folds as the site's search does."""
    return Folding(variants())
