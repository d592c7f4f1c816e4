"""The QR code of a page's address, for a phone to scan from the screen or from paper (ISO/IEC 18004)."""

from __future__ import annotations

from dataclasses import dataclass

import segno

# Light modules around the code, ISO/IEC 18004, 6.3.8; scanners need them.
QUIET = 4
# Any mask can be read. Weighing all eight against each other takes six times as long as everything else.
MASK = 3


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
    matrix = segno.make(address, micro=False, error="m", boost_error=False, mask=MASK).matrix
    path = "".join(
        f"M{start + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, modules in enumerate(matrix)
        for start, length in runs(modules)
    )
    return Code(len(matrix) + 2 * QUIET, path)


def runs(modules: bytearray) -> list[tuple[int, int]]:
    """Start and length of every row of dark modules that touch."""
    found: list[tuple[int, int]] = []
    for column, dark in enumerate(modules):
        if not dark:
            continue
        if found and sum(found[-1]) == column:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((column, 1))
    return found
