"""缺少必填的稿件信息

查什么
    稿件开头 --- 之间的必填字段没有写，或者写了却是空的：标题 title、发布时间 date、体裁 genre、摘要 summary，
    以及供稿单位 unit 和来源 source（两项至少有一项）。数据文件（columns.yml 等）的必填字段同样要查。

为什么
    没有标题、日期、来源的文章，检查时算“未更新”或“来源不明”（国办发〔2017〕47号附件的网页标签、
    国办秘函〔2019〕19号）；生成网页也要用到这些字段。

不合格
    没有发布时间：

        date:

    没有供稿单位，也没有来源：

        unit:
        source:

合格
    供稿单位和来源有一项就行：

        source: 本站根据实施方案编写

怎么改
    照提示补上这个字段。字段的写法见 HANDBOOK.md。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM002", name="缺少必填的稿件信息", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """What reading docs/ missed."""
    yield from project.findings(ProblemKind.MISSING)
