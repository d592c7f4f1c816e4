"""Working days, as far as the week tells them: Monday to Friday."""

from __future__ import annotations

from datetime import date

FRIDAY = 4


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays from `start` to `end`, both included; 0 when it ends before it begins.

    Public holidays differ from year to year and are not known here, so this is the most there can be.
    """
    days = (end - start).days + 1
    if days <= 0:
        return 0
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum(1 for number in range(rest) if (start.weekday() + number) % 7 <= FRIDAY)
