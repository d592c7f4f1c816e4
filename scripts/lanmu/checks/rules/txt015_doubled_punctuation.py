"""标点重复或位置不对

查什么
    标点连用：。。、，，、、、、；，、。，、四个以上的！或？；段落、标题、列表项以逗号、句号、后括号等开头
    （GB/T 15834-2011 第 5.1 条：这些标点不出现在一行之首）。“？！”可以连用，叹号、问号最多叠用三个（第 4.2、4.3 条）。
为什么
    重复的标点多半是改稿时留下的；段首的标点说明前面漏了字，或者一段被错误地断开了。
不合格
    重复：
        大家读了书，，谈了体会。。
    段首：
        ，谈了体会。
合格
    用一个：
        大家读了书，谈了体会？！太好了！！！
怎么改
    留下对的那一个，删去其余的；段首的，把两段接起来或者补上漏掉的字。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import RUNNING, replaced

DOUBLED = re.compile(
    r"。。(?!。)(?<!。。。)|([，；：])\1+|、、(?!、)(?<!、、、)|([，、；：])(?!\2)[，、；：。]|。[，、；：]|！{4,}|？{4,}|[！？][，、；：。]"
)
FIRST = re.compile(r"[，。、；：？！）》〉”’】〕]")


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in DOUBLED.finditer(passage.text):
            offset, marks = passage.offsets[match.start()], match[0]
            is_same = len(set(marks)) == 1
            edit = replaced(source, offset, marks, marks[0], is_safe=is_same and marks[0] not in "！？")
            remedy = f"改成「{marks[0]}」。" if is_same else "留下对的一个。"
            yield source.at(offset, f"标点「{marks}」连用。", remedy, edit)
        if passage.kind in RUNNING and (first := FIRST.match(passage.text)):
            message = f"一段以「{first[0]}」开头：「{passage.text[:8]}」。"
            yield source.at(passage.offsets[0], message, "和上一段接起来，或者补上漏掉的字。")
