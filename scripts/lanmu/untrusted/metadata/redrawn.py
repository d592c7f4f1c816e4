"""Pictures of formats that keep remarks among what shows them, written again pixel by pixel."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageSequence

from lanmu.untrusted.kinds import kind_in
from lanmu.untrusted.metadata.unstrippable import UnstrippableError
from lanmu.untrusted.picture_head import FORMATS, MOST_PIXELS, opened

LOSSLESS = {"TIFF": {"compression": "tiff_deflate"}}


def redrawn(data: bytes) -> bytes:
    """A BMP or TIFF of the same pixels, with all its pages. Raises UnstrippableError, and what Pillow raises."""
    kind = kind_in(data)
    with opened(data, kind) as image:
        pages = getattr(image, "n_frames", 1)
        if image.width * image.height * pages > MOST_PIXELS:
            raise UnstrippableError("图片的像素太多，里面的拍摄信息去不掉。", "请用看图软件缩小，或者另存为 JPG。")
        options: dict[str, Any] = dict(LOSSLESS.get(FORMATS[kind], {}))
        if "dpi" in image.info:
            options["dpi"] = image.info["dpi"]
        frames = [bare(frame) for frame in ImageSequence.Iterator(image)]
    target = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(target, FORMATS[kind], **options, **more)
    return target.getvalue()


def bare(frame: Image.Image) -> Image.Image:
    """A frame's pixels alone."""
    plain = frame.copy()
    plain.info = {}
    return plain
