"""序号后面用了顿号

查什么
    段落、列表、标题开头的阿拉伯数字序号和带圈序号后面用了顿号，如“1、”“①、”（GB/T 15834-2011 附录 B.3.3）。
    汉字序号“一、”是对的；“5、6两个月”这样相连的数不是序号。

为什么
    阿拉伯数字序号后面用下脚点（1.），带圈的序号后面什么也不用。

不合格
    数字后面用了顿号：

        1、先读书。

    带圈的序号：

        ①、先读书。

合格
    下脚点：

        1.先读书。

        一、先读书。

怎么改
    “1、”改成“1.”，“①、”删去顿号；--fix 可以自动改。后面紧接数字的（1、2008年），改成“1.”会看成小数，
    自己换一种写法，如“（1）2008年”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import is_written
from lanmu.checks.rule import Edit, Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT007", name="序号后面用了顿号", scopes=(Scope.PAGE,))
MARK = re.compile(r"(?P<figures>\d{1,2}|[①-⑳])、(?!\d+、)")
NEXT = re.compile(r"\d+")
KINDS = ("paragraph", "item", "heading")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Item numbers in figures with 、 behind them."""
    for passage in source.prose:
        match = MARK.match(passage.text)
        if passage.kind not in KINDS or not match:
            continue
        number, offset = match["figures"], passage.offsets[match.end() - 1]
        is_figure = number.isdecimal()
        following = NEXT.match(passage.text, match.end())
        if following and is_figure and int(following[0]) == int(number) + 1:
            continue
        message = f"序号写成了「{match[0]}」（GB/T 15834-2011 附录 B.3.3）。"
        if following and is_figure:
            remedy = f"改成「{number}.」会看成小数，换一种写法，如「（{number}）」。"
            yield source.at(passage.offsets[0], message, remedy)
            continue
        right = f"{number}." if is_figure else number
        # `1. ` with a blank behind it would become a list.
        behind = source.text[offset + 1 : offset + 2]
        is_safe = is_written(source.text, offset, "、") and behind.strip() and not behind.isascii()
        edit = Edit(offset, offset + 1, right.removeprefix(number)) if is_safe else None
        yield source.at(passage.offsets[0], message, f"改成「{right}」。", edit)
