"""The text of a built file, and the line and column at which a reference stands in it."""

from __future__ import annotations

import bisect
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lanmu.checks.built.reference import Reference
from lanmu.checks.built.text import decode

TAG = re.compile(r"<!--|<([a-zA-Z][^\s/>]*)")
# One attribute, or what separates two; an unpaired quotation mark begins a name, as in browsers.
ATTRIBUTE = re.compile(r"""[\s/]*(?:([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?|=)""")
# Elements whose content is text until their end tag (HTML Standard, 13.2.5).
RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
ENDS = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in RAW}
# Characters that may not follow or precede an address that is only part of a text.
EDGE = re.compile(r"[\w./%\-]")
RUN = re.compile(r"[\w./%\-]+")
# References with the same context (at most so many characters on either side) come from one place in a template.
CONTEXT = 60
# Characters of text kept in memory; files that drop out are read again.
KEPT = 16_000_000


@dataclass(frozen=True)
class Position:
    """Line and column, both from 1 (0: not found), and the text on either side."""

    line: int
    column: int
    context: str = ""


class Texts:
    """The texts of a folder's files, kept in memory up to KEPT characters, oldest dropped first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, HtmlText] = {}
        self._size = 0

    def __getitem__(self, path: str) -> HtmlText:
        """The text of a file; empty for one that cannot be read."""
        text = self._texts.get(path)
        if text is None:
            try:
                text = HtmlText(decode((self.folder / path).read_bytes()).text)
            except OSError:
                text = HtmlText("")
            self._texts[path] = text
            self._size += len(text.text)
            while self._size > KEPT and len(self._texts) > 1:
                self._size -= len(self._texts.pop(next(iter(self._texts))).text)
        return text


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
        """Beginning and end of every attribute's value, by name and value; that of the name where there is no value.
        Under ("", tag) where elements without `src` and `href` begin."""
        spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for start, tag, attributes in self.tags():
            names = set()
            for match in attributes:
                group = next((n for n in (2, 3, 4) if match[n] is not None), 0)
                value, name = match[group] if group else "", match[1].lower()
                for written in {value, html.unescape(value)}:
                    spans[name, written].append(match.span(group or 1))
                names.add(name)
            if not names & {"src", "href"}:
                spans["", tag].append((start, start + 1))
        return dict(spans)

    def tags(self) -> Iterator[tuple[int, str, list[re.Match[str]]]]:
        """Every start tag: where it begins, its name, and its attributes. Comments and scripts hold none."""
        at = 0
        while opening := TAG.search(self.text, at):
            name, at = (opening[1] or "").lower(), opening.end()
            if not name:
                end = self.text.find("-->", at)
                at = end if end >= 0 else len(self.text)
                continue
            attributes = []
            while match := ATTRIBUTE.match(self.text, at):
                at = match.end()
                if match[1]:
                    attributes.append(match)
            yield opening.start(), name, attributes
            if name in ENDS:
                closing = ENDS[name].search(self.text, at)
                at = closing.start() if closing else len(self.text)

    @cached_property
    def runs(self) -> dict[str, list[int]]:
        """Where each piece of the text begins that may be (part of) an address."""
        places: dict[str, list[int]] = defaultdict(list)
        for match in RUN.finditer(self.text):
            places[match[0]].append(match.start())
        return dict(places)

    def find(self, reference: Reference, number: int) -> Position:
        """The place of the reference, when `number` equal ones come before it."""
        is_missing = not reference.raw and not reference.attribute
        spans = self.attributes.get(("", reference.tag) if is_missing else (reference.attribute, reference.raw))
        return self.at(*spans[min(number, len(spans) - 1)]) if spans else self.find_text(reference.raw, number)

    def find_text(self, raw: str, number: int = 0) -> Position:
        """The place of an address that is only part of an attribute, or no attribute at all."""
        escaped = html.escape(raw)
        variants = dict.fromkeys((raw, escaped, html.escape(escaped), json.dumps(raw)[1:-1], raw.replace("/", "\\/")))
        for written in filter(None, variants):
            starts = self.starts(written)
            if starts:
                start = starts[min(number, len(starts) - 1)]
                return self.at(start, start + len(written))
        return Position(0, 0)

    def starts(self, written: str) -> list[int]:
        """Where an address stands by itself; else its first place within a longer one."""
        longest = max(RUN.finditer(written), key=lambda run: len(run[0]), default=None)
        places = [place - longest.start() for place in self.runs.get(longest[0], [])] if longest else []
        whole = [start for start in places if self.is_whole(start, written)]
        return whole or [start for start in (self.text.find(written),) if start >= 0]

    def is_whole(self, start: int, written: str) -> bool:
        """True when the address stands here and does not run on."""
        if start < 0 or not self.text.startswith(written, start):
            return False
        return not (start and EDGE.match(self.text, start - 1)) and not EDGE.match(self.text, start + len(written))

    def at(self, start: int, end: int) -> Position:
        """The position of a piece of the text."""
        line = bisect.bisect_right(self.lines, start)
        opening = self.text.rfind("<", max(0, start - CONTEXT), start)
        before = self.text[opening:start] if opening >= 0 else ""
        after = self.text[end : end + CONTEXT].partition("</")[0]
        return Position(line, start - self.lines[line - 1] + 1, f"{before}…{after}")
