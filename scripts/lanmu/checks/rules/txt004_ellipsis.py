"""省略号写得不对

查什么
    用 ...、。。。、单个的 …、、、、 代替省略号，点数不是六个（或十二个），以及省略号后面又加句号
    （GB/T 15834-2011 第 4.11 条）。英文句子里的 ...、目录里连到页码的点线不查。
为什么
    省略号占两个汉字的位置，六个点。别的写法排版会断开，也分不清是省略还是笔误。
不合格
    用了句号：
        大家读书、讨论、走访。。。
    只有三个点：
        大家读书、讨论、走访…
合格
    六个点：
        大家读书、讨论、走访……
怎么改
    改成“……”；--fix 可以自动改（、、、除外）。省略号后面的句号删去。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import CHINESE, CLOSING, HAN, OPENING, replaced, without_addresses

CLAUSE = "GB/T 15834-2011 第 4.11 条"
NEAR = f"{HAN}{OPENING}{CLOSING}，。；：、"
DOTS = re.compile(rf"(?<=[{NEAR}])(?:\.{{3,}}|·{{3,}})|(?<!\.)\.{{3,}}+(?=[{NEAR}])|。{{3,}}|、{{3,}}|…+")
RIGHT = ("……", "…………")
PAGE_NUMBER = re.compile(r"[ ]?\d{1,3}\s*(?:\n|\Z)")
# A dotted line to a page number, or to fill in.
LEADER = 13


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        for match in DOTS.finditer(text) if CHINESE.search(text) else ():
            offset, dots = passage.offsets[match.start()], match[0]
            if len(dots) >= LEADER or PAGE_NUMBER.match(text, match.end()):
                continue
            if dots not in RIGHT:
                edit = replaced(source, offset, dots, "……", is_safe="、" not in dots)
                yield source.at(offset, f"省略号写成了「{dots}」（{CLAUSE}）。", "改成「……」。", edit)
            elif text[match.end() : match.end() + 1] == "。":
                place = passage.offsets[match.end()]
                yield source.at(place, f"省略号后面又用了句号（{CLAUSE}）。", "删去句号。")
