"""写了不认识的字段

查什么
    稿件信息和数据文件里有程序不认识的字段，多半是字段名拼错了，或者缩进不对，跑到了别的字段下面。

为什么
    拼错的字段不起作用：以为写了来源，网页上其实没有。

不合格
    author 拼错了：

        auther: 示例人员甲

合格
    字段名和 HANDBOOK.md 里的一样：

        author: 示例人员甲

怎么改
    照提示改成认识的字段名；用不着的字段删去。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM003", name="写了不认识的字段", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Fields that the model does not know."""
    yield from project.findings(ProblemKind.UNKNOWN_FIELD)
