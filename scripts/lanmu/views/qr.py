"""The QR code of a page's address, for a phone to scan from the screen or from paper (ISO/IEC 18004)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lanmu.views.qr_layout import drawn_by_segno, layout, matrix_of

# Light modules around the code, ISO/IEC 18004, 6.3.8; scanners need them.
QUIET = 4
# Any mask can be read. Weighing all eight against each other takes six times as long as everything else.
MASK = 3
ERROR = "m"
RUN = re.compile("1+")
# How many modules are drawn at once.
STRETCH = 8


@dataclass(frozen=True)
class Code:
    """A drawing in modules: the length of a side, quiet zone included, and the SVG path of the dark modules."""

    size: int
    path: str


def code(address: str) -> Code | None:
    """The code of a full address; none without one: a phone cannot open what has no address yet.

    Error correction M (15 %) outlives a fold in the paper.
    """
    if not address:
        return None
    text = address.encode()
    known = layout(version_of(len(text)), ERROR, MASK)
    if known is None:
        code = drawn_by_segno(text, ERROR, MASK)
        side, modules = len(code.matrix), matrix_of(code)
    else:
        side, modules = known.side, known.modules(text)
    bits = f"{modules:0{side * side}b}"
    path = "".join(
        [
            stretch(row, start, bits[row * side + start : row * side + min(start + STRETCH, side)])
            for row in range(side)
            for start in range(0, side, STRETCH)
        ]
    )
    return Code(side + 2 * QUIET, path)


@cache
def version_of(length: int) -> int:
    """The smallest version that holds so many bytes."""
    return int(drawn_by_segno(b"a" * length, ERROR, MASK).version)


@cache
def stretch(row: int, start: int, bits: str) -> str:
    """Dark modules of a row from `start` on, each run of those that touch. Short enough to come again on other pages."""
    y = row + QUIET
    runs = ((start + match.start() + QUIET, match.end() - match.start()) for match in RUN.finditer(bits))
    return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, length in runs)
