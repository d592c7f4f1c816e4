"""A parsed page: its references, ids and other facts, or why it cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from lanmu.checks.built.reference import Reference, Use
from lanmu.checks.built.text import Unreadable

# Beyond this a browser flattens the tree, and a parser takes minutes.
DEEPEST = 5_000
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that never hold others, or end by themselves where the next one begins.
FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dd dt tr td th thead tbody tfoot option rb rt rp".split()
)


@dataclass(slots=True)
class Page:
    """The facts of a page that are kept after its tree is dropped. `path` is below the site's folder.

    `whole`: a page of its own, with <html>. `refresh` and `delay` are where it sends the reader on, and after how many
    seconds; `nameless` are links without text, each with the number of equal ones before it.
    """

    path: str
    references: list[Reference] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    maps: set[str] = field(default_factory=set)
    duplicates: list[str] = field(default_factory=list)
    base: str | None = None
    refresh: str | None = None
    delay: float = 0
    canonicals: list[str] = field(default_factory=list)
    manifests: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    nameless: list[tuple[Reference, int]] = field(default_factory=list)
    whole: bool = True
    problem: Unreadable | None = None

    def add(self, raw: str | None, use: Use, tag: str, attribute: str) -> int:
        """Adds a reference; an attribute without value counts as empty. Returns the number of equal references before it."""
        reference = Reference(raw or "", use, tag, attribute)
        self.references.append(reference)
        number = self.counts[reference.same]
        self.counts[reference.same] += 1
        return number


@dataclass(slots=True)
class Reading:
    """A page while its tree is read: links to other hosts (with the number of equal ones before each), linked sheets, own
    styles, and addresses in templates. `level` is the depth of nested documents (srcdoc)."""

    page: Page
    level: int = 0
    outward: list[tuple[LexborNode, str, int]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)


def parse(data: bytes) -> LexborHTMLParser:
    """The tree of a page in UTF-8."""
    return LexborHTMLParser(data, options=LexborDocumentOptions.WO_EVENTS)


def depth(data: bytes) -> int:
    """How deep elements are nested at most, roughly; 0 when there are too few to matter."""
    if data.count(b"<") - 2 * data.count(b"</") < DEEPEST:
        return 0
    level = deepest = 0
    for closing, name in TAG.findall(data):
        if closing:
            level -= 1
        elif name.lower() not in FLAT:
            level += 1
            deepest = max(deepest, level)
    return deepest
