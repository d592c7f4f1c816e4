"""汉字旁边用了半角标点

查什么
    汉字前后的逗号、句号、分号、冒号、问号、叹号用了英文的半角标点（GB/T 15834-2011 第 5.1 条）。
    代码、网址、英文句子、数字里的小数点和千分号、照录的正式文件（verbatim: true）和引用的段落不查。

为什么
    中文标点占一个汉字的位置。半角标点挤在汉字旁边，排版参差，也是公文校对的第一类差错。

不合格
    逗号是英文的：

        大家读了书,谈了体会。

合格
    中文里用全角标点，数字和英文照旧：

        大家读了书，谈了体会。人均 3.5 小时，网址是 www.example.org，共 1,200 人。

怎么改
    改成对应的中文标点；--fix 可以自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.rule import Edit, Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT001", name="汉字旁边用了半角标点", scopes=(Scope.PAGE,))
HAN = r"[\u3400-\u9fff\U00020000-\U0003134f）》”’】〕]"
FULL = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF = re.compile(rf"(?<={HAN})[,.;:?!](?![\w,.;:?!/])|(?<={HAN})[,;:?!](?={HAN})|[,;?!](?={HAN})")


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Half-width punctuation beside Chinese characters."""
    for passage in source.prose:
        for match in HALF.finditer(passage.text):
            mark, offset = match[0], passage.offsets[match.start()]
            yield source.at(
                offset,
                f"汉字旁边用了半角的「{mark}」（GB/T 15834-2011 第 5.1 条）。",
                f"改成「{FULL[mark]}」。",
                Edit(offset, offset + 1, FULL[mark]),
            )
