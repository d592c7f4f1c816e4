"""题图找不到或不是图片

查什么
    题图 image 写的文件不在稿件旁边，文件名（包括大小写）对不上，或者不是图片。

为什么
    找不到的题图在网页上是一个破图标；服务器分大小写，自己电脑上看得见，发布后可能看不见。

不合格
    稿件旁边没有这张图：

        image: xuexi.png

合格
    没有题图就不写：

        author: 示例人员甲

怎么改
    把图片放进稿件所在的文件夹，image 只写文件名。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM011", name="题图找不到或不是图片", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Title pictures that are missing or no pictures."""
    yield from project.findings(ProblemKind.IMAGE)
