"""A piece ready to be laid out: its words around the title, its measured text and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lanmu.channels.newspaper.flow import BEGINNING, Measured, Place
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.titles import fitted

Role = Literal["headline", "lead", "box", "brief", "note"]
# Sizes of titles in body sizes: the least and the most wanted. A newspaper's 头条 is four times its text.
SIZES: dict[Role, tuple[float, float]] = {
    "headline": (2.5, 4.2),
    "lead": (1.7, 2.8),
    "box": (1.6, 2.3),
    "brief": (1.3, 1.7),
    "note": (1.2, 1.4),
}
KICKER, SUBTITLE = 0.52, 0.5
LEAST_KICKER, MOST_KICKER = 1.1, 1.6
# Titles of a page that is too full are a size smaller.
TIGHT = 0.8
# Heights of a line in its own size, where it is not one and a half: a tag is white on a red ground, with air below.
HEIGHTS = {"title": 1.24, "again": 1.24, "tag": 2.1}
# 上接第X版, beside the text.
SMALL = 0.95


@dataclass(frozen=True)
class Words:
    """The words around the title. `given` are the writer's own title lines, `tag` the name of the column (栏目)."""

    title: str
    given: tuple[str, ...] = ()
    kicker: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture in the compile root, its pixels, its words; `captions` are measured for each width, in points."""

    image: str
    alternative: str
    pixels: tuple[int, int]
    captions: Mapping[float, Measured]
    span: int | None = None


@dataclass(frozen=True, eq=False)
class Piece:
    """What the layout needs to know. `text` holds the measured items for each width of column, in points; `wide` the
    tables that take the width of the piece, measured for each span."""

    name: str
    role: Role
    words: Words
    text: Mapping[float, tuple[Measured, ...]]
    picture: Picture | None = None
    wide: Mapping[int, tuple[Measured, ...]] | None = None
    span: int | None = None
    group: str = ""

    @property
    def framed(self) -> bool:
        """True when it stands in a box of its own."""
        return self.role in ("box", "note")


@dataclass(frozen=True)
class Frame:
    """How a piece's columns lie in its width: their number, width and distance, and the first one's offset."""

    columns: int
    column: float
    gutter: float
    inset: float

    def x(self, column: int) -> float:
        """Where a column begins, from the left edge of the piece."""
        return self.inset + column * (self.column + self.gutter)

    def span(self, columns: int) -> float:
        """Width of so many columns."""
        return columns * self.column + (columns - 1) * self.gutter


def frame(grid: Grid, role: Role, span: int) -> Frame:
    """The frame of a piece over so many columns. A box is a character narrower on either side, in whole characters;
    编者按 is one wide column."""
    if role == "note":
        return Frame(
            1, characters_of(grid, span) * grid.size, 0, (grid.span(span) - characters_of(grid, span) * grid.size) / 2
        )
    if role != "box":
        return Frame(span, grid.column, grid.gutter, 0)
    lost = 2 if span == 1 else 1
    column = grid.column - lost * grid.size
    inset = grid.size
    gutter = (grid.span(span) - 2 * inset - span * column) / (span - 1) if span > 1 else 0
    return Frame(span, column, gutter, inset)


def characters_of(grid: Grid, span: int) -> int:
    """Whole characters in the width of a note, a character free on either side."""
    return int((grid.span(span) - 2 * grid.size) / grid.size + 0.01)


@dataclass(frozen=True)
class HeadLine:
    """Lines of one size over the text: the name of the column, 引题, 主题, 副题, or 上接第X版
    with the title again."""

    kind: Literal["tag", "kicker", "title", "subtitle", "from", "again"]
    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.size * HEIGHTS.get(self.kind, 1.45)


@dataclass(frozen=True)
class Head:
    """What stands above the text, and how many lines of the grid it takes (none for a piece without title)."""

    parts: tuple[HeadLine, ...]
    lines: int

    @property
    def size(self) -> float:
        """That of its largest line."""
        return max((part.size for part in self.parts), default=0.0)


def head(grid: Grid, piece: Piece, span: int, start: Place, from_page: int = 0, *, tight: bool = False) -> Head:
    """The head of a piece over so many columns; a continued one (`start`) has a small title and 上接第X版."""
    if piece.role == "note":
        return Head((), 0)
    room = frame(grid, piece.role, span).span(span) - (1.0 if span == 1 else 2.0) * grid.size * (span > 1)
    words = piece.words
    if start != BEGINNING:
        lines, size = fitted(words.title, room, (grid.size * 1.2, grid.size * 1.5))
        parts: list[HeadLine] = [
            HeadLine("from", (f"（上接第{from_page}版）",), grid.size * SMALL),
            HeadLine("again", lines, size),
        ]
        return Head(tuple(parts), lines_of(grid, parts))
    least, most = (grid.size * factor * grid.scale * (TIGHT if tight else 1) for factor in SIZES[piece.role])
    most = most if span > 1 or piece.role == "brief" else min(most, grid.size * 2.0)
    lines, size = fitted(words.title, room, (min(least, most), most), words.given)
    parts = [HeadLine("tag", (words.tag,), grid.size)] if words.tag else []
    parts += [small(grid, "kicker", words.kicker, size * KICKER, room)] if words.kicker else []
    parts.append(HeadLine("title", lines, size))
    parts += [small(grid, "subtitle", words.subtitle, size * SUBTITLE, room)] if words.subtitle else []
    return Head(tuple(parts), lines_of(grid, parts))


def small(
    grid: Grid, kind: Literal["kicker", "subtitle"], given: tuple[str, ...], wanted: float, room: float
) -> HeadLine:
    """引题 or 副题: about half the title, never smaller than the text."""
    wanted = min(max(wanted, grid.size * LEAST_KICKER), grid.size * MOST_KICKER * grid.scale)
    lines: list[str] = []
    size = wanted
    for line in given:
        parts, fit = fitted(line, room, (grid.size * LEAST_KICKER, wanted))
        lines += parts
        size = min(size, fit)
    return HeadLine(kind, tuple(lines), size)


def lines_of(grid: Grid, parts: list[HeadLine]) -> int:
    """Whole lines for the head and the air around it: half a line above, two thirds below."""
    height = sum(part.height for part in parts)
    return -int(-(height + 1.1 * grid.pitch) // grid.pitch)
