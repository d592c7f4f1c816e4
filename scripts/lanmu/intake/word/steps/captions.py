"""Tells captions of pictures and tables: by style, by the field that counts them, or by standing beside one."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.intake.word.steps.looks import Facts
from lanmu.intake.word.tree import TABLE

STYLES = frozenset({"caption", "题注"})
PICTURE_NAMED = re.compile(r"(?:图|照片|Figure|Fig\.)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
TABLE_NAMED = re.compile(r"(?:续?表|Table)\s*[\d一二三四五六七八九十]", re.IGNORECASE)
LONGEST = 60


def is_caption(facts: Facts, before: Element | None, after: Element | None, *, picture_above: bool) -> bool:
    """True for a caption.

    `before` and `after` are the blocks around it; `picture_above` says that the one above shows a picture and nothing
    else.
    """
    if facts.has_picture or not 0 < len(facts.text) <= LONGEST:
        return False
    if STYLES & set(facts.style_names):
        return True
    named_picture, named_table = PICTURE_NAMED.match(facts.text), TABLE_NAMED.match(facts.text)
    if facts.is_counted and (named_picture or named_table):
        return True
    if named_picture and picture_above:
        return True
    beside_table = any(each is not None and each.tag == TABLE for each in (before, after))
    return bool(named_table) and beside_table
