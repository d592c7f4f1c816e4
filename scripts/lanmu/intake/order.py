"""Orders (命令, 令): a mark and a number above the text, and no title (GB/T 9704-2012, 10.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

MARK = re.compile(r"[\u3400-\u9fff（）]{2,40}令")
NUMBER = re.compile(r"[（(]?第\s*[\d０-９〇零一二三四五六七八九十百]{1,6}\s*号[）)]?")
# The longest mark with its characters set apart.
LONGEST = 120


def is_order(lines: Sequence[str]) -> bool:
    """True for two lines that are the mark and the number of an order: 某某市人民政府令, 第5号."""
    if len(lines) != 2 or max(map(len, lines)) > LONGEST:
        return False
    return bool(MARK.fullmatch("".join(lines[0].split())) and NUMBER.fullmatch(lines[1].strip()))


def order_in(head: Sequence[str]) -> tuple[str, str]:
    """The mark and the number in the lines of a head; empty where it is no order's."""
    closed = ("".join(line.split()) for line in head)
    return next(
        ((mark, number.strip("（）()")) for mark, number in pairwise(closed) if is_order((mark, number))), ("", "")
    )
