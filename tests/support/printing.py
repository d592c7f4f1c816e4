"""What the tests of print share: a press with sites made in memory, and PDFs read back glyph by glyph."""

from __future__ import annotations

import ctypes
import functools
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lanmu.channels.common import fonts
from lanmu.channels.common.fonts import ROLES
from lanmu.channels.common.press import Press
from lanmu.content.article import Article
from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTItem, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from pypdfium2 import raw as pdfium_c

from support import builders

MM = 72 / 25.4
TEXT_TOP, TEXT_FOOT, TEXT_LEFT, TEXT_RIGHT = 37.0, 262.0, 28.0, 184.0
# The ideographic box reaches from 0.12 below to 0.88 above the baseline.
ABOVE = 0.88


@functools.cache
def has_fonts() -> bool:
    """True when this machine has a font for every role, in both scripts."""
    try:
        for traditional in (False, True):
            fonts.find(ROLES, builders.SETTINGS, traditional=traditional)
    except UserError:
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_there() -> None:
    if not has_fonts():
        pytest.fail("没有排印用的字体。请用 python3 scripts/test.py 运行测试，它会准备好。")


def press(
    tmp_path: Path,
    articles: Sequence[Article],
    *,
    settings: Settings = builders.SETTINGS,
    traditional: bool = False,
    **changes: Any,
) -> Press:
    """A press for articles made in memory; what they show lies in `tmp_path`/docs."""
    docs = tmp_path / "docs"
    docs.mkdir(exist_ok=True)
    site = replace(builders.site(articles, docs=docs), **changes)
    place = Press(site, settings, tmp_path / "store", traditional)
    # Reading the fonts takes a second or two; they are the same for all desks with these settings.
    own = settings.print.traditional_fonts if traditional else settings.print.fonts
    place.__dict__["fonts"] = fonts_for(own.model_dump_json(), place) if has_fonts() else None
    return place


FOUND: dict[tuple[str, bool], fonts.Fonts] = {}


def fonts_for(own: str, place: Press) -> fonts.Fonts:
    """The fonts of this machine for a press, read once in a run."""
    key = own + place.settings.traditional.quotes, place.traditional
    if key not in FOUND:
        FOUND[key] = fonts.find(ROLES, place.settings, traditional=place.traditional)
    return FOUND[key]


def with_print(**tables: dict[str, Any]) -> Settings:
    """The usual settings with fields of [print.…] changed."""
    changed = {
        name: getattr(builders.SETTINGS.print, name).model_copy(update=fields) for name, fields in tables.items()
    }
    return builders.SETTINGS.model_copy(update={"print": builders.SETTINGS.print.model_copy(update=changed)})


class Glyph:
    """One glyph; places in mm from the upper left corner of the page, `y` is its baseline."""

    def __init__(self, char: LTChar, height: float) -> None:
        self.text = char.get_text()
        self.x = char.matrix[4] / MM
        self.right = char.x1 / MM
        self.y = (height - char.matrix[5]) / MM
        self.size = round(char.matrix[0] if char.matrix[0] > 1 else char.size, 1)
        self.font = char.fontname.split("+")[-1]
        colour = char.graphicstate.ncolor
        self.colour = tuple(colour) if isinstance(colour, Iterable) else (colour,)


class Row(list[Glyph]):
    """The glyphs of one baseline, from left to right."""

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self)

    @property
    def y(self) -> float:
        return self[0].y

    @property
    def left(self) -> float:
        return self[0].x

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def layouts(pdf: bytes) -> Iterator[LTPage]:
    """What is drawn on every page, in the order in which it is drawn."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        yield device.get_result()


def glyphs(pdf: bytes) -> list[list[Glyph]]:
    """The glyphs of every page in the order in which they are drawn."""

    def below(item: LTItem) -> Iterator[LTChar]:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, Iterable):
            for child in item:
                yield from below(child)

    return [[Glyph(char, page.height) for char in below(page)] for page in layouts(pdf)]


def rows(page: Iterable[Glyph]) -> list[Row]:
    """The lines of a page, from top to foot."""
    by_height: defaultdict[float, list[Glyph]] = defaultdict(list)
    for glyph in page:
        by_height[round(glyph.y, 1)].append(glyph)
    return [Row(sorted(by_height[y], key=lambda g: g.x)) for y in sorted(by_height)]


def body_rows(page: Iterable[Glyph]) -> list[Row]:
    """The lines in the text area."""
    return [row for row in rows(page) if TEXT_TOP < row.y < TEXT_FOOT]


def body_text(pdf: bytes) -> str:
    """The text in the text area of all pages in the order in which it is drawn, without white space."""
    characters = (g.text for page in glyphs(pdf) for g in page if TEXT_TOP < g.y < TEXT_FOOT)
    return "".join("".join(characters).split())


def row_with(page_rows: Iterable[Row], text: str) -> Row:
    """The first line with a text."""
    return next(row for row in page_rows if text in "".join(row.text.split()))


def ink_above_baseline(pdf: bytes, character: str) -> list[float]:
    """How high above the baseline the middle of a character's ink is, in parts of its size, wherever it stands."""
    document = PdfDocument(pdf)
    try:
        return [height for page in document for height in ink_on(page, character)]
    finally:
        document.close()


def ink_on(page: Any, character: str) -> Iterator[float]:
    text = page.get_textpage()
    for index, shown in enumerate(text.get_text_range()):
        if shown == character:
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium_c.FPDFText_GetCharOrigin(text.raw, index, x, y)
            _, bottom, _, top = text.get_charbox(index)
            yield ((bottom + top) / 2 - y.value) / pdfium_c.FPDFText_GetFontSize(text.raw, index)


def tags(pdf: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The structure elements in reading order: their kind and their dictionary."""
    elements: list[tuple[str, dict[str, Any]]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                elements.append((str(node["/S"]).lstrip("/"), node))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return elements


def outline(pdf: bytes) -> list[str]:
    """The bookmarks, deeper ones with two spaces for each level."""

    def walk(entries: Any, depth: int) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield "  " * depth + str(entry.title)

    return list(walk(PdfReader(io.BytesIO(pdf)).outline, 0))


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The fonts and whether they lie in the file."""
    embedded = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            name = str(font.get_object()["/BaseFont"]).split("+")[-1]
            embedded[name] = any(key.startswith("/FontFile") for key in descriptor)
    return embedded
