"""A picture as it is printed: upright, sRGB, in a format that Typst and Word take, without metadata."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.authentication import is_kept, keep
from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.metadata import without_metadata
from lanmu.untrusted.opening import RejectedFileError
from lanmu.untrusted.pictures import FAULTS, FORMATS, MOST_PIXELS, encode, foreign_profile, opened, upright

# Pixels: A1 at 150 dpi across; anything larger only makes files heavy.
LONGEST_SIDE = 3600
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 92, "subsampling": 0, "optimize": True}
PNG: dict[str, Any] = {"format": "PNG", "optimize": True}
# Kinds that hold photographs; a drawing would get smudges as JPEG.
PHOTOGRAPHS = (FileKind.JPEG, FileKind.WEBP, FileKind.AVIF, FileKind.HEIC)
ORIENTATION = 0x0112
# Kinds of which Word and every other program takes the file itself, without metadata.
AS_IT_IS = (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)
VERSION = "2"
"""Part of the name of a prepared file; raise it when they are prepared in another way."""
VIEW_BOX = re.compile(rb"""viewBox\s*=\s*["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
MM_PER_INCH = 25.4
MM = 72 / MM_PER_INCH
"""Points to a millimetre."""


@dataclass(frozen=True)
class Picture:
    """A prepared picture: its file, its name in the data for the templates, its size in pixels (an SVG: in its own units)."""

    path: Path
    name: str
    width: int
    height: int


def prepared(source: Path, store: Path) -> Picture:
    """The picture `source`, ready for print, kept in the folder `store`. Raises UserError that says why it cannot be."""
    data = bytes_of(source)
    kind = kind_in(data)
    digest = hashlib.sha256(VERSION.encode() + data).hexdigest()[:16]
    if kind is FileKind.SVG:
        try:
            data = without_metadata(FileKind.SVG, data)
        except RejectedFileError as problem:
            raise UserError(f"图片 {source.name}：{problem.reason}{problem.remedy}") from None
        box = VIEW_BOX.search(data)
        width, height = (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
        return Picture(written_once(store / f"{digest}.svg", data), f"{digest}.svg", width, height)
    kind = drawable(kind, source)
    for path in (store / f"{digest}.jpg", store / f"{digest}.png"):
        if is_kept(path):
            with Image.open(path) as image:
                return Picture(path, path.name, *image.size)
    drawn = pixels(data, kind, source)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    suffix, encoded_data = encoded(drawn, kind)
    path = written_once(store / f"{digest}.{suffix}", encoded_data)
    return Picture(path, path.name, *drawn.size)


def drawable(kind: FileKind, source: Path) -> FileKind:
    """The kind again. Raises UserError when it is none that can be printed."""
    if kind not in FORMATS:
        raise UserError(f"图片 {source.name} 不是能印刷的图片。请换成 JPG 或 PNG。")
    return kind


def pixels(data: bytes, kind: FileKind, source: Path) -> Image.Image:
    """The picture drawn, its first frame. Raises UserError."""
    try:
        with opened(data, kind) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UserError(f"图片 {source.name} 有 {image.width}×{image.height} 像素，太大了。请先缩小。")
            image.load()
            return upright(image)
    except FAULTS:
        raise UserError(f"图片 {source.name} 已损坏，打不开。请换一张完好的 JPG 或 PNG。") from None


def encoded(drawn: Image.Image, kind: FileKind) -> tuple[str, bytes]:
    as_jpeg = kind in PHOTOGRAPHS and drawn.mode != "RGBA"
    return ("jpg", encode(drawn, JPEG)) if as_jpeg else ("png", encode(drawn, PNG))


def is_photograph(source: Path) -> bool:
    """True for a file of a format that holds photographs."""
    return kind_in(bytes_of(source)) in PHOTOGRAPHS


def full_size(source: Path) -> tuple[str, bytes]:
    """The picture to be given out as a file, with all its pixels: its suffix, and the data without place, time and names.

    It is drawn anew only where it shows right with these alone. Raises UserError.
    """
    data = bytes_of(source)
    kind = drawable(kind_in(data), source)
    if kind in AS_IT_IS:
        with suppress(*FAULTS), opened(data, kind) as image:
            plain = image.getexif().get(ORIENTATION, 1) == 1 and image.mode != "CMYK"
            if plain and foreign_profile(image) is None:
                return kind.value, without_metadata(kind, data)
    return encoded(pixels(data, kind, source), kind)


def bytes_of(source: Path) -> bytes:
    """The file. Raises UserError."""
    try:
        return source.read_bytes()
    except OSError as error:
        raise UserError(f"图片 {source.name} 读不了（{refusal(error)}）。请检查文件名和权限。") from None


def written_once(path: Path, data: bytes) -> Path:
    """Writes a prepared file once."""
    if not is_kept(path):
        keep(path, data)
    return path
