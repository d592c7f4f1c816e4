"""Straight quotation marks in Chinese, paired where they can pair in only one way."""

from __future__ import annotations

import re

from lanmu.checks.prose import HAN

MARK = re.compile("[\"']")
CURLY_PAIR = re.compile("“[^“”\"']*”")
CURLY = re.compile("[“”]")
MOST = 40
"""More marks than this in one paragraph are left to the editor."""

# What no opening mark has before or behind it, and no closing mark. A figure or letter outside makes it an inch or an
# apostrophe.
BEFORE_OPENING = re.compile(r"[A-Za-z0-9\\]")
AFTER_OPENING = re.compile(r"[\s，。；：！？、）》」』】〉”’…,.;:!?)]")
BEFORE_CLOSING = re.compile(r"[\s（《「『【〈：、(:“‘\\]")
AFTER_CLOSING = re.compile("[A-Za-z0-9]")
CHINESE = re.compile(f"[{HAN}]")
# Only speech holds quotations of its own: what announces it stands before it.
ANNOUNCED = re.compile("[：:，,。]|[说道问答讲写称]|指出|强调|认为|表示|要求|提出|提到|明确|规定")
Pairs = list[tuple[int, int, int]]


def paired(text: str) -> Pairs:
    """Each pair's opening and closing place, and its depth (0 or 1); empty when the marks pair in no way or in several."""
    places = [match.start() for match in MARK.finditer(text)]
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
            is_plain = last == first + 1 or may_hold(text, start)
            if ways[last + 1] and is_plain and is_quotation(text, start, end):
                ways[first] += ways[last + 1]
                choice[first] = last
    found: Pairs = []
    first = 0
    while ways[0] == 1 and first < len(places):
        last = choice[first]
        found.append((places[first], places[last], 0))
        found += [(places[inner], places[inner + 1], 1) for inner in range(first + 1, last, 2)]
        first = last + 1
    return found


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


def may_hold(text: str, start: int) -> bool:
    """True for a quotation that can hold others: announced, or a paragraph of its own."""
    return start == 0 or ANNOUNCED.search(text, max(start - 2, 0), start) is not None


def replacements(text: str) -> dict[int, str]:
    """The curly mark for each straight one, by its place: double outside, single inside; empty when it is not certain."""
    marks: dict[int, str] = {}
    for start, end, depth in paired(text):
        if not depth and not CHINESE.search(
            text[max(start - 1, 0) : start] + text[start:end] + text[end + 1 : end + 2]
        ):
            return {}
        marks[start], marks[end] = "‘’" if depth else "“”"
    return marks
