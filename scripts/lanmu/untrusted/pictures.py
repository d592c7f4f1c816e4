"""Opens a picture from a stranger as far as its head, and draws it as it is seen: upright, in the web's colours."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, ImageCms, ImageOps

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
    """The picture with its head read and no pixel decoded. Raises one of FAULTS when it is damaged.

    `Image.open` would refuse very many pixels, which the caller wants to count.
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
    """The picture as it is seen, in sRGB, with nothing attached."""
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in upright.info
    profile = foreign_profile(upright)
    if profile is not None and not has_alpha and upright.mode in ("RGB", "CMYK", "L"):
        try:
            changed = ImageCms.profileToProfile(upright, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
            upright = changed or upright
        except ImageCms.PyCMSError:
            # A profile for other colours than the picture has: nothing is known about them.
            pass
    drawn = upright.convert("RGBA" if has_alpha else "L" if upright.mode in ("1", "L") else "RGB")
    drawn.info = {}
    return drawn


def encode(image: Image.Image, options: dict[str, Any]) -> bytes:
    """The picture as the bytes of a file."""
    target = io.BytesIO()
    image.save(target, **options)
    return target.getvalue()
