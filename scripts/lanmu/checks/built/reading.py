"""One pass over one page: what it refers to, its anchors, and what is wrong within it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from lanmu.checks.built.elements import read_elements
from lanmu.checks.built.page import Page, Reading

# Beyond this a browser flattens the tree, and a parser takes minutes.
DEEPEST = 5_000
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that never hold others, or end by themselves where the next one begins.
FLAT = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dd dt tr td th thead tbody tfoot option rb rt rp".split()
)


def parse(data: bytes) -> LexborHTMLParser:
    """The tree of a page in UTF-8."""
    return LexborHTMLParser(data, options=LexborDocumentOptions.WO_EVENTS)


def read(path: str, tree: LexborHTMLParser) -> Reading:
    """Everything that a page refers to, in the order of the page."""
    reading = Reading(Page(path))
    read_elements(reading, tree)
    return reading


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
