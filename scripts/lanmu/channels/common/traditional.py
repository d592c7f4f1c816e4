"""What is printed, in Traditional characters: the site's own conversion over the data of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.text.document import Inline, Note, Text, inline_text

# Fields that name something and are not read by anyone.
NAMES = frozenset({"kind", "role", "face", "image", "name", "link", "align", "styles", "fonts"})


@cache
def conversion(quotes: str) -> ScriptConversion:
    return simplified_to_traditional(quotes)


def converted(value: Any, quotes: str = "") -> Any:
    """Blocks, parts or any other data with every text converted, with the quotation marks that `lanmu.toml` asks for.

    Words run over the edges of runs and of a title's lines, so these are converted together and cut again.
    """
    if isinstance(value, str):
        return conversion(quotes).convert(value)
    if isinstance(value, dict):
        return {key: inner if key in NAMES else converted(inner, quotes) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        if value and all(isinstance(item, str) for item in value):
            result: list[Any] = together(value, quotes)
        elif value and all(isinstance(item, Inline) for item in value):
            result = inlines(value, quotes)
        else:
            result = [converted(item, quotes) for item in value]
        return tuple(result) if isinstance(value, tuple) else result
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name not in NAMES]
        return replace(value, **{name: converted(getattr(value, name), quotes) for name in names})
    return value


def together(pieces: Sequence[str], quotes: str) -> list[str]:
    """Converts the pieces of one text together, and returns them cut as before."""
    whole = "".join(pieces)
    script = conversion(quotes)
    return script.cut(whole, script.convert(whole), pieces)


def inlines(line: Sequence[Inline], quotes: str) -> list[Inline]:
    """The runs of one paragraph; a footnote is a text of its own."""
    texts = together([inline_text([inline], notes=False) for inline in line], quotes)
    result: list[Inline] = []
    for inline, text in zip(line, texts, strict=True):
        if isinstance(inline, Text):
            result.append(replace(inline, text=text))
        elif isinstance(inline, Note):
            result.append(replace(inline, blocks=converted(inline.blocks, quotes)))
        else:
            result.append(inline)
    return result
