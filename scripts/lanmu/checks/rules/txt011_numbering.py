"""序号不连续

查什么
    一、二、三、，（一）（二），1. 2.，（1）（2）各级序号跳号、重号。从 1（一）重新开始的不算；
    没有序号的小标题下面重新起。Markdown 的自动编号列表由网页编号，不查。

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

    中间有没编号的下级小标题，上级照样往下：

        ## 一、学习

        ### 怎么学

        ## 二、调研

怎么改
    核对是漏了一项还是序号写错了。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.rule import Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT011", name="序号不连续", scopes=(Scope.PAGE,), level=Level.WARNING)
HAN = "[一二三四五六七八九十]{1,3}"
MARKS = (
    re.compile(rf"({HAN})、(?!{HAN}[、季月年])"),
    re.compile(rf"（({HAN})）"),
    re.compile(r"(\d{1,2})[.．、](?![\d.])"),
    re.compile(r"（(\d{1,2})）"),
)
# Below every heading.
TEXT = 7
DIGITS = "〇一二三四五六七八九"


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Numbers at the beginning of paragraphs and headings that do not follow the one before."""
    counts: list[int] = [0] * len(MARKS)
    # At which level of heading each kind of number stands.
    levels: list[int] = [TEXT] * len(MARKS)
    for passage in source.prose:
        if passage.kind not in ("paragraph", "heading"):
            continue
        depth, match = next(((d, m) for d, mark in enumerate(MARKS) if (m := mark.match(passage.text))), (-1, None))
        if match is None:
            # A heading without a number begins anew what stands below it, not what stands above.
            if passage.kind == "heading":
                counts = [0 if level >= passage.level else n for n, level in zip(counts, levels, strict=True)]
            continue
        number, before = value(match[1]), counts[depth]
        if number not in (1, before + 1):
            yield source.at(passage.offsets[0], *words(match[0], number, before))
        counts[depth], levels[depth] = number, passage.level or TEXT
        counts[depth + 1 :] = [0] * (len(MARKS) - depth - 1)


def words(mark: str, number: int, before: int) -> tuple[str, str]:
    """What is wrong with a number, and the way out."""
    if not before:
        return f"序号从「{mark}」开始，前面没有第 1 项。", "核对是漏了前面的，还是序号写错了。"
    fault = "重号" if number == before else "不连续"
    return f"序号「{mark}」{fault}，前一项是第 {before} 项。", f"应当是第 {before + 1} 项；核对是漏了一项还是写错了。"


def value(numeral: str) -> int:
    """The number that figures or a Chinese numeral below 100 stand for."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (DIGITS.find(tens) if tens in DIGITS and tens else 1) * 10 * bool(ten) + max(DIGITS.find(ones or "〇"), 0)
