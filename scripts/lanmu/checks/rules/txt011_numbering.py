"""序号不连续

查什么
    一、二、三、，（一）（二），1. 2.，（1）（2）各级序号跳号、重号。从 1（一）重新开始的、接着前面另一组往下排的
    不算；序号后面紧接数字的（2、10月8日）也算一项，小数（3.5%）不算。引文里的、从中间摘录的（从第 4 项以后开始），
    Markdown 的自动编号列表（由网页编号）不查。
为什么
    序号跳了，读者以为漏了一条；重号了，别人没法引用“第几条”。
不合格
    跳了号：
        一、目标要求

        三、时间安排
    一开始就是（二）：
        （二）时间安排
合格
    逐项往下，下一级重新起：
        一、目标要求

        （一）总体目标

        （二）具体目标

        二、时间安排

        （一）第一阶段
    序号后面紧接数字：
        1、2008年9月，召开动员大会。

        2、10月8日，开展集中学习。

        3、总结经验。
    中间有没编号的下级小标题，上级照样往下：
        ## 一、学习

        ### 怎么学

        ## 二、调研
怎么改
    核对是漏了一项还是序号写错了。
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.pairs import quotations
from lanmu.checks.sources.prose import NUMERAL, RUNNING, value
from lanmu.text.scanned import Passage

# What follows may show that it is no item number (一、二季度, （四）、（五）项, 3.5%); it then counts only where it fits.
UNSURE = r"(?P<unsure>[、和及与至或—-]|项)?"
KINDS = (
    rf"(?P<number>{NUMERAL})、(?P<unsure>{NUMERAL})?",
    rf"[（(](?P<number>{NUMERAL})[）)]{UNSURE}",
    r"(?P<number>\d{1,2})[.．、](?P<unsure>\d)?",
    rf"[（(](?P<number>\d{{1,2}})[）)]{UNSURE}",
)
FIGURES = 2
FIRST = tuple(re.compile(rf"\s*{kind}") for kind in KINDS)
INNER = tuple(re.compile(rf"(?<=[：；。，:;\s]){kind}") for kind in KINDS)
LATEST_START = 3
"""What begins with a greater number is an excerpt, not a list whose beginning is missing."""
LONGEST_GAP = 20
"""After so many paragraphs under numbers of a higher level (GB/T 9704-2012, 7.3.3) a list is not continued."""
MOST_SERIES = 20
"""Unfinished lists of one kind that are remembered, so that an item may continue one after another list."""


@dataclass(frozen=True)
class Numeral:
    """A possible item number: as written, its value, its kind (index in KINDS), and whether it is certainly one."""

    written: str
    value: int
    kind: int
    is_sure: bool


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    passages = source.prose
    quoted = quotations(passages)
    # Each list by the numbers that its last item may have.
    lists: dict[int, deque[set[int]]] = defaultdict(lambda: deque(maxlen=MOST_SERIES))
    last: dict[int, int] = {}
    for index, passage in enumerate(passages):
        if index in quoted or passage.kind not in RUNNING:
            continue
        for numeral in numerals(passage):
            series, seen = lists[numeral.kind], last.get(numeral.kind, index)
            if index - seen > LONGEST_GAP and any(last.get(above, 0) > seen for above in range(numeral.kind)):
                series.clear()
            last[numeral.kind] = index
            before = max(series[-1], default=0) if series and numeral.is_sure else 0
            if not take(series, numeral) and (before or numeral.value <= LATEST_START):
                yield source.at(passage.offsets[0], *words(numeral, before))


def numerals(passage: Passage) -> Iterator[Numeral]:
    """The numbers in a passage: the one it begins with is certain, those inside count where they fit."""
    if passage.kind == "item" and passage.marker[:-1].isdecimal():
        yield Numeral(passage.marker, int(passage.marker[:-1]), FIGURES, is_sure=False)
    for kind, (first, inner) in enumerate(zip(FIRST, INNER, strict=True)):
        begin = first.match(passage.text)
        if begin:
            is_sure = passage.kind != "item" and not begin["unsure"]
            yield Numeral(begin[0].lstrip(), value(begin["number"]), kind, is_sure)
        for match in inner.finditer(passage.text, begin.end() if begin else 0):
            if not match["unsure"]:
                yield Numeral(match[0], value(match["number"]), kind, is_sure=False)


def take(lists: deque[set[int]], numeral: Numeral) -> bool:
    """Counts a number in the list that it continues, or begins a list with it. False when a certain one fits nowhere."""
    number = numeral.value
    place = next((n for n in reversed(range(len(lists))) if number - 1 in lists[n]), -1)
    if not numeral.is_sure:
        if place >= 0:
            lists[place].add(number)
        elif number == 1 and not (lists and 1 in lists[-1]):
            lists.append({1})
        return True
    if number != 1 and place >= 0:
        while len(lists) > place:
            lists.pop()
    elif number != 1 and lists:
        lists.pop()
    lists.append({number})
    return number == 1 or place >= 0


def words(numeral: Numeral, before: int) -> tuple[str, str]:
    written = numeral.written
    if not before:
        return f"序号从「{written}」开始，前面没有第 1 项。", "核对是漏了前面的，还是序号写错了。"
    fault = "重号" if numeral.value == before else "不连续"
    return (
        f"序号「{written}」{fault}，前一项是第 {before} 项。",
        f"应当是第 {before + 1} 项；核对是漏了一项还是写错了。",
    )
