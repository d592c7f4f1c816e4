"""Declarations of CSS, as far as they decide whether an element can be seen: shorthands taken apart."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

import tinycss2
from tinycss2.ast import Node

IMPORTANT = " !important"
SIDES = ("top", "right", "bottom", "left")
_RELEVANT = """
    display visibility content-visibility opacity filter float position z-index top right bottom left
    width height min-width min-height max-width max-height overflow-x overflow-y
    margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
    clip clip-path transform translate scale rotate font-size text-indent color -webkit-text-fill-color
    text-shadow -webkit-text-stroke mix-blend-mode box-shadow
    background-color background-image background-clip content animation-name
"""
RELEVANT = frozenset(_RELEVANT.split())
PREFIXED = re.compile(
    r"-(?:webkit|moz|ms|o)-(?=(?:transform|filter|clip-path|background-clip|animation|animation-name)$)"
)
# Logical properties, in a text that runs from left to right.
LOGICAL = (
    ("inline-start", "left"),
    ("inline-end", "right"),
    ("block-start", "top"),
    ("block-end", "bottom"),
    ("inline-size", "width"),
    ("block-size", "height"),
)
# Words of a `background` that are no colour; a word that is neither, such as Highlight, is the browser's colour.
_LAYOUT = """
    none left right top bottom center repeat repeat-x repeat-y no-repeat space round scroll fixed local
    auto cover contain border-box padding-box content-box text border-area
"""
LAYOUT = frozenset(_LAYOUT.split())
AXES = {"inline": ("left", "right"), "block": ("top", "bottom")}
SUMS = frozenset(("calc", "min", "max", "clamp", "env"))
PICTURE = re.compile(r"(?:url|gradient|image|image-set|element|paint|cross-fade)\(|var\(")


@functools.lru_cache(maxsize=8192)
def declarations(body: str) -> dict[str, str]:
    """The relevant declarations of a style attribute; do not change what comes back."""
    return declared(tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True))


def declared(nodes: Iterable[Node]) -> dict[str, str]:
    """The relevant declarations by property; values in small letters, `!important` kept at the end."""
    found: dict[str, str] = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        for name, value in longhands(node.lower_name, node.value):
            # A backslash is how old browsers were addressed; today's pass the declaration over.
            if name not in RELEVANT or "\\" in value or not value:
                continue
            if node.important:
                found[name] = value + IMPORTANT
            elif not found.get(name, "").endswith(IMPORTANT):
                found[name] = value
    return found


def longhands(name: str, tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """The declaration as single properties of physical sides."""
    name = PREFIXED.sub("", name)
    if name in ("margin", "padding", "inset"):
        yield from sides(name, SIDES, tokens)
    elif name in ("overflow", "overflow-inline", "overflow-block"):
        values = texts(tokens)
        if name != "overflow-block" and values:
            yield "overflow-x", values[0]
        if name != "overflow-inline" and values:
            yield "overflow-y", values[-1]
    elif name == "font":
        yield "font-size", font_size(tokens)
    elif name == "background":
        yield from background(tokens)
    elif name == "animation":
        yield "animation-name", text_of(tokens)
    elif "inline" in name or "block" in name:
        first, _, axis = name.rpartition("-")
        if axis in AXES and first in ("margin", "padding", "inset"):
            yield from sides(first, AXES[axis], tokens)
        for logical, physical in LOGICAL:
            if name.endswith(logical):
                yield name.replace(logical, physical).removeprefix("inset-"), text_of(tokens)
    elif name in RELEVANT:
        yield name, text_of(tokens)


def text_of(tokens: Sequence[Node]) -> str:
    """The value as text. One that is nested too deep for the serializer says nothing."""
    try:
        return str(tinycss2.serialize(tokens)).strip().lower()
    except RecursionError:
        return ""


def texts(tokens: Sequence[Node]) -> list[str]:
    """The parts of a value that white space separates."""
    return [text_of([token]) for token in tokens if token.type not in ("whitespace", "comment")]


def sides(name: str, order: Sequence[str], tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """One to four values for the sides; a missing one is that of the side across, or the first."""
    values = texts(tokens)
    if not 1 <= len(values) <= len(order):
        return
    prefix = "" if name == "inset" else f"{name}-"
    for number, side in enumerate(order):
        at = number if number < len(values) else number - 2 if 0 <= number - 2 < len(values) else 0
        yield f"{prefix}{side}", values[at]


def font_size(tokens: Sequence[Node]) -> str:
    """The size in a `font` shorthand: the first length or percentage, or the first word for a size."""
    for token in tokens:
        if token.type in ("dimension", "percentage") or (token.type == "number" and token.value == 0):
            return text_of([token])
        if token.type == "function" and token.lower_name in ("calc", "min", "max", "clamp"):
            return text_of([token])
        if token.type == "ident" and token.lower_value in ("small", "medium", "large", "smaller", "larger"):
            return str(token.lower_value)
    return ""


def background(tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Colour and picture of a `background` shorthand; what it does not name it sets back."""
    picture, colour = "none", "transparent"
    for token in tokens:
        text = text_of([token])
        if token.type == "url" or (token.type == "function" and PICTURE.search(text)):
            picture = text
        elif (
            token.type == "hash"
            or (token.type == "ident" and token.lower_value not in LAYOUT)
            or (token.type == "function" and token.lower_name not in SUMS)
        ):
            colour = text
    if "var(" in picture:
        colour = picture
    yield "background-color", colour
    yield "background-image", picture
