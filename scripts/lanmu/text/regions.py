"""A body cut into Markdown, fenced code and raw HTML, as Python-Markdown does before it looks at anything else."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown.util import BLOCK_LEVEL_ELEMENTS

TAG = r"</?[A-Za-z][^\s\"'<>]*(?:\s+[^\s\"'=<>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?>"
COMMENT = r"<!--.*?-->"
FENCE = re.compile(
    r"(?P<fence>`{3,}|~{3,})[ ]*+(?:\{[^\n]*\}|(?:\.?[\w#.+-]*[ ]*+)?(?:hl_lines=(?P<q>[\"'])[^\n]*?(?P=q)[ ]*+)?)\n"
)
FENCE_END = re.compile(r"^(?P<fence>`{3,}|~{3,})[ ]*$", re.MULTILINE)
BLOCK_TAGS = frozenset(BLOCK_LEVEL_ELEMENTS)
# Of these, only the words inside are Markdown, no blocks.
SPAN_TAGS = frozenset(
    ("address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary", "td", "th")
)
RAW_TAGS = frozenset(("canvas", "math", "option", "pre", "script", "style", "textarea", "hr"))
BEGINNING = re.compile(r"^(?:(?=```|~~~)|[ ]{0,3}<(?:(?P<comment>!--)|[!?]|/?(?P<tag>[A-Za-z][\w-]*)))", re.MULTILINE)
TAIL = re.compile(r"[ \t]*<(?P<tag>[A-Za-z][\w-]*)")
PIECE = re.compile(rf"(?P<comment>{COMMENT})|(?P<tag>{TAG})", re.DOTALL)
TAG_ONLY = re.compile(rf"(?P<comment>(?!))|(?P<tag>{TAG})", re.DOTALL)
MARKDOWN = re.compile(r"\smarkdown(?:\s*=\s*[\"']?(?P<value>\w*))?(?=[\s\"'>/])", re.IGNORECASE)


@dataclass(frozen=True)
class Region:
    """Characters of the text from `start` up to `end`. Of `html`, Markdown is between `inner` and `closing`."""

    kind: Literal["markdown", "code", "raw", "html", "span"]
    start: int
    end: int
    inner: int = 0
    closing: int = 0


def regions(text: str, start: int, end: int) -> Iterator[Region]:
    """The regions of `text` between two places, in order and without a gap."""
    cut = Regions(text, start, end)
    position = begin = start
    while match := BEGINNING.search(text, position, end):
        is_fence = match.end() == match.start()
        region = cut.fence(match.start()) if is_fence else cut.html(match)
        if region is None:
            position = match.end() + is_fence
            continue
        if begin < region.start:
            yield Region("markdown", begin, region.start)
        yield region
        begin = position = region.end
        # Another block element may follow one that ended in the same line.
        while (tail := TAIL.match(text, begin, end)) and tail["tag"].lower() in BLOCK_TAGS:
            element = cut.element(begin)
            if element is None:
                break
            yield element
            begin = position = element.end
    if begin < end:
        yield Region("markdown", begin, end)


class Regions:
    """Finds the code and raw HTML in a stretch of text. The end of the last comment and the closing fences are looked up
    once: otherwise every opening without an end would cost a search to the end of the text.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.end = end
        self.last_comment = text.rfind("-->", start, end)
        self.fences: dict[str, list[re.Match[str]]] = {}
        for match in FENCE_END.finditer(text, start, end):
            self.fences.setdefault(match["fence"], []).append(match)

    def fence(self, start: int) -> Region | None:
        """The fenced code block that begins here, if it has an end."""
        match = FENCE.match(self.text, start, self.end)
        ends = self.fences.get(match["fence"], []) if match else []
        if match is None or not ends:
            return None
        number = bisect.bisect_left(ends, match.end(), key=lambda closing: closing.start())
        return Region("code", start, ends[number].end()) if number < len(ends) else None

    def html(self, match: re.Match[str]) -> Region | None:
        """The raw HTML that begins in this line."""
        if match["comment"]:
            if match.end() > self.last_comment:
                return None
            return Region("raw", match.start(), self.text.find("-->", match.end(), self.end) + len("-->"))
        if match["tag"] is None or match["tag"].lower() not in BLOCK_TAGS or self.text[match.start("tag") - 1] == "/":
            return None
        return self.element(match.start())

    def element(self, start: int) -> Region | None:
        """A block element up to its closing tag; one that is never closed takes in the rest."""
        first: re.Match[str] | None = None
        open_tags: list[str] = []
        are_open: Counter[str] = Counter()
        position = start
        while match := (PIECE if position <= self.last_comment else TAG_ONLY).search(self.text, position, self.end):
            position = match.end()
            if match["comment"]:
                continue
            name, closing = name_of(match["tag"]), match["tag"].startswith("</")
            first = first or match
            if closing and are_open[name]:
                while (ended := open_tags.pop()) != name:
                    are_open[ended] -= 1
                are_open[name] -= 1
            elif not closing and not match["tag"].endswith("/>"):
                open_tags.append(name)
                are_open[name] += 1
            if name in ("script", "style") and not closing:
                end = re.compile(rf"</{name}", re.IGNORECASE).search(self.text, position, self.end)
                position = end.start() if end else self.end
            if not open_tags or open_tags == ["hr"]:
                return region_of(first, start, match.start(), match.end())
        return region_of(first, start, self.end, self.end) if first else None


def name_of(tag: str) -> str:
    """A tag's lower-case name."""
    match = re.match(r"</?([A-Za-z][^\s/>]*)", tag)
    return match[1].lower() if match else ""


def region_of(first: re.Match[str], start: int, closing: int, end: int) -> Region:
    """An element as a region: raw, or with Markdown in it when its first tag asks for that."""
    name = name_of(first["tag"])
    asked = MARKDOWN.search(first["tag"])
    if not asked or asked["value"] == "0" or name in RAW_TAGS:
        return Region("raw", start, end)
    is_span = asked["value"] == "span" or (name in SPAN_TAGS and asked["value"] != "block")
    return Region("span" if is_span else "html", start, end, first.end(), max(closing, first.end()))
