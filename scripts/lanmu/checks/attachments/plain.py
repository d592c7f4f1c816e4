"""What stands in a file of plain text, in whichever of the usual encodings."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

from lanmu.checks.attachments.text import CannotLook, Text

LARGEST = 16_000_000
TAG = re.compile(r"<[^<>]{0,2000}>")
BREAK = re.compile(r"<(?:/?(?:p|div|li|td|th|tr|h[1-6])|br)\b[^<>]{0,2000}>", re.IGNORECASE)


def texts(data: bytes, *, marked_up: bool) -> Iterator[Text]:
    """The text, and when it is marked up the words without the tags too: a number may be half in bold.

    Raises CannotLook when it is too large or in no known encoding.
    """
    if len(data) > LARGEST:
        raise CannotLook(f"文字超过 {LARGEST // 1_000_000} MB，没有查看。", "请拆成几个小文件后再上传。")
    text = decode(data)
    yield Text("正文", text)
    if marked_up:
        yield Text("正文", html.unescape(TAG.sub("", BREAK.sub("\n", text))))


def decode(data: bytes) -> str:
    """UTF-16 by its mark, else UTF-8, else GB18030."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotLook("文字的编码认不出来。", "请用记事本打开，确认文字正常，另存为 UTF-8 后再上传。")
