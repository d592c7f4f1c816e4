"""没有这一天或者这个时刻

查什么
    历法里没有的日期（12月32日、2月30日、2009年2月29日、13月5日、2008-02-30），一天里没有的时刻（25时、24:30、10时75分、
    上午15时）。标题、摘要、表格和整改承诺、公示里的文字也查；稿件信息里的日期字段由 FM004 查。
    农历的日期、比分、比例、章节号不查；24时和24:00是对的（GB/T 7408）。
为什么
    日期写错，期限和会议就定不下来；读者和检查的人一眼就看出没有校对。
不合格
    没有这一天：
        方案自2008年2月30日起施行。
    没有这个时刻：
        会议于10月10日24:30结束，报名到上午15时为止。
合格
    有的：
        方案自2008年2月29日起施行，会议开到24:00。比分是25:23，农历二月三十日放假。
怎么改
    对照原始通知，改成正确的日期、时刻。
"""

import re
from collections.abc import Iterator

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.written_dates import WrittenDate, pieces, written_dates

JOIN = r"[ ]?(?:[至到、—～~－-]|——|--)[ ]?"
# What a day is continued with: 2月28日至30日, 11月29—31日 (there the pattern of a whole day does not begin).
SPAN = re.compile(
    rf"(?<![\d.])(?:(?P<year>[12]\d{{3}})年)?(?P<month>\d{{1,2}})月\d{{1,2}}日?{JOIN}(?P<day>\d{{1,2}})日"
)
# 12月32号文件 counts documents, not days.
NUMBERED = re.compile(r"[文令楼公院室机柜线]")
CLOCK_SIGN = re.compile(r"\d[时:：点]")
SCORE = r"(?![ ]?(?:[胜负战击险逆领平获赢输]|大胜))"
CLOCK = re.compile(
    r"(?:(?<=[日午晨晚夜])|(?<=[早晚]上)|(?<=[日号] )|(?<=[^大小低高等多少优]于)|(?<=时间[：:])|(?<=\d:\d\d[至到—～~－-]))"
    rf"(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d)(?![\d:：]){SCORE}"
)
# A time by what it is said of, where no part of the day stands before it; 达到35时开始报警 is a condition.
SAID = r"(?=[ ]?(?:准时|开始|召开|举行|开会|集合|出发|发车|起飞|抵达|到达|结束|以前|之前|前))"
SAID_OF = re.compile(rf"(?<![\d:：.比分以])(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d){SAID}")
HOUR_SAID_OF = re.compile(rf"(?:\A|(?<=[\n，。；：（]))(?P<hour>\d\d)时{SAID}")
HOURS = re.compile(r"(?<![\d.:：年])(?P<hour>\d{1,2})时(?P<minute>\d{1,2})分(?!之)")
HOUR = re.compile(
    r"(?:(?<=[日号午晨晚夜])|(?<=[早晚]上)|(?<=[^大小低高等多少优]于)|(?<=时[至到—～~－-]))"
    r"(?P<hour>\d{2})(?:时(?![间期刻代候段速效\d])|点(?![\d要意建体心希工措]))"
)
MORNING = re.compile(
    r"(?:上午|凌晨|早上|早晨|清晨)(?P<hour>\d\d)(?:时|[:：][0-5]\d(?!\d)|点(?![要意建体\w]{0,4}[求见议会]))(?!间)"
)


@rule(Level.ERROR)
def check(source: Source) -> Findings:
    for piece in pieces(source):
        for position, written, fault in (*days(piece.text), *times(piece.text)):
            yield piece.finding(position, f"「{written}」写得不对：{fault}。", "对照原始通知，改成正确的。")


def days(text: str) -> Iterator[tuple[int, str, str]]:
    for date in written_dates(text):
        written = text[date.start : date.end]
        is_number = written.endswith("号") and NUMBERED.match(text, date.end)
        # Noughts are left to be filled in.
        if date.month and date.day and not date.exists() and not is_number and is_likely(written, date):
            yield date.start, written, fault_of(date)
    for match in SPAN.finditer(text):
        last = WrittenDate(match.start(), match.end(), int(match["year"] or 0), int(match["month"]), int(match["day"]))
        if 1 <= last.month <= 12 and last.day and not last.exists():
            yield match.start(), match[0], fault_of(last)


def is_likely(written: str, date: WrittenDate) -> bool:
    return "月" in written or (date.month <= 12 and date.day <= 39)


def fault_of(date: WrittenDate) -> str:
    if date.month > 12:
        return f"没有{date.month}月"
    year = f"{date.year}年" if date.year and (date.month, date.day) == (2, 29) else ""
    return f"{year}{date.month}月没有{date.day}日"


def times(text: str) -> Iterator[tuple[int, str, str]]:
    if not CLOCK_SIGN.search(text):
        return
    matches = {
        match.start(): match
        for pattern in (CLOCK, SAID_OF, HOUR_SAID_OF, HOURS, HOUR)
        for match in pattern.finditer(text)
    }
    for start, match in matches.items():
        hour, minute = int(match["hour"]), int(match.groupdict().get("minute") or 0)
        if hour > 24 or (hour == 24 and minute):
            yield start, match[0], "一天到24时为止"
        elif minute > 59:
            yield start, match[0], "一小时到59分为止"
    for match in MORNING.finditer(text):
        if 12 < int(match["hour"]) < 24:
            yield match.start(), match[0], "上午到12时为止"
