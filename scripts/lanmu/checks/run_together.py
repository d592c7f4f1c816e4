"""Lines that their writer meant to stand apart and that the page shows as one paragraph, for want of a blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lanmu.checks.numerals import value
from lanmu.checks.rule import Edit
from lanmu.checks.source import Source
from lanmu.text.lines import Block, Line, is_table
from lanmu.text.scanned import Passage

LINE = re.compile(r"(?P<prefix>[ \t>]*)(?P<rest>.*)")
# What may interrupt a paragraph elsewhere: CommonMark 0.31.2, 5.3.
BULLET = re.compile(r"(?P<mark>[*+-]|1\.)[ \t]+\S")
NUMBERS = (
    re.compile(r"(?P<number>\d{1,2})(?P<kind>[.．、)）])(?![\d.])"),
    re.compile(r"(?P<kind>[（(])(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})(?P<kind>、)"),
    re.compile(r"(?P<kind>)(?P<number>[①-⑳])"),
    re.compile(r"(?P<kind>第)(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[步条章节点，：]|阶段)"),
)
# 时间：10月8日, then 地点：会议室 in the next line.
LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}(?<![说道问答示出调])[：:].*[^，、\s]\s*\Z")
HARD_BREAKS = ("  ", "<br>", "<br/>", "<br />")


@dataclass(frozen=True)
class Apart:
    """Lines before which a blank line is missing: the places where they begin, what is wrong, the way out, and whether
    the blank line is what the writer meant for certain."""

    starts: tuple[int, ...]
    message: str
    remedy: str = "前面空一行。"
    is_safe: bool = True


@dataclass(frozen=True)
class Row:
    """A line of a passage: where it begins in the file, and its text without indentation and marks of quotations."""

    start: int
    text: str


def run_together(source: Source) -> Iterator[Apart]:
    """What runs together in the Markdown of a source."""
    plain = [region for region in source.regions if region.kind == "markdown"]
    position = 0
    for passage in source.scan.passages:
        start = passage.offsets[0]
        while position < len(plain) and plain[position].end <= start:
            position += 1
        is_plain = position < len(plain) and plain[position].start <= start
        if is_plain and passage.kind == "paragraph" and "\n" in passage.text:
            found = judged(lines_of(source, passage))
            if found:
                yield found


def lines_of(source: Source, passage: Passage) -> list[Row]:
    """The lines of the file in which a passage stands."""
    first, last = (source.place(passage.offsets[place])[0] for place in (0, -2))
    found = []
    for number in range(first, last + 1):
        match = LINE.fullmatch(source.line_text(number))
        found.append(Row(source.line_start(number), match["rest"] if match else ""))
    return found


def judged(rows: list[Row]) -> Apart | None:
    """What runs together in one paragraph. What would no longer belong to a note or a term is left to the writer."""
    found = of_list(rows) or of_table(rows) or of_numbers(rows) or of_labels(rows)
    return replace(found, is_safe=False) if found and rows[0].text.startswith(("[^", ": ")) else found


def of_list(rows: list[Row]) -> Apart | None:
    """A list behind the words that announce it."""
    items = [(number, match) for number, row in enumerate(rows) if number and (match := BULLET.match(row.text))]
    if not items:
        return None
    number, match = items[0]
    announced = rows[number - 1].text.rstrip().endswith(("：", ":"))
    is_safe = match["mark"] == "1." or announced or len(items) > 1
    message = f"列表「{rows[number].text[:10].strip()}」前面没有空行，网页上和上面的文字连成一段。"
    return Apart((rows[number].start,), message, is_safe=is_safe)


def of_table(rows: list[Row]) -> Apart | None:
    """A table behind the words that announce it, or one without the line under its head."""
    for number in range(1, len(rows) - 1):
        if "|" in rows[number].text and is_table(block_of(rows[number : number + 2])):
            return Apart((rows[number].start,), "表格前面没有空行，网页上和上面的文字连成一段。")
    looks = [row.start for row in rows if row.text.startswith("|") and row.text.rstrip().endswith("|")]
    if len(looks) < 2:
        return None
    message = "写成了表格的样子，网页上是连在一起的文字。"
    return Apart((looks[0],), message, "表头下面写一行「|---|---|」，格数和表头一样；表格前面空一行。", is_safe=False)


def block_of(rows: list[Row]) -> Block:
    """Lines as the tables look at them."""
    return Block(Line(row.text, row.start) for row in rows)


def of_numbers(rows: list[Row]) -> Apart | None:
    """Numbered items, each in a line of its own."""
    found: dict[str, tuple[int, int]] = {}
    apart: set[int] = set()
    for place, row in enumerate(rows):
        if not (numbered := number_of(row.text)):
            continue
        kind, number = numbered
        before, at = found.get(kind, (0, 0))
        if number == before + 1 and kind in found:
            apart |= {at, place}
        found[kind] = (number, place)
    starts = [rows[n].start for n in sorted(apart) if n and not rows[n - 1].text.endswith(HARD_BREAKS)]
    return Apart(tuple(starts), "各条之间没有空行，网页上连成一段。", "每条前面空一行。") if starts else None


def of_labels(rows: list[Row]) -> Apart | None:
    """Lines that are each a label and what belongs to it."""
    if not all(LABEL.match(row.text) for row in rows):
        return None
    starts = [row.start for row, before in zip(rows[1:], rows, strict=False) if not before.text.endswith(HARD_BREAKS)]
    return Apart(tuple(starts), "各行之间没有空行，网页上连成一段。", "每行前面空一行。") if starts else None


def number_of(text: str) -> tuple[str, int] | None:
    """The kind of number with which a line begins, and its value."""
    match = next((match for mark in NUMBERS if (match := mark.match(text))), None)
    if match is None:
        return None
    kind = "0" if match["number"].isascii() else "一"
    return f"{match['kind']}{kind}", value(match["number"])


def parted(source: Source, apart: Apart) -> Edit | None:
    """The blank lines put in; in a quotation with its mark."""
    if not apart.is_safe:
        return None
    first, last = apart.starts[0], apart.starts[-1]
    parts, position = [], first
    for start in apart.starts:
        match = LINE.match(source.text, start)
        prefix = match["prefix"].rstrip() if match else ""
        parts += [source.text[position:start], f"{prefix}\n"]
        position = start
    return Edit(first, last, "".join(parts))
