"""Titles that are too long for an article: cut at a sensible break, for an editor to shorten by hand."""

from __future__ import annotations

import re

from lanmu.content.article import LONGEST_TITLE
from lanmu.intake.word.model import Remark

# Where a title may end: before a dash, after a clause, between words; and how much must be left.
BREAKS = ("——", "。", "；", "：", "，", " ", "、")
SHORTEST = 20
OPEN = re.compile(r"[（(《“〔【][^）)》”〕】]*$")


def is_long(title: str) -> bool:
    """True for a title that no article may have."""
    return len(title) > LONGEST_TITLE


def fitting(title: str) -> str:
    """The beginning of a title, as long as an article's may be."""
    head = title[:LONGEST_TITLE]
    for mark in BREAKS:
        place = head.rfind(mark)
        if place >= SHORTEST and not OPEN.search(head[:place]):
            return head[:place].rstrip()
    return f"{head[:-2]}……"


def too_long(title: str) -> Remark:
    """What an editor is told of such a title."""
    return Remark(
        "look",
        f"标题有 {len(title)} 个字，最多 {LONGEST_TITLE} 个，暂时截到“{fitting(title)[-10:]}”，正文里的没有动。"
        "请把 title 改成一句通顺的短标题，再删去 draft: true。",
    )
