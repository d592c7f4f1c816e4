"""栏目快要超过更新期限

查什么
    在办的、按日期更新的栏目，最新一篇公开的文章距今天已经用掉 fresh_days 的一大半（14天的到了第10天），还没有超过。
为什么
    超过了就是更新不及时（国办秘函〔2019〕19号）。提前几天知道，来得及组稿、三审。
不合格
    14天要更新一次，最新一篇是12天以前的：

        -- today --
        2008-11-30
合格
    两天前更新过：

        -- today --
        2008-11-20
怎么改
    在提示的日子以前登一篇新的。
选项
    percent：用掉百分之多少就提醒，原来是 71（14天的第10天），可以从 50 到 100。
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StrictInt

from lanmu.checks.engine.rule import Findings, Level, Model, Project, rule
from lanmu.checks.sources.columns import at_column, renewals
from lanmu.content.dates import chinese_day


class Options(Model):
    """The share of `fresh_days` after which the column is named, in per cent."""

    percent: Annotated[StrictInt, Field(ge=50, le=100)] = 71


@rule(Level.WARNING)
def check(project: Project, options: Options) -> Findings:
    for renewal in renewals(project):
        column, limit = renewal.column, renewal.column.fresh_days
        if limit is None or not limit * options.percent <= renewal.age * 100 <= limit * 100:
            continue
        last = renewal.newest + timedelta(days=limit)
        message = f"栏目「{column.name}」已经 {renewal.age} 天没有更新，期限是 {limit} 天。"
        yield at_column(project, column, message, f"在{chinese_day(last)}以前登一篇新的。")
