"""Names that are listed as members of a class to which they do not belong: 泰国、香港等国家."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.wording import Index, Place, inside
from lanmu.content.terms import Enumeration

# Further items of the list: short names, nothing that is done.
ITEM = r"[^\W\d_到在对向从赴往的是了和与及以等]{1,6}"
REST = re.compile(
    rf"(?:(?:、|和|与|及|以及){ITEM}){{0,8}}(?P<etc>等(?:\d{{1,3}}|[一二三四五六七八九十百两几数多各]{{1,3}})?个?)"
)


def misplaced(text: str, index: Index[Enumeration]) -> Iterator[Place[Enumeration]]:
    """Members that are listed so, as places from the member to the name of the class."""
    end = 0
    for place in index.places(text):
        match = REST.match(text, place.end) if place.start >= end else None
        called = match and next((name for name in place.entry.called if text.startswith(name, match.end())), None)
        if not match or not called:
            continue
        if not inside(text, Place(called, place.entry, match.end()), place.entry.unless):
            end = match.end() + len(called)
            yield Place(text[place.start : end], place.entry, place.start)
