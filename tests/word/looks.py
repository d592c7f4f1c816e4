"""Paragraphs of one look or another, as official documents have them, and the headings that are found."""

from __future__ import annotations

import re

from word.documents import p, r

TEXT = "各级工会要结合实际，认真组织学习讨论，把学习和推动工作结合起来，确保取得实效。"
BODY = "仿宋_GB2312"
HEI, KAI, BIAO = "黑体", "楷体_GB2312", "方正小标宋简体"


def text(words: str = TEXT) -> str:
    """A paragraph of running text, in the size and font of official documents."""
    return p(r(words, size=16, font=BODY))


def line(words: str, *, size: float = 16, font: str = BODY, bold: bool = False, align: str = "", rpr: str = "") -> str:
    """A paragraph of one look."""
    return p(r(words, size=size, font=font, bold=bold, rpr=rpr), align=align)


def tags(markup: str) -> list[str]:
    """`h2 words` for each block that is no plain paragraph."""
    pairs = re.findall(r'<(h\d|p class="\w+")>(.*?)</', markup)
    return [f"{tag.removeprefix('p class=').strip(chr(34))} {words}" for tag, words in pairs]
