"""The QR code of a page's address, for a phone to scan from the screen or from paper (ISO/IEC 18004)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import zxingcpp

# Light modules around the code, ISO/IEC 18004, 6.3.8; scanners need them.
QUIET = 4


def _over(eight: int) -> str:
    """The path over eight modules of a row, the first in the highest bit: dark ones drawn, light ones passed over."""
    return "".join(f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0" for run in re.findall("1+|0+", f"{eight:08b}"))


PIECES = tuple(map(_over, range(256)))


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
    dark = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) == 0
    path = "".join(
        f"M{QUIET} {y}.5{''.join(map(PIECES.__getitem__, row))}"
        for y, row in enumerate(np.packbits(dark, axis=1).tolist(), QUIET)
    )
    return Code(len(dark) + 2 * QUIET, path)
