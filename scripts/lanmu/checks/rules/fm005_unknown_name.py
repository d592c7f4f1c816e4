"""名称在 campaign.yml 里没有

查什么
    稿件写的供稿单位、阶段、任务、成果、主题、突出问题，在 campaign.yml 里没有这个名称；
    campaign.yml 里写的阶段页面不存在；信息上报台账（docs/progress/reports.yml）登记的文章不存在，或者没有供稿单位。

为什么
    时间表、成果对照表、整改台账按名称归类，名称差一个字，这篇稿件就归不进去。

不合格
    任务的名称是“培训”：

        tasks: [业务培训]

合格
    和 campaign.yml 里的名称一字不差：

        tasks: [培训]

怎么改
    照提示改成 campaign.yml 里的名称；确实是新单位、新任务的，先加进 campaign.yml。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM005", name="名称在 campaign.yml 里没有", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Names that campaign.yml does not know."""
    yield from project.findings(ProblemKind.UNKNOWN_NAME)
