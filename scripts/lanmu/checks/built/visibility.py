"""Whether an element can be seen, by what is declared for it: pure functions over property → value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lanmu.checks.built.colour import colour_of

LENGTH = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|vw|vh|%|cm|mm|in)?")
# In pixels; what is further away than this from any usual place is off the screen.
FAR = 500
# Nobody sees what is fainter than this.
FAINT = 0.05
PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "vw": 10.0, "vh": 10.0, "%": 10.0}
PIXELS |= {"cm": 38.0, "mm": 3.8, "in": 96.0}
OPACITY = {
    "opacity": re.compile(r"^(\d*\.?\d+)(%?)$"),
    "filter": re.compile(r"opacity\(\s*(\d*\.?\d+)(%?)\s*\)"),
}
MOVED = re.compile(r"translate(?:[xy]|3d)?\(([^)]*)\)")
SIZES = ("width", "height", "max-width", "max-height")
ASIDE = ("left", "right", "top", "bottom", "margin-left", "margin-top", "margin-right")
Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
# Of 255 steps of red, green or blue.
SAME = 8
TAKEN_OVER = ("inherit", "unset", "currentcolor")


def length(value: str) -> float | None:
    """A CSS length in pixels, roughly; None when it is none."""
    match = LENGTH.fullmatch(value)
    try:
        return float(match[1]) * PIXELS[match[2] or ""] if match else None
    except ValueError:
        return None


def own_reason(style: dict[str, str]) -> str:
    """Why an element with these declarations cannot be seen, all of it; empty when it can."""
    for test in (gone, tiny, away, clipped):
        reason = test(style)
        if reason:
            return reason
    return ""


def gone(style: dict[str, str]) -> str:
    """Not drawn."""
    if style.get("display") == "none":
        return "display:none"
    for name, pattern in OPACITY.items():
        opacity = pattern.search(style.get(name, ""))
        if opacity and float(opacity[1]) / (100 if opacity[2] else 1) < FAINT:
            return f"{name}:{style[name]}"
    return ""


def tiny(style: dict[str, str]) -> str:
    """Next to no width or height, and what does not fit is cut off."""
    overflow = {style.get(name, "") for name in ("overflow", "overflow-x", "overflow-y")}
    if overflow & {"hidden", "clip"}:
        for name in SIZES:
            size = length(style.get(name, ""))
            if size is not None and size <= 1:
                return f"{name}:{style[name]}; overflow:hidden"
    return ""


def away(style: dict[str, str]) -> str:
    """Moved off the screen."""
    placed = style.get("position") in ("absolute", "fixed", "relative")
    for name in ASIDE:
        moved = length(style.get(name, ""))
        if moved is None or abs(moved) < FAR or (moved > 0 and name not in ("left", "top")):
            continue
        if name.startswith("margin") or placed:
            return f"{name}:{style[name]}"
    for match in MOVED.finditer(style.get("transform", "")):
        if any((length(part.strip()) or 0) <= -FAR for part in match[1].split(",")):
            return f"transform:{style['transform']}"
    shorthand = next((part for part in style.get("margin", "").split() if (length(part) or 0) <= -FAR), "")
    return f"margin:{style['margin']}" if shorthand else ""


def clipped(style: dict[str, str]) -> str:
    """Cut down to nothing."""
    clip = re.sub(r"[\s,]+", " ", style.get("clip", ""))
    if re.fullmatch(r"rect\( ?([01])(px)? ([01])(px)? ([01])(px)? ([01])(px)? ?\)", clip):
        return f"clip:{style['clip']}"
    path = style.get("clip-path", "").replace(" ", "")
    if re.match(r"(inset\((50|100)%|circle\(0|polygon\(0(px)?0(px)?,0(px)?0(px)?,0)", path):
        return f"clip-path:{style['clip-path']}"
    if re.search(r"scale([xy]|3d)?\(\s*0?\.?0*\s*[,)]", style.get("transform", "")):
        return f"transform:{style['transform']}"
    return ""


def inherited_reason(chain: Sequence[dict[str, str]]) -> str:
    """Why a link cannot be seen by what it takes over from around it; `chain` begins with the link."""
    visibility = next((style["visibility"] for style in chain if "visibility" in style), "")
    if visibility in ("hidden", "collapse"):
        return f"visibility:{visibility}"
    indent = next((style["text-indent"] for style in chain if "text-indent" in style), "")
    if (length(indent) or 0) <= -FAR:
        return f"text-indent:{indent}"
    for style in chain:
        size = style.get("font-size") or first_length(style.get("font", ""))
        if size and (pixels := length(size)) is not None:
            return f"font-size:{size}" if pixels <= 1 else ""
    return ""


def first_length(font: str) -> str:
    """The size in a `font` shorthand."""
    sizes = (part.partition("/")[0] for part in font.split())
    return next((size for size in sizes if re.fullmatch(r"[\d.]+(px|pt|em|rem|%)", size)), "")


def colour_reason(chain: Sequence[dict[str, str]]) -> str:
    """Same colour as the ground behind it. Where either is not plain to see, nothing is said."""
    written = next((style["color"] for style in chain if style.get("color", "inherit") not in TAKEN_OVER), "")
    text = colour_of(written)
    if text is None:
        return "color:transparent" if written == "transparent" else ""
    for style in chain:
        if style.get("background-image", "none") not in ("none", *TAKEN_OVER):
            return ""
        ground = style.get("background-color") or style.get("background")
        if ground and ground not in ("transparent", "none", "inherit", "0 0", "initial"):
            return f"文字和背景同为 {written}" if alike(colour_of(ground), text) else ""
    return f"文字和白色的网页同为 {written}" if alike(WHITE, text) else ""


def alike(one: Colour | None, other: Colour | None) -> bool:
    """True for two colours that no eye tells apart."""
    return bool(one and other) and all(abs(a - b) <= SAME for a, b in zip(one or (), other or (), strict=True))
