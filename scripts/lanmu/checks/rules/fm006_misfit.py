"""几个字段互相对不上

查什么
    任务不属于所写的阶段；成果不属于所写的任务；真实稿件写了示例用的占位单位；信息上报台账里采用早于报送、重复登记，
    或者报送日和稿件里写的不一样。

为什么
    对不上的稿件会出现在错误的阶段和任务下面；占位单位发布出去，等于虚构了一个单位。

不合格
    “培训”是学习阶段的任务，不是整改阶段的：

        phase: 整改
        tasks: [培训]

合格
    阶段和任务对得上：

        phase: 学习
        tasks: [培训]

怎么改
    对照 campaign.yml，改正其中一个字段。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM006", name="几个字段互相对不上", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Fields that do not go together."""
    yield from project.findings(ProblemKind.MISFIT)
