"""Goes through a story (the text, a text box, a note) and makes its paragraphs plain; leaves out tables of contents."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.equations import FORMULAS
from lanmu.intake.word.meaning.links import Links
from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.steps.inline import MARKER, Inline
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import BOX, CELL, PARAGRAPH, ROW, TABLE, local, make, plain_text, w

HEADING = "目录"
CHUNK = "文档里嵌着另一个文件的内容（altChunk），没有收进来。请在 Word 或 WPS 里打开这个文档，另存一次，再导入。"
STRANGE = "有 {n} 处不认识的内容（{name}）没有收进来{at}。"
# What tables and the body have besides blocks.
PROPERTIES = frozenset(w(name) for name in ("tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "sectPr"))


def make_plain(story: Element, links: Links, styles: Styles, remarks: Remarks) -> None:
    """Makes every paragraph of a story plain. Text boxes in it are stories of their own."""
    reader = Inline(links, styles, remarks)
    walk(story, reader)
    reader.finish()


def walk(container: Element, reader: Inline) -> None:
    """Goes through the blocks of a container; a row's cells and a table's rows are gone through in the same way."""
    fresh: list[Element] = []
    for block in container:
        kept = kept_block(block, reader)
        if kept is None and fresh and is_contents_heading(fresh[-1]):
            reader.remarks.gone(plain_text(fresh.pop()))
        if kept is not None:
            fresh.extend(kept)
    container[:] = fresh


def kept_block(block: Element, reader: Inline) -> list[Element] | None:
    """What stays of a block; None for a paragraph of a table of contents."""
    if block.tag in FORMULAS:
        block = make("p", None, block)
    if block.tag == PARAGRAPH:
        return [block] if reader.paragraph(block) else None
    if block.tag == BOX:
        make_plain(block, reader.links, reader.styles, reader.remarks)
    elif block.tag in (TABLE, ROW, CELL):
        walk(block, reader)
    elif block.tag == w("altChunk"):
        reader.remarks.add("left_out", CHUNK)
        return []
    elif block.tag not in PROPERTIES:
        return strange(block, reader)
    return [block]


def strange(block: Element, reader: Inline) -> list[Element]:
    """What stays of a block that is not known: the blocks in it."""
    name = local(block)
    if not plain_text(block):
        if not MARKER.fullmatch(name):
            reader.remarks.count("look", STRANGE.replace("{name}", name))
        return []
    walk(block, reader)
    return list(block)


def is_contents_heading(block: Element) -> bool:
    """True for the word 目录 above a table of contents."""
    return block.tag == PARAGRAPH and "".join(plain_text(block).split()) == HEADING
