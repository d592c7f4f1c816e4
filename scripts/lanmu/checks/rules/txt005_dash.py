"""破折号、连接号写得不对

查什么
    用 --、─、－－ 或者前后有空白的单个 — 代替破折号，或者破折号过长（GB/T 15834-2011 第 4.10 条）。
    数字、地名之间的连接号（2008—2009、泉州—厦门、2008-11-05）是对的，不查；填空、分隔用的长线也不查。
为什么
    破折号占两个汉字的位置，中间不断开。用横线、制表线拼成的，换一种字体就断开了。
不合格
    用了减号：
        这就是办法--先读书，再讨论。
    用了制表线：
        这就是办法──先读书，再讨论。
合格
    破折号和连接号：
        这就是办法——先读书，再讨论。时间是2008年9月—2009年2月，走的是泉州—厦门一线。
怎么改
    改成“——”，连接起止的改成“—”；--fix 可以改看得出是哪一种的。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import CHINESE, HAN, replaced, without_addresses

CLAUSE = "GB/T 15834-2011 第 4.10 条"
NEAR = f"{HAN}，。；：！？、（）《》“”‘’"
DASH = re.compile(
    rf"(?<=[{NEAR}])[ ]?--+(?=[ ]?[{NEAR}])|[─━]+|―+|－{{2,}}|—{{3,}}"
    rf"|(?:(?<=[，。；：！？、])|(?<=[{HAN}] ))(?<!—)—(?!—)(?![ ]?\d)|(?<![—\d])(?<!\d )—(?!—)(?=[，。；：！？、]| [{HAN}])"
)
PUNCTUATION = re.compile("[，。；：！？、]")
RANGE_BEFORE = re.compile("[0-9年月日时分%]")
RANGE_AFTER = re.compile("[0-9]")
# So many strokes are a line to fill in, or one that parts two pieces of text.
LINE = 5


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        if not CHINESE.search(text):
            continue
        for match in DASH.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip(" "))
            dash, offset = match[0].strip(" "), passage.offsets[start]
            if len(dash) >= LINE:
                continue
            right = meant(text, start, start + len(dash))
            edit = replaced(source, offset, dash, right, is_safe=right)
            remedy = f"改成「{right}」。" if right else "破折号改成「——」；连接起止的，改成「—」。"
            name = "连接号" if right == "—" else "破折号"
            yield source.at(offset, f"{name}写成了「{dash}」（{CLAUSE}）。", remedy, edit)


def meant(text: str, start: int, end: int) -> str:
    """What should stand here; empty where one stroke may be a dash as well as a hyphen."""
    is_range = RANGE_BEFORE.search(text, max(start - 1, 0), start) and RANGE_AFTER.match(text, end)
    if end - start == 1 and is_range:
        return "—"
    is_beside_punctuation = PUNCTUATION.match(text, start - 1) or PUNCTUATION.match(text, end)
    return "——" if end - start > 1 or is_beside_punctuation else ""
