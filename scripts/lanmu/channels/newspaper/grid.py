"""The grid of a page: columns of whole characters across, lines of one pitch down. Lengths are points unless named mm."""

from __future__ import annotations

from dataclasses import dataclass

from lanmu.content.newspaper_issue import PageFormat

MM = 72 / 25.4
# Lines of a newspaper stand one and a half characters apart: 小五 (9 pt) on 13.5 pt.
LEADING = 1.5
# Columns must not run into each other: at the least this many characters between them.
LEAST_GUTTER = 1.3
# Lines that the head of the first page takes, and of every other.
MASTHEAD, RUNNING_HEAD = 8, 2


@dataclass(frozen=True)
class Sheet:
    """A trimmed page and its margins, mm: the same left and right, since a page may lie on either side."""

    width: float
    height: float
    side: float
    top: float
    bottom: float


# 大16开 is a journal's page, A4 the office printer's. The type area of 四开 and 对开 is the trade's usual 245 × 350 and
# 350 × 490 mm (FIELD: a newspaper's own press decides; these are what presses ask for).
SHEETS: dict[PageFormat, Sheet] = {
    "大16开": Sheet(210, 285, 15, 14, 14),
    "A4": Sheet(210, 297, 15, 15, 15),
    "四开": Sheet(270, 390, 12.5, 20, 20),
    "对开": Sheet(390, 540, 20, 25, 25),
}


@dataclass(frozen=True)
class Grid:
    """The grid of every page of an issue. `characters` is the width of a column in characters of the body text."""

    sheet: Sheet
    columns: int
    size: float
    characters: int
    gutter: float
    pitch: float
    lines: int

    @property
    def column(self) -> float:
        """Width of a column."""
        return self.characters * self.size

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.span(self.columns)

    @property
    def left(self) -> float:
        """Where the type area begins."""
        return self.sheet.side * MM

    @property
    def top(self) -> float:
        """Where line 0 begins."""
        return self.sheet.top * MM

    @property
    def scale(self) -> float:
        """How much wider the type area is than that of 大16开: titles and masthead grow with the root of it."""
        return float((self.width / (180 * MM)) ** 0.45)

    def span(self, columns: int) -> float:
        """Width of so many columns and the gutters between them."""
        return columns * self.column + (columns - 1) * self.gutter

    def x(self, column: int) -> float:
        """Where a column begins (0 is the first)."""
        return self.left + column * (self.column + self.gutter)


def grid(page_format: PageFormat, columns: int, size: float) -> Grid:
    """As many whole characters to a column as leave gutters wide enough; what is over goes into the gutters."""
    sheet = SHEETS[page_format]
    width = (sheet.width - 2 * sheet.side) * MM
    characters = int((width / size - (columns - 1) * LEAST_GUTTER) // columns)
    gutter = (width - columns * characters * size) / (columns - 1)
    pitch = size * LEADING
    height = (sheet.height - sheet.top - sheet.bottom) * MM
    return Grid(sheet, columns, size, characters, gutter, pitch, int((height + pitch - size) // pitch))


@dataclass(frozen=True)
class Frame:
    """How a piece's columns lie in its width: their number, width and distance, and the first one's offset."""

    columns: int
    column: float
    gutter: float = 0.0
    inset: float = 0.0

    @property
    def width(self) -> float:
        """Of all columns."""
        return self.span(self.columns)

    def x(self, column: int) -> float:
        """Where a column begins, from the left edge of the piece."""
        return self.inset + column * (self.column + self.gutter)

    def span(self, columns: int) -> float:
        """Width of so many columns."""
        return columns * self.column + (columns - 1) * self.gutter


def frame(grid: Grid, role: str, span: int) -> Frame:
    """The frame of a piece over so many columns. A box is a character narrower on either side, in whole characters;
    编者按 is one wide column."""
    room = grid.span(span)
    if role == "note":
        column = int(room / grid.size - 2 + 0.01) * grid.size
        return Frame(1, column, inset=(room - column) / 2)
    if role != "box":
        return Frame(span, grid.column, grid.gutter)
    column = grid.column - (2 if span == 1 else 1) * grid.size
    gutter = (room - 2 * grid.size - span * column) / (span - 1) if span > 1 else 0.0
    return Frame(span, column, gutter, grid.size)
