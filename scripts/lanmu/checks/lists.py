"""Lists whose items are indented too little: CommonMark nests them by the width of the mark (0.31.2, 5.2), Python-Markdown
only by four blanks a level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lanmu.checks.source import Source
from lanmu.text.lines import INDENT

LINE = re.compile(r"(?P<blanks>[ \t]*)(?P<text>[^\n]*)\n?")
MARK = re.compile(r"(?P<mark>\d+\.|[*+-])[ \t]+(?=\S)")
# One blank more is a slip of the hand, not a level.
STEP = 2
# What ends a list without a blank line before it.
ENDING = re.compile(r"#{1,6}|>|!!!")


@dataclass(frozen=True)
class Indented:
    """A line of a list: where its white space begins and ends, how many columns that is, and how many there should be;
    `is_apart` when there should be a blank line before it."""

    start: int
    end: int
    columns: int
    wanted: int = 0
    is_apart: bool = False

    @property
    def mended(self) -> str:
        """What should stand in place of the white space."""
        return "\n" * self.is_apart + " " * max(self.columns, self.wanted)


@dataclass
class Outline:
    """A list as its writer indented it: the column and the mark of the item that is open on each level.

    `wrong` are the lines that are to be changed; what is `pending` counts once the list goes on behind it.
    """

    levels: list[tuple[int, str]] = field(default_factory=list)
    wrong: list[Indented] = field(default_factory=list)
    pending: list[Indented] = field(default_factory=list)
    is_paragraph: bool = False
    """True while the lines are those of a further paragraph of an item."""

    def item(self, line: Indented, mark: str, *, is_after_blank: bool) -> None:
        """A further item; text that only looks like one is left out."""
        glued = self.is_paragraph and not is_after_blank
        if glued and mark[:1].isdecimal() and mark != "1." and not any(follows(last, mark) for _, last in self.levels):
            return
        column = line.columns
        while self.levels and column < self.levels[-1][0] + STEP:
            self.levels.pop()
        if self.levels and follows(self.levels[-1][1], mark):
            column, _ = self.levels.pop()
        self.wrong += self.pending
        self.pending = []
        self.note(self.wrong, line, is_apart=glued)
        self.levels.append((column, mark))
        self.is_paragraph = False

    def paragraph(self, line: Indented) -> bool:
        """A further paragraph of an item, behind a blank line; False when it belongs to none and so ends the list."""
        while self.levels and line.columns < self.levels[-1][0] + STEP:
            self.levels.pop()
        self.note(self.pending, line)
        self.is_paragraph = True
        return bool(self.levels)

    def note(self, lines: list[Indented], line: Indented, *, is_apart: bool = False) -> None:
        """Remembers a line that is not as it should be on the level at hand."""
        wanted = INDENT * len(self.levels)
        if line.columns < wanted or is_apart:
            lines.append(Indented(line.start, line.end, line.columns, wanted, is_apart))


def follows(first: str, second: str) -> bool:
    """True when the second mark is the number after the first: it goes on with the list, however it is indented."""
    return first[:-1].isdecimal() and second[:-1].isdecimal() and int(second[:-1]) == int(first[:-1]) + 1


def misplaced_lines(source: Source) -> Iterator[list[Indented]]:
    """For each list of a source, the lines that do not belong to it as their writer meant."""
    for region in source.regions:
        if region.kind == "markdown":
            yield from (found for found in lists(source.text, region.start, region.end) if found)


def lists(text: str, start: int, end: int) -> Iterator[list[Indented]]:
    """The same, for the lists between two places."""
    outline: Outline | None = None
    is_after_blank = True
    for match in LINE.finditer(text, start, end):
        if not match["text"].strip():
            is_after_blank = True
            continue
        columns = len(match["blanks"].expandtabs(INDENT))
        line = Indented(match.start("blanks"), match.end("blanks"), columns)
        mark = MARK.match(match["text"])
        if outline and (ENDING.match(match["text"]) or (is_after_blank and not mark and not outline.paragraph(line))):
            yield outline.wrong
            outline = None
        elif mark and (outline or (is_after_blank and columns < INDENT)):
            outline = outline or Outline()
            if not outline.levels or columns < outline.levels[-1][0] + 2 * INDENT:
                outline.item(line, mark["mark"], is_after_blank=is_after_blank)
        is_after_blank = not outline and bool(ENDING.match(match["text"]))
    if outline:
        yield outline.wrong
