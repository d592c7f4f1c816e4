"""An article's blocks as a flat sequence of items for a column: paragraphs, pictures, tables.

Newspapers set lists as numbered paragraphs and quotations in 楷体; footnotes follow at the end of the piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from lanmu.channels.common.sizes import with_widths
from lanmu.channels.common.styles import Styles, texts_in, texts_of
from lanmu.text.document import (
    Admonition,
    Block,
    Figure,
    Heading,
    Inline,
    Inlines,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    inline_text,
    mapped,
    visible,
)

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
# The font of each style, by its role (fonts.yml); 楷体 for the rest.
FACES: dict[Style, str] = {"body": "song", "plain": "song", "heading": "hei", "centre": "hei"}
INDENTED: tuple[Style, ...] = ("body", "quote", "editor")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, eq=False)
class Item:
    """One item of a column.

    `before` blank lines stand above it, not at the top of a column; `stays` keeps it with the next item, `follows`
    with the one before. A figure or table has its `block` and no text.
    """

    style: Style = "body"
    inlines: Inlines = ()
    block: Figure | Table | None = None
    before: int = 0
    stays: bool = False
    follows: bool = False

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Roles of fonts and what is set in them."""
        if self.block:
            yield from texts_of(self.block, STYLES.body, STYLES)
        yield from texts_in(self.inlines, FACES.get(self.style, "kai"), STYLES)


@dataclass
class Galley:
    """Collects the items of a text: those for the columns, tables that need the whole width (`wide`), footnotes by name.
    `characters` is the width of a column, `gap` the blank lines due before the next item."""

    characters: int
    items: list[Item] = field(default_factory=list)
    wide: list[Item] = field(default_factory=list)
    notes: dict[str, Sequence[Block]] = field(default_factory=dict)
    gap: int = 0

    def add(self, blocks: Iterable[Block], style: Style = "body", label: str = "", depth: int = 0) -> None:
        """Appends blocks; `label` (a list's number or bullet) goes before the first paragraph."""
        for block in blocks:
            match block:
                case Paragraph() | Heading():
                    self.add_text(block, style, label)
                    label = ""
                case List():
                    for place, entry in enumerate(block.items, start=block.start):
                        bullet = item_number(place, depth) if block.ordered else "●○"[min(depth, 1)]
                        self.add(entry, style, bullet, depth + 1)
                case Quote():
                    self.add(block.blocks, "quote")
                case Admonition():
                    self.add_text(Heading(2, block.title), style, "")
                    self.add(block.blocks, "quote")
                case Figure():
                    self.items.append(Item(block=block, before=self.taken_gap()))
                case Table():
                    narrow = block.columns * NARROWEST_CELL <= self.characters
                    table = Item(block=with_widths(mapped(block, self.numbered)), before=self.taken_gap())
                    (self.items if narrow else self.wide).append(table)
                case Rule():
                    self.gap = 1

    def add_text(self, block: Paragraph | Heading, style: Style, label: str) -> None:
        """A paragraph or a subheading."""
        text = self.noted(block.inlines)
        if not visible(inline_text(text)):
            return
        if isinstance(block, Heading):
            self.items.append(Item("heading", text, before=1, stays=True))
        else:
            labelled = (Text(label), *text) if label else text
            self.items.append(Item(ROLES.get(block.role, style), labelled, before=self.taken_gap()))

    def taken_gap(self) -> int:
        gap, self.gap = self.gap, 0
        return gap

    def noted(self, inlines: Inlines) -> Inlines:
        """The runs with a number in the place of every footnote, the same at every reference; its text is kept."""
        result: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Note):
                self.notes.setdefault(inline.name, inline.blocks)
                inline = Text(number(list(self.notes).index(inline.name) + 1), sup=True)
            result.append(inline)
        return tuple(result)

    def numbered(self, block: Any, _in_cell: bool) -> Any:
        """A block in a table, or the table itself, with numbers in the place of footnotes."""
        names = [name for name in ("title", "inlines", "caption") if hasattr(block, name)]
        return replace(block, **{name: self.noted(getattr(block, name)) for name in names})


def galley(blocks: Iterable[Block], characters: int) -> Galley:
    """The items of a piece for columns of so many characters, footnotes at the end."""
    result = Galley(characters)
    result.add(blocks)
    done = 0
    while done < len(result.notes):
        result.add(list(result.notes.values())[done], "quote", number(done + 1))
        done += 1
    return result


def item_number(number: int, depth: int) -> str:
    """The number of a list's entry as Chinese documents write it (GB/T 15834-2011, B.3): 1.（1）①."""
    if depth == 0:
        return f"{number}."
    return f"（{number}）" if depth == 1 or not 1 <= number <= len(CIRCLED) else CIRCLED[number - 1]


def number(place: int) -> str:
    """A number in a circle, as long as there are such."""
    return CIRCLED[place - 1] if 0 < place <= len(CIRCLED) else f"[{place}]"


def signed(items: Sequence[Item], *words: str) -> tuple[Item, ...]:
    """The items and, at the end, who wrote them; no name is cut in two."""
    names = [word for word in words if word]
    if not names:
        return tuple(items)
    names[0] = f"（{names[0]}"
    names[-1] = f"{names[-1]}）"
    runs = [part for name in names for part in (Text("　"), Text(name, whole=True))]
    return (*items, Item("sign", tuple(runs[1:]), follows=True))


def caption_of(figure: Figure, photo: str) -> Inlines:
    """A picture's words, and who took it."""
    words = figure.caption or (Text(figure.alternative),)
    return (*words, Text("（"), Text(f"{photo} 摄）", whole=True)) if photo else words
