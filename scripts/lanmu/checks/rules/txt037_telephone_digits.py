"""电话号码的位数不对

查什么
    固定电话的区号后面，位数和当地的不一样（少几位、多一位，泉州 0595 是8位，厦门 0592 是7位）；“手机”“电话”后面的手机号码是10位或12位；
    400、800 电话不是10位（工信部电信网编号计划）。只查位数确定的区号；三位、五位的服务号码，打了星号的，不查。
为什么
    少一位、多一位就打不通，通知、公示里的监督电话打不通，等于没有公布。
不合格
    少一位：
        咨询电话：0595-0000000。
    手机多一位：
        联系电话：130000000000。
合格
    位数够的：
        咨询电话：0595-00000000、0595-12351，服务热线400-000-0000。
怎么改
    对照原件补上漏掉的，或者删去多出来的。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule

# Lengths of numbers after the area codes, where they have long been the same.
EIGHT = (
    "010 020 021 022 023 024 025 027 028 029 0311 0371 0411 0451 0510 0512 0513 0531 0532 0571 0574 0577 0591 0595"
    " 0755 0757 0769"
)
LENGTHS = dict.fromkeys(EIGHT.split(" "), 8) | {"0592": 7}
LANDLINE = re.compile(
    r"(?<![\dA-Za-z.+_/-])[（(]?(?P<area>0(?:10|2\d|[3-9]\d\d))(?P<sign>[）)]?[ ]?[-－—–]?[ ]?)(?P<number>\d{6,10})(?!\.?\d|[*A-Za-z_/])"
)
MOBILE = re.compile(
    r"(?:手机|电话|联系方式|热线|联系人)(?:号码?)?[^\d，。；\n]{0,8}[：: ]?(?P<number>1[3-9]\d{8}|1[3-9]\d{10})(?![\d*.-]|[元万亿个])"
)
FREE = re.compile(
    r"(?:电话|热线|服务|咨询|拨打|客服|举报|监督)[^\d，。；\n]{0,8}(?P<number>[48]00(?:-\d{2,5}){1,2}|[48]00\d{6,8})(?![\d*.-]|[元万亿个人])"
    r"|(?<![\d.-])(?P<dashed>[48]00-\d{3,4}-\d{3,4})(?![\d*.-])"
)
FREE_LENGTH = 10
LABEL = re.compile(r"(?:电话|热线|传真|拨打|座机)[^\d，。；\n]{0,4}\Z")


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        for position, shown, fault in faults(passage.text):
            message = f"电话号码「{shown}」的位数不对：{fault}。"
            yield source.at(passage.offsets[position], message, "对照原件，补上漏掉的或者删去多出来的。")


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    for match in LANDLINE.finditer(text):
        length, wanted = len(match["number"]), LENGTHS.get(match["area"], 0)
        # Without a sign after the area it may be any number.
        is_telephone = match["sign"] or LABEL.search(text[max(match.start() - 8, 0) : match.start()])
        if is_telephone and wanted and length != wanted and length <= wanted + 1:
            yield match.start("area"), match[0], f"{match['area']} 的号码是{wanted}位，这里是{length}位"
    for match in MOBILE.finditer(text):
        # Nobody's number belongs in a report.
        masked = f"{match['number'][:3]}****{match['number'][-2:]}"
        yield match.start("number"), masked, f"手机号码是11位，这里是{len(match['number'])}位"
    for match in FREE.finditer(text):
        number = match["number"] or match["dashed"]
        digits = number.replace("-", "")
        if abs(len(digits) - FREE_LENGTH) == 1:
            yield match.end() - len(number), number, f"400、800 电话是10位，这里是{len(digits)}位"
