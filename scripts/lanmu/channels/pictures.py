"""A picture as it is printed: upright, sRGB, in a format that the typesetting and Word take, nothing told besides."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from lanmu.errors import UserError
from lanmu.files import write_bytes
from lanmu.kinds import Kind, kind_in
from lanmu.picture_head import FAULTS, FORMATS, MOST_PIXELS, opened
from lanmu.upright import encode, upright

# A1 at 150 dpi across; anything larger only makes files heavy.
LONGEST_SIDE = 3600
JPEG: dict[str, Any] = {"format": "JPEG", "quality": 92, "subsampling": 0, "optimize": True}
PNG: dict[str, Any] = {"format": "PNG", "optimize": True}
# Kinds that hold photographs; a drawing would get smudges as JPEG.
PHOTOGRAPHS = (Kind.JPEG, Kind.WEBP, Kind.AVIF, Kind.HEIC)
VERSION = "1"
"""Part of the name of a prepared file; a change of how they are made changes it."""
VIEW_BOX = re.compile(rb"""viewBox\s*=\s*["']\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Picture:
    """A prepared picture: its file, the name that the data call it, its size in pixels (an SVG: in its own units)."""

    path: Path
    name: str
    width: int
    height: int


def prepared(source: Path, store: Path) -> Picture:
    """The picture `source`, ready for print, kept in the folder `store`. Raises UserError that says why it cannot be."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise UserError(f"图片 {source.name} 读不了（{error.strerror}）。请检查文件名和权限。") from None
    kind = kind_in(data)
    digest = hashlib.sha256(VERSION.encode() + data).hexdigest()[:16]
    if kind is Kind.SVG:
        box = VIEW_BOX.search(data)
        width, height = (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
        return Picture(kept(store / f"{digest}.svg", data), f"{digest}.svg", width, height)
    if kind not in FORMATS:
        raise UserError(f"图片 {source.name} 不是能印刷的图片。请换成 JPG 或 PNG。")
    for suffix in (".jpg", ".png"):
        if (store / f"{digest}{suffix}").is_file():
            with Image.open(store / f"{digest}{suffix}") as image:
                return Picture(store / f"{digest}{suffix}", f"{digest}{suffix}", *image.size)
    drawn = pixels(data, kind, source)
    is_photograph = kind in PHOTOGRAPHS and drawn.mode != "RGBA"
    suffix = ".jpg" if is_photograph else ".png"
    path = kept(store / f"{digest}{suffix}", encode(drawn, JPEG if is_photograph else PNG))
    return Picture(path, path.name, *drawn.size)


def pixels(data: bytes, kind: Kind, source: Path) -> Image.Image:
    """The picture drawn, its first frame, no larger than is printed. Raises UserError."""
    again = "请换一张完好的 JPG 或 PNG。"
    try:
        with opened(data, kind) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UserError(f"图片 {source.name} 有 {image.width}×{image.height} 像素，太大了。请先缩小。")
            image.load()
            drawn = upright(image)
    except FAULTS:
        raise UserError(f"图片 {source.name} 已损坏，打不开。{again}") from None
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return drawn


def kept(path: Path, data: bytes) -> Path:
    """Writes a prepared file once."""
    if not path.is_file():
        write_bytes(path, data)
    return path
