"""Working days, by the official holidays and the weekends worked for them."""

from __future__ import annotations

from datetime import date, timedelta

from chinese_calendar import is_workday

FRIDAY = 4


def working_days(start: date, end: date, most: int) -> int:
    """Working days from `start` to `end`, both included; no more than `most` are counted."""
    count = 0
    for number in range((end - start).days + 1):
        day = start + timedelta(number)
        try:
            count += is_workday(day)
        except NotImplementedError:
            count += day.weekday() <= FRIDAY
        if count == most:
            break
    return count
