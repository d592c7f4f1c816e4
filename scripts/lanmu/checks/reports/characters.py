"""Characters that a format cannot carry: they are shown as a mark, never dropped and never a reason to fail."""

from __future__ import annotations

import json
import re
from typing import Any

MARK = "\N{REPLACEMENT CHARACTER}"
SURROGATES = re.compile("[\ud800-\udfff]")
# XML 1.0 (fifth edition), production 2 "Char", and what it leaves out.
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Whatever ends a line or moves the cursor, and the marks that reverse the order of what is read (UAX #9).
NOT_ON_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def for_utf8(text: str) -> str:
    """The text as UTF-8 can hold it: a lone half of a pair becomes a mark."""
    return SURROGATES.sub(MARK, text)


def for_xml(text: str) -> str:
    """The text as XML and HTML can hold it."""
    return FORBIDDEN_IN_XML.sub(MARK, text)


def for_one_line(text: str) -> str:
    """The text on one line of a terminal: a control character from a file's name cannot act there."""
    return NOT_ON_ONE_LINE.sub(picture, text)


def picture(found: re.Match[str]) -> str:
    """A control character's picture, such as ␊ for the end of a line."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else MARK


def json_text(data: Any) -> str:
    """The data as JSON in UTF-8: Chinese stays readable, a lone half of a pair is written as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
