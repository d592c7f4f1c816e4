"""Folding written once more, text by text and by other means than the program's arrays."""

from __future__ import annotations

import re

from lanmu.search.folding import END, LETTERS, MARK, Folding
from lanmu.search.variants import variants

FORMS = Folding(variants())
TOKEN = re.compile(f"([{LETTERS}]+)")


def fold(block: str) -> str:
    """The form of one block of text."""
    # Cut by what is marked, the pieces have their marks when they are joined by one.
    marked = MARK.join(TOKEN.split(block.translate(FORMS)))
    return marked.replace(END, "").replace(MARK * 2, MARK)
