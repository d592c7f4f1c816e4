"""Text in columns: set by Typst in the width of a column and read back line by line, then dealt out by number of lines.

A column never begins with the last line of a paragraph, never ends with a subheading.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from lanmu.channels.common.items import FACES, INDENTED, STYLES, Item
from lanmu.channels.common.press import Press
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.pieces import Piece, measures_wanted
from lanmu.text.document import Inline, Inlines, Text, inline_text, visible

# Lines at the least between a picture or table and what follows.
AIR = {"figure": 0.1, "table": 0.5}
# Of a subheading and its text so many lines must stand in the same column.
LINES_WITH_HEADING = 2
# Part of a line added at a subheading that stands below it.
RAISED = 0.4


@dataclass(frozen=True, eq=False)
class Measured:
    """An item in one width, `lines` deep. `rows` are the runs of each line; what cannot be cut has none."""

    item: Item
    lines: int
    rows: tuple[Inlines, ...] = ()

    @property
    def whole(self) -> bool:
        """True when it cannot be cut."""
        return self.lines == 1 or not self.rows


def measure(
    press: Press, grid: Grid, files: Mapping[str, Path], title: str, pieces: Iterable[Piece]
) -> dict[tuple[Item, float], Measured]:
    """The items of the pieces in every width (points) that they may be set in."""
    keys = list(dict.fromkeys(key for piece in pieces for key in measures_wanted(piece, grid)))
    entries = [{"width": width, "item": item} for item, width in keys]
    if not entries:
        return {}
    with press.galley("newspaper", data_of(grid) | {"galley": entries}, files, title=title) as document:
        return {key: measured(grid, key[0], page) for key, page in zip(keys, document, strict=True)}


def data_of(grid: Grid) -> dict[str, Any]:
    """What the template knows of the grid and of the styles of items."""
    return {"grid": grid, "styles": STYLES, "faces": FACES, "indented": INDENTED}


def measured(grid: Grid, item: Item, page: pypdfium2.PdfPage) -> Measured:
    """Lines and rows of one item; what reads differently from what was set is not cut."""
    height = page.get_height()
    if item.block:
        return Measured(item, ceil((height + AIR[item.block.kind] * grid.pitch) / grid.pitch))
    lines = ceil((height - 0.01) / grid.pitch)
    text = page.get_textpage()
    read = ""
    starts: dict[int, int] = {}
    for index in range(text.count_chars() if lines > 1 else 0):
        character = text.get_text_range(index, 1)
        if not character.isspace():
            _, bottom, _, top = text.get_charbox(index)
            starts.setdefault(int((height - (bottom + top) / 2) / grid.pitch), len(read))
            read += character
    same = read == visible(inline_text(item.inlines)) and list(starts) == list(range(lines))
    return Measured(item, lines, in_rows(item.inlines, starts.values()) if same else ())


def in_rows(inlines: Iterable[Inline], starts: Iterable[int]) -> tuple[Inlines, ...]:
    """The runs of each line; `starts` are the visible characters before each, 0 for the first."""
    rows: list[list[Inline]] = [[]]
    left = deque(sorted(starts)[1:])
    seen = 0
    for inline in inlines:
        if not isinstance(inline, Text):
            rows[-1].append(inline)
            continue
        begin = 0
        for index, character in enumerate(inline.text):
            if left and seen == left[0] and not character.isspace():
                left.popleft()
                rows[-1] += [replace(inline, text=inline.text[begin:index])] if index else []
                rows.append([])
                begin = index
            seen += not character.isspace()
        rows[-1].append(replace(inline, text=inline.text[begin:]))
    return tuple(map(tuple, rows))


@dataclass(frozen=True)
class Place:
    """A place in the text of a piece: before line `line` of item `item`. Where it was left on another page, `page` is the
    number of that."""

    item: int = 0
    line: int = 0
    page: int = 0


BEGINNING = Place()


@dataclass(frozen=True)
class Slice:
    """Lines `start` to `end` (not included) of an item, `y` lines below the top of the column. A subheading with
    more blank than its own stands off the grid."""

    item: int
    start: int
    end: int
    y: float


@dataclass(frozen=True)
class Filler:
    """A 补白, `lines` deep: a label, and words in rows of one size."""

    lines: int
    label: str
    rows: tuple[str, ...]
    size: float


@dataclass(frozen=True)
class Column:
    """One column: its slices, how many lines it could take and how many it took, where the text goes on. A 补白 may stand
    below the end of the text."""

    slices: tuple[Slice, ...]
    capacity: int
    used: int
    end: Place
    filler: Filler | None = None

    @property
    def short(self) -> int:
        """Blank lines at its foot."""
        return self.capacity - self.used


def flow(items: Sequence[Measured], capacities: Iterable[int], start: Place = BEGINNING) -> tuple[Column, ...]:
    """Fills the columns one after the other; the last one's `end` says whether everything went in."""
    columns = []
    for capacity in capacities:
        column = fill(items, start, capacity)
        columns.append(column if column.end.item >= len(items) else level(items, column))
        start = column.end
    return tuple(columns)


def fill(items: Sequence[Measured], place: Place, capacity: int) -> Column:
    """As much as goes into one column."""
    slices: list[Slice] = []
    y = 0
    while place.item < len(items):
        this = items[place.item]
        gap = this.item.before if y and not place.line else 0
        take = lines_taken(items, place, capacity - y - gap)
        if not take:
            break
        slices.append(Slice(place.item, place.line, place.line + take, y + gap))
        y += gap + take
        if place.line + take < this.lines:
            place = Place(place.item, place.line + take)
            break
        place = Place(place.item + 1)
    return Column(tuple(slices), capacity, y, place)


def lines_taken(items: Sequence[Measured], place: Place, room: int) -> int:
    """How many lines of the item at `place` go into `room` lines, by the rules of breaking."""
    this = items[place.item]
    left = this.lines - place.line
    if left + max(lines_following(items, place.item), lines_with_heading(items, place.item)) <= room:
        return left
    if this.whole or this.item.stays:
        return 0
    # The last line alone must not go over, nor what follows with one line above it.
    return max(0, min(room, left - 2))


def lines_following(items: Sequence[Measured], index: int) -> int:
    """Lines of what must follow the end of this item in the same column, such as the signature."""
    after = items[index + 1] if index + 1 < len(items) else None
    return after.lines + after.item.before if after and after.item.follows else 0


def lines_with_heading(items: Sequence[Measured], index: int) -> int:
    """Lines that must follow a subheading in its column: further subheadings and the first lines of the text."""
    if not items[index].item.stays or index + 1 >= len(items):
        return 0
    after = items[index + 1]
    if after.item.stays:
        return after.item.before + after.lines + lines_with_heading(items, index + 1)
    least = after.lines if after.whole or after.lines <= LINES_WITH_HEADING else LINES_WITH_HEADING
    # Of three lines one goes with the subheading: two would leave the last alone.
    least = 1 if after.lines == 3 and not after.whole else least
    return after.item.before + least + (lines_following(items, index + 1) if least == after.lines else 0)


def level(items: Sequence[Measured], column: Column) -> Column:
    """Adds a line to the blank at each subheading where that brings the foot of a column to its level: more
    of it above them than below, so that the text stands on the grid and no two blank lines run together."""

    def opens(part: Slice) -> bool:
        item = items[part.item].item
        is_last = part.item + 1 == len(items)
        return item.style == "heading" and bool(item.before) and (is_last or not items[part.item + 1].item.stays)

    openings = [index for index, part in enumerate(column.slices) if index and not part.start and opens(part)]
    if not 0 < column.short <= len(openings):
        return column
    opened = openings[-column.short :]
    slices = []
    for index, part in enumerate(column.slices):
        shift = sum(place <= index for place in opened)
        slices.append(replace(part, y=part.y + shift - (RAISED if index in opened else 0)))
    return replace(column, slices=tuple(slices), used=column.capacity)


def balanced(
    items: Sequence[Measured], start: Place, taken_up: Sequence[int], deepest: int
) -> Iterator[tuple[int, tuple[Column, ...]]]:
    """The least depth at which everything goes into the columns, and then the deeper ones, up to `deepest` lines.

    `taken_up` says how many lines of each column a picture has.
    """
    total = sum(m.lines for m in items[start.item :]) - start.line + sum(taken_up)
    for depth in range(max(1, total // len(taken_up), *taken_up), deepest + 1):
        columns = flow(items, [depth - lines for lines in taken_up], start)
        if columns[-1].end.item >= len(items):
            yield depth, columns
