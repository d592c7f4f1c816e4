"""Paired punctuation: brackets and quotation marks that pair across paragraphs, and straight quotation marks that can be
paired in only one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lanmu.checks.sources.prose import CHINESE
from lanmu.text.scanned import Passage

# Paragraphs that a quotation or a bracketed note may go on for; the text of a law that is amended is long.
LONGEST = 40
AFTER_LAST = re.compile(r"[。；，、”’）\s]*(?:\n|\Z)")
QUOTES = {"“": "”", "‘": "’"}
# ’ after a letter is an apostrophe: the workers’ day.
QUOTE = re.compile(r"[“”‘]|(?P<apostrophe>(?<=[A-Za-z]))?’(?![\dA-Za-z])")
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


def unpaired_in_passages(
    passages: Sequence[Passage], by_passage: Sequence[Sequence[PairFault]]
) -> Iterator[tuple[Passage, PairFault]]:
    """The faults of each passage (`by_passage`), without marks that pair with one in another paragraph.

    Such a pair opens at the beginning of a paragraph or after a colon and closes at the end of a sentence in another.
    Between them stands no heading and no fault, unless it is the same mark, with which each paragraph of a quotation
    may begin anew (GB/T 15834-2011, 4.8.3.4).
    """
    paired = {index for parts in spanning(passages, by_passage) for index in parts}
    for index, (passage, faults) in enumerate(zip(passages, by_passage, strict=True)):
        if index not in paired:
            yield from ((passage, fault) for fault in faults)


def quotations(passages: Sequence[Passage]) -> set[int]:
    """The numbers of the passages inside quotations that began in another, such as the new text in 第五条修改为：“……”."""
    groups = spanning(passages, [list(quotation_faults(passage.text)) for passage in passages])
    return {index for parts in groups for index in range(parts[0] + 1, parts[-1] + 1)}


def spanning(passages: Sequence[Passage], by_passage: Sequence[Sequence[PairFault]]) -> Iterator[list[int]]:
    """For each pair over several paragraphs, the numbers of the passages that its marks are the only fault of."""
    parts: list[int] = []
    for index, (passage, faults) in enumerate(zip(passages, by_passage, strict=True)):
        opened = by_passage[parts[0]][0].opens if parts else ""
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
    """True for a mark that opens at the beginning of a paragraph or a line of it, or after a colon."""
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
        elif mark == "’" and match["apostrophe"] is not None:
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


STRAIGHT = re.compile("[\"']")
CURLY_PAIR = re.compile("“[^“”\"']*”")
CURLY = re.compile("[“”]")
MOST = 40
"""More marks than this in one paragraph are left to the editor."""

# What no opening mark has before or after it, and no closing mark. A figure or letter outside makes it an inch or an
# apostrophe.
BEFORE_OPENING = re.compile(r"[A-Za-z0-9\\]")
AFTER_OPENING = re.compile(r"[\s，。；：！？、）》」』】〉”’…,.;:!?)]")
BEFORE_CLOSING = re.compile(r"[\s（《「『【〈：、(:“‘\\]")
AFTER_CLOSING = re.compile("[A-Za-z0-9]")
# Only speech holds quotations of its own: what announces it stands before it.
ANNOUNCED = re.compile("[：:，,。]|[说道问答讲写称]|指出|强调|认为|表示|要求|提出|提到|明确|规定")
Pairs = list[tuple[int, int, int]]


def paired(text: str) -> Pairs:
    """Each pair's opening and closing place, and its depth (0 or 1); empty when the marks pair in no way or in several."""
    places = [match.start() for match in STRAIGHT.finditer(text)]
    if len(places) % 2 or len(places) > MOST or CURLY.search(CURLY_PAIR.sub("", text)):
        return []
    # ways[i]: in how many ways the marks from the i-th on pair; choice[i]: where the quotation that begins there ends.
    ways, choice = [0] * len(places) + [1], [0] * len(places)
    for first in reversed(range(0, len(places), 2)):
        for last in range(first + 1, len(places), 2):
            # What lies between must be quotations, too.
            if last > first + 1 and not is_quotation(text, places[last - 2], places[last - 1]):
                break
            start, end = places[first], places[last]
            # A quotation that can hold others is announced, or a paragraph of its own.
            is_plain = last == first + 1 or start == 0 or ANNOUNCED.search(text, max(start - 2, 0), start)
            if ways[last + 1] and is_plain and is_quotation(text, start, end):
                ways[first] += ways[last + 1]
                choice[first] = last
    pairs: Pairs = []
    first = 0
    while ways[0] == 1 and first < len(places):
        last = choice[first]
        pairs.append((places[first], places[last], 0))
        pairs += [(places[inner], places[inner + 1], 1) for inner in range(first + 1, last, 2)]
        first = last + 1
    return pairs


def is_quotation(text: str, start: int, end: int) -> bool:
    """True when marks at these places can be the two halves of one quotation."""
    return (
        text[start] == text[end]
        and end > start + 1
        and not BEFORE_OPENING.match(text[start - 1 : start])
        and not AFTER_OPENING.match(text, start + 1)
        and not BEFORE_CLOSING.match(text, end - 1)
        and not AFTER_CLOSING.match(text, end + 1)
    )


def replacements(text: str) -> dict[int, str]:
    """The curly mark for each straight one, by its place: double outside, single inside; empty when it is not certain."""
    curly: dict[int, str] = {}
    for start, end, depth in paired(text):
        if not depth and not CHINESE.search(text[max(start - 1, 0) : end] + text[end + 1 : end + 2]):
            return {}
        curly[start], curly[end] = "‘’" if depth else "“”"
    return curly
