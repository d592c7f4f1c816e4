"""Chinese numerals below a hundred."""

from __future__ import annotations

import unicodedata

DIGITS = "〇一二三四五六七八九"
NUMERAL = "[一二三四五六七八九十]{1,3}"


def value(numeral: str) -> int:
    """The number that figures (also ①) or a Chinese numeral below 100 (十二, 两) stand for; 0 when it is none."""
    numeral = unicodedata.normalize("NFKC", numeral)
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(DIGITS):
        return 0
    return (DIGITS.find(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.find(ones) if ones else 0)


def year_of(numeral: str) -> int:
    """The year written figure by figure: 2008 or 二〇〇八; 0 when it is none."""
    if numeral.isdecimal():
        return int(numeral)
    digits = [str(DIGITS.find("〇" if character in "○零" else character)) for character in numeral]
    return int("".join(digits)) if "-1" not in digits else 0
