"""The shapes a piece can take over so many columns: how large its title is, where its picture stands, how deep its text
becomes, how good it is.

A shape's cost is in lines of paper wasted, or what a practised eye would give to be rid of a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, inf
from typing import Literal

from lanmu.channels.common.items import Item
from lanmu.channels.common.press import Press
from lanmu.channels.common.sizes import is_drawing
from lanmu.channels.common.titles import fitted
from lanmu.channels.newspaper.columns import BEGINNING, Column, Measured, Place, balanced, flow
from lanmu.channels.newspaper.grid import RUNNING_HEAD, Frame, Grid, frame
from lanmu.channels.newspaper.pieces import Piece, Role
from lanmu.text.document import Figure

# Sizes of titles in body sizes: the least and the most wanted. A newspaper's 头条 is four times its text.
SIZES: dict[Role, tuple[float, float]] = {
    "headline": (2.5, 4.2),
    "lead": (1.7, 2.8),
    "box": (1.6, 2.3),
    "brief": (1.3, 1.7),
}
HeadKind = Literal["tag", "kicker", "title", "subtitle", "from", "again"]
# Titles of a page that is too full are a size smaller.
TIGHT = 0.8
# 引题 and 副题 in sizes of the title; in sizes of the text, no smaller and no larger than these.
SMALL = {"kicker": 0.52, "subtitle": 0.5}
LEAST_SMALL, MOST_SMALL = 1.1, 1.6
# Heights of a line in its own size: a tag is white on a red ground, with air below.
HEIGHTS = {"title": 1.24, "again": 1.24, "tag": 2.1}
HEIGHT = 1.45
# Lines of air at a head: half a line above, two thirds below.
HEAD_AIR = 1.1
# So many lines more than the least are tried, to find a depth at which no column is short.
DEEPER = 4
# A box has a blank line at its head and foot.
BOX_PADDING = 2
LEAST_SPLIT, LEAST_COLUMN = 8, 4
RAGGED, SHALLOW, SQUEEZED = 1.5, 4.0, 0.7
TALLEST_PICTURE = 0.42
# Blank lines that a large head can take in.
BLANK_LINES = 2
# Enough for the 133-line screen of a newspaper's press; a journal on coated paper is better served with 300.
LEAST_DPI = 200
# Part of a column that even a picture with few pixels fills.
LEAST_PICTURE = 0.7
# The least blank that becomes a 补白 (its rule included), and the price of one.
LEAST_FILLER, FILLER = 4, 4.0


@dataclass(frozen=True)
class HeadLine:
    """Lines of one size over the text: the name of the column, 引题, 主题, 副题, or 上接第X版
    with the title again. `height` is that of all, in points."""

    kind: HeadKind
    lines: tuple[str, ...]
    size: float
    height: float


@dataclass(frozen=True)
class PlacedPicture:
    """A picture above the text or in its last `columns` columns. Lengths in points; `lines` is all it takes, caption
    included."""

    above: bool
    columns: int
    width: float
    height: float
    caption: Measured
    lines: int


@dataclass(frozen=True)
class Shape:
    """A piece over `span` columns, `lines` deep. `blank` lines are added at the head and `foot` lines at the foot of a
    box when the page needs them."""

    piece: Piece
    span: int
    frame: Frame
    head: tuple[HeadLine, ...]
    head_lines: int
    picture: PlacedPicture | None
    text: tuple[Measured, ...]
    columns: tuple[Column, ...]
    wide: tuple[Measured, ...]
    lines: int
    cost: float
    start: Place = BEGINNING
    to_page: int = 0
    blank: int = 0
    foot: int = 0

    @property
    def takes(self) -> int:
        """Blank lines that its head can take in without looking lost: the more the larger it stands."""
        if not self.head or (self.span == 1 and (self.piece.role == "brief" or self.start != BEGINNING)):
            return 0
        return 1 if self.span == 1 or self.start != BEGINNING else BLANK_LINES


class Shaper:
    """Makes the shapes of one issue's pieces and remembers them; `tight` ones have smaller titles."""

    def __init__(
        self, press: Press, grid: Grid, measured: Mapping[tuple[Item, float], Measured], *, tight: bool = False
    ) -> None:
        self.press = press
        self.grid = grid
        self.measured = measured
        self.page_lines = grid.lines - RUNNING_HEAD
        self.tight = tight
        self.shapes = lru_cache(maxsize=None)(self._shapes)

    def _shapes(self, piece: Piece, span: int, start: Place = BEGINNING) -> tuple[Shape, ...]:
        best: dict[int, Shape] = {}
        layout = frame(self.grid, piece.role, span)
        for picture in self.pictures(piece, layout, start):
            taken = taken_up(layout, picture)
            shape = self.shape(piece, span, picture, start)
            for count, (depth, columns) in enumerate(balanced(shape.text, start, taken, self.page_lines - shape.lines)):
                # A single column that ended above its foot would leave a hole.
                if count > (DEEPER if layout.columns > 1 else 0):
                    break
                cost = self.cost(shape, columns, depth)
                lines = shape.lines + depth
                if lines not in best or cost < best[lines].cost:
                    best[lines] = replace(shape, columns=columns, lines=lines, cost=cost)
        return tuple(best[lines] for lines in sorted(best))

    def shape(self, piece: Piece, span: int, picture: PlacedPicture | None, start: Place) -> Shape:
        """A piece before its text is dealt out: `lines` are those of the head, a picture above, wide tables, a frame."""
        layout = frame(self.grid, piece.role, span)
        head = self.head(piece, span, layout, start)
        head_lines = ceil(sum(part.height for part in head) / self.grid.pitch + HEAD_AIR) if head else 0
        text = tuple(self.measured[item, layout.column] for item in piece.items)
        wide = tuple(self.measured[table, layout.width] for table in piece.wide)
        lines = head_lines + sum(table.lines + 1 for table in wide) + BOX_PADDING * piece.framed
        lines += picture.lines if picture and picture.above else 0
        return Shape(piece, span, layout, head, head_lines, picture, text, (), wide, lines, 0.0, start)

    def head(self, piece: Piece, span: int, layout: Frame, start: Place) -> tuple[HeadLine, ...]:
        """What stands above the text; a continued piece has a small title and 上接第X版."""
        size = self.grid.size
        if piece.role == "note":
            return ()
        room = layout.width - (2 * size if span > 1 else 0)
        if start != BEGINNING:
            lines, large = fitted(piece.name, room, (size * 1.2, size * 1.5), names=self.press.names)
            return self.line("from", (f"（上接第{start.page}版）",), size * 0.95), self.line("again", lines, large)
        least, most = (size * part * self.grid.scale * (TIGHT if self.tight else 1) for part in SIZES[piece.role])
        most = most if span > 1 or piece.role == "brief" else min(most, size * 2.0)
        lines, large = fitted(piece.name, room, (min(least, most), most), piece.lines, self.press.names)
        parts = [self.line("tag", (piece.tag,), size)] if piece.tag else []
        parts += self.small("kicker", piece.kicker, large, room)
        parts.append(self.line("title", lines, large))
        return (*parts, *self.small("subtitle", piece.subtitle, large, room))

    def line(self, kind: HeadKind, lines: tuple[str, ...], size: float) -> HeadLine:
        return HeadLine(kind, self.press.text(lines), size, len(lines) * size * HEIGHTS.get(kind, HEIGHT))

    def small(self, kind: HeadKind, texts: tuple[str, ...], size: float, room: float) -> Iterator[HeadLine]:
        """引题 or 副题: about half the title, never smaller than the text."""
        least, most = self.grid.size * LEAST_SMALL, self.grid.size * MOST_SMALL * self.grid.scale
        sizes = (least, min(max(size * SMALL[kind], least), most))
        parts = [fitted(line, room, sizes, names=self.press.names) for line in texts]
        if parts:
            yield self.line(kind, tuple(line for lines, _ in parts for line in lines), min(fit for _, fit in parts))

    def pictures(self, piece: Piece, layout: Frame, start: Place) -> Iterator[PlacedPicture | None]:
        """Where the picture can stand: beside the text at the right, above everything, or nowhere when there is none."""
        if piece.picture is None or start != BEGINNING:
            yield None
            return
        wanted = piece.picture_span
        for columns in [min(wanted, layout.columns)] if wanted else range(1, layout.columns + 1):
            yield self.picture(piece.picture, piece.caption, layout, columns)

    def picture(self, picture: Figure, words: Item, layout: Frame, columns: int) -> PlacedPicture:
        """A picture of so many columns' width, not taller than a part of the page, in whole lines with its caption."""
        width = layout.span(columns)
        # No larger than it is sharp, nor a stamp in its column.
        broad = min(width, max(sharp_width(picture), LEAST_PICTURE * layout.column))
        height = min(broad * picture.height / picture.width, self.page_lines * self.grid.pitch * TALLEST_PICTURE)
        caption = self.measured[words, width]
        lines = ceil(height / self.grid.pitch + 0.8) + caption.lines
        across = height * picture.width / picture.height
        return PlacedPicture(columns == layout.columns, columns, across, height, caption, lines)

    def split(self, piece: Piece, start: Place, room: int, to_page: int) -> Shape | None:
        """The piece over the whole width in `room` lines, to be continued (下转); None when there is no room for it.

        It keeps its picture with its beginning, beside the text.
        """
        span = self.grid.columns
        layout = frame(self.grid, piece.role, span)
        picture = None
        if piece.picture and start == BEGINNING and layout.columns > 1:
            across = min(piece.picture_span or 2, layout.columns - 1)
            picture = self.picture(piece.picture, piece.caption, layout, across)
        taken = taken_up(layout, picture)
        shape = self.shape(piece, span, picture, start)
        over = shape.lines - sum(table.lines + 1 for table in shape.wide)
        for depth in range(room - over, max(taken) + LEAST_SPLIT - 1, -1):
            capacities = [depth - lines for lines in taken]
            # 下转第X版 has a line of its own at the end of the last column.
            capacities[-1] -= 1
            columns = flow(shape.text, capacities, start)
            end = columns[-1].end
            if replace(end, page=start.page) == start or (end.item >= len(shape.text) and not shape.wide):
                return None
            # All the text would go in, but not what stands below it: some of it goes on with the table.
            if end.item < len(shape.text):
                return replace(shape, columns=columns, wide=(), lines=depth + over, to_page=to_page)
        return None

    def cost(self, shape: Shape, columns: Sequence[Column], depth: int) -> float:
        """Short columns, an open end, a text drawn out too thin, a picture too small or too large, narrow tables."""
        piece, picture, last = shape.piece, shape.picture, columns[-1].short
        ragged = sum(column.short + 4 * (column.short > 2) for column in columns[:-1]) * RAGGED
        empty = sum(column.capacity > 0 and not column.slices for column in columns)
        stubs = sum(0 < column.capacity < LEAST_COLUMN for column in columns)
        shallow = depth < LEAST_COLUMN and len(columns) > 1
        deep = max(0, depth - 0.7 * self.page_lines) * 0.2
        # The end may stand a few lines above the foot of the other columns; more is a hole, filled by a 补白.
        open_end = 0.3 * last if last < LEAST_FILLER else FILLER + 0.6 * last
        # How much deeper wide tables are than over the whole page.
        page = frame(self.grid, piece.role, self.grid.columns).width
        squeezed = sum(t.lines - self.measured[t.item, page].lines for t in shape.wide) * SQUEEZED
        fit = span_cost(piece, shape.span, self.grid.columns)
        if piece.picture and picture and not piece.picture_span:
            fit += picture_cost(piece.picture, picture, shape.span)
        return ragged + SHALLOW * (empty + stubs + shallow) + deep + open_end + squeezed + fit


def taken_up(layout: Frame, picture: PlacedPicture | None) -> list[int]:
    """Lines of each column that a picture beside the text has."""
    beside = picture.columns if picture and not picture.above else 0
    return [0] * (layout.columns - beside) + [picture.lines if picture else 0] * beside


def span_cost(piece: Piece, span: int, columns: int) -> float:
    """How far the width is from what befits the role: 头条 nearly the page, 短讯 one column."""
    liked = {"headline": (columns - 1, columns), "lead": (2, 3), "box": (1, 2), "brief": (1, 1), "note": (columns,) * 2}
    low, high = liked[piece.role]
    return (8.0 if piece.role == "headline" else 3.0) * (max(0, low - span) + max(0, span - high))


def sharp_width(picture: Figure) -> float:
    """How wide a picture can be and still be sharp, in points; a drawing is sharp at any width."""
    return inf if is_drawing(picture) else picture.width / LEAST_DPI * 72


def picture_cost(picture: Figure, placed: PlacedPicture, span: int) -> float:
    """A picture looks well at about half the width of its piece; one column is small, the whole width a poster."""
    if placed.columns > 1 and sharp_width(picture) < placed.width * 0.99:
        # Blurred, or lost in a room that it cannot fill.
        return 6.0 * placed.columns
    return abs(placed.columns / span - 0.55) * (6 if span > 2 else 2) + (2 if placed.columns == 1 and span > 2 else 0)
