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
    rows = (bits[row * side : (row + 1) * side] for row in range(side))
    path = "".join(
        [
            piece
            for row, line in enumerate(rows, QUIET)
            for piece in (f"M{QUIET} {row}", *[stretch(line[at : at + STRETCH]) for at in range(0, side, STRETCH)])
        ]
    )
    return Code(side + 2 * QUIET, path)


@cache
def version_of(length: int) -> int:
    """The smallest version that holds so many bytes."""
    return int(drawn_by_segno(b"a" * length, ERROR, MASK).version)


@cache
def stretch(bits: str) -> str:
    """Modules of a row, from the pen's place to the end of them: each run of dark ones that touch. There are few of so
    short ones, and they come again in every code.
    """
    at, drawn = 0, ""
    for run in RUN.finditer(bits):
        length = run.end() - run.start()
        drawn += f"{moved(run.start() - at)}h{length}v1h-{length}z"
        at = run.start()
    return drawn + moved(len(bits) - at)


def moved(by: int) -> str:
    """The pen moved to the right."""
    return f"m{by} 0" if by else ""
