"""An article's blocks as what stands one below the other in a column: lines of text, pictures, tables.

Newspapers set lists as numbered paragraphs and quotations in 楷体; footnotes follow at the end of the piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lanmu.channels.markup.runs import Inline, run
from lanmu.channels.newspaper.inlines import count
from lanmu.channels.styles import Styles
from lanmu.channels.table_widths import with_widths

Block = dict[str, Any]
Style = Literal["body", "plain", "quote", "heading", "centre", "right", "sign", "editor", "caption"]
# A cell narrower than this many characters is a ladder of syllables: the table then takes the width of the piece.
NARROWEST_CELL = 5
# GB/T 9704-2012, 7.3.5 has right-hand signatures; everything else that is not running text stands flush or centred.
ROLES: dict[str, Style] = {
    "letterhead": "centre",
    "title": "centre",
    "addressees": "plain",
    "attachments": "plain",
    "signature": "right",
    "date": "right",
    "index": "plain",
    "copies": "plain",
}
# Newspapers set their text in 宋体, words of others in 楷体.
STYLES = Styles(body="song", headings=("hei", "hei", "hei", "hei"), note="kai")
# The font of each style, by its role (font_names.py).
FACES: dict[Style, str] = {"body": "song", "plain": "song", "heading": "hei", "centre": "hei"}
INDENTED: tuple[Style, ...] = ("body", "quote", "editor")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Item:
    """One thing in the column.

    `before` blank lines stand above it, not at the top of a column; `stays` keeps it with the next item, `follows`
    with the one before. A figure or table has its `block` and no text.
    """

    style: Style = "body"
    inlines: tuple[Inline, ...] = ()
    block: Block | None = None
    before: int = 0
    stays: bool = False
    follows: bool = False


@dataclass
class Galley:
    """What is gathered while the blocks are read: items for the columns, wide tables, footnotes."""

    characters: int
    items: list[Item] = field(default_factory=list)
    wide: list[Item] = field(default_factory=list)
    notes: dict[str, Sequence[Block]] = field(default_factory=dict)
    gap: int = 0

    def add(self, blocks: Iterable[Block], style: Style = "body", mark: str = "", depth: int = 0) -> None:
        """Appends blocks; `mark` (a list's number or point) goes before the first paragraph."""
        for block in blocks:
            kind = block["kind"]
            if kind in ("paragraph", "heading"):
                self.add_text(block, style, mark)
                mark = ""
            elif kind == "list":
                for offset, entry in enumerate(block["items"]):
                    self.add(entry, style, mark_of(block, offset, depth), depth + 1)
            elif kind == "quote":
                self.add(block["blocks"], "quote")
            elif kind == "aside":
                self.add_text({"kind": "heading", "inlines": block["title"]}, style, "")
                self.add(block["blocks"], "quote")
            elif kind == "figure":
                self.items.append(Item(block=block, before=self.taken_gap()))
            elif kind == "table":
                narrow = block["columns"] * NARROWEST_CELL <= self.characters
                table = Item(block=with_widths(self.without_notes(block)), before=self.taken_gap())
                (self.items if narrow else self.wide).append(table)
            else:
                self.gap = 1

    def add_text(self, block: Block, style: Style, mark: str) -> None:
        """A paragraph or a subheading."""
        text = self.noted(block["inlines"])
        if not count(text):
            return
        if block["kind"] == "heading":
            self.items.append(Item("heading", text, before=1, stays=True))
        else:
            marked = (run(mark), *text) if mark else text
            self.items.append(Item(ROLES.get(block.get("role", ""), style), marked, before=self.taken_gap()))

    def taken_gap(self) -> int:
        """The blank line that a rule between paragraphs becomes, once."""
        gap, self.gap = self.gap, 0
        return gap

    def noted(self, inlines: Iterable[Inline]) -> tuple[Inline, ...]:
        """The runs with a number in the place of every footnote, whose text is kept for the end."""
        return tuple(self.numbered(inline) if inline["kind"] == "note" else inline for inline in inlines)

    def numbered(self, note: Inline) -> Inline:
        """The number of a footnote, the same at every reference."""
        self.notes.setdefault(note["name"], note["blocks"])
        return run(number(list(self.notes).index(note["name"]) + 1), {"sup": True})

    def without_notes(self, part: Any) -> Any:
        """A table with numbers in the place of footnotes, however deep they are in it."""
        if isinstance(part, list):
            return [self.without_notes(child) for child in part]
        if not isinstance(part, dict):
            return part
        if part.get("kind") == "note":
            return self.numbered(part)
        return {name: self.without_notes(child) for name, child in part.items()}


def mark_of(block: Block, offset: int, depth: int) -> str:
    """The number or point of a list's entry (GB/T 15834-2011, B.3: 1. （1） ①)."""
    if not block["ordered"]:
        return "●○"[min(depth, 1)]
    place = block["start"] + offset
    return (f"{place}.", f"（{place}）", number(place))[min(depth, 2)]


def number(place: int) -> str:
    """A number in a circle, as long as there are such."""
    return CIRCLED[place - 1] if 0 < place <= len(CIRCLED) else f"[{place}]"


def galley(blocks: Iterable[Block], characters: int) -> Galley:
    """The items of a piece for columns of so many characters, footnotes at the end."""
    found = Galley(characters)
    found.add(blocks)
    told = 0
    while told < len(found.notes):
        found.add(list(found.notes.values())[told], "quote", number(told + 1))
        told += 1
    return found


def signed(items: Sequence[Item], *words: str) -> tuple[Item, ...]:
    """The items and, at the end, who wrote them; no name is cut in two."""
    names = [word for word in words if word]
    if not names:
        return tuple(items)
    names[0] = f"（{names[0]}"
    names[-1] = f"{names[-1]}）"
    runs = [part for name in names for part in (run("　"), run(name) | {"whole": True})]
    return (*items, Item("sign", tuple(runs[1:]), follows=True))


def until(blocks: Sequence[Block], heading: str) -> list[Block] | None:
    """The blocks before a heading; None when there is no such heading."""
    for place, block in enumerate(blocks):
        if block["kind"] == "heading" and "".join(i.get("text", "") for i in block["inlines"]).strip() == heading:
            return list(blocks[:place])
    return None


def without_figures(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that are no pictures."""
    return tuple(item for item in items if not (item.block and item.block["kind"] == "figure"))


def text_of(
    item: Item, inlines: Sequence[Inline], *, begins: bool = True, ends: bool = True, level: int = 2
) -> dict[str, Any]:
    """Some of the text of an item as newspaper.typ takes it: `begins` and `ends` tell whether it is cut from a paragraph."""
    return {
        "style": item.style,
        "face": FACES.get(item.style, "kai"),
        "inlines": inlines,
        "indent": begins and item.style in INDENTED,
        "full": not ends,
        "level": level,
    }
