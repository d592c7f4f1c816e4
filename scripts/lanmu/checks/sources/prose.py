"""What the rules about text have in common: characters, numerals, the original of a translation."""

from __future__ import annotations

import re
import unicodedata

from lanmu.checks.engine.finding import Edit
from lanmu.checks.engine.project import Source
from lanmu.content.translation import SUFFIX, source_path
from lanmu.text.scanned import OBJECT, Passage

HAN = r"\u3400-\u9fff\U00020000-\U0003134f〇"
CHINESE = re.compile(f"[{HAN}]")
RUNNING = ("paragraph", "item", "heading")
"""Kinds of passages that are running text."""
OPENING = "（《〔【「『〈“‘"
CLOSING = "）》〕】」』〉”’"
# An address may hold Chinese; Chinese punctuation ends it, and a comma before Chinese. A mail address is only looked for
# where a word begins, so that long runs of figures are read once.
ADDRESS = re.compile(
    rf"(?:https?://|www\.|ftp://)(?:(?![,;][{HAN}])[!-~{HAN}])+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++|&\w{{2,8}};",
    re.ASCII,
)
# Quotations are enclosed when they hold a phrase; titles and remarks in brackets always.
ENCLOSURE = re.compile(
    r"《[^《》\n]*》|〈[^〈〉\n]*〉|【[^【】\n]*】|（[^（）\n]*）|“[^“”，。；！？\n]*”|‘[^‘’，。；！？\n]*’"
)


def without_addresses(passage: Passage) -> str:
    """The passage's text, as long as before, with web and mail addresses and HTML entities replaced by OBJECT."""
    return ADDRESS.sub(lambda match: OBJECT * len(match[0]), passage.text)


def is_written(text: str, offset: int, written: str) -> bool:
    """True when these characters stand in the file as they are (and not as an entity, or apart)."""
    return text.startswith(written, offset)


def replaced(source: Source, offset: int, written: str, right: str, *, is_safe: object = True) -> Edit | None:
    """The edit that puts `right` in the place of these characters; None where they do not stand in the file like this."""
    return Edit(offset, offset + len(written), right) if is_safe and is_written(source.text, offset, written) else None


def is_contiguous(passage: Passage, start: int, end: int) -> bool:
    """True when the characters from `start` to `end` (included) follow one another in the file, too: no markup between."""
    return passage.offsets[end] - passage.offsets[start] == end - start


def enclosed(text: str) -> bytearray:
    """For each character, 1 when it stands in a title, in a remark in brackets or in a quoted phrase, else 0."""
    inside = bytearray(len(text))
    for match in ENCLOSURE.finditer(text):
        inside[match.start() : match.end()] = b"\1" * len(match[0])
    return inside


DIGITS = "〇一二三四五六七八九"
NUMERAL = "[一二三四五六七八九十]{1,3}"


def value(numeral: str) -> int:
    """The value of figures (also ①) or of a Chinese numeral below 100 (十二, 两); 0 when it is none."""
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


def language(source: Source) -> str:
    """`en` or `zh-Hant` for a translation, else an empty string."""
    match = SUFFIX.search(source.path)
    return match["language"] if match else ""


def original(source: Source) -> Source | None:
    """What a translation was made from; None for other files, and when it is not there."""
    return source.project.sources.get(source_path(source.below_docs)) if language(source) else None
