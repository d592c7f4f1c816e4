"""西文后面的逗号是半角的

查什么
    中文句子里，西文或数字后面用了半角的逗号、分号、问号、叹号，空一格再接汉字：“720p, 称为高清”
    （GB/T 15834-2011 第 5.1 条）。标点紧挨着汉字的由 TXT001 查；整句是英文的、网址、代码、冒号（name: 值）不查。

为什么
    一句中文里用两种逗号，宽窄不一；西文后面的逗号也是中文句子的标点。

不合格
    逗号是半角的：

        分辨率是 720p, 称为高清。

合格
    全角的；英文句子照旧：

        分辨率是 720p，称为高清。题目是 Hello, world，大家都会念。

怎么改
    改成对应的中文标点，删去后面的空格；--fix 可以自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.prose import HAN, without_addresses
from lanmu.checks.rule import Edit, Finding, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT039", name="西文后面的逗号是半角的", scopes=(Scope.PAGE,))
CLAUSE = "GB/T 15834-2011 第 5.1 条"
FULL = {",": "，", ";": "；", "?": "？", "!": "！"}
MARK = re.compile(rf"(?<=[A-Za-z\d%°℃)])(?P<mark>[,;?!])[ \t\xa0]+(?=[{HAN}])")
# The sentence is Chinese when characters stand before the mark.
CHINESE = re.compile(f"[{HAN}]")
REACH = 40


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Half-width marks between Latin letters or figures and a blank with Chinese behind it."""
    for passage in source.prose:
        text = without_addresses(passage)
        for match in MARK.finditer(text):
            if not CHINESE.search(text[max(match.start() - REACH, 0) : match.start()]):
                continue
            start, end = passage.offsets[match.start()], passage.offsets[match.end()]
            right = FULL[match["mark"]]
            edit = Edit(start, end, right) if source.text[start:end] == match[0] else None
            message = f"中文句子里用了半角的「{match['mark']}」（{CLAUSE}）。"
            yield source.at(start, message, f"改成「{right}」，删去后面的空格。", edit)
