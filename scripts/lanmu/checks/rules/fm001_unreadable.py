"""稿件信息读不出来

查什么
    稿件开头 --- 之间的稿件信息读不出来：没有开头或结尾的 ---，冒号写成了中文的“：”，括号、引号不成对，
    同一个字段写了两次，文件不是 UTF-8 编码。数据文件（campaign.yml、columns.yml 等）也查。
    太大、太密的也不读：文件最多 1 MB（约 33 万个汉字），稿件信息最多 10 万个字；列表、引用、HTML 标签和 YAML 的缩进、
    括号最多套 50 层；表格一共最多 5 万格，脚注的标记最多 1,000 个，一个数最多 1,000 位；一段里没有结束的括号、强调记号
    最多 100 个，各种记号最多 2 万个，连着的小标题、分隔线最多 200 行；代码块的 ``` 最多 200 行。

为什么
    程序读不出标题、日期和来源，这篇稿件就不能发布；数据文件读不出来，整个站点都不能生成。太大、太密的稿件要算几分钟，
    还会让程序没有一句话就退出，所以先数一数，再读。

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
    太大、太密的，把稿件分成几篇，长的材料作成附件。
"""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.checks.project import Project
from lanmu.checks.rule import Finding, NoOptions, Rule, Scope
from lanmu.diagnostics.errors import ProblemKind

RULE = Rule(code="FM001", name="稿件信息读不出来", scopes=(Scope.SITE,))


def check(project: Project, options: NoOptions) -> Iterator[Finding]:
    """What could not be read at all."""
    yield from project.findings(ProblemKind.UNREADABLE)
