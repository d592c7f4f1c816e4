"""What stands in a Word document: text as read, text as it was before the changes, and what is hidden.

Element names are those of ECMA-376 part 1, clause 17 (WordprocessingML).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from lanmu.checks.attachments.texts import Sort, Text, digit_cells, joined
from lanmu.untrusted.markup import attribute, children, local

BODY = "正文"
STORIES = {
    "document": BODY,
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "glossary/document": "文档部件",
}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TEXTS = frozenset({"t", "delText", "instrText", "delInstrText"})
CODES = frozenset({"instrText", "delInstrText"})
# Properties say how text looks; the words in them are none of the text.
PROPERTIES = frozenset({"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"})
OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph's text, and whether it was deleted, inserted or hidden."""

    text: str = ""
    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    code: bool = False
    """The instruction of a field, such as the address of a link."""


def story_of(name: str) -> str:
    """What the part `name` is called: 正文, 页眉 …; an empty string when it is no story of the document."""
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return STORIES.get(stem, "") if name.startswith("word/") and name.endswith(".xml") else ""


def texts(root: Element, story: str) -> Iterator[Text]:
    """Every text of one story (part) of the document."""
    base = Sort.COMMENT if story == STORIES["comments"] else Sort.SHOWN
    number = 0
    for paragraph, place in paragraphs(root, story, [0]):
        all_pieces = list(pieces(paragraph, Piece()))
        if place == BODY and any(piece.text.strip() for piece in all_pieces):
            number += 1
            place = f"{BODY}第 {number} 段"
        yield from paragraph_texts(all_pieces, place, base)
    for number, row in enumerate((row for row in root.iter() if local(row.tag) == "tr"), 1):
        for text in digit_cells([joined(cell).strip() for cell in children(row, "tc")]):
            yield Text(f"表格第 {number} 行逐格填写的数字", text, base)


def paragraphs(element: Element, place: str, tables: list[int]) -> Iterator[tuple[Element, str]]:
    """Every paragraph with its place; `tables` counts the tables met so far."""
    for child in element:
        tag = local(child.tag)
        if tag == "tbl":
            tables[0] += 1
            named = f"{'' if place.startswith(BODY) else place}第 {tables[0]} 个表格"
            for number, row in enumerate(children(child, "tr"), 1):
                yield from paragraphs(row, f"{named}第 {number} 行", tables)
        elif tag == "p":
            yield child, place
            yield from paragraphs(child, place, tables)
        else:
            yield from paragraphs(child, "文本框" if tag == "txbxContent" else place, tables)


def pieces(element: Element, state: Piece) -> Iterator[Piece]:
    """The pieces of one paragraph in their order; paragraphs in text boxes inside it are not part of it."""
    for child in element:
        tag = local(child.tag)
        if tag in TEXTS:
            deleted = state.deleted or tag.startswith("del")
            yield Piece(child.text or "", deleted, state.inserted, state.hidden, tag in CODES)
        elif tag in SIGNS:
            yield Piece(SIGNS[tag], state.deleted, state.inserted, state.hidden)
        elif tag not in PROPERTIES and tag != "p":
            is_hidden = any(
                attribute(vanish, "val").lower() not in OFF
                for properties in children(child, "rPr")
                for vanish in children(properties, "vanish")
            )
            yield from pieces(
                child,
                Piece(
                    deleted=state.deleted or tag in ("del", "moveFrom"),
                    inserted=state.inserted or tag in ("ins", "moveTo"),
                    hidden=state.hidden or is_hidden,
                ),
            )


def paragraph_texts(pieces: list[Piece], place: str, base: Sort) -> Iterator[Text]:
    """The paragraph as it is read, as it was before the changes, and what is hidden or was added in it."""
    shown = "".join(piece.text for piece in pieces if not (piece.deleted or piece.hidden or piece.code))
    if shown.strip():
        yield Text(place, shown, base)
    if not any(piece.deleted or piece.inserted or piece.hidden or piece.code for piece in pieces):
        return
    # The whole former paragraph: masking a number with the changes tracked deletes only the middle of it.
    if any(piece.deleted and piece.text and not piece.code for piece in pieces):
        former = "".join(piece.text for piece in pieces if not (piece.inserted or piece.code))
        yield Text(f"{place}修订删去的文字", former, Sort.REVISION)
    for label, sort, is_chosen in (
        ("的域代码", base, lambda piece: piece.code),
        ("修订加入的文字", Sort.REVISION, lambda piece: piece.inserted and not (piece.deleted or piece.code)),
        ("隐藏的文字", Sort.HIDDEN, lambda piece: piece.hidden and not (piece.deleted or piece.code)),
    ):
        # Each unbroken run of chosen pieces.
        for chosen, group in groupby(pieces, is_chosen):
            text = "".join(piece.text for piece in group)
            if chosen and text.strip():
                yield Text(f"{place}{label}", text, sort)
