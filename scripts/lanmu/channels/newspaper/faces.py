"""What text of a page is set in which font: fonts.py looks there for glyphs that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lanmu.channels.newspaper.drawing import Thing
from lanmu.channels.newspaper.items import STYLES
from lanmu.channels.styles import texts_in, texts_of

# The font of each kind of thing, as newspaper.typ has it.
HEADS = {
    "title": "biao",
    "again": "biao",
    "strip": "biao",
    "kicker": "kai",
    "subtitle": "kai",
    "from": "kai",
    "tag": "hei",
}


def texts_by_face(things: Iterable[Thing]) -> dict[str, str]:
    """All text of the things by the role of its font."""
    found: defaultdict[str, str] = defaultdict(str)
    for thing in things:
        for face, text in texts(thing):
            found[face] += text
    return dict(found)


def texts(thing: Thing) -> Iterator[tuple[str, str]]:
    """Fonts and texts of one thing."""
    kind = thing["kind"]
    if kind == "text":
        yield from texts_in(thing["inlines"], thing["face"], STYLES)
    elif kind == "table":
        yield from texts_of(thing["block"], STYLES.body, STYLES)
    elif kind == "line":
        yield thing["face"], thing["text"]
    elif kind == "filler":
        for phrase in thing["phrases"]:
            yield "hei", phrase["label"]
            yield "biao", "".join(phrase["lines"])
    elif kind in HEADS:
        yield HEADS[kind], "".join(thing["lines"])
