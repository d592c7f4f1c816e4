"""发布以后才审

查什么
    初审、复审、终审的日期晚于稿件的发布日期 date；发布以后改过的，晚于修改日期 updated。草稿还没有发布，不查。
为什么
    先审后发。发布以后才签的字，等于没有审就登了出去。
不合格
    11月5日发布，11月6日终审：

        review:
          first: {name: 示例人员甲, date: 2008-11-05}
          second: {name: 示例人员乙, date: 2008-11-05}
          final: {name: 示例人员丙, date: 2008-11-06}
合格
    发布当天或以前审完：

        review:
          first: {name: 示例人员甲, date: 2008-11-04}
          second: {name: 示例人员乙, date: 2008-11-04}
          final: {name: 示例人员丙, date: 2008-11-05}

    发布以后改过，改了重新审：

        date: 2008-11-05 09:30
        updated: 2008-11-10
        review:
          first: {name: 示例人员甲, date: 2008-11-10}
          second: {name: 示例人员乙, date: 2008-11-10}
          final: {name: 示例人员丙, date: 2008-11-10}
怎么改
    核对审稿单和发布日期，改正写错的那个。还没有发布的，把 date 改到审完以后；发布以后改过、重新审的，写上 updated；
    真的没有审就发布了的，先撤下来。
"""

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.reviews import too_late
from lanmu.content.review import THREE


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    yield from too_late(source, THREE)
