"""Lines of a file with their places, and blocks of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from lanmu.checks.reading.inline import Spelled
from lanmu.checks.reading.regions import Region

INDENT = 4
ITEM = re.compile(r" {0,3}(?P<mark>\d+\.|[*+-]) +")
DEEPER = re.compile(r" {4,7}(?:\d+\.|[*+-]) +")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the rest of it, and where it begins in the file.

    Indentation by tabs is written out in blanks: its places are not true, those of all other characters are.
    """

    text: str
    start: int
    region: Region | None = None
    """Set on the line that stands for something that is no Markdown."""

    def after(self, length: int) -> Line:
        """What follows the first characters."""
        return Line(self.text[length:], self.start + length)

    def dedented(self, levels: int = 1) -> Line:
        """Without so many levels of indentation, if it has them all."""
        return self.after(levels * INDENT) if self.text.startswith(" " * (levels * INDENT)) else self


Block = list[Line]


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines between two places."""
    found = []
    for line in text[start:end].split("\n"):
        written = line
        if "\t" in line:
            indent = len(line) - len(line.lstrip(" \t"))
            blanks = len(line[:indent].expandtabs(INDENT))
            written = " " * blanks + line[indent:].replace("\t", " ")
        found.append(Line(written, start + len(line) - len(written)))
        start += len(line) + 1
    return found


def groups(lines: Iterable[Line]) -> list[Block]:
    """Lines cut at blank ones."""
    return [list(block) for is_text, block in groupby(lines, lambda line: bool(line.text.strip(" "))) if is_text]


def joined(lines: list[Line]) -> Spelled:
    """Lines as one text, with the line ends between them."""
    offsets: list[int] = []
    for line in lines:
        offsets.extend(range(line.start, line.start + len(line.text) + 1))
    if any(line.start < 0 for line in lines):
        offsets = [max(offset, 0) for offset in offsets]
    return Spelled("\n".join([line.text for line in lines]), tuple(offsets))


def indented_part(block: Block, levels: int = 1) -> tuple[Block, Block]:
    """The lines up to the first that is not indented, without their indentation; and the rest."""
    width = levels * INDENT
    end = next((n for n, line in enumerate(block) if not line.text.startswith(" " * width)), len(block))
    return [line.after(width) for line in block[:end]], block[end:]


def item_blocks(block: Block) -> list[tuple[str, int, Block]]:
    """The items that a block of a list is made of, with their marks and where these stand; one without a mark belongs to
    the last item."""
    items: list[tuple[str, int, Block]] = []
    for line in block:
        if match := ITEM.match(line.text):
            items.append((match["mark"], line.start + match.start("mark"), [line.after(match.end())]))
        elif DEEPER.match(line.text) and not items[-1][2][0].text.startswith(" " * INDENT):
            items.append(("", line.start, [line]))
        else:
            items[-1][2].append(line)
    return items
