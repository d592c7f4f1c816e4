"""Reads the header of a picture from a stranger, and decodes it upright and in sRGB."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, ImageOps

from lanmu.untrusted.kinds import FileKind

# Larger pictures are not decoded: 100 million pixels take 400 MB. Rule IMG004 reports them long before.
MOST_PIXELS = 100_000_000
# The exceptions that Pillow is known to raise for damaged files.
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
    """The picture with its header read and no pixel decoded. Raises one of FAULTS when it is damaged.

    `Image.open` is not used because it refuses very large pictures, whose pixels the caller counts.
    """
    Image.init()
    factory, _ = Image.OPEN[FORMATS[kind]]
    return factory(io.BytesIO(data), "")


def foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The colour profile of the picture when it is another one than sRGB, which needs no profile."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        name = ImageCms.getProfileDescription(profile)
    except (KeyError, OSError, ImageCms.PyCMSError):
        return None
    return None if "srgb" in name.lower() else profile


def upright(image: Image.Image) -> Image.Image:
    """The picture upright, in sRGB, without metadata."""
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in upright.info
    profile = foreign_profile(upright)
    if profile is not None and not has_alpha and upright.mode in ("RGB", "CMYK", "L"):
        try:
            changed = ImageCms.profileToProfile(upright, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
            upright = changed or upright
        except ImageCms.PyCMSError:
            # The profile is for another colour mode than the picture has, and is ignored.
            pass
    drawn = upright.convert("RGBA" if has_alpha else "L" if upright.mode in ("1", "L") else "RGB")
    drawn.info = {}
    return drawn


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk of a PNG file, and where the chunk begins and ends, with its length and checksum."""
    offset = 8
    while offset + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, offset)
        yield name, offset, offset + size + 12
        offset += size + 12


def encode(image: Image.Image, options: dict[str, Any]) -> bytes:
    """The picture as the bytes of a file."""
    target = io.BytesIO()
    image.save(target, **options)
    return target.getvalue()
