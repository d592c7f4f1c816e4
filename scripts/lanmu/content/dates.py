"""Dates as the plan writes them (旬 included), and publication times as the site shows them."""

from __future__ import annotations

import calendar
import os
import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from lanmu.diagnostics.errors import UserError

TEST_CLOCK = "LANMU_TEST_CLOCK"
CHINA_OFFSET = "+08:00"
CHINA = timezone(timedelta(hours=8))
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WRITTEN = re.compile(rf"{DAY.pattern}([ T]\d{{2}}:\d{{2}}(:\d{{2}})?([+-]\d{{2}}:\d{{2}}|Z)?)?")
DAYS_OF_XUN = {"上旬": (1, 10), "中旬": (11, 20)}
ROUGH = re.compile(r"(\d{4})年(\d{1,2})月(?:(上旬|中旬|下旬)|(\d{1,2})日)?")


def period_of(text: str) -> tuple[date, date]:
    """First and last day of a day, 旬 or month written in Chinese.

    上旬 is day 1 to 10, 中旬 11 to 20, 下旬 21 to the end of the month. Raises ValueError (Chinese) otherwise.
    """
    match = ROUGH.fullmatch(text.strip())
    if not match:
        raise ValueError(f"「{text}」不是认得的日期，请写成 2008年9月下旬、2008年9月 或 2008年9月21日。")
    year, month = int(match[1]), int(match[2])
    if year < 1:
        raise ValueError(f"「{text}」里没有这样的年份，请写公元年份。")
    if not 1 <= month <= 12:
        raise ValueError(f"「{text}」里没有 {month} 月。")
    last = calendar.monthrange(year, month)[1]
    if match[4]:
        day = int(match[4])
        if not 1 <= day <= last:
            raise ValueError(f"{year}年{month}月没有 {day} 日。")
        return date(year, month, day), date(year, month, day)
    first, end = DAYS_OF_XUN.get(match[3] or "", (21, last) if match[3] else (1, last))
    return date(year, month, first), date(year, month, end)


def now() -> datetime:
    """The moment of the build, China's time without a zone, as publication times are kept.

    The tests set it with LANMU_TEST_CLOCK (seconds since 1970, UTC). No other variable moves it, SOURCE_DATE_EPOCH neither:
    set by some other program, it would publish what waits for its day.
    """
    clock = os.environ.get(TEST_CLOCK, "")
    moment = datetime.fromtimestamp(int(clock), tz=UTC) if clock.isdigit() else datetime.now(UTC)
    return moment.astimezone(CHINA).replace(tzinfo=None)


def require_true_clock() -> None:
    """To be called before anything is published. Raises UserError where the tests' clock is set."""
    if TEST_CLOCK in os.environ:
        raise UserError(
            f"环境变量 {TEST_CLOCK} 会把“今天”改成别的日子，只供测试用；这样发布，没到时间的稿件也会登出来。"
            "请去掉这个环境变量（关掉命令行窗口，重新打开），再运行一次。"
        )


def today() -> date:
    """The day of the build, in China."""
    return now().date()


def shown(value: Any) -> str:
    """The value as the editor sees it."""
    return "（空）" if value is None else str(value)


def parse_time(value: Any) -> datetime:
    """A publication time: a day, or a day with hours and minutes, in China's time (one with a zone is converted).

    Raises ValueError (Chinese) for anything else.
    """
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        moment = datetime.fromisoformat(text) if WRITTEN.fullmatch(text) else None
        # The last moment of the calendar cannot be converted: China's time would leave the calendar.
        moment = moment.astimezone(CHINA).replace(tzinfo=None) if moment and moment.tzinfo else moment
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise ValueError(f"「{shown(value)}」不是日期，请写成 2008-11-05 或 2008-11-05 09:30。")
    return moment


def parse_day(value: Any) -> date:
    """A day. Raises ValueError (Chinese) when it is none."""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"「{shown(value)}」不是日期，请写成 2008-11-05。")


def parse_month(value: Any) -> str:
    """A month as `YYYY-MM`. Raises ValueError (Chinese) when it is none."""
    text = str(value).strip()
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"「{shown(value)}」不是年月，请写成 2008-11。")
    return text


def last_day(month: str) -> date:
    """The last day of a month (`2008-11`)."""
    return bounds_of(month)[1]


def bounds_of(value: Any) -> tuple[date, date]:
    """First and last day of a year, a month or a day in figures. Raises ValueError (Chinese) when it is none."""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if match := re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", text):
        year, month = int(match[1]), int(match[2] or 0)
        if year:
            return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    try:
        day = parse_day(text)
    except ValueError:
        raise ValueError(f"「{shown(value)}」不是日期，请写成 2008、2008-11 或 2008-11-05。") from None
    return day, day


Time = Annotated[
    datetime,
    BeforeValidator(parse_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$"}),
]
Day = Annotated[date, BeforeValidator(parse_day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
BOUND = WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}){0,2}$"})
FirstDay = Annotated[date, BeforeValidator(lambda value: bounds_of(value)[0]), BOUND]
LastDay = Annotated[date, BeforeValidator(lambda value: bounds_of(value)[1]), BOUND]
Month = Annotated[
    str,
    BeforeValidator(parse_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}),
]


def chinese_day(day: date) -> str:
    """2008年10月10日: how official prose writes a date (GB/T 15835-2011, 5.1.1; no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: str) -> str:
    """`2008-11` as 2008年11月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def pub_date(moment: datetime) -> str:
    """`YYYY-MM-DD HH:MM`, the form of the PubDate tag (国办发〔2017〕47号); the page shows the same string."""
    return moment.isoformat(sep=" ", timespec="minutes")
