"""What a Markdown file is cut into: which characters the reader sees, in what kind of block, and what became of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lanmu.text.inline import Found

BlockKind = Literal["paragraph", "heading", "item", "cell", "caption"]
BULLET = "•"


@dataclass(frozen=True)
class Passage:
    """Text that the reader sees in one piece.

    `offsets[i]` is the place of `text[i]` in the file; there is one more, for the end. `quoted` text is somebody
    else's words. `level` and `identifier` are a heading's (the id that
    its author gave it), `mark` a list item's own (`-` or `1.`).
    """

    kind: BlockKind
    text: str
    offsets: tuple[int, ...]
    quoted: bool = False
    level: int = 0
    mark: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Item:
    """An item of a list: its mark as it is written and where, what the page shows for it, and where the first item of
    its list stands."""

    mark: str
    start: int
    shown: str
    first: int


@dataclass
class Blocks:
    """What a file's body was cut into, and what became something else than running text. All numbers are places in the
    file."""

    passages: list[Passage] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    items: list[Item] = field(default_factory=list)
    codes: list[tuple[int, int]] = field(default_factory=list)
    """Code by indentation, from where to where."""
    underlined: list[tuple[int, int]] = field(default_factory=list)
    """Headings with a line under them: where each begins, and its line."""
    cells: list[tuple[int, str]] = field(default_factory=list)
    """Cells for which the head of their table has no column; the page does not show them."""
    rows: list[int] = field(default_factory=list)
    """Lines without a pipe that became rows of the table above them."""
    titles: list[tuple[int, str]] = field(default_factory=list)
    """Words behind `!!! type` that are no title in quotation marks; the page does not show them."""
