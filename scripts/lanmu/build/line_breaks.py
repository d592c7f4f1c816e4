"""Where a title or a motto may end a line on a page: between words, which browsers do not know in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import pairwise

from lanmu.channels.common.titles import IN_WORD, break_costs
from lanmu.locales.script_conversion import IN_THIS_PROCESS, Dictionaries

BREAK = "<wbr>"
# 2008年10月10日, 12月8日, 2009年2月上旬; a figure and what it counts, also 二十四人.
TOGETHER = re.compile(
    r"(?:\d{1,4}[年月日])+(?:[上中下]旬)?|(?:\d{1,9}|[一二三四五六七八九十百千万]{2,9})[\u3400-\u9fff]"
)
HAN = re.compile(r"[\u3400-\u9fff]")
CLAUSE_END = re.compile(r"(?<=[，、；：。？！])(?=[^，、；：。？！”’）》])")


@lru_cache(maxsize=4096)
def phrases(text: str, names: tuple[str, ...] = (), dictionaries: Dictionaries = IN_THIS_PROCESS) -> str:
    """The text as HTML with a `<wbr>` wherever a line may break; base.css forbids breaks anywhere else. `names` are kept
    whole."""
    if not HAN.search(text):
        return escape(text)
    inseparable = {place for match in TOGETHER.finditer(text) for place in range(match.start() + 1, match.end())}
    inner = [
        place
        for place, cost in break_costs(text, names, dictionaries).items()
        if cost < IN_WORD and place not in inseparable
    ]
    places = [0, *inner, len(text)]
    return BREAK.join(escape(text[start:end]) for start, end in pairwise(places))


def clauses(text: str, names: tuple[str, ...] = (), dictionaries: Dictionaries = IN_THIS_PROCESS) -> str:
    """The same with each clause of a Chinese text in an element: where there is room for a whole clause, base.css ends lines
    between clauses only."""
    parts = CLAUSE_END.split(text) if HAN.search(text) else [text]
    if len(parts) == 1:
        return phrases(text, names, dictionaries)
    return "".join(f'<span class="clause">{phrases(part, names, dictionaries)}</span>' for part in parts)
