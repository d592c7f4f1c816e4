"""Values of CSS: declarations with their shorthands taken apart, lengths in pixels, colours as red, green and blue.

Read by tinycss2, whose tokenizer is linear in the text.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Node
from tinycss2.color4 import Color, parse_color

IMPORTANT = " !important"


def set_of(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())


# What decides whether an element can be seen.
RELEVANT = set_of(
    """
    display visibility content-visibility opacity filter float position z-index top right bottom left
    width height min-width min-height max-width max-height overflow-x overflow-y
    margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
    clip clip-path transform translate scale rotate font-size text-indent color -webkit-text-fill-color
    text-shadow -webkit-text-stroke mix-blend-mode box-shadow
    background-color background-image background-clip content animation-name
    """
)
PREFIXED = re.compile(
    r"-(?:webkit|moz|ms|o)-(?=(?:transform|filter|clip-path|background-clip|animation|animation-name)$)"
)
SIDES = ("top", "right", "bottom", "left")
AXES = {"inline": ("left", "right"), "block": ("top", "bottom")}
# Logical properties, in a text that runs from left to right.
LOGICAL = {
    "inline-start": "left",
    "inline-end": "right",
    "block-start": "top",
    "block-end": "bottom",
    "inline-size": "width",
    "block-size": "height",
}
# Words of a `background` that are no colour; a word that is neither, such as Highlight, is the browser's colour.
LAYOUT = set_of(
    """
    none left right top bottom center repeat repeat-x repeat-y no-repeat space round scroll fixed local
    auto cover contain border-box padding-box content-box text border-area
    """
)
PICTURE = re.compile(r"(?:url|gradient|image|image-set|element|paint|cross-fade)\(|var\(")
SIZES = frozenset(("small", "medium", "large", "smaller", "larger"))

# Lengths are rough: for a window of 1000 pixels.
WINDOW = 1000.0
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "in": 96.0}
PIXELS |= {"em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "lh": 20.0, "rlh": 20.0}
PIXELS |= dict.fromkeys(("vw", "vh", "vmin", "vmax", "vi", "vb", "cqw", "cqh"), WINDOW / 100)
PIXELS |= {f"{size}{unit}": WINDOW / 100 for size in "dsl" for unit in ("vw", "vh", "vmin", "vmax")}
SUMS = frozenset(("calc", "-webkit-calc", "-moz-calc", ""))
FUNCTIONS = frozenset(("calc", "min", "max", "clamp", "env"))
# Nobody nests sums deeper, and Python would not follow.
DEEPEST = 16

# From CIE XYZ to linear sRGB, by white point (CSS Color Level 4, section 17).
FROM_XYZ = {
    "xyz-d65": (
        (3.2409699, -1.5373832, -0.4986108),
        (-0.9692436, 1.8759675, 0.0415551),
        (0.0556301, -0.2039770, 1.0569715),
    ),
    "xyz-d50": (
        (3.1341359, -1.6173863, -0.4906619),
        (-0.9787955, 1.9162544, 0.0334427),
        (0.0719553, -0.2289768, 1.4053861),
    ),
}
SPACES = {"hsl": "srgb", "hwb": "srgb", "lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65", "oklch": "xyz-d65"}
# A difference of so many of 255 steps of red, green and blue is not visible.
SAME = 8


def text_of(tokens: Sequence[Node]) -> str:
    """The tokens as they are written; empty when they are nested too deep for the serializer."""
    try:
        return str(tinycss2.serialize(tokens)).strip()
    except RecursionError:
        return ""


def at_commas(tokens: Iterable[Node]) -> list[list[Node]]:
    """The tokens cut at their commas, but not within brackets."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


@functools.lru_cache(maxsize=8192)
def declarations(body: str) -> dict[str, str]:
    """The relevant declarations of a style attribute; do not change what comes back."""
    return declared(tinycss2.parse_blocks_contents(body, skip_comments=True, skip_whitespace=True))


def declared(nodes: Iterable[Node]) -> dict[str, str]:
    """The relevant declarations by property; values in small letters, `!important` kept at the end."""
    values: dict[str, str] = {}
    for node in nodes:
        for name, value in longhands(node.lower_name, node.value) if node.type == "declaration" else ():
            # A backslash is how old browsers were addressed; today's ignore the declaration.
            if name not in RELEVANT or "\\" in value or not value:
                continue
            if node.important:
                values[name] = value.lower() + IMPORTANT
            elif not values.get(name, "").endswith(IMPORTANT):
                values[name] = value.lower()
    return values


def longhands(name: str, tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    name = PREFIXED.sub("", name)
    words = [text_of([token]) for token in tokens if token.type not in ("whitespace", "comment")]
    if name in ("margin", "padding", "inset"):
        yield from sides(name, SIDES, words)
    elif name in ("overflow", "overflow-inline", "overflow-block") and words:
        if name != "overflow-block":
            yield "overflow-x", words[0]
        if name != "overflow-inline":
            yield "overflow-y", words[-1]
    elif name == "font":
        yield "font-size", font_size(tokens)
    elif name == "background":
        yield from background(tokens)
    elif name == "animation":
        yield "animation-name", text_of(tokens)
    elif "inline" in name or "block" in name:
        first, _, axis = name.rpartition("-")
        if axis in AXES and first in ("margin", "padding", "inset"):
            yield from sides(first, AXES[axis], words)
        for logical, physical in LOGICAL.items():
            if name.endswith(logical):
                yield name.replace(logical, physical).removeprefix("inset-"), text_of(tokens)
    elif name in RELEVANT:
        yield name, text_of(tokens)


def sides(name: str, order: Sequence[str], values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """One to four values for the sides; a missing one is that of the side across, or the first."""
    if not 1 <= len(values) <= len(order):
        return
    prefix = "" if name == "inset" else f"{name}-"
    for number, side in enumerate(order):
        at = number if number < len(values) else number - 2 if 0 <= number - 2 < len(values) else 0
        yield f"{prefix}{side}", values[at]


def font_size(tokens: Sequence[Node]) -> str:
    """The size in a `font` shorthand: the first length or percentage, or the first word for a size."""
    for token in tokens:
        if (
            token.type in ("dimension", "percentage")
            or (token.type == "number" and token.value == 0)
            or (token.type == "function" and token.lower_name in FUNCTIONS)
            or (token.type == "ident" and token.lower_value in SIZES)
        ):
            return text_of([token])
    return ""


def background(tokens: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Colour and picture of a `background` shorthand; what it does not name it sets back."""
    picture, colour = "none", "transparent"
    for token in tokens:
        text = text_of([token]).lower()
        if token.type == "url" or (token.type == "function" and PICTURE.search(text)):
            picture = text
        elif (
            token.type == "hash"
            or (token.type == "ident" and token.lower_value not in LAYOUT)
            or (token.type == "function" and token.lower_name not in FUNCTIONS)
        ):
            colour = text
    yield "background-color", picture if "var(" in picture else colour
    yield "background-image", picture


@functools.lru_cache(maxsize=8192)
def length(value: str, whole: float = WINDOW, size: float = 16.0) -> float | None:
    """The length in pixels; percentages are of `whole`, em of `size`; None when it is none, or it cannot be computed."""
    pixels = total(tinycss2.parse_component_value_list(value, skip_comments=True), whole, size, 0)
    return None if pixels is None or math.isnan(pixels) else pixels


def total(tokens: Sequence[Node], whole: float, size: float, level: int = 0) -> float | None:
    """The value of a sum of products; None when it is none."""
    tokens = [token for token in tokens if token.type != "whitespace"]
    if len(tokens) % 2 == 0 or level > DEEPEST:
        return None
    result, product, sign = 0.0, number_of(tokens[0], whole, size, level), 1.0
    for operator, token in zip(tokens[1::2], tokens[2::2], strict=True):
        value = number_of(token, whole, size, level)
        if operator.type != "literal" or value is None or product is None:
            return None
        if operator.value in ("+", "-"):
            result, product, sign = result + sign * product, value, 1.0 if operator.value == "+" else -1.0
        elif operator.value in ("*", "/") and (operator.value == "*" or value):
            product = product * value if operator.value == "*" else product / value
        else:
            return None
    return None if product is None else result + sign * product


def number_of(token: Node, whole: float, size: float, level: int) -> float | None:
    """The value of a number, a length, a percentage, a sum in brackets, calc(), min(), max() or clamp()."""
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) * whole / 100
    if token.type == "dimension":
        factor = size if token.lower_unit == "em" else PIXELS.get(token.lower_unit)
        return None if factor is None else float(token.value) * factor
    if token.type == "() block":
        return total(token.content, whole, size, level + 1)
    if token.type != "function":
        return None
    name, values = token.lower_name, []
    for part in at_commas(token.arguments):
        value = total(part, whole, size, level + 1)
        if value is None:
            return None
        values.append(value)
    if name in ("min", "max"):
        return min(values) if name == "min" else max(values)
    if name == "clamp" and len(values) == 3:
        return max(values[0], min(values[1:]))
    return values[0] if name in SUMS and len(values) == 1 else None


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255; alpha from 0 (nothing to be seen) to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def is_seen_on(self, ground: Colour) -> bool:
        """True when the colour is visible on the opaque background."""
        return any(abs(own - below) * self.alpha > SAME for own, below in zip(self[:3], ground[:3], strict=True))


@functools.lru_cache(maxsize=4096)
def colour_of(value: str) -> Colour | None:
    """The colour; None when it is none, or one that only the browser knows (var(), color-mix(), currentcolor)."""
    parsed = parse_color(value)
    if not isinstance(parsed, Color):
        return None
    space = SPACES.get(parsed.space, parsed.space)
    try:
        converted = parsed.to(space)
    except NotImplementedError:
        return None
    channels = [float(channel or 0) for channel in converted.coordinates]
    if space in FROM_XYZ:
        linear = [sum(a * b for a, b in zip(row, channels, strict=True)) for row in FROM_XYZ[space]]
        # The gamma of sRGB.
        channels = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in linear]
    elif space != "srgb":
        return None
    red, green, blue = (min(max(channel, 0.0), 1.0) * 255 for channel in channels)
    return Colour(red, green, blue, 1.0 if converted.alpha is None else float(converted.alpha))
