"""Runs of text inside a paragraph, counted and cut at a character.

Characters are counted without white space: that is what a PDF gives back, so a place found there can be found here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lanmu.text.document import Inline, Text, inline_text, visible


def count(inlines: Iterable[Inline]) -> int:
    """How many characters there are to see."""
    return len(visible(inline_text(inlines, notes=False)))


def cut(inlines: Sequence[Inline], at: int) -> tuple[list[Inline], list[Inline]]:
    """The runs before and after the first `at` visible characters; white space and a break at the cut fall away."""
    head: list[Inline] = []
    for index, inline in enumerate(inlines):
        size = count([inline])
        if size > at and isinstance(inline, Text):
            place = place_of(inline.text, at)
            parts = [replace(inline, text=inline.text[:place]), replace(inline, text=inline.text[place:])]
            return trimmed([*head, parts[0]], -1), trimmed([parts[1], *inlines[index + 1 :]], 0)
        head.append(inline)
        at -= size
    return trimmed(head, -1), []


def place_of(text: str, characters: int) -> int:
    """The index in `text` behind so many visible characters."""
    seen = 0
    for index, character in enumerate(text):
        if seen == characters:
            return index
        seen += not character.isspace()
    return len(text)


def trimmed(inlines: list[Inline], end: int) -> list[Inline]:
    """Without white space and breaks at one end: -1 the last, 0 the first."""
    while inlines:
        inline = inlines[end]
        if isinstance(inline, Text) and (text := inline.text.rstrip() if end else inline.text.lstrip()):
            inlines[end] = replace(inline, text=text)
            break
        inlines.pop(end)
    return inlines
