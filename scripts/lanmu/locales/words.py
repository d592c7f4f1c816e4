"""What the site says in its own voice, in each language: labels, sentences, dates, lists.

`words/<locale>.yml` holds one text for each key. Both files have the same keys and the same places, which a test
holds: a key that is missing is a defect of ours and not of the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from lanmu.content.article import Status
from lanmu.content.campaign import Period
from lanmu.content.dates import ROUGH
from lanmu.storage.program_data import read_program_data

FOLDER = Path(__file__).with_name("words")
XUN = {"上旬": "date.early", "中旬": "date.mid", "下旬": "date.late"}


@cache
def catalogue(locale: str) -> Mapping[str, str]:
    """The texts of one language by their keys."""
    texts = read_program_data(FOLDER / f"{locale}.yml")
    return MappingProxyType({key: str(value) for key, value in texts.items()})


@dataclass(frozen=True)
class Words:
    """The words of one language: `zh` or `en`. `words("list.page", n=3)` is the text with its places filled.

    What fills a place is put in as it is: in a template the content's own text is escaped there.
    """

    locale: str

    def __call__(self, key: str, **places: object) -> str:
        """Raises KeyError when there is no such key, or a place of its text is not given."""
        try:
            text = catalogue(self.locale)[key]
        except KeyError:
            raise KeyError(f"locales/words/{self.locale}.yml has no key {key}") from None
        try:
            return text.format(**places)
        except KeyError as error:
            raise KeyError(f"{key} ({self.locale}) needs the place {error}") from None

    def count(self, key: str, n: int, **places: object) -> str:
        """The text of `key` for `n` things: of `key_one` or `key_other`."""
        return self(f"{key}_one" if n == 1 else f"{key}_other", n=n, **places)

    @property
    def language(self) -> str:
        """The language as pages and feeds declare it (BCP 47): zh-CN, en."""
        return self("language")

    def status(self, status: Status) -> str:
        """What became of a document that no longer holds."""
        return self(f"status.{status}")

    def month_name(self, number: int) -> str:
        """A month by its number: 10月, October."""
        return self(f"month.{number}")

    def year(self, year: int | str) -> str:
        """2008年, 2008."""
        return self("date.year", year=year)

    def month(self, month: str) -> str:
        """`2008-11` as 2008年11月, November 2008."""
        year, number = month.split("-")
        return self("date.dated", year=year, rough=self.month_name(int(number)))

    def day(self, day: date) -> str:
        """2008年10月10日 (GB/T 15835-2011, 5.1.1: no leading zeros), 10 October 2008."""
        return self("date.dated", year=day.year, rough=self.day_of_year(day))

    def day_of_year(self, day: date) -> str:
        """10月10日, 10 October."""
        return self("date.day", month=self.month_name(day.month), day=day.day)

    def rough(self, text: str) -> str:
        """A date as campaign.yml has it, to the day, 旬 or month: late September 2008."""
        year, within = self.parts(text)
        return self("date.dated", year=year, rough=within)

    def parts(self, text: str) -> tuple[str, str]:
        """The year of a date in campaign.yml, and the rest of it in this language."""
        match = ROUGH.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"the content model refuses the date {text}")
        month = self.month_name(int(match[2]))
        if match[4]:
            return match[1], self("date.day", month=month, day=int(match[4]))
        return match[1], self(XUN[match[3]], month=month) if match[3] else month

    def period(self, period: Period) -> str:
        """2008年9月下旬至11月中旬, late September to mid-November 2008: the year once if it is the same."""
        (first, begin), (last, end) = self.parts(period.begin), self.parts(period.end)
        if first == last:
            return self("date.period", year=first, begin=begin, end=end)
        return self("date.period_years", begin=self.rough(period.begin), end=self.rough(period.end))

    def list(self, items: Iterable[str]) -> str:
        """The items in a row: 甲、乙; A, B."""
        return self("text.item").join(items)
