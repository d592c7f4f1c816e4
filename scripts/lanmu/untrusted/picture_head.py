"""Opens a picture from a stranger as far as its head: no pixel is decoded, so a picture cannot swell in memory."""

from __future__ import annotations

import io
import struct

from PIL import Image

from lanmu.untrusted.kinds import FileKind

# Above so many pixels nothing is drawn: 100 million take 400 MB. The check IMG004 complains long before.
MOST_PIXELS = 100_000_000
# Everything that Pillow's readers of strange files are known to raise.
FAULTS = (
    *(OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError),
    *(EOFError, RuntimeError, struct.error, MemoryError, AssertionError, Image.DecompressionBombError),
)
FORMATS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.GIF: "GIF",
    FileKind.WEBP: "WEBP",
    FileKind.AVIF: "AVIF",
    FileKind.BMP: "BMP",
    FileKind.TIFF: "TIFF",
    FileKind.ICON: "ICO",
}


def opened(data: bytes, kind: FileKind) -> Image.Image:
    """The picture with its head read. Raises one of FAULTS when it is damaged.

    `Image.open` would refuse very many pixels, which the caller wants to count.
    """
    Image.init()
    factory, _ = Image.OPEN[FORMATS[kind]]
    return factory(io.BytesIO(data), "")
