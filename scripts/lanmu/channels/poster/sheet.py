"""The sheet of a poster and the sizes on it. Lengths are mm, sizes of type too: the height of the em.

How large type must be to be read from a distance: Japan's guideline for guidance in stations (公共交通機関の移動等円滑化整備
ガイドライン, sizes of letters by distance) asks 9 mm from 1 to 2 m, 20 mm from 4 to 5 m, 40 mm from 10 m, where the height of a Chinese
character is that of the glyph 木. That is the distance / 250 for signs, and a little more close by; a poster is a text
and not a word, so here it is distance / 200: 10 mm at 2 m. It is measured on the font's own glyph, since fonts fill the em
to different parts (from 0.88 to 0.97).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from lanmu.channels.fonts import Face
from lanmu.content.settings import BoardSettings

SIZES = {
    "A3": (297.0, 420.0),
    "A2": (420.0, 594.0),
    "A1": (594.0, 841.0),
    "600x900": (600.0, 900.0),
    "900x1200": (900.0, 1200.0),
}
MEASURED_ON = "木"
READ_AT = 1 / 200
# Who scans the code stands before the poster: what is only read then may be half as large.
SCANNING = 0.5
# Fewer characters to a line are a ladder, more of them lose the eye.
FEWEST, MOST = 11, 30


@dataclass(frozen=True)
class Sheet:
    """A poster's size, its least size of type, whether it has a QR code, and the measures that follow from the width."""

    width: float
    height: float
    least: float
    coded: bool = True

    @property
    def edge(self) -> float:
        """White around the frame: nothing is printed to the edge, so no sheet has to be cut."""
        return self.width * 0.03

    @property
    def margin(self) -> float:
        """Where text begins."""
        return self.width * 0.075

    @property
    def room(self) -> float:
        """Width of the text."""
        return self.width - 2 * self.margin

    @property
    def band(self) -> float:
        """Height of the red head."""
        return max(self.width * 0.125, self.least * 2.4)

    @property
    def code(self) -> float:
        """Side of the QR code: a phone reads one of a tenth of its distance, here from twice an arm's length."""
        return self.width * 0.17

    @property
    def small(self) -> float:
        """Type that is read by who stands before the poster."""
        return max(self.least * SCANNING, self.width * 0.0165)

    @property
    def note(self) -> float:
        """Type of what stands beside the text: source, date, caption."""
        return max(self.least, self.width * 0.033)

    @property
    def foot(self) -> float:
        """Height of the foot."""
        return self.code + self.width * 0.02 if self.coded else self.small * 7.5

    @property
    def gap(self) -> float:
        """Between the parts, at the least."""
        return self.width * 0.028

    @property
    def sizes(self) -> tuple[float, ...]:
        """Sizes of the text that are tried, largest first, none below the least."""
        largest = max(self.room / FEWEST, self.least)
        smallest = max(self.room / MOST, self.least)
        found = [largest]
        while found[-1] * 0.95 > smallest:
            found.append(found[-1] * 0.95)
        return (*found, smallest) if found[-1] > smallest else tuple(found)


def sheet(settings: BoardSettings, faces: Iterable[Face], *, coded: bool) -> Sheet:
    """The sheet of the office's boards, for the fonts that the text is set in."""
    width, height = SIZES[settings.size]
    fill = min(fill_of(face.path, face.index) for face in faces)
    return Sheet(width, height, settings.distance * 1000 * READ_AT / fill, coded)


@cache
def fill_of(path: Path, index: int) -> float:
    """The part of the em that the glyph 木 fills in height."""
    with TTFont(path, fontNumber=index, lazy=True) as font:
        glyphs = font.getGlyphSet()
        pen = BoundsPen(glyphs)
        glyphs[font.getBestCmap()[ord(MEASURED_ON)]].draw(pen)
        return float((pen.bounds[3] - pen.bounds[1]) / font["head"].unitsPerEm)
