"""Addresses in data about a page that search engines read (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

PICTURES = frozenset(("image", "logo", "thumbnail", "thumbnailurl", "photo", "primaryimageofpage", "contenturl"))
_PAGES = """
    url mainentityofpage embedurl item discussionurl relatedlink significantlink downloadurl license
    archivedat sameas isbasedon
"""
PAGES = frozenset(_PAGES.split())


def addresses(text: str) -> Iterator[tuple[str, bool]]:
    """Every address in the data and whether it is a picture's; nothing where the data cannot be read."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(text))]
    except (ValueError, RecursionError):
        return
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(inner_key(key, name, value), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(key, inner) for inner in reversed(value)]
        elif isinstance(value, str) and key in PICTURES | PAGES and "{" not in value:
            yield value, key in PICTURES


def inner_key(outer: str, name: str, holder: dict[str, Any]) -> str:
    """What the value at `name` says. A picture may be an object with a url; an item of a list of pages names itself by
    @id, which elsewhere is a name only."""
    key = name.lower()
    is_picture = outer in PICTURES or str(holder.get("@type")) == "ImageObject"
    if key == "url":
        return "image" if is_picture else "url"
    if key == "@id":
        return "url" if outer in ("item", "mainentityofpage") else ""
    return key
