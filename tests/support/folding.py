"""Folding written once more, text by text and by other means than the program's arrays."""

from __future__ import annotations

import re

from lanmu.search.folding import END, LETTERS, WORD_EDGE, Folding
from lanmu.search.variants import variants

FORMS = Folding(variants())
TOKEN = re.compile(f"([{LETTERS}]+)")


def fold(block: str) -> str:
    """The form of one block of text."""
    # Cut by what is marked, the pieces have their marks when they are joined by one.
    marked = WORD_EDGE.join(TOKEN.split(block.translate(FORMS)))
    return marked.replace(END, "").replace(WORD_EDGE * 2, WORD_EDGE)
