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

from itertools import pairwise

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import reviewed, signed
from lanmu.content.review import THREE


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for lower, upper in pairwise(signed(reviewed(source), THREE)):
        if upper.date < lower.date:
            message = f"{upper.label}（{upper.date}）早于{lower.label}（{lower.date}）。"
            yield source.at_field(upper.key, message, "核对审稿单，改正写错的日期；顺序反了的，请重新审。")
