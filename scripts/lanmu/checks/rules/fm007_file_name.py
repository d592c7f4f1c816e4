"""文件名不能作网址

查什么
    稿件的文件名、文件夹名不是小写英文字母、数字和短横；后缀写成了 .MD、.markdown 或 .md.txt，不会成为网页。

为什么
    文件名就是网址。中文、空格、大写字母在有的系统上打不开，转发出去成了一长串 %E4%BD…。

不合格
    文件名是中文：

        -- docs/news/支部学习.md --
        大家读了书，谈了体会。

    后缀多了 .txt，不会成为网页：

        -- docs/news/2008-11-05-zhibu-xuexi.md.txt --
        大家读了书，谈了体会。

合格
    日期加拼音：

        -- docs/news/2008-11-05-zhibu-xuexi.md --
        大家读了书，谈了体会。

怎么改
    改文件名，同时改正别处指向它的链接。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM007", name="文件名不能作网址", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Names of files that cannot be addresses."""
    yield from project.findings(ProblemKind.FILE_NAME)
