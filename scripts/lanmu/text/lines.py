"""Lines with their places in the file, blocks of lines, and tables among them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import overload

from lanmu.text.regions import Region
from lanmu.text.scanned import PlacedText

Matcher = Callable[[str], re.Match[str] | None]
INDENT = 4
ITEM = re.compile(r" {0,3}(?P<marker>\d+\.|[*+-]) +")
DEEPER = re.compile(r" {4,7}(?:\d+\.|[*+-]) +")
CODE_OR_PIPE = re.compile(r"\\\\|\\`+|(?P<ticks>`+)|\\\||(?P<pipe>\|)")
LAST_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the rest of it, and where it begins in the file. A line with a `region` is the placeholder of code or raw
    HTML.

    Tabs at the beginning are expanded to blanks, whose places in the file are therefore wrong; those of all other
    characters are right.
    """

    text: str
    start: int
    region: Region | None = None

    def after(self, length: int) -> Line:
        """What follows the first characters."""
        return Line(self.text[length:], self.start + length)

    def dedented(self, levels: int = 1) -> Line:
        """Without so many levels of indentation, if it has them all."""
        return self.after(levels * INDENT) if self.text.startswith(" " * (levels * INDENT)) else self


class Block(Sequence[Line]):
    """A sequence of lines. A slice is a view of the same lines and shares the cache of `split`, which looks for each pattern
    once."""

    __slots__ = ("end", "line_numbers", "lines", "start")

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines: list[Line] = list(lines)
        self.start, self.end = 0, len(self.lines)
        self.line_numbers: dict[Matcher, list[int]] = {}

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
        part.lines, part.line_numbers = self.lines, self.line_numbers
        part.start, part.end = self.start + start, self.start + max(start, stop)
        return part

    def split(self, matcher: Matcher) -> tuple[Block, Line, re.Match[str], Block] | None:
        """The block cut at the first line that a pattern's `match` takes: what is before, the line, the match, the rest."""
        if matcher not in self.line_numbers:
            self.line_numbers[matcher] = [number for number, line in enumerate(self.lines) if matcher(line.text)]
        numbers = self.line_numbers[matcher]
        at = bisect.bisect_left(numbers, self.start)
        if at == len(numbers) or numbers[at] >= self.end:
            return None
        number, line = numbers[at] - self.start, self.lines[numbers[at]]
        match = matcher(line.text)
        assert match, "the pattern took this line before"
        return self[:number], line, match, self[number + 1 :]

    def indented_part(self, levels: int = 1) -> tuple[Block, Block]:
        """The lines up to the first that is not indented, without their indentation; and the rest."""
        width = levels * INDENT
        end = next((n for n, line in enumerate(self) if not line.text.startswith(" " * width)), len(self))
        return Block(line.after(width) for line in self[:end]), self[end:]

    def items(self) -> list[tuple[str, int, list[Line]]]:
        """The items that a block of a list is made of, with their markers and where these begin; lines without a marker belong to the
        last item."""
        items: list[tuple[str, int, list[Line]]] = []
        for line in self:
            if match := ITEM.match(line.text):
                items.append((match["marker"], line.start + match.start("marker"), [line.after(match.end())]))
            elif DEEPER.match(line.text) and not items[-1][2][0].text.startswith(" " * INDENT):
                items.append(("", line.start, [line]))
            else:
                items[-1][2].append(line)
        return items


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines between two places."""
    lines = []
    for line in text[start:end].split("\n"):
        written = line
        if "\t" in line:
            indent = len(line) - len(line.lstrip(" \t"))
            written = " " * len(line[:indent].expandtabs(INDENT)) + line[indent:].replace("\t", " ")
        lines.append(Line(written, start + len(line) - len(written)))
        start += len(line) + 1
    return lines


def groups(lines: Iterable[Line]) -> list[Block]:
    """Lines cut at blank ones."""
    return [Block(block) for is_text, block in groupby(lines, lambda line: bool(line.text.strip(" "))) if is_text]


def joined(lines: Iterable[Line]) -> PlacedText:
    """Lines as one text, with the line ends between them."""
    lines = list(lines)
    offsets = [place for line in lines for place in range(line.start, line.start + len(line.text) + 1)]
    if any(line.start < 0 for line in lines):
        offsets = [max(offset, 0) for offset in offsets]
    return PlacedText("\n".join([line.text for line in lines]), tuple(offsets))


def is_table(block: Block) -> bool:
    """True when the first two lines are a head and the line under it."""
    lines = [line.text for line in block[:2]]
    if len(lines) < 2 or not lines[1].strip(" ") or set(lines[1]) - set("|:- ") or "|" not in lines[0] + lines[1]:
        return False
    head, rule = rows(lines)
    # One column is a table only when every line has a border.
    return len(rule) == len(head) and (len(head) > 1 or all(bordered(line.text) for line in block))


def bordered(line: str) -> bool:
    """True when a line has a pipe at its outer sides."""
    line = line.strip(" ")
    return line.startswith("|") or LAST_PIPE.search(line) is not None


def rows(lines: list[str]) -> list[list[tuple[int, int]]]:
    """The cells of each line, as places in it, without the blanks at the ends of the line; the page shows as many as the
    head has."""
    has_border = bordered(lines[0])
    table = []
    for line in lines:
        begin, end = len(line) - len(line.lstrip(" ")), len(line.rstrip(" "))
        begin += has_border and line[begin:end].startswith("|")
        end -= has_border and begin < end and LAST_PIPE.search(line[begin:end]) is not None
        bounds = [begin - 1, *pipes(line, begin, end), end]
        table.append([(left + 1, right) for left, right in pairwise(bounds)])
    return table


def pipes(line: str, begin: int, end: int) -> list[int]:
    """The pipes between cells: not escaped, not in code."""
    if "`" not in line:
        return [m.start() for m in CODE_OR_PIPE.finditer(line, begin, end) if m["pipe"]]
    places, position = [], begin
    while match := CODE_OR_PIPE.search(line, position, end):
        position = match.end()
        if match["pipe"]:
            places.append(match.start())
        elif match["ticks"]:
            closing = re.compile(rf"(?<!`){match['ticks']}(?!`)").search(line, position, end)
            position = closing.end() if closing else position
    return places
