"""The text of a built file, whatever encoding it is in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

# Where HTML and CSS say their encoding (HTML Standard, "prescan a byte stream": the first 1024 bytes).
DECLARED = re.compile(rb"(?:charset|encoding)\s*=?\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Browsers read all of these as the largest of them.
CHINESE = ("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80")


class Unreadable(StrEnum):
    """Why a page cannot be read."""

    FORBIDDEN = "forbidden"
    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    NO_HTML = "no-html"
    TOO_DEEP = "too-deep"


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file; `problem` is set when its encoding is not the one it declares, `text` is then a best guess."""

    text: str
    problem: Unreadable | None = None


def decode(data: bytes) -> Text:
    """The text of a file: by its byte order mark, as UTF-8, or by the encoding that it declares."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return attempt(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        declared = DECLARED.search(data[:1024])
        return attempt(data, declared[1].decode("ascii", "replace").lower() if declared else "")
    return Text(text, Unreadable.BINARY if "\x00" in text else None)


def attempt(data: bytes, encoding: str) -> Text:
    """The text in `encoding`; where that does not work, what can be made of it and why."""
    name = "gb18030" if encoding in CHINESE else encoding
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        problem = Unreadable.BINARY if b"\x00" in data else Unreadable.ENCODING
        return Text(data.decode("utf-8", "replace"), problem)
    return Text(text, Unreadable.BINARY if "\x00" in text else None)
