"""Characters that a format cannot carry: they are shown as a mark, never dropped and never a reason to fail."""

from __future__ import annotations

import json
import re
from typing import Any

from lanmu.diagnostics.terminal_text import REPLACEMENT

SURROGATES = re.compile("[\ud800-\udfff]")
# XML 1.0 (fifth edition), production 2 "Char", and what it leaves out.
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_utf8(text: str) -> str:
    """The text as UTF-8 can hold it: a lone half of a pair becomes a mark."""
    return SURROGATES.sub(REPLACEMENT, text)


def for_xml(text: str) -> str:
    """The text as XML and HTML can hold it."""
    return FORBIDDEN_IN_XML.sub(REPLACEMENT, text)


def json_text(data: Any) -> str:
    """The data as JSON in UTF-8: Chinese stays readable, a lone half of a pair is written as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
