"""Whether an element can be seen, by what is declared for it: pure functions over property → value."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

import tinycss2
from tinycss2.ast import Node

from lanmu.checks.built.css_values import IMPORTANT, Colour, at_commas, colour_of, length, set_of, total

# In pixels; what is further away than this from any usual place is off the screen.
FAR = 500
# A float may be drawn back over the one before it, by the width of a page.
FLOATED = 2000
# Further than this to the right or down nobody scrolls.
BEYOND = 5000
# Nobody sees what is fainter than this, or smaller than so many pixels.
FAINT = 0.05
SMALL = 2
# Assumed size of an element, for percentages of itself.
OWN = 100.0
FILTER = re.compile(r"opacity\(\s*(\d*\.?\d+)(%?)\s*\)")
CLIPPING = frozenset(("hidden", "clip", "auto", "scroll", "overlay"))
INLINE = set_of("a abbr b bdi bdo cite code em font i kbd label mark q s samp small span strong sub sup u")
OUT_OF_FLOW = ("absolute", "fixed")
FLOATS = ("left", "right")
UNSEEN = ("hidden", "collapse")
# Effects on letters that make them visible whatever their colour.
DRAWN = ("text-shadow", "-webkit-text-stroke", "mix-blend-mode")
NO_COLOUR = frozenset(("inherit", "unset", "currentcolor", "initial", "revert"))
ORDINARY = frozenset(("none", "normal", "initial", "inherit", "unset", "0"))
CLEAR = frozenset(("", "transparent", "none", "initial", "inherit", "unset"))
WHITE = Colour(255, 255, 255)
WORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
WORDS |= {"xx-large": 32.0, "xxx-large": 48.0}
STEPS = {"smaller": 0.83, "larger": 1.2}
Values = Mapping[str, str]


def hides(declared: Values) -> bool:
    """True when declarations hide an element by themselves."""
    values = {name: value.removesuffix(IMPORTANT) for name, value in declared.items()}
    return bool(own_reason(values)) or values.get("visibility") in UNSEEN


def own_reason(style: Values, tag: str = "") -> str:
    """Why an element with these declarations cannot be seen, all of it; empty when it can."""
    tests = (gone, tiny, away, clipped, flattened) if is_box(style, tag) else (gone, away, clipped)
    return next((reason for test in tests if (reason := test(style))), "")


def is_box(style: Values, tag: str) -> bool:
    """True for what has a width and a height of its own: not a plain <a> or <span> in a line."""
    if display := style.get("display", ""):
        return display not in ("inline", "contents")
    placed = style.get("position") in OUT_OF_FLOW
    return tag not in INLINE or placed or style.get("float", "none") not in ("none", "inherit")


def gone(style: Values) -> str:
    for name, value in (("display", "none"), ("content-visibility", "hidden")):
        if style.get(name) == value:
            return f"{name}:{value}"
    opacity = length(style.get("opacity", ""), 1)
    if opacity is not None and opacity < FAINT:
        return f"opacity:{style['opacity']}"
    match = FILTER.search(style.get("filter", ""))
    is_faint = match and float(match[1]) / (100 if match[2] else 1) < FAINT
    return f"filter:{style['filter']}" if is_faint else ""


def tiny(style: Values) -> str:
    """Width or height of at most a pixel, padding included, with overflow cut off."""
    if CLIPPING.isdisjoint((style.get("overflow-x", ""), style.get("overflow-y", ""))):
        return ""
    for side, before, after in (("width", "left", "right"), ("height", "top", "bottom")):
        if sum(pixels(style, name) for name in (f"min-{side}", f"padding-{before}", f"padding-{after}")) > 1:
            continue
        for name in (side, f"max-{side}"):
            size = length(style.get(name, ""))
            if size is not None and size <= 1:
                return f"{name}:{style[name]}; overflow"
    return ""


def pixels(style: Values, name: str) -> float:
    return length(style.get(name, "")) or 0


def away(style: Values) -> str:
    """Moved off the screen: by its place, its margins and its transform together."""
    position = style.get("position", "static")
    fixed = position in OUT_OF_FLOW
    is_placed = position not in ("static", "")
    floats = style.get("float", "none") in FLOATS and not fixed
    axes = (("left", "right", "width"), ("top", "bottom", "height"))
    for (start, end, side), shift in zip(axes, moved(style), strict=True):
        offset = length(style.get(start, "")) if is_placed else None
        away_by = shift + (offset or 0) + pixels(style, f"margin-{start}")
        extent = max(pixels(style, side), 0)
        limit = FAR if (start == "left" or fixed) and not floats else FLOATED
        if away_by + extent <= -limit or away_by >= BEYOND:
            names = [start] if offset is not None else []
            names = [*names, f"margin-{start}"] if start == "top" and not fixed else [f"margin-{start}", *names]
            present = [name for name in (*names, "transform", "translate") if name in style]
            furthest = max(present, key=lambda name: abs(pixels(style, name)), default=start)
            return f"{furthest}:{style.get(furthest, '')}"
        back = length(style.get(end, "")) if offset is None and is_placed else None
        if back is not None and back + extent <= -FAR:
            return f"{end}:{style[end]}"
    return ""


@functools.lru_cache(maxsize=2048)
def functions(value: str) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
    """The functions of a `transform` with their numbers; lengths in pixels, angles in degrees."""
    return tuple(
        (token.lower_name, tuple(map(number, at_commas(token.arguments))))
        for token in tinycss2.parse_component_value_list(value)
        if token.type == "function"
    )


def number(tokens: Sequence[Node]) -> float | None:
    only = [token for token in tokens if token.type != "whitespace"]
    if len(only) == 1 and only[0].type == "dimension" and only[0].lower_unit in ("deg", "turn"):
        return float(only[0].value) * (360 if only[0].lower_unit == "turn" else 1)
    return total(only, OWN, 16.0)


def moved(style: Values) -> tuple[float, float]:
    """How far `transform` and `translate` move an element, to the right and down."""
    x, y = (*(length(part, OWN) or 0.0 for part in style.get("translate", "").split()), 0.0, 0.0)[:2]
    for name, values in functions(style.get("transform", "")):
        first, second = ((value or 0.0) for value in (*values, None)[:2])
        if name in ("translate", "translate3d"):
            x, y = x + first, y + second
        elif name == "translatex":
            x += first
        elif name == "translatey":
            y += first
        elif name == "matrix" and len(values) == 6:
            x, y = x + (values[4] or 0), y + (values[5] or 0)
    return x, y


def clipped(style: Values) -> str:
    """Cut down to nothing; `clip` is for what is absolutely positioned only (CSS Masking 1, 8.1)."""
    clip, path = style.get("clip", ""), style.get("clip-path", "")
    if clip.startswith("rect") and style.get("position") in OUT_OF_FLOW:
        sides = [length(part) for part in re.split(r"[\s,]+", clip[clip.find("(") + 1 :].rstrip(") "))]
        if len(sides) == 4 and (is_narrow(sides[0], sides[2]) or is_narrow(sides[3], sides[1])):
            return f"clip:{clip}"
    return f"clip-path:{path}" if is_nothing(path) else ""


def is_narrow(start: float | None, end: float | None) -> bool:
    return start is not None and end is not None and end - start <= 1


def is_nothing(path: str) -> bool:
    name, _, rest = path.partition("(")
    body = rest.partition(")")[0].partition(" round ")[0].partition(" at ")[0]
    if name == "polygon":
        points = [point.split() for point in body.split(",")]
        return any(len({point[side] for point in points if point}) == 1 for side in (0, -1))
    sizes = [length(part, OWN) for part in body.split()]
    lengths = [size for size in sizes if size is not None]
    if not lengths or len(lengths) != len(sizes):
        return False
    if name == "inset":
        top, right, bottom, left = lengths[:4] if len(lengths) >= 4 else (lengths * 4)[:4]
        if len(lengths) == 3:
            left = right
        return top + bottom >= OWN - 1 or left + right >= OWN - 1
    return name in ("circle", "ellipse") and min(lengths) <= 1


def flattened(style: Values) -> str:
    """Drawn without width or height by a transform."""
    scale = f"scale({style['scale'].replace(' ', ',')})" if "scale" in style else ""
    for name, value in (("scale", scale), ("transform", style.get("transform", ""))):
        for function, values in functions(value):
            numbers = [value for value in values if value is not None]
            if not numbers:
                continue
            if (
                (function.startswith("scale") and min(map(abs, numbers)) < 0.02)
                or (function in ("rotatex", "rotatey") and abs(numbers[0]) % 180 == 90)
                or (
                    function == "matrix"
                    and len(numbers) == 6
                    and abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]) < 4e-4
                )
            ):
                return f"{name}:{style[name]}"
    return ""


def inherited_reason(chain: Sequence[Values], *, painted: bool = False) -> str:
    """Why text cannot be seen by what it inherits; `chain` begins with its element.

    `painted`: a picture is drawn in place of the text, so that its size and its indent say nothing.
    """
    visibility = next((style["visibility"] for style in chain if "visibility" in style), "")
    if visibility in UNSEEN:
        return f"visibility:{visibility}"
    if painted:
        return ""
    indent = next((style["text-indent"] for style in chain if style.get("text-indent", "inherit") != "inherit"), "")
    away_by = length(indent)
    if away_by is not None and (away_by <= -FAR or away_by >= BEYOND):
        return f"text-indent:{indent}"
    # The size of the text in pixels, and how it is written where it became so small.
    size, written = 16.0, ""
    for style in reversed(chain):
        value = style.get("font-size", "inherit")
        new = WORDS.get(value) or (size * STEPS[value] if value in STEPS else length(value, size, size))
        if new is not None:
            size, written = new, value if new > SMALL or size > SMALL or not written else written
    return f"font-size:{written}" if size <= SMALL else ""


def colour_reason(chain: Sequence[Values]) -> str:
    """Why text cannot be read by its colour: transparent, or that of its background. Empty where either is unknown."""
    if any(style.get(name, "none") not in ORDINARY for style in chain for name in DRAWN):
        return ""
    written = first_colour(chain, "-webkit-text-fill-color") or first_colour(chain, "color")
    text = colour_of(written) if written else None
    if text is None:
        return ""
    if text.alpha < FAINT:
        through = any(style.get("background-clip") == "text" and has_ground(style) for style in chain)
        return "" if through else f"文字是透明的（{written}）"
    floating = False
    for style in chain:
        if style.get("background-image", "none") not in CLEAR or "inset" in style.get("box-shadow", ""):
            return ""
        ground = style.get("background-color", "")
        if ground in CLEAR:
            floating = floating or is_over_others(style)
            continue
        colour = colour_of(ground)
        if colour is None or FAINT <= colour.alpha < 1:
            return ""
        if colour.alpha >= FAINT:
            return "" if text.is_seen_on(colour) else f"文字和背景同为 {written}"
    return "" if floating or text.is_seen_on(WHITE) else f"文字和白色的网页同为 {written}"


def has_ground(style: Values) -> bool:
    return any(style.get(name, "none") not in CLEAR for name in ("background-color", "background-image"))


def first_colour(chain: Sequence[Values], name: str) -> str:
    return next((style[name] for style in chain if style.get(name, "inherit") not in NO_COLOUR), "")


def is_over_others(style: Values) -> bool:
    """True for an element that may overlap others: its background need not be its parent's."""
    if style.get("position") in (*OUT_OF_FLOW, "sticky") or style.get("float", "none") in FLOATS:
        return True
    return any(pixels(style, f"margin-{side}") < -1 for side in ("top", "left", "bottom"))


def covered_reason(chain: Sequence[Values], tags: Sequence[str]) -> str:
    """Why an element is covered by the background of an ancestor: z-index below 0 and no stacking context in between."""
    for at, style in enumerate(chain):
        level = length(style.get("z-index", ""))
        if level is None or level >= 0 or style.get("position", "static") == "static":
            continue
        for outer, tag in zip(chain[at + 1 :], tags[at + 1 :], strict=True):
            if is_layer(outer) or tag in ("html", "body"):
                break
            colour = colour_of(outer.get("background-color", ""))
            if colour is not None and colour.alpha > 1 - FAINT:
                return f"z-index:{style['z-index']}，被背景盖住"
    return ""


def is_layer(style: Values) -> bool:
    """True for an element that is drawn as a whole (a stacking context: CSS 2.2, appendix E)."""
    placed = style.get("position", "static")
    if placed in ("fixed", "sticky") or (placed != "static" and style.get("z-index", "auto") != "auto"):
        return True
    others = (style.get(name, "none") for name in ("transform", "translate", "scale", "filter", "clip-path"))
    return any(value != "none" for value in others) or style.get("opacity", "1") not in ("1", "1.0")
