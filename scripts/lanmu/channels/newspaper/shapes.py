"""The shapes a piece can take over so many columns: where its picture stands, how deep its text becomes, how good it is.

A shape's cost is in lines of paper wasted, or what a practised eye would give to be rid of a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Literal

from lanmu.channels.newspaper.flow import BEGINNING, Column, Measured, Place, balanced, done, flow
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.pieces import Frame, Head, Picture, Piece, frame, head

# So many lines more than the least are tried, to find a depth at which no column is short.
DEEPER = 4
# A box has a blank line at its head and foot.
BOX_PADDING = 2
LEAST_SPLIT, LEAST_COLUMN = 8, 4
RAGGED, SHALLOW, SQUEEZED = 1.5, 4.0, 0.7
TALLEST_PICTURE = 0.42
# Blank lines that a large head can take in, and the share of its lines by which a single column may be drawn out.
BLANK_LINES, LOOSEST = 2, 0.15
# Enough for the 133-line screen of a newspaper's press; a journal on coated paper is better served with 300.
LEAST_DPI = 200
# Part of a column that even a picture with few pixels fills.
LEAST_PICTURE = 0.7
# The least blank that becomes a 补白 (its rule included), and the price of one.
LEAST_FILLER, FILLER = 4, 4.0


@dataclass(frozen=True)
class PlacedPicture:
    """A picture over `columns` columns from `column` on. Lengths in points; `lines` is all it takes, caption included."""

    where: Literal["above", "beside"]
    column: int
    columns: int
    width: float
    height: float
    caption: Measured
    lines: int


@dataclass(frozen=True)
class Shape:
    """A piece over `span` columns, `lines` deep. `blank` lines are added around the head, and
    `foot` lines at the foot of a box, when the page needs them; `loose` lines are shared out among the text's."""

    piece: Piece
    span: int
    frame: Frame
    head: Head
    picture: PlacedPicture | None
    columns: tuple[Column, ...]
    wide: tuple[Measured, ...]
    lines: int
    cost: float
    start: Place = BEGINNING
    from_page: int = 0
    to_page: int = 0
    blank: int = 0
    loose: int = 0
    foot: int = 0

    @property
    def body(self) -> int:
        """Lines of the text block: the deepest column and the picture above it."""
        beside = self.picture.lines if self.picture and self.picture.where == "beside" else 0
        return self.columns[0].capacity + (beside if self.picture and self.picture.column == 0 else 0)

    @property
    def extra(self) -> int:
        """Lines that the page added to it."""
        return self.blank + self.loose + self.foot

    @property
    def head_takes(self) -> int:
        """Blank lines that its head can take in without looking lost: the more the larger it stands."""
        if not self.head.parts or (self.span == 1 and (self.piece.role == "brief" or self.start != BEGINNING)):
            return 0
        return 1 if self.span == 1 or self.start != BEGINNING else BLANK_LINES

    @property
    def text_takes(self) -> int:
        """Lines that can be shared out among those of the text: only where no column stands beside that shows it."""
        return int(self.columns[0].used * LOOSEST) if len(self.columns) == 1 else 0

    @property
    def takes(self) -> int:
        """Blank lines that it can take in."""
        return self.head_takes + self.text_takes

    @property
    def text(self) -> tuple[Measured, ...]:
        """The items in the columns' width."""
        return self.piece.text[self.frame.column]

    @property
    def end(self) -> Place:
        """Where the text goes on; behind the last item when all of it is here."""
        return self.columns[-1].end


class Shaper:
    """Makes the shapes of one issue's pieces and remembers them; `tight` ones have smaller titles."""

    def __init__(self, grid: Grid, page_lines: int, *, tight: bool = False) -> None:
        self.grid = grid
        self.tight = tight
        self.page_lines = page_lines
        self._shapes = lru_cache(maxsize=None)(self._find)

    def shapes(self, piece: Piece, span: int, start: Place = BEGINNING, from_page: int = 0) -> tuple[Shape, ...]:
        """Every height that makes sense, the best shape of each, least height first."""
        return self._shapes(piece, span, start, from_page)

    def _find(self, piece: Piece, span: int, start: Place, from_page: int) -> tuple[Shape, ...]:
        best: dict[int, Shape] = {}
        for shape in self.candidates(piece, span, start, from_page):
            if shape.lines not in best or shape.cost < best[shape.lines].cost:
                best[shape.lines] = shape
        return tuple(best[lines] for lines in sorted(best))

    def candidates(self, piece: Piece, span: int, start: Place, from_page: int) -> Iterator[Shape]:
        """Shapes for every place of the picture and several depths."""
        layout = frame(self.grid, piece.role, span)
        top = head(self.grid, piece, span, start, from_page, tight=self.tight)
        items = piece.text[layout.column]
        wide = (piece.wide or {}).get(span, ())
        for picture in self.pictures(piece, layout, start):
            taken = taken_up(layout, picture)
            room = self.page_lines - self.fixed(piece, top, picture, wide)
            for count, (depth, columns) in enumerate(balanced(items, start, taken, room)):
                # A single column that ended above its foot would leave a hole.
                if count > (DEEPER if layout.columns > 1 else 0):
                    break
                lines = depth + self.fixed(piece, top, picture, wide)
                cost = self.cost(piece, span, picture, columns, depth) + self.squeezed(piece, span)
                yield Shape(piece, span, layout, top, picture, columns, wide, lines, cost, start, from_page)

    def fixed(self, piece: Piece, top: Head, picture: PlacedPicture | None, wide: Sequence[Measured]) -> int:
        """Lines besides the columns' depth: head, picture above, wide tables, the padding of a box."""
        above = picture.lines if picture and picture.where == "above" else 0
        tables = sum(table.lines + 1 for table in wide)
        return top.lines + above + tables + (BOX_PADDING if piece.framed else 0)

    def pictures(self, piece: Piece, layout: Frame, start: Place) -> Iterator[PlacedPicture | None]:
        """Where the picture can stand: beside the text at the right, above everything, or nowhere when there is none."""
        if piece.picture is None or start != BEGINNING:
            yield None
            return
        wanted = piece.picture.span
        for columns in range(1, layout.columns + 1):
            if wanted and columns != min(wanted, layout.columns):
                continue
            where: Literal["above", "beside"] = "above" if columns == layout.columns else "beside"
            first = layout.columns - columns
            yield self.picture(piece, layout, where, first, columns)

    def picture(
        self, piece: Piece, layout: Frame, where: Literal["above", "beside"], first: int, columns: int
    ) -> PlacedPicture:
        """A picture of so many columns' width, not taller than a part of the page, in whole lines with its caption."""
        assert piece.picture
        across, down = piece.picture.pixels
        width = layout.span(columns)
        # No larger than it is sharp, nor a stamp in its column.
        broad = width if not across else min(width, max(sharp_width(piece.picture), LEAST_PICTURE * layout.column))
        height = min(broad * down / across, self.page_lines * self.grid.pitch * TALLEST_PICTURE)
        caption = piece.picture.captions[width]
        lines = -int(-(height + 0.8 * self.grid.pitch) // self.grid.pitch) + caption.lines
        return PlacedPicture(where, first, columns, height * across / down, height, caption, lines)

    def cost(
        self, piece: Piece, span: int, picture: PlacedPicture | None, columns: Sequence[Column], depth: int
    ) -> float:
        """Short columns, an open end, a text drawn out too thin, a picture too small or too large."""
        ragged = sum(column.short + 4 * (column.short > 2) for column in columns[:-1]) * RAGGED
        empty = sum(column.capacity > 0 and not column.slices for column in columns) * SHALLOW
        stubs = sum(0 < column.capacity < LEAST_COLUMN for column in columns) * SHALLOW
        shallow = SHALLOW if depth < LEAST_COLUMN and len(columns) > 1 else 0
        deep = max(0, depth - 0.7 * self.page_lines) * 0.2
        return (
            ragged
            + empty
            + stubs
            + shallow
            + deep
            + open_end(columns[-1].short)
            + span_cost(piece, span, self.grid.columns)
            + picture_cost(piece, picture, span)
        )

    def squeezed(self, piece: Piece, span: int) -> float:
        """The price of wide tables in a narrow room: how much deeper they are than over the whole page."""
        wide = piece.wide or {}
        deep, least = (sum(table.lines for table in wide.get(n, ())) for n in (span, self.grid.columns))
        return SQUEEZED * (deep - least)

    def split(self, piece: Piece, start: Place, from_page: int, room: int, to_page: int) -> Shape | None:
        """The piece over the whole width in `room` lines, to be continued (下转); None when there is no room for it."""
        span = self.grid.columns
        layout = frame(self.grid, piece.role, span)
        top = head(self.grid, piece, span, start, from_page, tight=self.tight)
        picture = next(iter(self.pictures_of_split(piece, layout, start)), None)
        taken = taken_up(layout, picture)
        items = piece.text[layout.column]
        over = self.fixed(piece, top, picture, ())
        for depth in range(room - over, max(taken) + LEAST_SPLIT - 1, -1):
            capacities = [depth - lines for lines in taken]
            # 下转第X版 has a line of its own at the end of the last column.
            capacities[-1] -= 1
            columns = flow(items, capacities, start)
            whole = done(items, columns)
            if columns[-1].end == start or (whole and not (piece.wide or {}).get(span)):
                return None
            # All the text would go in, but not what stands below it: some of it goes on with the table.
            if not whole:
                return Shape(piece, span, layout, top, picture, columns, (), depth + over, 0, start, from_page, to_page)
        return None

    def pictures_of_split(self, piece: Piece, layout: Frame, start: Place) -> Iterator[PlacedPicture | None]:
        """A continued piece keeps its picture with its beginning, beside the text."""
        if piece.picture and start == BEGINNING and layout.columns > 1:
            columns = min(piece.picture.span or 2, layout.columns - 1)
            yield self.picture(piece, layout, "beside", layout.columns - columns, columns)


def taken_up(layout: Frame, picture: PlacedPicture | None) -> list[int]:
    """Lines of each column that a picture beside the text has."""
    if picture is None or picture.where == "above":
        return [0] * layout.columns
    return [
        picture.lines if picture.column <= c < picture.column + picture.columns else 0 for c in range(layout.columns)
    ]


def open_end(short: int) -> float:
    """The end of a piece may stand a few lines above the foot of the other columns; more is a hole, filled by a 补白."""
    return 0.3 * short if short < LEAST_FILLER else FILLER + 0.6 * short


def span_cost(piece: Piece, span: int, columns: int) -> float:
    """How far the width is from what befits the role: 头条 nearly the page, 短讯 one column."""
    liked = {
        "headline": (columns - 1, columns),
        "lead": (2, 3),
        "box": (1, 2),
        "brief": (1, 1),
        "note": (columns, columns),
    }
    low, high = liked[piece.role]
    return (8.0 if piece.role == "headline" else 3.0) * (max(0, low - span) + max(0, span - high))


def sharp_width(picture: Picture) -> float:
    """How wide a picture can be and still be sharp, in points; a drawing is sharp at any width."""
    return inf if picture.image.endswith(".svg") else picture.pixels[0] / LEAST_DPI * 72


def picture_cost(piece: Piece, picture: PlacedPicture | None, span: int) -> float:
    """A picture looks well at about half the width of its piece; one column is small, the whole width a poster."""
    if picture is None or piece.picture is None or piece.picture.span:
        return 0.0
    share = picture.columns / span
    if picture.columns > 1 and sharp_width(piece.picture) < picture.width * 0.99:
        # Blurred, or lost in a room that it cannot fill.
        return 6.0 * picture.columns
    return abs(share - 0.55) * (6 if span > 2 else 2) + (2 if picture.columns == 1 and span > 2 else 0)
