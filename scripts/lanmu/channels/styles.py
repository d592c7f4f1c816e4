"""Which font role each part of a text is set in. The templates read it, and so does the check of the glyphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from lanmu.channels.blocks import Block


@dataclass(frozen=True)
class Styles:
    """Roles (font_names.ROLES) by part; `headings` are those of the levels 2 to 5.

    Chinese has no italics and 仿宋 no bold: what is strong is set in 黑体, what is emphasised in 楷体.
    """

    body: str = "fang"
    strong: str = "hei"
    em: str = "kai"
    headings: tuple[str, ...] = ("hei", "kai", "fang", "fang")
    title: str = "biao"
    quote: str = "kai"
    aside: str = "kai"
    caption: str = "kai"
    head_cell: str = "hei"
    note: str = "song"

    @property
    def data(self) -> dict[str, Any]:
        """For the templates."""
        return asdict(self)


def face_of(inline: dict[str, Any], base: str, styles: Styles) -> str:
    """The role of one run; `face` in it goes before everything else."""
    if face := inline.get("face"):
        return str(face)
    return styles.strong if inline["strong"] else styles.em if inline["em"] else base


def texts_by_role(blocks: Iterable[Block], styles: Styles) -> dict[str, str]:
    """All text of the blocks by the role of the font that it is set in."""
    found: defaultdict[str, str] = defaultdict(str)
    for block in blocks:
        for role, text in texts_of(block, styles.body, styles):
            found[role] += text
    return dict(found)


def texts_of(block: Block, base: str, styles: Styles) -> Iterator[tuple[str, str]]:
    """Roles and texts of one block, in a surrounding that is set in `base`."""
    kind = block["kind"]
    inner = {"quote": styles.quote, "aside": styles.aside}.get(kind, base)
    own = styles.headings[block["level"] - 2] if kind == "heading" else inner
    if kind == "paragraph" and block["role"] == "title":
        own = styles.title
    yield from texts_in(block.get("inlines", ()), own, styles)
    yield from texts_in(block.get("title", ()), styles.strong, styles)
    yield from texts_in(block.get("caption", ()), styles.caption, styles)
    for child in (*block.get("blocks", ()), *(child for item in block.get("items", ()) for child in item)):
        yield from texts_of(child, inner, styles)
    for cell in (cell for row in block.get("rows", ()) for cell in row["cells"]):
        for child in cell["blocks"]:
            yield from texts_of(child, styles.head_cell if cell["head"] else base, styles)


def texts_in(inlines: Iterable[dict[str, Any]], base: str, styles: Styles) -> Iterator[tuple[str, str]]:
    """Roles and texts of inlines, footnotes included."""
    for inline in inlines:
        if inline["kind"] == "text":
            yield face_of(inline, base, styles), inline["text"]
        for block in inline.get("blocks", ()):
            yield from texts_of(block, styles.note, styles)
