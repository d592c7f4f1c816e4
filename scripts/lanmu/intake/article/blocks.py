"""The blocks of a document (paragraphs, lists, tables, figures …) and the runs of text in them. Plain values only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

RunKind = Literal["text", "break", "image", "note"]
# White space and invisible characters, which are no part of a document's text.
UNSEEN = re.compile("[\\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad]+")


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph: text, a soft return, a picture or the reference of a note.

    `text` is a picture's alternative text, or the number of a note as it is shown; `target` a picture's file or the
    number of a note; `formats` is a set of strong, em, s, sup and sub.
    """

    text: str = ""
    formats: frozenset[str] = frozenset()
    link: str = ""
    kind: RunKind = "text"
    target: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a heading when `level` is 1 to 6.

    `classes` come from the document (right, center, caption, title); `look` is the CSS class that the article gives it.
    """

    runs: tuple[Run, ...]
    level: int = 0
    classes: frozenset[str] = frozenset()
    look: str = ""
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list without numbers; numbers are text. Every item holds blocks."""

    items: tuple[tuple[Block, ...], ...]
    block: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Cell:
    """A cell of a table with the number of columns and rows it spans."""

    blocks: tuple[Block, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Table:
    """A table. `heads` is how many rows at the top the document itself calls headers."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    caption: Paragraph | None = None
    block: Literal["table"] = "table"


@dataclass(frozen=True)
class Box:
    """The content of a text box."""

    blocks: tuple[Block, ...]
    block: Literal["box"] = "box"


@dataclass(frozen=True)
class Quote:
    """A quotation."""

    blocks: tuple[Paragraph, ...]
    block: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Figure:
    """Pictures by themselves, with their caption."""

    images: tuple[Run, ...]
    caption: Paragraph | None = None
    block: Literal["figure"] = "figure"


Block = Annotated[Paragraph | Bullets | Table | Box | Quote | Figure, Field(discriminator="block")]
Notes = dict[str, tuple[Block, ...]]
"""Notes by the number under which the text refers to them."""


def bulleted(items: Sequence[tuple[int, Block]]) -> Iterator[Bullets]:
    """Items with their levels as one list, deeper ones within the item above them; nothing without items."""
    if items:
        top = min(level for level, _ in items)
        begins = [0, *(index for index, (level, _) in enumerate(items) if index and level == top)]
        parts = (items[start:end] for start, end in pairwise([*begins, len(items)]))
        yield Bullets(tuple((part[0][1], *bulleted(part[1:])) for part in parts))


def plain(blocks: Iterable[Block]) -> str:
    """The visible text of the blocks, in order, a line to a paragraph, with the numbers of notes."""
    kinds = ("text", "note")
    return "\n".join(
        "".join("\n" if run.kind == "break" else run.text * (run.kind in kinds) for run in paragraph.runs)
        for paragraph in paragraphs(blocks)
    )


def shown_text(blocks: Iterable[Block], notes: Notes) -> str:
    """The visible text of blocks, with the notes at the end and without blank lines."""
    text = "\n".join([plain(blocks), *(f"[{number}]{plain(note)}" for number, note in enumerate(notes.values(), 1))])
    return "\n".join(line for line in text.split("\n") if line.strip())


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs, without the numbers of notes; a soft return is a line end."""
    return "".join("\n" if run.kind == "break" else run.text * (run.kind == "text") for run in runs)


def squeeze(text: str) -> str:
    """The text without white space and invisible characters."""
    return UNSEEN.sub("", text)


def difference_of(text: str, other: str) -> int:
    """The index of the first character in which two texts differ, or the length of the shorter."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(text), len(other)))


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line between soft returns."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.kind == "break":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def has_words(runs: Iterable[Run]) -> bool:
    """True when there is text or a note among the runs."""
    return any(run.kind == "note" or (run.kind == "text" and run.text.strip()) for run in runs)


def is_blank(run: Run) -> bool:
    """True for a soft return and for white space."""
    return run.kind == "break" or (run.kind == "text" and not run.text.strip())


def is_seen(paragraph: Paragraph) -> bool:
    """True when it shows anything."""
    return bool(squeeze(text_of(paragraph.runs))) or any(run.kind in ("image", "note") for run in paragraph.runs)


def within(block: Block) -> Iterator[Sequence[Block]]:
    """The groups of blocks inside a block: items, caption, cells, content."""
    match block:
        case Bullets(items):
            yield from items
        case Table(rows, _, caption):
            yield (caption,) if caption else ()
            yield from (cell.blocks for row in rows for cell in row)
        case Box(blocks) | Quote(blocks):
            yield blocks
        case Figure(_, caption):
            yield (caption,) if caption else ()


def walk(blocks: Iterable[Block]) -> Iterator[Paragraph | Run]:
    """Every paragraph and every picture at every depth, in reading order; a paragraph before the pictures in it."""
    for block in blocks:
        if isinstance(block, Figure):
            yield from block.images
        elif isinstance(block, Paragraph):
            yield block
            yield from (run for run in block.runs if run.kind == "image")
        for inner in within(block):
            yield from walk(inner)


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph at every depth, in reading order."""
    return (item for item in walk(blocks) if isinstance(item, Paragraph))


def images(blocks: Iterable[Block]) -> Iterator[Run]:
    """Every picture at every depth, in reading order."""
    return (item for item in walk(blocks) if isinstance(item, Run))
