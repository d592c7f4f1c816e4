"""Text flows through columns: where it may break, what stays together, how deep a piece becomes.

Pure arithmetic on lines. A column never begins with the last line of a paragraph, never ends with a subheading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lanmu.channels.newspaper.items import Item

# Behind a subheading so many lines of its text must stand in the same column.
LINES_WITH_HEADING = 2
# Of a line that is opened around a subheading, what stands below it.
RAISED = 0.4


@dataclass(frozen=True)
class Measured:
    """An item and its number of lines. `breaks` are the visible characters before line 1, 2, … (line 0 begins at 0);
    an item that cannot be cut has none. `height` is its real height in points."""

    item: Item
    lines: int
    breaks: tuple[int, ...] = ()
    height: float = 0.0

    @property
    def whole(self) -> bool:
        """True when it cannot be cut."""
        return self.lines == 1 or not self.breaks


@dataclass(frozen=True)
class Place:
    """A place in the galley: before line `line` of item `item`."""

    item: int = 0
    line: int = 0


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
class Column:
    """One column: its slices, how many lines it could take and how many it took, where the text goes on."""

    slices: tuple[Slice, ...]
    capacity: int
    used: int
    end: Place

    @property
    def short(self) -> int:
        """Blank lines at its foot."""
        return self.capacity - self.used


def flow(items: Sequence[Measured], capacities: Sequence[int], start: Place = BEGINNING) -> tuple[Column, ...]:
    """Fills the columns one after the other; the last one's `end` says whether everything went in."""
    columns = []
    for capacity in capacities:
        column = fill(items, start, capacity)
        if column.end.item < len(items):
            column = level(items, column)
        columns.append(column)
        start = column.end
    return tuple(columns)


def done(items: Sequence[Measured], columns: Sequence[Column]) -> bool:
    """True when nothing is left over."""
    return bool(columns) and columns[-1].end.item >= len(items)


def fill(items: Sequence[Measured], start: Place, capacity: int) -> Column:
    """As much as goes into one column."""
    slices: list[Slice] = []
    y, place = 0, start
    while place.item < len(items):
        measured = items[place.item]
        gap = measured.item.before if y and not place.line else 0
        take = taken(items, place, capacity - y - gap)
        if not take:
            break
        slices.append(Slice(place.item, place.line, place.line + take, y + gap))
        y += gap + take
        rest = place.line + take < measured.lines
        place = Place(place.item, place.line + take) if rest else Place(place.item + 1)
        if rest:
            break
    return Column(tuple(slices), capacity, y, place)


def taken(items: Sequence[Measured], place: Place, room: int) -> int:
    """How many lines of the item at `place` go into `room` lines, by the rules of breaking."""
    measured = items[place.item]
    left = measured.lines - place.line
    tail = following(items, place.item)
    if left + tail <= room and left + needed_behind(items, place.item) <= room:
        return left
    if measured.whole or measured.item.stays or left <= 1:
        return 0
    # What follows needs two lines of this paragraph above it; else the last line alone must not go over.
    least_over = 2
    take = min(room, left - least_over)
    return max(take, 0)


def following(items: Sequence[Measured], index: int) -> int:
    """Lines of what must stand in the same column behind the end of this item, such as the signature."""
    behind = items[index + 1] if index + 1 < len(items) else None
    return behind.lines + behind.item.before if behind and behind.item.follows else 0


def needed_behind(items: Sequence[Measured], index: int) -> int:
    """Lines that must follow a subheading in its column: further subheadings and the first lines of the text."""
    if not items[index].item.stays or index + 1 >= len(items):
        return 0
    behind = items[index + 1]
    if behind.item.stays:
        return behind.item.before + behind.lines + needed_behind(items, index + 1)
    least = behind.lines if behind.whole or behind.lines <= LINES_WITH_HEADING else LINES_WITH_HEADING
    # Of three lines one goes with the subheading: two would leave the last alone.
    least = 1 if behind.lines == 3 and not behind.whole else least
    return behind.item.before + least + (following(items, index + 1) if least == behind.lines else 0)


def level(items: Sequence[Measured], column: Column) -> Column:
    """Opens the blank around subheadings by a line each where that brings the foot of a column to its level: more
    of it above them than below, so that the text stands on the grid and no two blank lines run together."""
    openings = [i for i, part in enumerate(column.slices) if i and not part.start and opens(items, part.item)]
    wanted = column.short
    if not 0 < wanted <= len(openings):
        return column
    opened = set(openings[-wanted:])
    slices, shift = [], 0
    for index, part in enumerate(column.slices):
        shift += index in opened
        raised = RAISED if index in opened else 0
        slices.append(replace(part, y=part.y + shift - raised))
    return replace(column, slices=tuple(slices), used=column.used + shift)


def opens(items: Sequence[Measured], index: int) -> bool:
    """True for a subheading with text of its own below: between two of them, nothing is opened."""
    item = items[index].item
    return (
        bool(item.before) and item.style == "heading" and not (index + 1 < len(items) and items[index + 1].item.stays)
    )


def balanced(
    items: Sequence[Measured], start: Place, taken_up: Sequence[int], deepest: int
) -> Iterator[tuple[int, tuple[Column, ...]]]:
    """The least depth at which everything goes into the columns, and then the deeper ones, up to `deepest` lines.

    `taken_up` says how many lines of each column a picture has.
    """
    total = sum(m.lines for m in items[start.item :]) - start.line + sum(taken_up)
    for depth in range(max(1, total // len(taken_up), *taken_up), deepest + 1):
        found = flow(items, [depth - lines for lines in taken_up], start)
        if done(items, found):
            yield depth, found
