"""网址被占用

查什么
    两个文件的网址相同；文件占用了自动生成的列表页的网址；旧网址（redirect_from）已经属于别的页面，或者不能作网址。

为什么
    两个页面用一个网址，后生成的会盖掉先生成的，读者少看一篇，而且没有任何提示。

不合格
    xuexi.md 和 xuexi/index.md 的网址都是 xuexi/：

        -- docs/plan/xuexi.md --
        大家读了书，谈了体会。
        -- docs/plan/xuexi/index.md --
        ---
        title: 学习的安排
        summary: 学习分几步走、每一步学什么，一页看明白。
        ---

        分三步。

合格
    旧网址没有别人用：

        redirect_from: [news/123.html]

怎么改
    给其中一个文件改名，或删去重复的旧网址。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM008", name="网址被占用", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """Addresses that belong to two pages, or to none."""
    yield from project.findings(ProblemKind.ADDRESS)
