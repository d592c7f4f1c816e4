"""分项的数和总数对不上

查什么
    “共50条，其中……20条、……15条”这样的一句，量词相同，没有“约、余、多、等”这类约数的：某一分项比总数还大；
    分成男和女两项的，合起来不等于总数；各分项按同一种名称分（学习方面、作风方面、制度方面；一类、二类、三类）的，合起来
    比总数大，或者三项以上合起来比总数小；意见、文件这类东西分成几项，合起来比总数大。
    只列出一部分的，分项互相交叉的（党员、女职工、青年；采纳、落实），不查。
为什么
    数字前后矛盾，汇总的人不知道该用哪一个；统计数字不实，公文要求人名、地名、数字、引文准确（国发〔2000〕23号第二十五条）。
不合格
    分项比总数大：
        共收到意见50条，其中学习方面60条。
    合起来不相等：
        共有代表100人，其中男代表60人、女代表30人。
合格
    相等，或者只列出一部分：
        共收到意见50条，其中学习方面20条、作风方面15条、制度方面15条。共有代表100人，其中女代表30人、青年代表20人。
怎么改
    核对原始数字，改正写错的那一个；分项没有列全的，加上“等”或者“其他”。
"""

import re
from dataclasses import dataclass

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN

AMOUNT = r"(?P<amount>\d[\d,]{0,11}(?:\.\d+)?)(?P<unit>万?[人名个件条次项户家元篇份场篇本台套吨亩])(?:次)?"
TOTAL = re.compile(
    rf"(?:共|总计|合计|共计|总共|一共)[^，。；：、（(\n\d约近余超逾]{{0,14}}{AMOUNT}[^，。；：、（(\n\d约余多]{{0,10}}[，（(；：]?其中[，：:]?"
)
PART = re.compile(
    rf"(?:[和与及]|以及)?(?P<label>[{HAN}“”《》（）]{{1,14}}?)(?:有|为|占|是|共|各)?{AMOUNT}(?P<tail>[{HAN}]{{0,6}})"
)
SENTENCE = re.compile(r"[^。；！？）\n]{0,400}")
ROUGH = re.compile(
    r"[约近余多几数]|左右|以上|以下|上下|不[到足少]|超过|等(?:[，。；）]|\Z)|其他|其它|[增减]|分别|各\d|同比|此外|另有|人次"
)
SORT_AFTER = re.compile(r"(?:方面|[类级型]|系统|行业|领域|等奖|阶段|年级|学历|职称|工会|支部|小组|单位)\Z")
SORT_BEFORE = re.compile(r"\A(?:涉及|关于|属于|针对|反映|对)")
# Of things (not of people) each is in one part, unless the parts are steps that it went through.
THINGS = frozenset("件条项篇份册本")
STEPS = re.compile(r"[已未]|采纳|落实|办结|解决|整改|完成|答复|立案|受理|审结|合格|通过|获|重点|紧急|优秀")


@dataclass(frozen=True)
class Part:
    label: str
    amount: float
    unit: str


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for match in TOTAL.finditer(passage.text):
            rest = SENTENCE.match(passage.text, match.end())
            parts = parts_of(rest[0], match["unit"]) if rest else []
            whole = float(match["amount"].replace(",", ""))
            if fault := fault_of(whole, parts):
                message = f"总数是「{match['amount']}{match['unit']}」，{fault}。"
                remedy = "核对原始数字，改正写错的那一个；没有列全的，加上“等”或者“其他”。"
                yield source.at(passage.offsets[match.start("amount")], message, remedy)


def parts_of(text: str, unit: str) -> list[Part]:
    """The parts in a sentence; none when a part is rough, of another measure, or no part at all."""
    if "其中" in text or ROUGH.search(text):
        return []
    parts = []
    for piece in re.split("[，、]", text):
        match = PART.fullmatch(piece)
        if match is None or match["unit"] != unit:
            return []
        parts.append(Part(match["label"], float(match["amount"].replace(",", "")), match["unit"]))
    return parts


def fault_of(whole: float, parts: list[Part]) -> str:
    if not parts:
        return ""
    largest = max(parts, key=lambda part: part.amount)
    if largest.amount > whole:
        return f"其中「{largest.label}」就有{largest.amount:.10g}"
    total = sum(part.amount for part in parts)
    is_off = abs(total - whole) > 1e-6
    names = [part.label for part in parts]
    # The sexes, or two of which one is all that is not the other: 收回、未收回.
    is_whole = sorted(name[0] for name in names) == ["女", "男"] or (
        len(names) == 2 and any(names[1 - n] == f"{no}{names[n]}" for n in (0, 1) for no in ("未", "不", "没有", "没"))
    )
    is_disjoint = len(parts) > 1 and parts[0].unit in THINGS and not any(STEPS.search(part.label) for part in parts)
    is_over = total > whole and (is_sorted(parts) or is_disjoint)
    if is_off and (is_whole or is_over or (is_sorted(parts) and len(parts) > 2)):
        return f"各分项合起来是{total:.10g}"
    return ""


def is_sorted(parts: list[Part]) -> bool:
    """True when the names of the parts sort the whole by one thing, so that none is in two of them."""
    for pattern in (SORT_AFTER, SORT_BEFORE):
        words = {match[0] if (match := pattern.search(part.label)) else "" for part in parts}
        if len(parts) > 1 and len(words) == 1 and "" not in words:
            return True
    return False
