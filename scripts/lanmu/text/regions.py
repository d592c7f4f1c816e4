"""A body cut into Markdown, fenced code and raw HTML, as Python-Markdown does before it looks at anything else."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown.util import BLOCK_LEVEL_ELEMENTS

from lanmu.text.inline import COMMENT, TAG

FENCE = re.compile(
    r"(?P<mark>`{3,}|~{3,})[ ]*+(?:\{[^\n]*\}|(?:\.?[\w#.+-]*[ ]*+)?(?:hl_lines=(?P<q>[\"'])[^\n]*?(?P=q)[ ]*+)?)\n"
)
FENCE_END = re.compile(r"^(?P<mark>`{3,}|~{3,})[ ]*$", re.MULTILINE)
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


@dataclass(frozen=True)
class Closings:
    """Where in a stretch of text the last comment ends, and where the lines are that may end fenced code, by their mark.

    Looked up once, so that what is begun many times and never ended does not cost a search to the end each time.
    """

    text: str
    end: int
    last_comment: int
    fences: dict[str, list[re.Match[str]]]


def closings(text: str, start: int, end: int) -> Closings:
    """The closings between two places."""
    fences: dict[str, list[re.Match[str]]] = {}
    for match in FENCE_END.finditer(text, start, end):
        fences.setdefault(match["mark"], []).append(match)
    return Closings(text, end, text.rfind("-->", start, end), fences)


def regions(text: str, start: int, end: int) -> Iterator[Region]:
    """The regions of `text` between two places, in order and without a gap."""
    known = closings(text, start, end)
    position = begin = start
    while match := BEGINNING.search(text, position, end):
        is_fence = match.end() == match.start()
        found = fence_at(match.start(), known) if is_fence else raw_at(match, known)
        if found is None:
            position = match.end() + is_fence
            continue
        if begin < found.start:
            yield Region("markdown", begin, found.start)
        yield found
        begin = position = found.end
        while following := tail(begin, known):
            yield following
            begin = position = following.end
    if begin < end:
        yield Region("markdown", begin, end)


def fence_at(start: int, known: Closings) -> Region | None:
    """The fenced code block that begins here, if it has an end."""
    match = FENCE.match(known.text, start, known.end)
    ends = known.fences.get(match["mark"], []) if match else []
    if match is None or not ends:
        return None
    number = bisect.bisect_left(ends, match.end(), key=lambda closing: closing.start())
    return Region("code", start, ends[number].end()) if number < len(ends) else None


def raw_at(match: re.Match[str], known: Closings) -> Region | None:
    """The raw HTML that begins in this line."""
    start = match.start()
    if match["comment"]:
        if match.end() > known.last_comment:
            return None
        return Region("raw", start, known.text.find("-->", match.end(), known.end) + len("-->"))
    if match["tag"] is None or match["tag"].lower() not in BLOCK_TAGS or known.text[match.start("tag") - 1] == "/":
        return None
    return element(start, known)


def tail(start: int, known: Closings) -> Region | None:
    """Another block element right behind one that ended in the same line."""
    match = TAIL.match(known.text, start, known.end)
    return element(start, known) if match and match["tag"].lower() in BLOCK_TAGS else None


def element(start: int, known: Closings) -> Region | None:
    """A block element up to its closing tag; one that is never closed takes in the rest."""
    text, end = known.text, known.end
    first: re.Match[str] | None = None
    open_tags: list[str] = []
    are_open: Counter[str] = Counter()
    position = start
    while match := (PIECE if position <= known.last_comment else TAG_ONLY).search(text, position, end):
        position = match.end()
        if match["comment"]:
            continue
        name, closing = name_of(match["tag"])
        if first is None:
            first = match
        if closing and are_open[name]:
            while (ended := open_tags.pop()) != name:
                are_open[ended] -= 1
            are_open[name] -= 1
        elif not closing and not match["tag"].endswith("/>"):
            open_tags.append(name)
            are_open[name] += 1
        if name in ("script", "style") and not closing:
            found = re.compile(rf"</{name}", re.IGNORECASE).search(text, position, end)
            position = found.start() if found else end
        if not open_tags or open_tags == ["hr"]:
            return shaped(first, start, match.start(), match.end())
    return shaped(first, start, end, end) if first else None


def name_of(tag: str) -> tuple[str, bool]:
    """A tag's lower-case name, and whether it closes."""
    match = re.match(r"</?([A-Za-z][^\s/>]*)", tag)
    return (match[1].lower() if match else ""), tag.startswith("</")


def shaped(first: re.Match[str], start: int, closing: int, end: int) -> Region:
    """The element as a region: raw, or with Markdown in it when it asks for that."""
    name, _ = name_of(first["tag"])
    asked = MARKDOWN.search(first["tag"])
    if not asked or asked["value"] == "0" or name in RAW_TAGS:
        return Region("raw", start, end)
    is_span = asked["value"] == "span" or (name in SPAN_TAGS and asked["value"] != "block")
    return Region("span" if is_span else "html", start, end, first.end(), max(closing, first.end()))
