"""Recognises the parts of an official document in plain text: covering notice, title, 主送, 落款, levels.

Nothing is changed here: every line that is not blank becomes one block that holds it to the letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise

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
# A line with a number of any level in front.
NUMBERED_LINE = re.compile(
    r"第[〇零一二三四五六七八九十百\d]{1,5}[章编篇节条部]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]"
)
# What stands above the title: the issuing body's red head, its name spaced out, the document number, urgency.
LETTERHEAD = re.compile(r".{2,40}文件|(\S\s+){2,}\S|.*〔\d{4}〕\s*\d+\s*号|特急|加急|第\s*\d+\s*期|内部资料.*")
ATTACHMENTS = re.compile(r"附\s*件\s*[:：]")
NUMBERED = re.compile(r"\d{1,2}\s*[.．、]")
LONGEST_HEADING = 45
LONGEST_SIGNATURE = 40


class Kind(StrEnum):
    """What a line is."""

    LETTERHEAD = "版头"
    TITLE = "标题"
    ADDRESSEES = "主送"
    ATTACHMENTS = "附件"
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

    def first_run(self, kind: Kind) -> list[str]:
        """The first lines of one kind that follow one another."""
        runs = groupby(self.blocks, key=lambda block: block.kind)
        return next(([block.text.strip() for block in run] for found, run in runs if found is kind), [])

    @property
    def title(self) -> str:
        """The first title, its lines joined: the covering notice's, where there is one."""
        return "".join(self.first_run(Kind.TITLE))

    @property
    def issuer(self) -> str:
        """Who signed it, or an empty string; several bodies are joined as the field joins them."""
        return " ".join(self.first_run(Kind.SIGNATURE))

    @property
    def day(self) -> date | None:
        """The date it bears: the one that is signed, else the first that stands alone."""
        signed = [after.text.strip() for before, after in pairwise(self.blocks) if before.kind is Kind.SIGNATURE]
        return next((day for text in (*signed, *self.texts(Kind.DATE)) if (day := parse_day(text))), None)

    @property
    def index_terms(self) -> list[str]:
        """The words after 主题词."""
        return [word for text in self.texts(Kind.INDEX) for word in re.split(r"[:：\s、，；;,]+", text)[1:] if word]


def recognise(text: str) -> Document:
    """The blocks of a document's text, in order, one for each line that is not blank."""
    lines = [line for line in LINE_ENDS.split(text) if line.strip()]
    kinds: list[Kind] = []
    for index, line in enumerate(lines):
        following = lines[index + 1].strip() if index + 1 < len(lines) else ""
        kinds.append(kind_of(line.strip(), kinds, following))
    sign(lines, kinds)
    return Document(tuple(block_of(kind, line) for kind, line in zip(kinds, lines, strict=True)))


def kind_of(line: str, kinds: list[Kind], following: str) -> Kind:
    """What a line is, from itself, the kinds of the lines before it and the text of the line after it."""
    before = kinds[-1] if kinds else None
    if is_day(line):
        return Kind.DATE
    if line.startswith("主题词"):
        return Kind.INDEX
    if re.match(r"抄\s*[送报][:：]", line):
        return Kind.COPIES
    if ATTACHMENTS.match(line) or (before is Kind.ATTACHMENTS and NUMBERED.match(line)):
        return Kind.ATTACHMENTS
    if set(kinds) <= {Kind.LETTERHEAD} and not level_of(line):
        return Kind.LETTERHEAD if is_letterhead(line, following) else Kind.TITLE
    if level := level_of(line):
        return level
    if (
        before is Kind.TITLE
        and kinds.count(Kind.TITLE) == 1
        and TITLE.fullmatch(line)
        and len(line) <= LONGEST_SIGNATURE
    ):
        # The title's second line; a line of text would not end in the name of a kind of document.
        return Kind.TITLE
    if before is Kind.TITLE and line.endswith(("：", ":")):
        return Kind.ADDRESSEES
    after_the_end = before in (Kind.DATE, Kind.INDEX, Kind.COPIES)
    return Kind.TITLE if after_the_end and TITLE.fullmatch(line) else Kind.TEXT


def is_letterhead(line: str, following: str) -> bool:
    """True for a line above the title; the last line of a text is never one."""
    return bool(following) and not TITLE.fullmatch(line) and bool(LETTERHEAD.fullmatch(line))


def sign(lines: list[str], kinds: list[Kind]) -> None:
    """Marks the short lines without punctuation right above a date: the bodies that sign the document."""
    for index, kind in enumerate(kinds):
        above = index - 1
        while kind is Kind.DATE and above >= 0 and kinds[above] is Kind.TEXT and is_name(lines[above].strip()):
            kinds[above] = Kind.SIGNATURE
            above -= 1


def is_name(line: str) -> bool:
    """True for what may be the name of a body."""
    return len(line) <= LONGEST_SIGNATURE and not re.search("[。；，：？！,;:]", line)


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
