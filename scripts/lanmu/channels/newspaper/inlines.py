"""Runs of text inside a paragraph, counted and cut at a character.

Characters are counted without white space: that is what a PDF gives back, so a place found there can be found here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lanmu.channels.blocks import visible
from lanmu.channels.markup.runs import Inline, plain


def count(inlines: Iterable[Inline]) -> int:
    """How many characters there are to see."""
    return len(visible(plain(inlines)))


def cut(inlines: Sequence[Inline], at: int) -> tuple[list[Inline], list[Inline]]:
    """The runs before and after the first `at` visible characters; white space and a break at the cut fall away."""
    head: list[Inline] = []
    for index, inline in enumerate(inlines):
        size = count([inline])
        if size > at:
            place = place_of(inline["text"], at)
            parts = [inline | {"text": inline["text"][:place]}, inline | {"text": inline["text"][place:]}]
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
        text = inlines[end].get("text", "")
        text = text.rstrip() if end else text.lstrip()
        if text:
            inlines[end] = inlines[end] | {"text": text}
            break
        inlines.pop(end)
    return inlines
