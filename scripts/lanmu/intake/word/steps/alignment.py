"""Tells paragraphs at the right (a signature and its date) and in the middle, however that was done: by alignment, by a
tab stop, by an indent, or by leading blanks.
"""

from __future__ import annotations

import unicodedata
from xml.etree.ElementTree import Element

from lanmu.intake.word.steps.looks import Facts
from lanmu.intake.word.tree import RUN, RUN_PROPERTIES, TEXT, below, number, w

LONGEST = 40
FAR = 0.5
"""The part of the line that must be left free for text to stand at the right."""
TEXT_WIDTH = 8306
"""Twips between the margins that Word gives an A4 page in Chinese, when the document does not say."""
LINE = 56
"""Half-width columns in a line of 28 characters (GB/T 9704)."""


def text_width(body: Element) -> int:
    """The width between the margins in twips, from the last section."""
    size, margins = below(body, "sectPr", "pgSz"), below(body, "sectPr", "pgMar")
    width = number(size, "w") - number(margins, "left") - number(margins, "right")
    return width if width > 0 else TEXT_WIDTH


def side_of(facts: Facts, width: int) -> str:
    """`right`, `center` or empty. `width` is that of the text in twips."""
    if facts.alignment or len(facts.text) > LONGEST or facts.has_break or not facts.text:
        return facts.alignment
    look = facts.styles.paragraph(facts.element)
    tabs, blanks = leading(facts.element)
    if tabs and len(look.tabs) >= tabs and look.tabs[tabs - 1] in look.right_tabs:
        return "right"
    is_far = (look.left or 0) + (look.first or 0) >= FAR * width or blanks >= FAR * LINE
    return "right" if is_far else ""


def leading(paragraph: Element) -> tuple[int, int]:
    """How many tabs and how many half-width columns of blanks stand before the text."""
    tabs = blanks = 0
    for child in (child for run in paragraph.findall(RUN) for child in run if child.tag != RUN_PROPERTIES):
        if child.tag == w("tab"):
            tabs += 1
        elif child.tag == TEXT:
            text = child.text or ""
            core = text.lstrip()
            blanks += sum(columns(each) for each in text[: len(text) - len(core)])
            if core:
                break
        else:
            break
    return tabs, blanks


def columns(character: str) -> int:
    """2 for a full-width character, 1 for others."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
