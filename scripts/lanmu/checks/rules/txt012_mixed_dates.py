"""同一篇里日期的写法不一致

查什么
    同一篇里公历日期有的用阿拉伯数字（2008年10月10日），有的用汉字（二〇〇八年十月十日）
    （GB/T 15835-2011）；“〇”写成了圆圈“○”、“零”或数字“0”；年份简写成“08年”；一个日期、一个数里两种写法
    混用（2008年十二月2日、三十2人）。
    农历日期、五四运动、“十一五”、第三届这类固定的说法不查；单独成段的落款日期可以用汉字。

为什么
    同类的数字，一篇里用一种写法。圆圈不是汉字，查找和读屏都认不出；简写的年份，过几年就分不清了。

不合格
    两种写法：

        2008年10月10日印发方案，二〇〇八年十一月五日开会。

    圆圈：

        二○○八年十月十日

    一个日期里混用：

        第三次学习定在2008年十二月2日。

    简写的年份：

        08年的工作已经结束。

合格
    一种写法；落款用汉字：

        2008年10月10日印发方案，农历八月十五开会，学习了“十一五”规划。

        二〇〇八年十月十日

怎么改
    照提示统一；年份写四位。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lanmu.checks.rule import Finding, Level, NoOptions, Rule, Scope
from lanmu.checks.source import Source

RULE = Rule(code="TXT012", name="同一篇里日期的写法不一致", scopes=(Scope.PAGE,), level=Level.WARNING)
FIGURES = re.compile(r"(?<!\d)\d{4}年")
NUMERALS = re.compile(
    r"[一二][一二三四五六七八九〇○零0０]{3}年(?:[元正一二三四五六七八九十]{1,2}月)?(?:[一二三四五六七八九十]{1,3}日)?"
)
CIRCLE = re.compile(r"(?<=[一二三四五六七八九〇○])[○0０零]|[○](?=[一二三四五六七八九])")
SHORT = re.compile(r"(?<![\d.\w])[’'‘]?0\d年(?!级|代|[前后内间])")


NUMERAL = "[一二三四五六七八九十]{1,3}"
MIXED = re.compile(
    rf"\d+年{NUMERAL}月(?:\d+日)?|\d+月{NUMERAL}日|(?<![一二三四五六七八九十年]){NUMERAL}月\d+日"
    r"|[一二三四五六七八九]?十\d+(?=[人名个件次项条天户家位元])"
)


def check(source: Source, options: NoOptions) -> Iterator[Finding]:
    """Years in Chinese numerals where others are in figures, circles for 〇, years of two figures."""
    has_figures = any(FIGURES.search(passage.text) for passage in source.prose)
    for passage in source.prose:
        for match in NUMERALS.finditer(passage.text):
            offset = passage.offsets[match.start()]
            if CIRCLE.search(match[0]):
                right = re.sub("[○0０零]", "〇", match[0])
                yield source.at(offset, f"「{match[0]}」里的“〇”写得不对（GB/T 15835-2011）。", f"改成「{right}」。")
            elif has_figures and match[0] != passage.text:
                message = f"「{match[0]}」用了汉字，同一篇里别的日期用的是阿拉伯数字（GB/T 15835-2011）。"
                yield source.at(offset, message, "统一用一种写法，一般用阿拉伯数字。")
        for match in MIXED.finditer(passage.text):
            message = f"「{match[0]}」里汉字和阿拉伯数字混用（GB/T 15835-2011）。"
            yield source.at(passage.offsets[match.start()], message, "统一用一种写法，一般用阿拉伯数字。")
        for match in SHORT.finditer(passage.text):
            message = f"年份简写成了「{match[0]}」（GB/T 15835-2011）。"
            yield source.at(passage.offsets[match.start()], message, "写出四位数的年份。")
