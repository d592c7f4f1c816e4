"""中文标点旁边有空格

查什么
    中文标点的前面或后面有空格，空格的另一边是西文或者数字：“活动开展以来， Word”“文件用 Word 。”（GB/T 15834-2011 第 5.1 条：
    标点占一个字的位置，前后不另空格）。标题里的、强调文字后面的、时刻前面的（10日， 9:30）不查；另一边是汉字的由 TXT014 查。

为什么
    中文标点自己带着空，再加一个空格，排出来就是一个大窟窿。多半是边写边按空格，或者机器翻译、转换留下的。

不合格
    标点后面：

        活动开展以来， Word 的用法都会了。

    标点前面：

        文件用 Word 。

合格
    西文和汉字之间可以空，和标点之间不空：

        活动开展以来，Word 的用法都会了，文件用 Word。

怎么改
    删去空格；--fix 可以自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.rule import Edit, Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT038", name="中文标点旁边有空格", scopes=(Scope.PAGE,), level=Level.WARNING)
# Behind closing brackets a blank may part two things, as in a bibliography.
AFTER = "，。；：、！？（《“"
BEFORE = "，。；：、！？）》”"
BLANK = re.compile(rf"(?<=[{AFTER}])[ \t\xa0]+(?=[A-Za-z\d])|(?<=[A-Za-z\d%)+])[ \t\xa0]+(?=[{BEFORE}])")
KINDS = ("paragraph", "item")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Blanks between a Chinese mark and Latin letters or figures."""
    for passage in source.prose:
        for match in BLANK.finditer(passage.text) if passage.kind in KINDS else ():
            start, end = passage.offsets[match.start()], passage.offsets[match.end()]
            # Behind words that stand out, such as **要点：**, a blank is meant.
            is_plain = start == passage.offsets[match.start() - 1] + 1 and source.text.startswith(match[0], start)
            is_time = re.match(r"\d{1,2}[:：]\d\d", passage.text[match.end() : match.end() + 5])
            if is_plain and not is_time and end == start + len(match[0]):
                shown = passage.text[max(match.start() - 5, 0) : match.end() + 5].replace("\n", "")
                edit = Edit(start, end, "")
                yield source.at(start, f"「{shown}」里多了空格。", "删去空格。", edit)
