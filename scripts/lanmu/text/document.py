"""An article as a typed document: blocks of inlines, the way every channel takes it.

The last fields of some classes are layout that channels add; while they are None they are left out of the data that the Typst
templates get (`as_data`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; `link` is an address outside the site or empty. A channel sets `face` (the role of a font) and `whole`
    (not to be broken over lines)."""

    kind: ClassVar[str] = "text"
    text: str
    strong: bool = False
    em: bool = False
    sup: bool = False
    sub: bool = False
    link: str = ""
    face: str | None = None
    whole: bool | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A forced end of a line."""

    kind: ClassVar[str] = "break"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at its reference. `name` is unique among all articles; `blocks` are empty where it is referred to again."""

    kind: ClassVar[str] = "note"
    name: str
    blocks: tuple[Block, ...] = ()


Inline = Text | Break | Note
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 2 to 5; `depth` its rank in the outline of what is printed."""

    kind: ClassVar[str] = "heading"
    level: int
    inlines: Inlines
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`role` is empty, or a part of an official document: letterhead, title, addressees, attachments, signature, date,
    index, copies. `last` keeps it on the page of the sign-off below it."""

    kind: ClassVar[str] = "paragraph"
    inlines: Inlines
    role: str = ""
    last: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """`items` are the blocks of each item; `start` is the first number."""

    kind: ClassVar[str] = "list"
    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """`align` is empty, left, center or right; `length` the characters in it, for the page breaks."""

    blocks: tuple[Block, ...] = ()
    head: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of its rows fill the grid exactly. `wants` are the characters that each column would like to have."""

    kind: ClassVar[str] = "table"
    caption: Inlines
    columns: int
    rows: tuple[tuple[Cell, ...], ...]
    wants: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`image` is the name of the prepared picture, `width` and `height` its pixels; `printed` its width on paper in
    millimetres, `below` the number of lines of text after it, `next_height` the height on paper of the figure after these,
    `order` its number among the printed figures."""

    kind: ClassVar[str] = "figure"
    image: str
    alternative: str = ""
    width: int = 0
    height: int = 0
    caption: Inlines = ()
    printed: float | None = None
    below: int | None = None
    next_height: float | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words."""

    kind: ClassVar[str] = "quote"
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Admonition:
    """A box with a title, which may be one that opens (`!!!`, `???`, `<aside>`, `<details>`)."""

    kind: ClassVar[str] = "admonition"
    title: Inlines
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""

    kind: ClassVar[str] = "rule"


Block = Heading | Paragraph | List | Table | Figure | Quote | Admonition | Rule


@dataclass(frozen=True)
class Document:
    """The blocks of an article. `unused_notes` are the numbers of footnotes that nothing refers to, which stand at the end;
    `lost` are characters of the page that are in no block, which is a defect of the reader."""

    blocks: tuple[Block, ...]
    unused_notes: tuple[int, ...] = ()
    lost: str = ""


def as_data(value: Any) -> dict[str, Any]:
    """A dataclass as plain data with its kind, for `json.dumps(…, default=as_data)`; raises TypeError for anything else."""
    kind = getattr(value, "kind", None)
    values = {field.name: getattr(value, field.name) for field in fields(value)}
    return ({"kind": kind} if kind else {}) | {name: part for name, part in values.items() if part is not None}


def children(block: Any) -> Iterator[Block]:
    """The blocks right inside of a block, those of its footnotes not among them."""
    match block:
        case Quote() | Admonition():
            yield from block.blocks
        case List():
            yield from (child for item in block.items for child in item)
        case Table():
            yield from (child for row in block.rows for cell in row for child in cell.blocks)


def mapped(value: Any, change: Callable[[Any, bool], Any], *, in_cell: bool = False) -> Any:
    """A copy of a block in which `change` has replaced the block and everything inside it, footnotes too, in reading order.
    `change` is called with each part and whether it is in a table cell."""
    if isinstance(value, tuple):
        return tuple(mapped(part, change, in_cell=in_cell) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = change(value, in_cell)
    within = in_cell or isinstance(value, Cell)
    inside = {f.name: part for f in fields(changed) if isinstance(part := getattr(changed, f.name), tuple)}
    return replace(changed, **{name: mapped(part, change, in_cell=within) for name, part in inside.items()})


def visible(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def text_of(blocks: Iterable[Block], *, notes: bool = True) -> str:
    """The text of blocks in reading order, a line end after each paragraph; footnotes stand at their reference."""
    return "".join(f"{text}\n" for block in blocks for text in lines_of(block, notes=notes))


def lines_of(block: Block, *, notes: bool) -> Iterator[str]:
    """The paragraphs of one block; a table's caption comes before it, and of a picture there is only the caption."""
    match block:
        case Heading() | Paragraph():
            yield inline_text(block.inlines, notes=notes)
        case Table() | Figure():
            yield inline_text(block.caption, notes=notes)
        case Admonition():
            yield inline_text(block.title, notes=notes)
    for child in children(block):
        yield from lines_of(child, notes=notes)


def inline_text(inlines: Iterable[Inline], *, notes: bool = True) -> str:
    """The text of inlines, a forced break as a line end."""
    parts = []
    for inline in inlines:
        match inline:
            case Text():
                parts.append(inline.text)
            case Break():
                parts.append("\n")
            case Note() if notes:
                parts.append(text_of(inline.blocks))
    return "".join(parts)
