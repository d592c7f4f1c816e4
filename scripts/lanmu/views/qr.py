"""The QR code of a page's address, for a phone to scan from the screen or from paper (ISO/IEC 18004)."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import zxingcpp

# Light modules around the code, ISO/IEC 18004, 6.3.8; scanners need them.
QUIET = 4


def _over(eight: bytes) -> str:
    """The path over eight modules of a row: dark ones (0) drawn, light ones (255) passed over."""
    runs = re.findall(b"\x00+|\xff+", eight)
    return "".join(f"m{len(run)} 0" if run[0] else f"h{len(run)}" for run in runs)


PIECES = {bytes(eight): _over(bytes(eight)) for eight in itertools.product(b"\x00\xff", repeat=8)}


@dataclass(frozen=True)
class Code:
    """A drawing in modules: the length of a side, quiet zone included, and the SVG path along the dark modules, to be drawn
    with a stroke one module wide."""

    size: int
    path: str


def code(address: str) -> Code | None:
    """The code of a full address; none without one: a phone cannot open what has no address yet.

    Error correction M (15 %) outlives a fold in the paper.
    """
    if not address:
        return None
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # Its type description leaves out that it is a buffer.
    image = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    side, modules = len(image), image.tobytes()
    rest = b"\xff" * (-side % 8)
    rows = (modules[start : start + side] + rest for start in range(0, len(modules), side))
    path = "".join(
        f"M{QUIET} {y}.5{''.join([PIECES[row[place : place + 8]] for place in range(0, len(row), 8)])}"
        for y, row in enumerate(rows, QUIET)
    )
    return Code(side + 2 * QUIET, path)
