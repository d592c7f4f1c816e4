"""Colours as CSS writes them (CSS Color Level 4), as red, green, blue and alpha."""

from __future__ import annotations

import functools
from typing import NamedTuple

from tinycss2.color4 import Color, parse_color

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
# Of 255 steps of red, green or blue: what no eye tells apart.
SAME = 8


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255; alpha from 0 (nothing to be seen) to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Colour) -> Colour:
        """The colour that is seen on an opaque ground."""
        mixed = (own * self.alpha + below * (1 - self.alpha) for own, below in zip(self[:3], ground[:3], strict=True))
        return Colour._make((*mixed, 1.0))

    def is_like(self, other: Colour) -> bool:
        """True for two opaque colours that no eye tells apart."""
        return all(abs(own - others) <= SAME for own, others in zip(self[:3], other[:3], strict=True))


WHITE = Colour(255, 255, 255)


@functools.lru_cache(maxsize=4096)
def colour_of(value: str) -> Colour | None:
    """The colour; None when it is none, or one that only the browser knows (var(), color-mix(), currentcolor)."""
    parsed = parse_color(value)
    if not isinstance(parsed, Color):
        return None
    try:
        space = SPACES.get(parsed.space, parsed.space)
        converted = parsed.to(space)
    except NotImplementedError:
        return None
    channels = [float(channel or 0) for channel in converted.coordinates]
    if space in FROM_XYZ:
        channels = [encoded(sum(a * b for a, b in zip(row, channels, strict=True))) for row in FROM_XYZ[space]]
    elif space != "srgb":
        return None
    alpha = 1.0 if converted.alpha is None else float(converted.alpha)
    red, green, blue = (min(max(channel, 0.0), 1.0) * 255 for channel in channels)
    return Colour(red, green, blue, alpha)


def encoded(linear: float) -> float:
    """A linear channel with the gamma of sRGB."""
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
