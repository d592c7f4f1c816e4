"""The QR code of a page's address, for a phone to scan from the screen or from paper (ISO/IEC 18004)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import zxingcpp

# Light modules around the code, ISO/IEC 18004, 6.3.8; scanners need them.
QUIET = 4
DARK = re.compile(b"\x00+")


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
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    rows = np.asarray(code.to_image(scale=1, add_quiet_zones=False))
    path = "".join(
        f"M{QUIET + run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows, QUIET)
        for run in DARK.finditer(row.tobytes())
    )
    return Code(len(rows) + 2 * QUIET, path)
