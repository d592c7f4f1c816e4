"""Where a reference stands in the text of a file; looked for only when there is something to report."""

from __future__ import annotations

import bisect
import html
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from lanmu.checks.built.reference import Reference

ATTRIBUTE = re.compile(
    r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))|\s(href|src|srcset)(?=[\s>])""", re.ASCII
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# At most so much of an element and its text tells the same spot of a template on other pages.
AROUND = 60
# What an address that is only part of a text must not run on into.
EDGE = r"[\w./%\-]"


@dataclass(frozen=True)
class Position:
    """Line and column, both from 1 (0: not found), and the text around."""

    line: int
    column: int
    around: str = ""


class HtmlText:
    """The text of a page, to find references in."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def attributes(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Beginning and end of every attribute's value, by name and value."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        shown = COMMENT.sub(lambda match: " " * len(match[0]), self.text)
        for match in ATTRIBUTE.finditer(shown):
            group = next((n for n in (2, 3, 4) if match[n] is not None), 0)
            value = html.unescape(match[group]) if group else ""
            name = (match[1] or match[5]).lower()
            found[name, value].append((match.start(group), match.end(group)) if group else match.span(5))
        return dict(found)

    def find(self, reference: Reference, number: int) -> Position:
        """The place of the reference, when `number` equal ones come before it."""
        spans = self.attributes.get((reference.attribute, reference.raw))
        if spans:
            return self.at(*spans[min(number, len(spans) - 1)])
        return self.find_text(reference.raw, number)

    def find_text(self, raw: str, number: int = 0) -> Position:
        """The place of an address that is only part of an attribute, or no attribute at all."""
        for written in (raw, html.escape(raw)):
            if not written:
                continue
            whole = rf"(?<!{EDGE}){re.escape(written)}(?!{EDGE})"
            starts = [match.start() for match in re.finditer(whole, self.text)] or [self.text.find(written)]
            if starts[0] >= 0:
                start = starts[min(number, len(starts) - 1)]
                return self.at(start, start + len(written))
        return Position(0, 0)

    def at(self, start: int, end: int) -> Position:
        """The position of a piece of the text."""
        line = bisect.bisect_right(self.lines, start)
        opening = self.text.rfind("<", max(0, start - AROUND), start)
        following = self.text[end : end + AROUND].partition("</")[0]
        around = f"{self.text[opening:start] if opening >= 0 else ''}…{following}"
        return Position(line, start - self.lines[line - 1] + 1, around)
