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
    自己换一种写法，如“（1）2008年”；一篇里有这样的，--fix 都不动，免得序号有两种写法。
"""

import re

from lanmu.checks.engine.rule import Edit, Findings, Level, Source, rule
from lanmu.checks.sources.prose import RUNNING, is_written
from lanmu.text.scanned import Passage

ITEM_NUMBER = re.compile(r"(?P<number>\d{1,2}|[①-⑳])、(?!\d+、)")
FIGURE = re.compile(r"\d+")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    items = [(passage, match) for passage in source.prose if (match := numbered(passage))]
    is_safe = all(is_fixable(source, passage, match) for passage, match in items)
    for passage, match in items:
        number, offset = match["number"], passage.offsets[match.end() - 1]
        message = f"序号写成了「{match[0]}」（GB/T 15834-2011 附录 B.3.3）。"
        right = f"{number}." if number.isdecimal() else number
        remedy = f"改成「{right}」。"
        if number.isdecimal() and FIGURE.match(passage.text, match.end()):
            remedy = f"改成「{right}」会看成小数，换一种写法，如「（{number}）」。"
        edit = Edit(offset, offset + 1, right.removeprefix(number)) if is_safe else None
        yield source.at(passage.offsets[0], message, remedy, edit)


def numbered(passage: Passage) -> re.Match[str] | None:
    """The number of an item with 、 after it; two numbers in a row, as in 5、6两个月, are none."""
    match = ITEM_NUMBER.match(passage.text) if passage.kind in RUNNING else None
    following = FIGURE.match(passage.text, match.end()) if match else None
    is_pair = match and following and match["number"].isdecimal() and int(following[0]) == int(match["number"]) + 1
    return None if is_pair else match


def is_fixable(source: Source, passage: Passage, match: re.Match[str]) -> bool:
    """True when the number reads the same with a full stop: `1. ` begins a list, and 1.2008 is a decimal."""
    offset = passage.offsets[match.end() - 1]
    after = source.text[offset + 1 : offset + 2]
    is_clear = bool(after.strip()) and not after.isascii() and not after.isdecimal()
    return is_written(source.text, offset, "、") and (is_clear or not match["number"].isdecimal())
