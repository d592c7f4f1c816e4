"""日期的写法不统一、不规范

查什么
    同一篇里公历日期有的用阿拉伯数字（2008年10月10日），有的用汉字（二〇〇八年十月十日）
    （GB/T 15835-2011）；“〇”写成了圆圈“○”、“零”或数字“0”；年份简写成“08年”；一个日期、一个数里两种写法
    混用（2008年十二月2日、三十2人）。
    农历日期、五四运动、“十一五”、第三届这类固定的说法，只有年份的（二〇二〇年规划）不查；书名号和引号里的、
    表格里的照原样；单独成行的落款日期可以用汉字。
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

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import RUNNING
from lanmu.text.scanned import OBJECT

FIGURES = re.compile(r"(?<!\d)\d{4}年|\d月\d{1,2}日")
YEAR = r"(?:一[一二三四五六七八九〇○零0０]|二[〇○零0０一])[一二三四五六七八九〇○零0０]{2}年(?!级)"
NUMERALS = re.compile(
    rf"{YEAR}(?P<month>[元正一二三四五六七八九十]{{1,2}}月)?(?P<day>[一二三四五六七八九十]{{1,3}}日)?"
)
CIRCLE = re.compile(r"(?<=[一二三四五六七八九〇○])[○0０零]|[○](?=[一二三四五六七八九])")
WRONG_ZERO = re.compile("[○零0０]")
SHORT = re.compile(r"(?<![\d.\w])[’'‘]?0\d年(?!级|代|[前后内间])")
NUMERAL = "[一二三四五六七八九十]{1,3}"
# 十月革命 and 三月三 are names, 八月十五 is a day of the old calendar.
MIXED = re.compile(
    rf"(?<!\d)\d{{1,4}}年{NUMERAL}月(?:(?:\d{{1,2}}|{NUMERAL})日|(?![革初一二三四五六七八九十廿]))"
    rf"|(?<!\d)\d{{1,2}}月{NUMERAL}日|{YEAR}\d{{1,2}}月(?:\d{{1,2}}日)?|(?<![一二三四五六七八九十年]){NUMERAL}月\d{{1,2}}日"
    r"|[一二三四五六七八九]?十\d{1,2}(?=[人名个件次项条天户家位元])"
)
SENTENCE = re.compile("[，。；！？]")
QUOTED = re.compile(r"《[^《》\n]*》|“[^“”\n]*”")


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    running = [passage for passage in source.prose if passage.kind in RUNNING]
    own = {id(passage): QUOTED.sub(lambda match: OBJECT * len(match[0]), passage.text) for passage in running}
    has_figures = any(FIGURES.search(text) for text in own.values())
    for passage in source.prose:
        text = own.get(id(passage), "")
        for match in NUMERALS.finditer(passage.text):
            offset = passage.offsets[match.start()]
            if CIRCLE.search(match[0]):
                right = WRONG_ZERO.sub("〇", match[0])
                yield source.at(offset, f"「{match[0]}」里的“〇”写得不对（GB/T 15835-2011）。", f"改成「{right}」。")
            elif (
                has_figures
                and match["month"]
                and text.startswith(match[0], match.start())
                and not is_signature(text, match)
            ):
                message = f"「{match[0]}」用了汉字，同一篇里别的日期用的是阿拉伯数字（GB/T 15835-2011）。"
                yield source.at(offset, message, "统一用一种写法，一般用阿拉伯数字。")
        for match in MIXED.finditer(text):
            message = f"「{match[0]}」里汉字和阿拉伯数字混用（GB/T 15835-2011）。"
            yield source.at(passage.offsets[match.start()], message, "统一用一种写法，一般用阿拉伯数字。")
        for match in SHORT.finditer(text):
            message = f"年份简写成了「{match[0]}」（GB/T 15835-2011）。"
            yield source.at(passage.offsets[match.start()], message, "写出四位数的年份。")


def is_signature(text: str, match: re.Match[str]) -> bool:
    """True for the date at the end of a line that is no sentence: 泉州市总工会　二〇〇八年十月十日."""
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    after = text[match.end() : len(text) if end < 0 else end].strip(" ）)")
    return not after and not SENTENCE.search(text, start, match.start())
