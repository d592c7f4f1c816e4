"""One pass over one page: what it refers to, its anchors, and what is wrong within it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from lanmu.checks.built.elements import READERS, add_urls, read_a, read_common
from lanmu.checks.built.page import Page, Reading

# One :is(), so that an element with several of these comes once.
SELECTOR = (
    ":is([href],[src],[id],[srcset],[imagesrcset],[poster],[action],[formaction],[background],[style],[xlink\\:href],"
    "a[name],object,meta,style,template)"
)
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
    ids, duplicates = reading.page.ids, reading.page.duplicates
    for node in tree.css(SELECTOR):
        attributes = node.attributes
        name = attributes.get("id")
        if name:
            if name in ids:
                duplicates.append(name)
            ids.add(name)
        tag = node.tag or ""
        if tag == "a":
            read_a(reading, node, attributes)
        else:
            reader = READERS.get(tag)
            if reader:
                reader(reading, node, attributes)
            read_common(reading.page, tag, attributes)
        style = attributes.get("style")
        if style and "(" in style:
            add_urls(reading.page, style, tag, "style")
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
