"""Colours as CSS writes them."""

from __future__ import annotations

import functools
import re

from PIL import ImageColor


@functools.lru_cache(maxsize=4096)
def colour_of(value: str) -> tuple[int, int, int] | None:
    """Red, green and blue of an opaque colour; the last one in a `background` shorthand; None when there is none."""
    if "url(" in value or "gradient" in value or "var(" in value:
        return None
    for part in reversed(re.findall(r"[\w-]+\([^)]*\)|[^\s()]+", value.replace("!important", ""))):
        try:
            colour = ImageColor.getrgb(re.sub(r"\s+", "", part))
        except ValueError:
            continue
        return colour[:3] if len(colour) == 3 or colour[3] == 255 else None
    return None
