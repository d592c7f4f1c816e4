"""Days as running text and fields write them: 2008年10月10日, 10月10日, 二〇〇八年十月十日, 2008-10-10."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Source
from lanmu.checks.sources.prose import DIGITS, NUMERAL, value, year_of
from lanmu.content.yaml_text import Key
from lanmu.text.scanned import Passage

# Text fields of a promise and a notice, which their tables show beside the days that other rules check.
HEADS = ("promise", "notice")
TEXT_FIELDS = frozenset(("item", "problem", "goal", "measures", "progress", "receiver", "contact"))
YEAR = rf"[12]\d{{3}}|[一二][{DIGITS}○零]{{3}}"
DATE = re.compile(
    rf"(?<![\d.])(?:(?P<year>{YEAR})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]"
    rf"|(?P<cyear>[一二][{DIGITS}○零]{{3}})年(?P<cmonth>{NUMERAL})月(?P<cday>{NUMERAL})日"
    r"|(?<![A-Za-z\d./-])(?P<iyear>(?:19|20)\d\d)(?P<sign>[-./])(?P<imonth>\d{1,2})(?P=sign)(?P<iday>\d{1,2})(?![-./]?[A-Za-z\d])"
)
# Without one of these there is no day.
SIGN = re.compile(r"月|(?:19|20)\d\d[-./]")
# Other calendars have other months; 去年, 次年 name a year that has to be thought out.
OTHER_CALENDAR = re.compile(r"(?:[农阴旧夏藏回傣彝]历|正月|腊月|民国|公元前)[^。；\n]{0,8}\Z")
OTHER_YEAR = re.compile(r"(?:[去前次翌来明上隔同]年|[一每历逐]年|(?<!今)年的?|届时|往年)\Z")
# Months of days, with the 29th of February for years that are not known.
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class WrittenDate:
    """A day from `start` up to `end` of a text; `year` is 0 where none is written."""

    start: int
    end: int
    year: int
    month: int
    day: int

    def exists(self) -> bool:
        """True when there is such a day, in that year or, where none is written, in any."""
        if not 1 <= self.month <= 12:
            return False
        longest = calendar.monthrange(self.year, self.month)[1] if self.year else LONGEST[self.month - 1]
        return 1 <= self.day <= longest

    def in_year(self, year: int) -> dt.date | None:
        """The day in a year; None when that year has no such day."""
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


def written_dates(text: str) -> Iterator[WrittenDate]:
    """Every day of the common calendar in a text."""
    if not SIGN.search(text):
        return
    for match in DATE.finditer(text):
        kind = "" if match["month"] else "c" if match["cmonth"] else "i"
        year, month, day = (match[f"{kind}{part}"] for part in ("year", "month", "day"))
        if not OTHER_CALENDAR.search(text[max(match.start() - 12, 0) : match.start()]):
            yield WrittenDate(match.start(), match.end(), year_of(year) if year else 0, value(month), value(day))


def years(date: WrittenDate, text: str, before: set[int], written: dt.date | None) -> frozenset[int]:
    """The years that a day may be of: its own; else those `before` it in the text, and the nearest to the day of writing.

    Empty when the text names another year (去年, 次年) or there is no clue.
    """
    if date.year:
        return frozenset((date.year,))
    if OTHER_YEAR.search(text[max(date.start - 4, 0) : date.start]):
        return frozenset()
    possible = set(before)
    if written:
        near = [day for step in (-1, 0, 1) if (day := date.in_year(written.year + step))]
        possible.add(min(near, key=lambda day: abs(day - written)).year if near else written.year)
    return frozenset(possible)


@dataclass(frozen=True)
class Piece:
    """Text that a rule about dates looks at: a passage, or a field of the front matter."""

    source: Source
    text: str
    passage: Passage | None = None
    key: Key = ()

    def finding(self, position: int, message: str, remedy: str) -> Finding:
        """A finding at a place in the piece."""
        if self.passage:
            return self.source.at(self.passage.offsets[position], message, remedy)
        return self.source.at_field(self.key, message, remedy)


def pieces(source: Source) -> Iterator[Piece]:
    """The prose of a file, a row of a table as one piece, and the text fields of its promise and notice."""
    yield from (Piece(source, passage.text, passage) for passage in with_whole_rows(source, source.prose))
    if not source.verbatim and not source.path.endswith(".en.md"):
        values = (v for v in source.head_values if len(v.key) > 1 and v.key[0] in HEADS and v.key[-1] in TEXT_FIELDS)
        yield from (Piece(source, value.text, key=value.key) for value in values)


def with_whole_rows(source: Source, passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, with the cells of one row joined by a line break: a day may stand beside its weekday."""
    row: list[Passage] = []
    line = 0
    for passage in passages:
        number = source.place(passage.offsets[0])[0] if passage.kind == "cell" else 0
        if row and number != line:
            yield joined(row)
            row = []
        if number:
            row.append(passage)
            line = number
        else:
            yield passage
    if row:
        yield joined(row)


def joined(cells: list[Passage]) -> Passage:
    """Cells as one passage."""
    if len(cells) == 1:
        return cells[0]
    text = "\n".join(cell.text for cell in cells)
    return Passage("cell", text, tuple(offset for cell in cells for offset in cell.offsets))
