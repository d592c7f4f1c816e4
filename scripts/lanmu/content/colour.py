"""Colours by lightness, chroma and hue as the eye sees them (OKLCH), and the contrast of two colours.

The matrices are those of CSS Color 4 (10.8 and 17.2, sRGB to Oklab), contrast is that of WCAG 2.2. tinycss2 reads colours but does not
convert sRGB to OKLCH.
"""

from __future__ import annotations

from functools import cache
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple, Self

Triple = tuple[float, float, float]
RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
LMS_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
LAB_TO_LMS = ((1, 0.3963377774, 0.2158037573), (1, -0.1055613458, -0.0638541728), (1, -0.0894841775, -1.2914855480))
LMS_TO_RGB = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
OUTSIDE = 0.0005
"""How far a channel may lie outside of sRGB and still be meant for its edge."""
CHROMA_STEP = 0.001


class Colour(NamedTuple):
    """Lightness from 0 to 1, chroma from 0 (grey) to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """The colour that is written `#rrggbb`."""
        red, green, blue = (linear(value / 255) for value in channels(text))
        long, medium, short = (value ** (1 / 3) for value in product(RGB_TO_LMS, (red, green, blue)))
        lightness, a, b = product(LMS_TO_LAB, (long, medium, short))
        return cls(lightness, hypot(a, b), degrees(atan2(b, a)) % 360)

    def at(self, lightness: float, chroma: float) -> Colour:
        """The same hue in another lightness, with at most this chroma; black and white have none."""
        return Colour(min(max(lightness, 0.0), 1.0), chroma if 0 < lightness < 1 else 0.0, self.hue)

    @property
    def text(self) -> str:
        """`#rrggbb`; a colour that no screen shows loses chroma until one does."""
        rgb = self._rgb(self.chroma)
        if not is_shown(rgb):
            least, most = 0.0, self.chroma
            while most - least > CHROMA_STEP:
                middle = (least + most) / 2
                least, most = (middle, most) if is_shown(self._rgb(middle)) else (least, middle)
            rgb = self._rgb(least)
        return "#" + "".join(f"{round(gamma(min(max(value, 0.0), 1.0)) * 255):02x}" for value in rgb)

    def _rgb(self, chroma: float) -> Triple:
        """Linear sRGB with a chroma, unclipped."""
        angle = radians(self.hue)
        lms = product(LAB_TO_LMS, (self.lightness, chroma * cos(angle), chroma * sin(angle)))
        return product(LMS_TO_RGB, (lms[0] ** 3, lms[1] ** 3, lms[2] ** 3))


def product(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    """A matrix times a vector."""
    x, y, z = vector
    first, second, third = (a * x + b * y + c * z for a, b, c in matrix)
    return first, second, third


def is_shown(rgb: Triple) -> bool:
    """True when a screen can show these amounts of light."""
    return all(-OUTSIDE <= value <= 1 + OUTSIDE for value in rgb)


def channels(text: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, 0 to 255."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def linear(value: float) -> float:
    """The light of a channel of sRGB."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def gamma(value: float) -> float:
    """The channel of sRGB for an amount of light."""
    return value * 12.92 if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


@cache
def luminance(text: str) -> float:
    """Relative luminance (WCAG 2.2), 0 for black and 1 for white."""
    red, green, blue = (linear(value / 255) for value in channels(text))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, SC 1.4.3)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def mixed(over: str, under: str, share: float) -> str:
    """The colour that results where `over` covers `under` with this opacity."""
    pairs = zip(channels(over), channels(under), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)
