"""Lines of a file with their places, and blocks of them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import overload

from lanmu.text.inline import Spelled
from lanmu.text.regions import Region

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


class Block(Sequence[Line]):
    """Lines in a row. A part of a block is a view of it, and what is looked up in one is known to all its parts."""

    __slots__ = ("end", "found", "lines", "start")

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines: list[Line] = list(lines)
        self.start, self.end = 0, len(self.lines)
        self.found: dict[Callable[[Line], bool], list[int]] = {}

    def __len__(self) -> int:
        return self.end - self.start

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> Block: ...

    def __getitem__(self, index: int | slice) -> Line | Block:
        if isinstance(index, int):
            return self.lines[range(self.start, self.end)[index]]
        start, stop, _ = index.indices(len(self))
        part = Block()
        part.lines, part.found = self.lines, self.found
        part.start, part.end = self.start + start, self.start + max(start, stop)
        return part

    def first(self, test: Callable[[Line], bool]) -> int | None:
        """The number of the first line that passes a test, if there is one."""
        if test not in self.found:
            self.found[test] = [number for number, line in enumerate(self.lines) if test(line)]
        places = self.found[test]
        at = bisect.bisect_left(places, self.start)
        return places[at] - self.start if at < len(places) and places[at] < self.end else None


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
    return [Block(block) for is_text, block in groupby(lines, lambda line: bool(line.text.strip(" "))) if is_text]


def joined(lines: Sequence[Line]) -> Spelled:
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
    return Block(line.after(width) for line in block[:end]), block[end:]


def item_blocks(block: Block) -> list[tuple[str, int, list[Line]]]:
    """The items that a block of a list is made of, with their marks and where these stand; one without a mark belongs to
    the last item."""
    items: list[tuple[str, int, list[Line]]] = []
    for line in block:
        if match := ITEM.match(line.text):
            items.append((match["mark"], line.start + match.start("mark"), [line.after(match.end())]))
        elif DEEPER.match(line.text) and not items[-1][2][0].text.startswith(" " * INDENT):
            items.append(("", line.start, [line]))
        else:
            items[-1][2].append(line)
    return items
