"""Text set in the width of a column by Typst itself, each item on a page of its own, and read back: how many lines, and
at which character each begins."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from lanmu.channels.blocks import visible
from lanmu.channels.desk import Desk
from lanmu.channels.markup.runs import plain
from lanmu.channels.newspaper.flow import Measured
from lanmu.channels.newspaper.grid import Grid
from lanmu.channels.newspaper.items import Item, text_of
from lanmu.channels.typesetting import prepared

Setter = Callable[[list[dict[str, Any]]], bytes]
# Lines at the least between a picture or table and what follows.
AIR = {"figure": 0.1, "table": 0.5}
# pdfium's own functions, by number of character on a page.
RAW = pypdfium2.raw


@dataclass(frozen=True)
class SetLines:
    """What a page of the galley shows: its height in points, its characters, and the baseline of each."""

    height: float
    text: str
    baselines: tuple[float, ...]


def set_apart(desk: Desk, template: str, data: dict[str, Any], files: Mapping[str, Path], title: str) -> bytes:
    """The galley in `data`, each entry on a page of its own, for measuring: neither tagged nor kept."""
    with prepared(template, data, files, desk.fonts, title=title, language=desk.language) as compiler:
        made = compiler.compile(format="pdf", pdf_tags=False)
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def measure(grid: Grid, wanted: Sequence[tuple[Item, float]], setter: Setter) -> list[Measured]:
    """The items in the widths given (points)."""
    if not wanted:
        return []
    pages = read(setter([entry_of(item, width) for item, width in wanted]))
    return [measured(grid, item, page) for (item, _), page in zip(wanted, pages, strict=True)]


def entry_of(item: Item, width: float) -> dict[str, Any]:
    """An item as newspaper.typ takes it, in one piece."""
    if item.block:
        kind = "picture" if item.block["kind"] == "figure" else "table"
        return {"kind": kind, "block": item.block, "width": width}
    return {"kind": "text", "width": width, **text_of(item, list(item.inlines))}


def measured(grid: Grid, item: Item, page: SetLines) -> Measured:
    """Lines and breaks of one item; what reads differently from what was set is not cut."""
    lines = -int(-(page.height - 0.01) // grid.pitch)
    if item.block:
        air = AIR[item.block["kind"]] * grid.pitch
        return Measured(item, -int(-(page.height + air) // grid.pitch), (), page.height)
    breaks = breaks_of(page, grid.pitch)
    same = visible(page.text) == visible(plain(item.inlines)) and len(breaks) == lines
    return Measured(item, lines, breaks if same else (), page.height)


def breaks_of(page: SetLines, pitch: float) -> tuple[int, ...]:
    """The number of characters before each line: a line begins where the baseline drops by more than a superscript's."""
    found: list[int] = []
    last = None
    for index, baseline in enumerate(page.baselines):
        if last is None or last - baseline > pitch / 2:
            found.append(index)
            last = baseline
    return tuple(found)


def read(pdf: bytes) -> Iterable[SetLines]:
    """Every page of a PDF, in order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield read_page(page)
    finally:
        document.close()


def heights(pdf: bytes) -> list[float]:
    """The height of every page in points, without reading what stands on it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_size(index)[1] for index in range(len(document))]
    finally:
        document.close()


def read_page(page: Any) -> SetLines:
    """The visible characters of a page in the order they were set."""
    text = page.get_textpage()
    characters: list[str] = []
    baselines: list[float] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        character = chr(RAW.FPDFText_GetUnicode(text, index))
        if RAW.FPDFText_IsGenerated(text, index) == 1 or character.isspace():
            continue
        RAW.FPDFText_GetCharOrigin(text, index, x, y)
        characters.append(character)
        baselines.append(y.value)
    return SetLines(page.get_height(), "".join(characters), tuple(baselines))
