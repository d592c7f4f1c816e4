"""起止之间的连接号不对

查什么
    日期、时刻、数值的起止之间用了短横线“-”“－”、半角的“~”“--”或破折号“——”：10月8日-12日、9:00－11:30、10~12月、
    10-15人。应当用一字线“—”或浪纹线“～”（GB/T 15834-2011 第 4.13.3.2 条，形式见第 5.1.7 条）。
    电话号码、标准号、图表编号、门牌号、型号、比分、网址里的短横线是对的（第 4.13.3.1 条），不查。
为什么
    短横线是连接号码和型号的，写在起止之间，10-12月会读成“10之12月”；“~”是键盘上的符号，不是标点。
不合格
    日期：
        活动时间是10月8日－12日，分10~12月三个阶段。
    数值：
        每组10-15人，达到90%--95%。
合格
    一字线、浪纹线，或者用“至”；号码里照旧：
        活动时间是10月8日—12日，每组10～15人，开到11月2日至5日。电话0595-00000000，GB/T 15834-2011。
怎么改
    时间的起止改成“—”，数值的起止改成“～”；--fix 可以自动改。
"""

import re

from lanmu.checks.engine.rule import Edit, Findings, Level, Source, rule
from lanmu.checks.sources.prose import HAN, is_written, without_addresses

CLAUSE = "GB/T 15834-2011 第 4.13.3.2 条"
SIGN = r"(?P<sign>[ ]?(?:--|——|[-－~–‐‒])[ ]?)"
SIGN_USED = re.compile(r"--|——|[-－~–‐‒]")
# What is shown of both ends.
END_BEFORE = re.compile(rf"[\d.:：]*[{HAN}%％℃]?\Z")
END_AFTER = re.compile(rf"[\d.:：]*[{HAN}%％℃]?")
# Part of a longer number, of a standard's, a picture's or a model's.
ALONE = r"(?<![\dA-Za-z./\-－~–])(?<![图表附])"
DAY = r"(?:\d{1,2}月)?\d{1,2}[日号]"
MEASURE = r"(?:多|余|万|亿|千|百)*(?:%|％|‰|℃|[人名个项条次件元岁周天届米吨亩倍篇场户家位份本册页字度]|季度|年级|小时|分钟|公里|公斤|千克|平方米|个百分点)"
TIMES = tuple(
    re.compile(ALONE + pattern)
    for pattern in (
        rf"(?:[12]\d{{3}}年)?{DAY}(?:（[^（）\n]{{1,8}}）)?{SIGN}(?={DAY}|[12]\d{{3}}年{DAY})",
        rf"(?:[12]\d{{3}}年)?\d{{1,2}}月{SIGN}(?=(?:[12]\d{{3}}年)?\d{{1,2}}月)",
        rf"(?P<first>\d{{1,2}}){SIGN}(?=(?P<last>\d{{1,2}})[日月时点](?![心线建意要体]))",
        rf"(?P<first>[12]\d{{3}})年?{SIGN}(?=(?P<last>[12]\d{{3}})(?:年|学年|年度))",
        rf"(?<=[（(])(?P<first>[12]\d{{3}}){SIGN}(?=(?P<last>[12]\d{{3}})年?[）)])",
        rf"[12]\d{{3}}年\d{{1,2}}月{SIGN}(?=[12]\d{{3}}年)",
        rf"(?:19|20)\d\d\.\d{{1,2}}{SIGN}(?=(?:19|20)\d\d\.\d{{1,2}}(?![\d.]))",
        rf"\d{{1,2}}[时点](?:\d{{1,2}}分)?{SIGN}(?=\d{{1,2}}[时点])",
        rf"(?:星期|周)[一二三四五六日]{SIGN}(?=(?:星期|周)[一二三四五六日天])",
        rf"\d{{1,2}}[:：]\d\d{SIGN}(?=(?:次日)?\d{{1,2}}[:：]\d\d(?![\d:：]))",
    )
)
NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{ALONE}(?P<first>\d{{1,5}}(?:\.\d{{1,3}})?)[%％℃万亿]?{SIGN}(?=(?P<last>\d{{1,5}}(?:\.\d{{1,3}})?){MEASURE})",
        rf"第(?P<first>\d{{1,4}}){SIGN}(?=第?(?P<last>\d{{1,4}})(?:[条章节届期课页款项名批组轮]|季度|学期))",
        rf"(?<=[\d{HAN}%％℃])(?P<sign>~)(?=[\d{HAN}])",
    )
)
PATTERNS = (*(("—", pattern) for pattern in TIMES), *(("～", pattern) for pattern in NUMBERS))


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    for passage in source.prose:
        text = without_addresses(passage)
        seen: set[int] = set()
        patterns = PATTERNS if SIGN_USED.search(text) else ()
        for right, match in ((right, match) for right, pattern in patterns for match in pattern.finditer(text)):
            start, end = match.span("sign")
            parts = match.groupdict()
            # Two numbers of which the second is not greater are a score, or one number in two parts.
            if start in seen or (parts.get("first") and float(parts["first"]) >= float(parts["last"])):
                continue
            seen.add(start)
            sign, offset = passage.text[start:end], passage.offsets[start]
            before = END_BEFORE.search(passage.text[max(start - 8, 0) : start])
            after = END_AFTER.match(passage.text, end)
            shown = f"{before[0] if before else ''}{sign}{after[0] if after else ''}"
            fault = f"「{shown}」的起止之间用了「{sign.strip(' ')}」（{CLAUSE}）。"
            edit = Edit(offset, passage.offsets[end], right) if is_written(source.text, offset, sign) else None
            yield source.at(offset, fault, f"改成「{right}」。", edit)
