"""Dates as documents write them: 2008年12月8日, 2008.12.8, 二〇〇八年十二月八日, 二00八年…, with or without a weekday."""

from __future__ import annotations

import re
from datetime import date

# Noughts as offices type them, 元月, and full-width figures and signs.
WIDE = str.maketrans("０１２３４５６７８９．／－（）", "0123456789./-()")
HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯oOＯｏ", 0)
TENS = {"十": 10, "廿": 20, "卅": 30}
_NOUGHT = "〇○◯零0oOＯｏ"
_NUMBERS = "一二三四五六七八九十"
_YEAR = rf"\d{{4}}|[{_NOUGHT}一二三四五六七八九]{{4}}"
_MONTH = r"\d{1,2}|[元一二三四五六七八九十]{1,2}"
_DAY = r"\d{1,2}|[廿卅一二三四五六七八九十]{1,3}"
# In a line without blanks, its figures and signs half-width.
DATE = re.compile(
    rf"(?<!\d)(?:(?P<year>{_YEAR})年(?P<month>{_MONTH})月(?P<day>{_DAY})[日号]"
    r"|(?P<figures>(?:19|20)\d\d(?P<sign>[./-])\d{1,2}(?P=sign)\d{1,2})日?)(?!\d)(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
)
# 二〇〇八年十二月, 〇八年十二月八日, 08.12.8, 12月8日: no day that a reader could be sure of; 2008年12月8日上午: more than a day.
PARTIAL = re.compile(
    rf"(?:{_YEAR})年(?:{_MONTH})?月日?|(?:\d{{2}}|[{_NOUGHT}一二三四五六七八九]{{2}})年(?:{_MONTH})月(?:{_DAY})[日号]"
    r"|(?:\d\d)?\d\d(?P<sign>[./、'’·-])\d{1,2}(?P=sign)\d{1,2}日?|(?:19|20)\d\d[01]\d[0-3]\d"
    rf"|(?:{_YEAR})年[正腊冬{_NUMBERS}]{{1,2}}月(?:初[{_NUMBERS}]|{_DAY})"
    rf"|(?:{_YEAR})年(?:{_MONTH})月(?:{_DAY})[日号](?:上午|中午|下午|晚上?|凌晨|[至到—－~-].{{1,12}})"
    rf"|(?:{_MONTH})月(?:{_DAY})[日号]|(?:{_YEAR})年(?:元旦|春节|新春|五一|国庆|中秋)"
)
MONTH_AND_DAY = re.compile(rf"(?:{_MONTH})月(?:{_DAY})[日号]")
PARTIAL_INSIDE = re.compile(rf"(?<!\d)(?:{PARTIAL.pattern})(?!\d)")
LONGEST = 40


def bare(line: str) -> str:
    """A line without blanks, its figures and signs half-width."""
    return re.sub(r"\s+", "", line).translate(WIDE)


def unbracketed(line: str) -> str:
    """A bare line without its enclosing brackets."""
    text = bare(line)
    return text[1:-1] if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text


def is_day(line: str) -> bool:
    """True when the line is the date of a day and nothing else, be there such a day or not."""
    return len(line) <= LONGEST and bool(DATE.fullmatch(unbracketed(line)))


def is_partial(line: str) -> bool:
    """True when the line is a date that is not a certain day: without one, with a year of two figures, with an hour."""
    return len(line) <= LONGEST and not is_day(line) and bool(PARTIAL.fullmatch(unbracketed(line)))


def parse_day(line: str) -> date | None:
    """The day of a line that is a date; None when there is no such day, or when the line is no date of a day."""
    match = DATE.fullmatch(unbracketed(line)) if len(line) <= LONGEST else None
    return day_of(match) if match else None


def day_of(match: re.Match[str]) -> date | None:
    """The day of a match of `DATE`; None when there is no such day."""
    parts = re.split("[./-]", match["figures"]) if match["figures"] else [match["year"], match["month"], match["day"]]
    try:
        year = int("".join(str(HAN_DIGITS.get(digit, digit)) for digit in parts[0]))
        return date(year, *(han_number(part.replace("元", "一")) for part in parts[1:]))
    except ValueError:
        return None


def han_number(text: str) -> int:
    """12, 十 → 10, 二十一 → 21, 廿一 → 21, 一百零二 → 102: numbers below a thousand.

    Raises ValueError for what is no such number (一一).
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    match = re.fullmatch(
        "(?:(?P<hundreds>[一二三四五六七八九])百[零〇]?)?"
        "(?:(?P<tens>[一二三四五六七八九])?(?P<ten>[十廿卅]))?(?P<units>[一二三四五六七八九])?",
        text,
    )
    if not match or not text or (match["tens"] and match["ten"] != "十"):
        raise ValueError(text)
    hundreds, tens, units = (HAN_DIGITS[match[name]] if match[name] else 0 for name in ("hundreds", "tens", "units"))
    return hundreds * 100 + (TENS[match["ten"]] * (tens or 1) if match["ten"] else 0) + units
