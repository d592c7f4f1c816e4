"""A picture as it is published: clean, upright, in the web's colours, and in smaller sizes and lighter formats."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import PIL
from PIL import Image, features

from lanmu.untrusted import metadata, stripping
from lanmu.untrusted.kinds import PICTURES, FileKind, kind_in
from lanmu.untrusted.metadata import without_metadata
from lanmu.untrusted.opening import Budget
from lanmu.untrusted.picture_facts import Picture, facts_of
from lanmu.untrusted.pictures import FORMATS, MOST_PIXELS, encode, foreign_profile, upright

WIDTHS = (480, 960, 1600)
# A file lighter than this gains nothing by a lighter one.
LIGHT = 4096
# One thread: how the work is divided would show in the bytes.
AVIF: dict[str, Any] = {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1}
WEBP: dict[str, Any] = {"format": "WEBP", "quality": 80, "method": 4}
# Drawings, which come as PNG, are often lighter without loss.
WEBP_EXACT: dict[str, Any] = {"format": "WEBP", "lossless": True, "quality": 60, "method": 4}
ANEW: dict[FileKind, dict[str, Any]] = {
    FileKind.JPEG: {"format": "JPEG", "quality": 90, "optimize": True, "progressive": True},
    FileKind.PNG: {"format": "PNG", "optimize": True},
    FileKind.WEBP: {"format": "WEBP", "quality": 90, "method": 4},
    FileKind.AVIF: AVIF | {"quality": 80},
}
SETTINGS = repr((WIDTHS, MOST_PIXELS, LIGHT, AVIF, WEBP, WEBP_EXACT, ANEW, metadata.VERSION, stripping.VERSION))


@dataclass(frozen=True)
class Rendition:
    """What is published of one file. Sizes in pixels, upright, 0 of no picture; `original` is the file in its own format.

    `variants` are (format, width, bytes): the lightest format first, widths rising.
    """

    width: int
    height: int
    original: bytes
    variants: tuple[tuple[str, int, bytes], ...] = ()


def versions() -> str:
    """What draws and writes: other versions write other bytes."""
    names = ("webp", "avif", "libjpeg_turbo", "zlib", "littlecms2")
    return repr([PIL.__version__, version("pikepdf"), *(str(features.version(name)) for name in names)])


def rendition(data: bytes) -> Rendition:
    """What is published of a file. Raises RejectedFileError, and what Pillow raises for damaged pixels."""
    if kind_in(data) in PICTURES - {FileKind.HEIC}:
        return render(data, facts_of(data))
    return Rendition(0, 0, stripping.stripped(data, Budget()))


def render(data: bytes, facts: Picture) -> Rendition:
    """Everything that is published of a picture. Raises what Pillow raises when its pixels are damaged."""
    is_still = facts.frames == 1 or facts.kind is FileKind.JPEG
    if facts.kind not in ANEW or not is_still or facts.width * facts.height > MOST_PIXELS:
        return Rendition(facts.width, facts.height, without_metadata(facts.kind, data))
    with Image.open(io.BytesIO(data), formats=[FORMATS[facts.kind]]) as image:
        image.load()
        if image.mode.startswith(("I", "F")):
            # Sixteen bits a colour: science, not photographs. No format for the web holds them.
            return Rendition(facts.width, facts.height, without_metadata(facts.kind, data))
        drawn = upright(image)
        original = encode(drawn, ANEW[facts.kind]) if must_redraw(image, facts) else without_metadata(facts.kind, data)
    return Rendition(*drawn.size, original, variants(drawn, facts.kind, len(original)))


def must_redraw(image: Image.Image, facts: Picture) -> bool:
    """True when the file shows right only with the metadata that are taken out."""
    if facts.kind is FileKind.AVIF and {"exif", "xmp", "icc_profile"} & image.info.keys():
        return True
    return facts.orientation != 1 or image.mode == "CMYK" or foreign_profile(image) is not None


def variants(image: Image.Image, kind: FileKind, size: int) -> tuple[tuple[str, int, bytes], ...]:
    """The picture in smaller sizes and lighter formats.

    A format is taken only when it is lighter than the original's `size` at every width: browsers choose the format
    first, and would then miss the widest one.
    """
    if size < LIGHT:
        return ()
    width, height = image.size
    widths = [*(w for w in WIDTHS if w < width), *([width] if width <= WIDTHS[-1] else [])]
    drawn = {w: image.resize((w, max(1, round(height * w / width))), Image.Resampling.LANCZOS) for w in widths}
    webp = {w: encode(small, WEBP) for w, small in drawn.items()}
    if kind is FileKind.PNG:
        webp = {w: min(lossy, encode(drawn[w], WEBP_EXACT), key=len) for w, lossy in webp.items()}
    formats = [("webp", webp)]
    if features.check("avif"):
        avif = {w: encode(small, AVIF) for w, small in drawn.items()}
        if sum(map(len, avif.values())) < sum(map(len, webp.values())):
            formats.insert(0, ("avif", avif))
    light = [(name, by_width) for name, by_width in formats if all(len(data) < size for data in by_width.values())]
    return tuple((name, w, data) for name, by_width in light for w, data in by_width.items())
