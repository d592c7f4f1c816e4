"""Recognises the parts of an official document in plain text: covering notice, title, 主送, 落款, levels.

Nothing is changed here: every line that is not blank becomes one block that holds it to the letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
HAN_DATE = re.compile(r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
# Names of the kinds of official documents (党政机关公文处理工作条例) and of what they are issued with.
DOCUMENT_KINDS = "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|计划|要点|总结|制度|条例|规划"
TITLE = re.compile(rf"[^。；！？：]{{4,100}}(?:{DOCUMENT_KINDS})(?:（[^）]{{1,20}}）)?")
LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"\d{1,2}[、.．](?!\d)"),
)
LONGEST_HEADING = 45
LONGEST_SIGNATURE = 40


class Kind(StrEnum):
    """What a line is."""

    TITLE = "标题"
    ADDRESSEES = "主送"
    SIGNATURE = "落款"
    DATE = "日期"
    INDEX = "主题词"
    COPIES = "抄送"
    LEVEL_1 = "一级标题（一、）"
    LEVEL_2 = "二级标题（（一））"
    LEVEL_3 = "三级标题（1、）"
    TEXT = "正文段落"


LEVEL_KINDS = (Kind.LEVEL_1, Kind.LEVEL_2, Kind.LEVEL_3)


@dataclass(frozen=True)
class Block:
    """One line of the document.

    `lead` is how many of its characters are the heading: all of a heading that stands alone, the first sentence of
    a run-in heading, 0 for what is none.
    """

    kind: Kind
    text: str
    lead: int = 0

    @property
    def stands_alone(self) -> bool:
        """True for a heading with nothing after it in its line."""
        return self.lead == len(self.text)


@dataclass(frozen=True)
class Document:
    """A document as recognised."""

    blocks: tuple[Block, ...]

    def texts(self, kind: Kind) -> list[str]:
        """The lines of one kind, without the white space around them."""
        return [block.text.strip() for block in self.blocks if block.kind is kind]

    @property
    def title(self) -> str:
        """The first title: the covering notice's, where there is one."""
        return next(iter(self.texts(Kind.TITLE)), "")

    @property
    def issuer(self) -> str:
        """Who signed it, or an empty string."""
        return next(iter(self.texts(Kind.SIGNATURE)), "")

    @property
    def day(self) -> date | None:
        """The date it bears."""
        return next((day for text in self.texts(Kind.DATE) if (day := parse_day(text))), None)

    @property
    def index_terms(self) -> list[str]:
        """The words after 主题词."""
        return [word for text in self.texts(Kind.INDEX) for word in re.split(r"[:：\s]+", text)[1:] if word]


def recognise(text: str) -> Document:
    """The blocks of a document's text, in order, one for each line that is not blank."""
    lines = [line for line in LINE_ENDS.split(text) if line.strip()]
    kinds = [Kind.TEXT] * len(lines)
    for index, line in enumerate(lines):
        kinds[index] = kind_of(line.strip(), index, lines, kinds)
    return Document(tuple(block_of(kind, line) for kind, line in zip(kinds, lines, strict=True)))


def kind_of(line: str, index: int, lines: list[str], kinds: list[Kind]) -> Kind:
    """What the line at `index` is, from itself, what went before and the line that follows."""
    before = kinds[index - 1] if index else None
    following = lines[index + 1].strip() if index + 1 < len(lines) else ""
    if index == 0 and not level_of(line):
        return Kind.TITLE
    if is_day(line):
        return Kind.DATE
    if line.startswith("主题词"):
        return Kind.INDEX
    if re.match(r"抄\s*[送报][:：]", line):
        return Kind.COPIES
    level = level_of(line)
    if level:
        return level
    if before is Kind.TITLE and line.endswith(("：", ":")):
        return Kind.ADDRESSEES
    if is_day(following) and len(line) <= LONGEST_SIGNATURE and not re.search("[。；，：]", line):
        return Kind.SIGNATURE
    after_the_end = before in (Kind.DATE, Kind.INDEX, Kind.COPIES)
    if after_the_end and TITLE.fullmatch(line):
        return Kind.TITLE
    return Kind.TEXT


def level_of(line: str) -> Kind | None:
    """The level of a numbered line."""
    return next((kind for kind, level in zip(LEVEL_KINDS, LEVELS, strict=True) if level.match(line)), None)


def block_of(kind: Kind, line: str) -> Block:
    """The block of a line, with the length of its heading."""
    if kind not in LEVEL_KINDS:
        return Block(kind, line)
    stop = line.find("。")
    if stop < 0 and len(line.strip()) <= LONGEST_HEADING:
        return Block(kind, line, len(line))
    if stop == len(line.rstrip()) - 1 and stop < LONGEST_HEADING:
        return Block(kind, line, len(line))
    return Block(kind, line, stop + 1 if 0 < stop <= LONGEST_HEADING else 0)


def is_day(line: str) -> bool:
    """True when the line is a date and nothing else."""
    return bool(DATE.fullmatch(line) or HAN_DATE.fullmatch(line))


def parse_day(text: str) -> date | None:
    """A date in figures or in Chinese numerals (二〇〇八年十月十日); None when there is no such day."""
    try:
        if match := DATE.fullmatch(text):
            return date(*(int(part) for part in match.groups()))
        if match := HAN_DATE.fullmatch(text):
            year = int("".join(str(HAN_DIGITS[digit]) for digit in match[1]))
            return date(year, han_number(match[2]), han_number(match[3]))
    except ValueError:
        pass
    return None


def han_number(text: str) -> int:
    """十 → 10, 二十一 → 21: numbers up to 99. Raises ValueError for what is no such number (一一)."""
    match = re.fullmatch("([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not match or not text or (match[1] and match[3] and not match[2]):
        raise ValueError(text)
    tens, ten, units = match.groups()
    if not ten:
        return HAN_DIGITS[tens or units]
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[units] if units else 0)
