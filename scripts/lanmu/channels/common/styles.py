"""Which font role each part of a text is set in. The templates read it, and so does the check of the glyphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lanmu.text.document import (
    Admonition,
    Block,
    Figure,
    Heading,
    Inline,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    children,
    mapped,
)


@dataclass(frozen=True)
class Styles:
    """Font roles (fonts.ROLES) by part; `headings` are those of the levels 2 to 5.

    Chinese has no italics and 仿宋 no bold: what is strong is set in 黑体, what is emphasised in 楷体.
    """

    body: str = "fang"
    strong: str = "hei"
    em: str = "kai"
    headings: tuple[str, ...] = ("hei", "kai", "fang", "fang")
    title: str = "biao"
    quote: str = "kai"
    admonition: str = "kai"
    caption: str = "kai"
    head_cell: str = "hei"
    note: str = "song"


OFFICIAL = Styles()


def face_of(run: Text, base: str, styles: Styles) -> str:
    """The role of one run; `face` in it goes before everything else."""
    return run.face or (styles.strong if run.strong else styles.em if run.em else base)


def texts_by_role(blocks: Iterable[Block], styles: Styles) -> Iterator[tuple[str, str]]:
    """All text of the blocks, each piece with the role of the font that it is set in."""
    for block in blocks:
        yield from texts_of(block, styles.body, styles)


def texts_of(block: Block, base: str, styles: Styles) -> Iterator[tuple[str, str]]:
    """Roles and texts of a block; `base` is the role of running text there."""
    match block:
        case Heading():
            yield from texts_in(block.inlines, styles.headings[block.level - 2], styles)
        case Paragraph():
            yield from texts_in(block.inlines, styles.title if block.role == "title" else base, styles)
        case Figure() | Table():
            yield from texts_in(block.caption, styles.caption, styles)
        case Quote():
            base = styles.quote
        case Admonition():
            yield from texts_in(block.title, styles.strong, styles)
            base = styles.admonition
    if isinstance(block, Table):
        for cell in (cell for row in block.rows for cell in row):
            for child in cell.blocks:
                yield from texts_of(child, styles.head_cell if cell.head else base, styles)
        return
    for child in children(block):
        yield from texts_of(child, base, styles)


def texts_in(inlines: Iterable[Inline], base: str, styles: Styles) -> Iterator[tuple[str, str]]:
    """Roles and texts of inlines, footnotes included."""
    for inline in inlines:
        if isinstance(inline, Text):
            yield face_of(inline, base, styles), inline.text
        elif isinstance(inline, Note):
            for block in inline.blocks:
                yield from texts_of(block, styles.note, styles)


LEVELS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), "hei"),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), "kai"),
    (re.compile(r"\d{1,2}[、.．]|（\d{1,2}）|[①-⑳]"), "fang"),
)


def led_in(block: Any) -> Any:
    """A paragraph whose heading runs into the text (bold at its beginning, with a number) gets the level's font there."""
    first = block.inlines[0] if isinstance(block, Paragraph) else None
    if not isinstance(first, Text) or not first.strong:
        return block
    face = next((face for pattern, face in LEVELS if pattern.match(first.text)), None)
    return replace(block, inlines=(replace(first, face=face), *block.inlines[1:])) if face else block


def levelled(parts: Iterable[Any], first: int) -> list[Any]:
    """Adds `depth` to headings: their rank for the outline, which may leave out none (ISO 14289-1, 7.4.2).

    `first` is the depth right below the title. Headings inside of other blocks are ranked, too.
    """
    above: list[int] = []

    def ranked(block: Any, _in_cell: bool) -> Any:
        if not isinstance(block, Heading):
            return block
        above[:] = [level for level in above if level < block.level] + [block.level]
        return replace(block, depth=first + len(above) - 1)

    return [mapped(part, ranked) for part in parts]
