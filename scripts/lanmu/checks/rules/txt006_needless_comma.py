"""书名号、引号之间多用了顿号

查什么
    并列的书名号之间、并列的引号之间用了顿号，如“》、《”“”、“”（GB/T 15834-2011 第 4.5.3.5 条）。
    并列的成分里夹着括注的，按规定宜用顿号，不查。

为什么
    书名号和引号本身已经把并列的成分隔开，再加顿号是多余的。标准说的是“通常不用”，所以只提醒。

不合格
    书名号之间：

        学习了《实施方案》、《通知》两个文件。

合格
    不用顿号：

        学习了《实施方案》《通知》两个文件。

    夹着括注，用顿号：

        学习了《实施方案》（全文）、《通知》两个文件。

怎么改
    删去顿号；--fix 可以自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import is_written
from lanmu.checks.rule import Edit, Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT006", name="书名号、引号之间多用了顿号", scopes=(Scope.PAGE,), level=Level.WARNING)
BETWEEN = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)")
SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
WITH_NOTE = re.compile(r"[》”]（[^）]*）、[《“]")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Commas between titles or between quotations, in sentences without bracketed remarks among them."""
    for passage in source.prose:
        for sentence in SENTENCE.finditer(passage.text):
            if WITH_NOTE.search(sentence[0]):
                continue
            for match in BETWEEN.finditer(passage.text, sentence.start(), sentence.end()):
                offset = passage.offsets[match.start()]
                edit = Edit(offset, offset + 1, "") if is_written(source.text, offset, "、") else None
                seen = passage.text[match.start() - 1 : match.end() + 1]
                message = f"「{seen}」中间通常不用顿号（GB/T 15834-2011 第 4.5.3.5 条）。"
                yield source.at(offset, message, "删去顿号。", edit)
