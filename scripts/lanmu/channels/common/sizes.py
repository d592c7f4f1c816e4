"""How wide pictures and tables in running text are printed, and which pictures have too few pixels for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from math import ceil
from typing import Any, NamedTuple

from lanmu.channels.common.pictures import MM_PER_INCH
from lanmu.channels.common.titles import advance
from lanmu.text.document import Cell, Figure, Heading, List, Paragraph, Table, mapped, text_of, visible

# Characters: no column is narrower than this where there is room.
NARROWEST = 2.0
# A table with more columns than this lies on the long side of the page where its texts would be torn apart upright.
UPRIGHT_COLUMNS = 6


class Spot(NamedTuple):
    """A place of the grid where a `w:tc` stands: the cell that begins there, or goes on from the row above."""

    column: int
    cell: Cell
    begins: bool


def spots(rows: Sequence[Sequence[Cell]], columns: int) -> Iterator[list[Spot]]:
    """The spots of each row; the cells fill the grid exactly."""
    reach: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        line: list[Spot] = []
        cells = iter(row)
        column = 0
        while column < columns:
            left, cell = reach.get(column, (0, Cell()))
            begins = not left
            if begins:
                cell = next(cells)
                left = cell.rowspan
            reach[column] = (left - 1, cell)
            line.append(Spot(column, cell, begins))
            column += cell.colspan
        yield line


def with_widths(table: Table) -> Table:
    """The table with `wants`, the characters of each column's longest text, and every cell's `length`."""

    def measured(cell: Cell) -> Cell:
        # Every paragraph may end in a line of its own.
        return replace(cell, length=len(visible(text_of(cell.blocks))) + 4 * len(cell.blocks))

    wants = [NARROWEST] * table.columns
    for column, cell, begins in (spot for line in spots(table.rows, table.columns) for spot in line):
        if begins and cell.colspan == 1:
            wants[column] = max(wants[column], sum(map(advance, visible(text_of(cell.blocks)))))
    rows = tuple(tuple(map(measured, row)) for row in table.rows)
    return replace(table, rows=rows, wants=tuple(wants))


@dataclass(frozen=True)
class Page:
    """The page of GB/T 9704-2012, 5.2: A4 with its margins in mm, the text's size and line pitch in points, and the lines of a
    page and characters of a line. PDF and Word take it from here."""

    width: int = 210
    height: int = 297
    top: int = 37
    bottom: int = 35
    left: int = 28
    right: int = 26
    size: int = 16
    pitch: float = 28.95
    lines: int = 22
    characters: int = 28

    def with_lines(self, lines: int) -> Page:
        """The page with so many lines in the same area."""
        return replace(self, pitch=self.pitch * self.lines / lines, lines=lines)


PAGE = Page()
# Widths and heights of figures in millimetres: the width of the text area, the least width, the greatest height, and the
# greatest width in a table.
WIDEST, LEAST, HIGHEST, IN_TABLE = float(PAGE.width - PAGE.left - PAGE.right), 60.0, 78.0, 40.0
# Pixels to the inch that look sharp from an office printer, at arm's length.
SHARP = 150


def is_drawing(figure: Figure) -> bool:
    """True for a drawing (SVG), which is sharp at any size."""
    return figure.image.endswith(".svg")


def sized(parts: Sequence[Any]) -> list[Any]:
    """The parts with their layout: figures get `printed` (width in millimetres), `below` and `next_height`, tables their column
    widths.

    `below` is the number of lines of text that follow a figure, and `next_height` how high (in millimetres) the picture is that
    follows these, if one does: where the page has no room for the figure, the lines may be set before it, but no other picture.
    """

    def with_width(block: Any, in_cell: bool) -> Any:
        if isinstance(block, Table):
            return with_widths(block)
        if not isinstance(block, Figure):
            return block
        # As wide as the text, less where the picture would not be sharp or would be too high.
        sharp = WIDEST if is_drawing(block) else block.width / SHARP * MM_PER_INCH
        wanted = min(IN_TABLE if in_cell else WIDEST, max(LEAST, sharp))
        by_height = HIGHEST * block.width / block.height if block.height else wanted
        return replace(block, printed=float(min(wanted, by_height)))

    result = [mapped(part, with_width) for part in parts]
    for index, part in enumerate(result):
        if isinstance(part, Figure):
            text = list(takewhile(lambda part: isinstance(part, Paragraph | Heading | List), result[index + 1 :]))
            lines = sum(ceil(len(visible(line)) / PAGE.characters) for line in text_of(text).splitlines())
            after = next(iter(result[index + 1 + len(text) :]), None)
            result[index] = replace(
                part, below=lines, next_height=height_of(after) if isinstance(after, Figure) else 0.0
            )
    return result


def height_of(figure: Figure) -> float:
    """How high a sized figure is printed, in millimetres."""
    return (figure.printed or 0.0) * figure.height / max(1, figure.width)


def few_pixels(figure: Figure, width: float, least: int, verb: str = "印") -> str:
    """What to say of a figure `width` mm wide that has fewer pixels to the inch than `least`; empty for others."""
    dpi = figure.width / width * MM_PER_INCH
    if is_drawing(figure) or dpi >= least - 1:
        return ""
    return (
        f"只有 {dpi:.0f} dpi（{figure.width} 像素排成 {width:.0f} 毫米宽），{verb}出来不清楚。"
        f"请换成宽 {round(width / MM_PER_INCH * least)} 像素以上的原图"
    )


def small_pictures(parts: Iterable[Any]) -> list[str]:
    """A remark on every sized figure that has too few pixels."""
    remarks: list[str] = []

    def look(block: Any, _in_cell: bool) -> Any:
        if isinstance(block, Figure) and block.printed and (fault := few_pixels(block, block.printed, SHARP)):
            remarks.append(f"图片“{block.alternative or '没有说明的'}”{fault}。")
        return block

    for part in parts:
        mapped(part, look)
    return remarks
