"""Marks that come in pairs (quotation marks, brackets): what one paragraph lacks, another may have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lanmu.text.scanned import Passage

# Paragraphs that a quotation or a bracketed note may go on for; the text of a law that is amended is long.
LONGEST = 40
AFTER_LAST = re.compile(r"[。；，、”’）\s]*(?:\n|\Z)")
QUOTES = {"“": "”", "‘": "’"}
# ’ behind a letter is an apostrophe: the workers’ day.
QUOTE = re.compile(r"[“”‘]|(?P<behind>(?<=[A-Za-z]))?’(?![\dA-Za-z])")
SENTENCE_ENDS = "。！？…；"


@dataclass(frozen=True)
class PairFault:
    """A mark at a place in a passage's text, what is wrong with it, and the way out.

    `opens` is set on a mark that opens and is not closed in its passage; `closes`, on one that closes what its passage
    has not opened, is the mark that should have opened it.
    """

    position: int
    message: str
    remedy: str
    opens: str = ""
    closes: str = ""


def over_paragraphs(
    passages: Sequence[Passage], found: Sequence[Sequence[PairFault]]
) -> Iterator[tuple[Passage, PairFault]]:
    """The faults found in each passage, without those that make a pair over several paragraphs.

    Such a pair opens at the beginning of a paragraph or behind a colon and closes at the end of a sentence in another.
    Between them stands no heading and no fault, unless it is the same mark, with which each paragraph of a quotation
    may begin anew (GB/T 15834-2011, 4.8.3.4).
    """
    paired = {index for parts in spanning(passages, found) for index in parts}
    for index, (passage, faults) in enumerate(zip(passages, found, strict=True)):
        if index not in paired:
            yield from ((passage, fault) for fault in faults)


def quotations(passages: Sequence[Passage]) -> set[int]:
    """The numbers of the passages inside quotations that began in another, such as the new text in 第五条修改为：“……”."""
    groups = spanning(passages, [list(quotation_faults(passage.text)) for passage in passages])
    return {index for parts in groups for index in range(parts[0] + 1, parts[-1] + 1)}


def spanning(passages: Sequence[Passage], found: Sequence[Sequence[PairFault]]) -> Iterator[list[int]]:
    """For each pair over several paragraphs, the numbers of the passages that its marks are the only fault of."""
    parts: list[int] = []
    for index, (passage, faults) in enumerate(zip(passages, found, strict=True)):
        opened = found[parts[0]][0].opens if parts else ""
        is_text = passage.kind in ("paragraph", "item")
        if passage.kind == "heading" or len(faults) > 1 or (parts and index - parts[0] > LONGEST):
            parts = []
        elif not faults:
            if opened and is_text and passage.text.startswith(opened):
                yield parts
                parts = []
        elif opened and closes(passage, faults[0], opened):
            yield [*parts, index]
            parts = []
        elif not (is_text and begins(passage, faults[0])):
            parts = []
        elif faults[0].position == 0 and faults[0].opens == opened:
            parts.append(index)
        else:
            parts = [index]


def begins(passage: Passage, fault: PairFault) -> bool:
    """True for a mark that opens at the beginning of a paragraph or a line of it, or behind a colon."""
    before = passage.text[max(fault.position - 2, 0) : fault.position].rstrip(" ")
    return bool(fault.opens) and (not before or before[-1] in "：:\n")


def closes(passage: Passage, fault: PairFault, opened: str) -> bool:
    """True when the mark closes at the end of a sentence what another paragraph has opened."""
    is_last = passage.text[fault.position - 1 : fault.position] in tuple(SENTENCE_ENDS)
    return fault.closes == opened and (is_last or AFTER_LAST.match(passage.text, fault.position + 1) is not None)


def quotation_faults(text: str) -> Iterator[PairFault]:
    """Where the quotation marks of one paragraph do not pair."""
    stack: list[tuple[str, int]] = []
    doubles = 0
    for match in QUOTE.finditer(text):
        mark, position = match[0], match.start()
        if mark in QUOTES:
            if mark == "“" and stack and stack[-1][0] == "“":
                yield PairFault(position, "双引号里面又套双引号", "里面的改成‘ ’；前面漏了「”」的，补上。")
            stack.append((mark, position))
            doubles += mark == "“"
        elif stack and QUOTES[stack[-1][0]] == mark:
            doubles -= stack.pop()[0] == "“"
        elif mark == "’" and match["behind"] is not None:
            continue
        elif mark == "”" and doubles:
            yield PairFault(stack[-1][1], "单引号「‘」在「”」以前没有结束", "补上「’」。")
            while stack.pop()[0] != "“":
                pass
            doubles -= 1
        else:
            opening = "“" if mark == "”" else "‘"
            yield PairFault(position, f"「{mark}」前面没有「{opening}」", "补上前引号，或者删去。", closes=opening)
    for mark, position in stack:
        yield PairFault(position, f"「{mark}」没有配对的后引号", "补上后引号。", opens=mark)
