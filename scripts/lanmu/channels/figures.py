"""How wide the pictures and tables in running text are printed, and which pictures have too few pixels for that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from math import ceil
from typing import Any

from lanmu.channels.pictures import MM_PER_INCH
from lanmu.channels.table_widths import with_widths
from lanmu.text.document import Figure, Heading, List, Paragraph, Table, mapped, text_of, visible

# Millimetres: the text area of GB/T 9704-2012, what is no stamp yet, a third of the page, what a table bears.
WIDEST, LEAST, HIGHEST, IN_TABLE = 156.0, 60.0, 78.0, 40.0
# What looks sharp from an office printer, at arm's length.
SHARP = 150
# The grid of GB/T 9704-2012: characters to a line.
CHARACTERS = 28


def printed_width(figure: Figure, *, in_cell: bool) -> float:
    """Millimetres: as wide as the text, less where the picture would not be sharp or would be too high."""
    sharp = WIDEST if is_drawing(figure) else figure.width / SHARP * MM_PER_INCH
    wanted = min(IN_TABLE if in_cell else WIDEST, max(LEAST, sharp))
    by_height = HIGHEST * figure.width / figure.height if figure.height else wanted
    return float(min(wanted, by_height))


def is_drawing(figure: Figure) -> bool:
    """True for one that is sharp at any size."""
    return figure.image.endswith(".svg")


def sized(parts: Sequence[Any]) -> list[Any]:
    """Adds `printed` to figures, their width in millimetres, and what their columns want to tables.

    `below` a figure are so many lines of text: where the page has no room for it they may go before it, but never
    another picture.
    """

    def with_width(block: Any, in_cell: bool) -> Any:
        if isinstance(block, Table):
            return with_widths(block)
        is_figure = isinstance(block, Figure)
        return replace(block, printed=printed_width(block, in_cell=in_cell)) if is_figure else block

    found = [mapped(part, with_width) for part in parts]
    return [
        replace(part, below=lines_below(found, i)) if isinstance(part, Figure) else part for i, part in enumerate(found)
    ]


def lines_below(parts: Sequence[Any], index: int) -> int:
    """Lines of running text below a part, up to the next picture or table."""
    text = takewhile(lambda part: isinstance(part, Paragraph | Heading | List), parts[index + 1 :])
    return sum(ceil(len(visible(line)) / CHARACTERS) for line in text_of(text).splitlines())


def small_pictures(parts: Iterable[Any]) -> list[str]:
    """A remark on every sized figure that has too few pixels."""
    remarks: list[str] = []

    def look(block: Any, _in_cell: bool) -> Any:
        if isinstance(block, Figure) and block.printed and not is_drawing(block):
            dpi = block.width / block.printed * MM_PER_INCH
            if dpi < SHARP - 1:
                needed = round(block.printed / MM_PER_INCH * SHARP)
                place = f"{block.width} 像素排成 {block.printed:.0f} 毫米宽"
                advice = f"请换成宽 {needed} 像素以上的原图。"
                name = block.alternative or "没有说明的"
                remarks.append(f"图片“{name}”只有 {dpi:.0f} dpi（{place}），印出来不清楚。{advice}")
        return block

    for part in parts:
        mapped(part, look)
    return remarks
