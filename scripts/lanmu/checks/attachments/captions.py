"""What cameras and programs have written into a picture's head: descriptions, authors, comments."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags

from lanmu.checks.attachments.pictures import exif_of
from lanmu.checks.attachments.text import Text
from lanmu.untrusted.kinds import kind_in
from lanmu.untrusted.picture_head import FAULTS, opened

# EXIF tags with what they are called.
WORDS = {
    0x010E: "说明",
    0x013B: "作者",
    0x8298: "版权",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9D: "作者",
    0x9C9E: "关键词",
}
USER_COMMENT = 0x9286


def words(data: bytes) -> Iterator[Text]:
    """What is written about a picture in its head. A damaged picture has none: a rule of its own reports it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(data, kind_in(data)) as image:
                exif = exif_of(image, data)
                values: dict[int, Any] = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
                infos = {key: value for key, value in image.info.items() if isinstance(value, str)}
                if isinstance(comment := image.info.get("comment"), bytes):
                    infos["comment"] = comment.decode("utf-8", errors="replace")
    except FAULTS:
        return
    for tag, name in WORDS.items():
        if text := decoded(values.get(tag), tag):
            yield Text(f"图片属性：{name}", text)
    if text := decoded(values.get(USER_COMMENT), USER_COMMENT):
        yield Text("图片属性：备注", text)
    for key, text in infos.items():
        yield Text(f"图片属性：{key}", text)


def decoded(value: object, tag: int) -> str:
    """An EXIF text: Windows writes its own tags in UTF-16, a comment begins with eight bytes of its encoding."""
    if isinstance(value, tuple) and all(isinstance(item, int) and 0 <= item < 256 for item in value):
        value = bytes(value)
    if isinstance(value, str):
        return value.strip("\x00 ")
    if not isinstance(value, bytes):
        return ""
    if tag == USER_COMMENT:
        mark, value = value[:8], value[8:]
        return value.decode("utf-16" if mark.startswith(b"UNICODE") else "utf-8", errors="replace").strip("\x00 ")
    return value.decode("utf-16-le", errors="replace").strip("\x00 ")
