"""字段的值写得不对

查什么
    字段的值不合要求：日期不是真有的日子，体裁不在规定的名单里，期号不是整数，标题太长，一组值没有写方括号，
    结束早于开始，等等。数据文件也查。

为什么
    网页标签、列表、进度图表都从这些值算出来；日期写错还会被当成虚假的发布日期（国办秘函〔2019〕19号单项否决）。

不合格
    日期写成了中文：

        date: 2008年11月5日

    公示结束早于开始：

        notice: {start: 2008-12-29, end: 2008-12-22}

合格
    日期是真有的日子，时间用英文冒号：

        date: 2008-11-05 09:30

怎么改
    照提示改成要求的写法。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM004", name="字段的值写得不对", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Values of the wrong form, and periods that end before they begin."""
    yield from project.findings(ProblemKind.VALUE, ProblemKind.PERIOD)
