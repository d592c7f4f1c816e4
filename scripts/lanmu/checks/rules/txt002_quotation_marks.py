"""引号不对

查什么
    中文里用了英文的直引号 " 和 '；引号不成对，后引号在前引号前面，双引号里面又直接套双引号
    （GB/T 15834-2011 第 4.8 条）。
    连着几段都是引文的，每段开头用前引号、最后一段末尾用后引号，不算错；引文从段首或者冒号后面开始、
    到后面一段的末尾结束的（如修改法规的决定），也不算。英文的撇号（it's）和英寸（19"）不查。
为什么
    引号不成对，读者不知道引的话到哪里为止，校对时一律算差错。
不合格
    直引号：
        大家认为要"学懂弄通"。
    少了后引号：
        大家认为要“学懂弄通，再去做。
    双引号套双引号：
        他说：“要做到“学懂弄通”，再去做。”
合格
    外面用双引号，里面用单引号：
        他说：“要做到‘学懂弄通’，再去做。”
    引文分成几段：
        “第一段的话。

        “第二段的话。”
怎么改
    照提示补上或者改成“ ”；引号里面还要用引号的，里面用‘ ’。一段里的直引号只有一种配法的，--fix 可以自动改。
"""

import re

from lanmu.checks.engine.rule import Edit, Findings, Level, Source, rule
from lanmu.checks.sources.pairs import PairFault, quotation_faults, replacements, unpaired_in_passages
from lanmu.checks.sources.prose import HAN, is_written, without_addresses
from lanmu.text.scanned import Passage

CLAUSE = "GB/T 15834-2011 第 4.8 条"
STRAIGHT = re.compile(
    rf"\"(?=[{HAN}，。！？；：、（《])|(?<=[{HAN}，。！？；：、）》])\"|(?<![A-Za-z0-9])'(?=[{HAN}])|(?<=[{HAN}])'(?![A-Za-z0-9])"
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    passages = source.prose
    faults: list[list[PairFault]] = []
    for passage in passages:
        text = without_addresses(passage)
        yield from straight(source, passage, text)
        faults.append(list(quotation_faults(text)))
    for passage, fault in unpaired_in_passages(passages, faults):
        seen = passage.text[max(fault.position - 6, 0) : fault.position + 9].replace("\n", "")
        message = f"{fault.message}：「{seen}」（{CLAUSE}）。"
        yield source.at(passage.offsets[fault.position], message, fault.remedy)


def straight(source: Source, passage: Passage, text: str) -> Findings:
    marks = {match.start() for match in STRAIGHT.finditer(text)}
    if not marks:
        return
    curly = replacements(text)
    is_safe = all(is_written(source.text, passage.offsets[place], text[place]) for place in curly)
    for place in sorted(marks | curly.keys()):
        offset, mark = passage.offsets[place], text[place]
        edit = Edit(offset, offset + 1, curly[place]) if is_safe and place in curly else None
        message = f"中文里用了英文的直引号「{mark}」（{CLAUSE}）。"
        remedy = f"改成「{curly[place]}」。" if place in curly else "改成“ ”；引号里面的引号用‘ ’。"
        yield source.at(offset, message, remedy, edit)
