"""三审的日期先后颠倒

查什么
    复审的日期早于初审，或者终审的日期早于复审、初审。同一天可以。

为什么
    一关一关往上审，前一关没有看过，后一关审的就不是定稿。日期颠倒，说明是事后补填的。

不合格
    终审在初审的前一天：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-04}

合格
    依次往后，可以在同一天：

        review:
          first: {name: 示例人员甲, date: 2008-11-04}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-05}

怎么改
    核对审稿单，改正写错的日期；顺序真的反了的，请后一关重新审。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.checks.signatures import reviewed, signed
from lanmu.checks.source import Source
from lanmu.content.review import THREE

RULE = Rule(code="REV003", name="三审的日期先后颠倒", scopes=(Scope.PAGE,))


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """A review that is dated before the one below it."""
    for lower, upper in pairwise(signed(reviewed(source), THREE)):
        if upper.date < lower.date:
            message = f"{upper.label}（{upper.date}）早于{lower.label}（{lower.date}）。"
            yield source.at_field(upper.key, message, "核对审稿单，改正写错的日期；顺序反了的，请重新审。")
