"""简报期号重复

查什么
    同一个栏目里，不是同一天发布的两篇稿件写了同一个简报期号 issue。同一天的几篇算同一期，印在一份简报里。

为什么
    期号是简报的编号，归档、引用都靠它；重复了，就分不清说的是哪一期。

不合格
    两篇都是第3期：

        -- docs/plan/a.md --
        ---
        title: 第一篇
        date: 2008-11-05 09:30
        genre: 动态
        source: 办公室
        summary: 第一篇简报，讲一次学习的经过和收获。
        issue: 3
        ---

        大家读了书。
        -- docs/plan/b.md --
        ---
        title: 第二篇
        date: 2008-11-06 09:30
        genre: 动态
        source: 办公室
        summary: 第二篇简报，讲一次讨论的经过和收获。
        issue: 3
        ---

        大家谈了体会。

合格
    每期一个号；同一期登几篇的，期号和发布日期都相同：

        issue: 3

怎么改
    后发的一篇改成没有用过的期号；真是同一期的，把发布日期写成同一天。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM009", name="简报期号重复", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Bulletin numbers of a column that stand on two days."""
    yield from project.findings(ProblemKind.ISSUE)
