"""The grid of a page: columns of whole characters across, lines of one pitch down. Lengths are points unless named mm."""

from __future__ import annotations

from dataclasses import dataclass

from lanmu.channels.common.pictures import MM
from lanmu.content.newspaper_issue import PageFormat

# Lines of a newspaper stand one and a half characters apart: 小五 (9 pt) on 13.5 pt.
LEADING = 1.5
# Columns must not run into each other: at the least this many characters between them.
LEAST_GUTTER = 1.3
# Lines that the head of the first page takes, and of every other.
MASTHEAD, RUNNING_HEAD = 8, 2


# A trimmed page and its margins in mm: width, height, side, top, bottom; the same left and right, since a page may lie on
# either side. 大16开 is a journal's page, A4 the office printer's. The type area of 四开 and 对开 is the trade's usual 245 × 350
# and 350 × 490 mm (FIELD: a newspaper's own press decides; these are what presses ask for).
SHEETS: dict[PageFormat, tuple[float, float, float, float, float]] = {
    "大16开": (210, 285, 15, 14, 14),
    "A4": (210, 297, 15, 15, 15),
    "四开": (270, 390, 12.5, 20, 20),
    "对开": (390, 540, 20, 25, 25),
}


@dataclass(frozen=True)
class Grid:
    """The grid of every page of an issue: the paper with its foot margin, the type area, its columns and lines.

    `column` is the width of a column and `characters` the same in characters of the body text. Titles and masthead grow
    with `scale`, the root of how much wider the type area is than that of 大16开.
    """

    paper: tuple[float, float, float]
    left: float
    top: float
    width: float
    columns: int
    size: float
    characters: int
    column: float
    gutter: float
    pitch: float
    lines: int
    scale: float

    def span(self, columns: int) -> float:
        """Width of so many columns and the gutters between them."""
        return columns * self.column + (columns - 1) * self.gutter

    def x(self, column: int) -> float:
        """Where a column begins (0 is the first)."""
        return self.left + column * (self.column + self.gutter)


def grid(page_format: PageFormat, columns: int, size: float) -> Grid:
    """As many whole characters to a column as leave gutters wide enough; what is over goes into the gutters."""
    paper_width, paper_height, side, top, bottom = (length * MM for length in SHEETS[page_format])
    width = paper_width - 2 * side
    characters = int((width / size - (columns - 1) * LEAST_GUTTER) // columns)
    gutter = (width - columns * characters * size) / (columns - 1)
    pitch = size * LEADING
    return Grid(
        paper=(paper_width, paper_height, bottom),
        left=side,
        top=top,
        width=width,
        columns=columns,
        size=size,
        characters=characters,
        column=characters * size,
        gutter=gutter,
        pitch=pitch,
        lines=int((paper_height - top - bottom + pitch - size) // pitch),
        scale=(width / (180 * MM)) ** 0.45,
    )


@dataclass(frozen=True)
class Frame:
    """How a piece's columns lie in its width: their number, width and distance, the first one's offset, the width of all."""

    columns: int
    column: float
    gutter: float
    inset: float
    width: float

    def span(self, columns: int) -> float:
        """Width of so many columns."""
        return columns * self.column + (columns - 1) * self.gutter


def frame(grid: Grid, role: str, span: int) -> Frame:
    """The frame of a piece over so many columns. A box is a character narrower on either side, in whole characters;
    编者按 is one wide column."""
    room = grid.span(span)
    if role == "note":
        column = int(room / grid.size - 2 + 0.01) * grid.size
        return Frame(1, column, 0.0, (room - column) / 2, column)
    if role != "box":
        return Frame(span, grid.column, grid.gutter, 0.0, room)
    column = grid.column - (2 if span == 1 else 1) * grid.size
    width = room - 2 * grid.size
    return Frame(span, column, (width - span * column) / (span - 1) if span > 1 else 0.0, grid.size, width)
