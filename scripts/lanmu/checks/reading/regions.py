"""A body cut into Markdown, fenced code and raw HTML, as Python-Markdown does before it looks at anything else."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown.util import BLOCK_LEVEL_ELEMENTS

from lanmu.checks.reading.inline import COMMENT, TAG, without_comments

FENCE = re.compile(
    r"(?P<mark>`{3,}|~{3,})[ ]*(?:\{[^\n]*\}|(?:\.?[\w#.+-]*[ ]*)?(?:hl_lines=(?P<q>[\"'])[^\n]*?(?P=q)[ ]*)?)\n"
    r".*?(?<=\n)(?P=mark)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
MARK = re.compile(r"`{3,}|~{3,}")
FENCE_END = re.compile(r"^(`{3,}|~{3,})[ ]*$", re.MULTILINE)
BLOCK_TAGS = frozenset(BLOCK_LEVEL_ELEMENTS)
# Of these, only the words inside are Markdown, no blocks.
SPAN_TAGS = frozenset(
    ("address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary", "td", "th")
)
RAW_TAGS = frozenset(("canvas", "math", "option", "pre", "script", "style", "textarea", "hr"))
BEGINNING = re.compile(r"^(?:(?=```|~~~)|[ ]{0,3}<(?:(?P<comment>!--)|[!?]|/?(?P<tag>[A-Za-z][\w-]*)))", re.MULTILINE)
TAIL = re.compile(r"[ \t]*<(?P<tag>[A-Za-z][\w-]*)")
PIECE = re.compile(rf"(?P<comment>{COMMENT})|(?P<tag>{TAG})", re.DOTALL)
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
    position = begin = start
    while match := BEGINNING.search(text, position, end):
        found = fence_at(text, match.start(), end) if match.end() == match.start() else raw_at(text, match, end)
        if found is None:
            position = match.end() + (match.end() == match.start())
            continue
        if begin < found.start:
            yield Region("markdown", begin, found.start)
        yield found
        begin = position = found.end
        while following := tail(text, begin, end):
            yield following
            begin = position = following.end
    if begin < end:
        yield Region("markdown", begin, end)


def fence_at(text: str, start: int, end: int) -> Region | None:
    """The fenced code block that begins here, if it has an end."""
    mark = MARK.match(text, start, end)
    if mark is None or last_ends(text).get(mark[0], -1) <= start:
        return None
    match = FENCE.match(text, start, end)
    return Region("code", start, match.end()) if match else None


@functools.lru_cache(maxsize=4)
def last_ends(text: str) -> dict[str, int]:
    """Where the last line stands that can end a fenced block, for each mark."""
    return {match[1]: match.start() for match in FENCE_END.finditer(text)}


def raw_at(text: str, match: re.Match[str], end: int) -> Region | None:
    """The raw HTML that begins in this line."""
    start = match.start()
    if match["comment"]:
        closing = text.find("-->", match.end(), end)
        return Region("raw", start, closing + 3) if closing >= 0 else None
    if match["tag"] is None or match["tag"].lower() not in BLOCK_TAGS or text[match.start("tag") - 1] == "/":
        return None
    return element(text, start, end)


def tail(text: str, start: int, end: int) -> Region | None:
    """Another block element right behind one that ended in the same line."""
    match = TAIL.match(text, start, end)
    return element(text, start, end) if match and match["tag"].lower() in BLOCK_TAGS else None


def element(text: str, start: int, end: int) -> Region | None:
    """A block element up to its closing tag; one that is never closed takes in the rest."""
    first: re.Match[str] | None = None
    open_tags: list[str] = []
    position = start
    last = text.rfind("-->", start, end)
    while match := (PIECE if position <= last else without_comments(PIECE)).search(text, position, end):
        position = match.end()
        if match["comment"]:
            continue
        name, closing = name_of(match["tag"])
        if first is None:
            first = match
        if closing and name in open_tags:
            while open_tags.pop() != name:
                pass
        elif not closing and not match["tag"].endswith("/>"):
            open_tags.append(name)
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
