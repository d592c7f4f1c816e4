"""Removes metadata from pictures, sound and film: place and time of the shot, names, comments, previews.

Pixels and sound are not encoded again, so that no quality is lost; only TIFF and BMP, which have metadata anywhere in the
file, are written again with the same pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PIL import ImageSequence

from lanmu.untrusted.kinds import FileKind, kind_in
from lanmu.untrusted.metadata import raster, sound
from lanmu.untrusted.metadata.boxes import boxes
from lanmu.untrusted.metadata.svg import svg
from lanmu.untrusted.opening import RejectedFileError
from lanmu.untrusted.pictures import FAULTS, FORMATS, MOST_PIXELS, encode, opened

VERSION = 1
"""To be raised when more or less metadata is removed, so that cached files are made again."""


def redrawn(data: bytes) -> bytes:
    """The BMP or TIFF written again, with all its pages. Raises RejectedFileError, and what Pillow raises."""
    kind = kind_in(data)
    with opened(data, kind) as image:
        if image.width * image.height * getattr(image, "n_frames", 1) > MOST_PIXELS:
            raise RejectedFileError("图片的像素太多，里面的拍摄信息去不掉。", "请用看图软件缩小，或者另存为 JPG。")
        options: dict[str, Any] = {"format": FORMATS[kind]}
        options |= {"compression": "tiff_deflate"} if kind is FileKind.TIFF else {}
        if "dpi" in image.info:
            options["dpi"] = image.info["dpi"]
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    for frame in frames:
        frame.info = {}
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    return encode(frames[0], options)


CLEANERS: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.JPEG: raster.jpeg,
    FileKind.PNG: raster.png,
    FileKind.WEBP: raster.webp,
    FileKind.GIF: raster.gif,
    FileKind.ICON: raster.icon,
    FileKind.AVIF: boxes,
    FileKind.HEIC: boxes,
    FileKind.BMP: redrawn,
    FileKind.TIFF: redrawn,
    FileKind.SVG: svg,
    FileKind.MEDIA: sound.media,
}


def without_metadata(kind: FileKind, data: bytes) -> bytes:
    """The file without metadata; other kinds of files are returned unchanged.

    Raises RejectedFileError for a damaged file.
    """
    clean = CLEANERS.get(kind)
    try:
        return clean(data) if clean else data
    except FAULTS:
        reason = "文件已损坏，里面的拍摄信息、作者信息去不掉。"
        raise RejectedFileError(reason, "请打开原文件检查，重新导出后再放进来。") from None
