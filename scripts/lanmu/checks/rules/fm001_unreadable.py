"""稿件信息读不出来

查什么
    稿件开头 --- 之间的稿件信息读不出来：没有开头或结尾的 ---，冒号写成了中文的“：”，括号、引号不成对，
    同一个字段写了两次，文件不是 UTF-8 编码。数据文件（campaign.yml、columns.yml 等）也查。

为什么
    程序读不出标题、日期和来源，这篇稿件就不能发布；数据文件读不出来，整个站点都不能生成。

不合格
    title 后面用了中文冒号：

        ---
        title：一次学习
        date: 2008-11-05
        ---

        大家读了书，谈了体会。

    没有写第二行 ---：

        ---
        title: 一次学习

合格
    字段名、英文冒号、一个空格、内容，前后各有一行 ---：

        ---
        title: 一次学习
        date: 2008-11-05 09:30
        genre: 动态
        source: 办公室
        summary: 办公室组织了一次学习，大家读了书、谈了体会。
        ---

        大家读了书，谈了体会。

怎么改
    照提示改那一行。值里有英文冒号或 # 时，把整个值放进一对英文单引号；编码不对时，用记事本另存为 UTF-8。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.errors import Kind

RULE = Rule(code="FM001", name="稿件信息读不出来", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """What could not be read at all."""
    yield from project.findings(Kind.UNREADABLE)
