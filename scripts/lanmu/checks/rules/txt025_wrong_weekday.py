"""星期和日期对不上

查什么
    日期后面或前面写的星期，和日历上的不一样：2008年10月10日（星期六）、周六（10月11日）；表格里日期和星期分两格写的也查
    （表头是“星期”的，只写“三”也算）。    没有写年份的，年份取上文最近的一个；上文没有的，取离成文日期（没有写就是发布日期）最近的一年；
    说不准的不查。农历、“去年”“次年”的日期不查。
为什么
    星期写错，读者不知道该信哪一个，会议、活动的通知尤其误事。日历是确定的，写错一处就查得出一处。
不合格
    那一天不是星期六：
        会议于2008年10月10日（星期六）召开。
    先写星期：
        周五（11月8日）上午开会。
合格
    和日历一致：
        会议于2008年10月10日（星期五）召开。周六（11月8日）上午休息。
怎么改
    查一下日历，改正写错的那一个。
"""

import re

from lanmu.checks.engine.rule import Findings, Level, Source, rule
from lanmu.checks.sources.written_dates import WrittenDate, pieces, written_dates, years

NAMES = "一二三四五六日"
# A span (星期一至星期五) names no single day; 周一 may begin a person's name.
AFTER = re.compile(
    r"[ ]?(?:[（(]|是|为)?[ ]?(?:(?:星期|礼拜)(?P<day>[一二三四五六日天])"
    r"|周(?P<short>[一二三四五六日])(?=[）)，。、；：\s\d上下晚早中凌]|\Z))(?![ ]?[至到、—～~和-][ ]?(?:星期|礼拜|周|[一二三四五六日](?![月是、])))"
)
SEPARATED = re.compile(r"(?:，|\n)(?:星期|周|礼拜)(?P<day>[一二三四五六日天])(?=[\n）)，。；]|\Z)")
BEFORE = re.compile(r"(?<![至到—～~-])(?:星期|周|礼拜)(?P<day>[一二三四五六日天])(?:[上下]午|晚上?)?[（(][ ]?\Z")
# In a table under the head 星期.
HEAD = re.compile(r"(?:\A|\n)(?:星期|周|礼拜)几?(?:\n|\Z)")
BARE = re.compile(r"\n(?P<day>[一二三四五六日天])(?=\n|\Z)")
YEAR_ALONE = re.compile(r"(?<!\d)([12]\d{3})年")


@rule(Level.WARNING)
def check(source: Source) -> Findings:
    meta = source.article.meta if source.article else None
    written = (meta.document_date or meta.date.date()) if meta else None
    dated, mentioned = 0, 0
    is_headed = False
    for piece in pieces(source):
        is_cell = piece.passage is not None and piece.passage.kind == "cell"
        is_headed = is_cell and (is_headed or HEAD.search(piece.text) is not None)
        if written is None:
            # Without a day of writing to hold it against, only the paragraph's own year is certain.
            dated, mentioned = 0, 0
        mentions = [(match.start(), int(match[1])) for match in YEAR_ALONE.finditer(piece.text)]
        for date in written_dates(piece.text):
            if name := weekday_beside(piece.text, date, is_headed=is_headed):
                named = next((year for start, year in reversed(mentions) if start < date.start), mentioned)
                possible = years(date, piece.text, {dated, named} - {0}, written)
                days = [day for year in sorted(possible) if (day := date.in_year(year))]
                if days and len(days) == len(possible) and all(NAMES[day.weekday()] != name for day in days):
                    day, shown = days[-1], piece.text[date.start : date.end]
                    right = f"{day.year}年{day.month}月{day.day}日是星期{NAMES[day.weekday()]}"
                    message = f"日期「{shown}」和“星期{name}”对不上：{right}。"
                    yield piece.finding(date.start, message, "查一下日历，改正写错的那一个。")
            dated = date.year or dated
        mentioned = mentions[-1][1] if mentions else mentioned


def weekday_beside(text: str, date: WrittenDate, *, is_headed: bool) -> str:
    """The weekday that is written with a day; empty when there is none, or more than one."""
    match = AFTER.match(text, date.end) or SEPARATED.match(text, date.end)
    match = match or (BARE.match(text, date.end) if is_headed else None)
    if match is None and text[date.end : date.end + 1] in ("）", ")"):
        match = BEFORE.search(text[max(date.start - 8, 0) : date.start])
    if match is None:
        return ""
    return next(name for name in match.groups() if name).replace("天", "日")
