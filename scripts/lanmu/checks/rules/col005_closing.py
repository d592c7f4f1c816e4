"""栏目的归档状态和日期对不上

查什么
    columns.yml 里，栏目写了 status: archived（已归档）却没有归档日期 closed；或者写了 closed 却还在办。

为什么
    活动结束后的专题要标明已经归档、什么时候归档，才不按“更新不及时”考核（国办秘函〔2019〕19号）。

不合格
    归档了，没有日期：

        -- docs/columns.yml --
        columns:
          - id: news
            name: 动态
            type: 工作动态
            kind: dated
            description: 各单位学习活动的进展
            keywords: [动态]
            fresh_days: 14
            status: archived

合格
    归档的栏目写明日期：

        -- docs/columns.yml --
        columns:
          - id: plan
            name: 方案
            type: 政策文件
            kind: reference
            description: 方案怎么规定、逐条说明
            keywords: [方案]
          - id: news
            name: 动态
            type: 工作动态
            kind: dated
            description: 各单位学习活动的进展
            keywords: [动态]
            fresh_days: 14
            status: archived
            closed: 2008-11-18
          - id: notices
            name: 公示
            type: 回应关切
            kind: dated
            description: 整改方案公示和公开承诺
            keywords: [公示]
            fresh_days: 180

怎么改
    归档的补上 closed: 日期；还在办的删去 closed。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="COL005", name="栏目的归档状态和日期对不上", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Columns closed without a date, or with a date and still open."""
    yield from project.findings(ProblemKind.CLOSING)
