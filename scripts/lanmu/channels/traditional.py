"""What is printed, in Traditional characters: the site's own conversion over the data of a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from lanmu.channels.markup.runs import INLINE_KINDS, plain
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional

# Fields that name something and are not read by anyone.
NAMES = frozenset({"kind", "role", "face", "image", "name", "link", "align", "styles", "fonts"})


@cache
def conversion(quotes: str) -> ScriptConversion:
    """The site's conversion, loaded once."""
    return simplified_to_traditional(quotes)


def converted(value: Any, quotes: str = "") -> Any:
    """Blocks, parts or any other data with every text converted, with the quotation marks that `lanmu.toml` asks for.

    Words run over the edges of runs and of a title's lines, so these are converted together and cut again.
    """
    if isinstance(value, str):
        return conversion(quotes).one(value)
    if isinstance(value, dict):
        return {key: inner if key in NAMES else converted(inner, quotes) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, str) for item in value):
            return together(value, quotes)
        is_line = value and all(isinstance(item, dict) and item.get("kind") in INLINE_KINDS for item in value)
        return inlines(value, quotes) if is_line else [converted(item, quotes) for item in value]
    return value


def together(pieces: Sequence[str], quotes: str) -> list[str]:
    """Pieces of one text."""
    whole = "".join(pieces)
    script = conversion(quotes)
    return script.cut(whole, script.one(whole), pieces)


def inlines(line: Sequence[dict[str, Any]], quotes: str) -> list[dict[str, Any]]:
    """The runs of one paragraph; a footnote is a text of its own."""
    texts = iter(together([plain([inline]) for inline in line], quotes))
    result = []
    for inline in line:
        text = next(texts)
        if inline["kind"] == "text":
            result.append(inline | {"text": text})
        else:
            result.append(
                inline | {"blocks": converted(inline["blocks"], quotes)} if inline["kind"] == "note" else inline
            )
    return result
