"""A title in lines: where it breaks and how large it can be. Widths are in characters of its own size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path

# GB/T 15834-2011, 5.1: these must not begin a line, those must not end one.
CLOSING = "，。、；：？！”’）》〉〕】…—·％"
OPENING = "“‘（《〈〔【"
PAIRS = dict(zip(OPENING, "”’）》〉〕】", strict=True))
# Words of official prose that a line should not cut in two: the frequent ones of this site and of union news.
WORDS = frozenset((Path(__file__).parent / "title_words.txt").read_text(encoding="utf-8").split())
LONGEST_WORD = max(map(len, WORDS))
# What must stay together: figures, foreign words, a name with its title marks as far as it is short.
TOGETHER = re.compile(
    r"[0-9A-Za-z.,%×]+|第[〇一二三四五六七八九十百]+(?:阶段|季度|[批次期届版项条个章节号名位])?|《[^》]{1,8}》|“[^”]{1,6}”|\d+年\d+月|\d+年"
)
GOOD, FAIR, PLAIN, INSIDE = 0.0, 3.0, 5.0, 14.0


def width(text: str) -> float:
    """How many characters wide. A mark at the end is a whole one: Traditional marks stand in the middle of theirs."""
    return sum(map(advance, text))


def advance(character: str) -> float:
    """The width of a character in a bold face, rather too wide than too narrow: a title must not run over its room."""
    if ord(character) >= 0x2E80 or character in "“”‘’…—·×":
        return 1.0
    return 0.8 if character.isupper() or character in "mw%" else 0.6


def broken(text: str, lines: int) -> tuple[str, ...]:
    """The title in so many lines of about equal width, broken at a mark where there is one in reach."""
    text = " ".join(text.split())
    return _broken(text, lines) if lines > 1 else (text,)


@lru_cache(maxsize=4096)
def _broken(text: str, lines: int) -> tuple[str, ...]:
    """The cheapest breaks, found from the end: unequal lines cost, and so does a break inside a phrase."""
    places = [0, *(place for place in range(1, len(text)) if may_break(text, place)), len(text)]
    if len(places) - 1 <= lines:
        return tuple(text[a:b].strip() for a, b in pairwise(places))
    wanted = width(text) / lines
    wide = [0.0, *accumulate(map(advance, text))]
    best: dict[tuple[int, int], tuple[float, int]] = {(len(places) - 1, 0): (0.0, 0)}
    for left in range(1, lines + 1):
        for index in range(len(places) - 1):
            choices = [
                (cost_of(text, places[index], places[after], wanted) + best[after, left - 1][0], after)
                for after in range(index + 1, len(places))
                if (after, left - 1) in best
                # A line of more than twice its share is never best, unless nothing shorter can be had.
                and (after == index + 1 or wide[places[after]] - wide[places[index]] <= 2 * wanted + 2)
            ]
            if choices:
                best[index, left] = min(choices)
    found, index = [], 0
    for left in range(lines, 0, -1):
        after = best[index, left][1]
        found.append(text[places[index] : places[after]].strip())
        index = after
    return tuple(found)


def may_break(text: str, place: int) -> bool:
    """True where a line may end before `place`."""
    if text[place] in CLOSING or text[place - 1] in OPENING:
        return False
    return not any(match.start() < place < match.end() for match in TOGETHER.finditer(text))


def cost_of(text: str, start: int, end: int, wanted: float) -> float:
    """How bad a line from `start` to `end` is."""
    off = (width(text[start:end]) - wanted) / max(wanted, 1)
    return 16 * off * off + (0 if end == len(text) else break_cost(text, end))


@lru_cache(maxsize=16384)
def break_cost(text: str, place: int) -> float:
    """How bad a break before `place` is: none behind a mark, more inside brackets."""
    before, after = text[place - 1], text[place]
    if inside_word(text, place):
        return INSIDE
    if depth(text[:place]):
        return INSIDE / 2
    if before in "，。；：？！ " or after == " ":
        return GOOD
    return FAIR if before in "、”》）的和与" or after in "“《（" else PLAIN


def inside_word(text: str, place: int) -> bool:
    """True where the break cuts one of the words, and not rather two words that overlap there."""
    cut = {
        (start, end)
        for start in range(max(0, place - LONGEST_WORD + 1), place)
        for end in range(place + 1, min(len(text), start + LONGEST_WORD) + 1)
        if text[start:end] in WORDS
    }
    return any(not between_words(text, place, end - start) for start, end in cut)


def between_words(text: str, place: int, length: int) -> bool:
    """True when longer words end and begin right at the break."""
    ends = any(text[place - n : place] in WORDS for n in range(2, LONGEST_WORD + 1) if n <= place)
    begins = any(text[place : place + n] in WORDS for n in range(2, LONGEST_WORD + 1))
    return length == 2 and ends and begins


def depth(text: str) -> int:
    """How many brackets are open at the end."""
    return sum((c in PAIRS) - (c in PAIRS.values()) for c in text)


def fitted(
    text: str, room: float, sizes: tuple[float, float], given: Sequence[str] = ()
) -> tuple[tuple[str, ...], float]:
    """The lines of a title and its size in points, for `room` points and the sizes (least, most wanted).

    One line is best; each further one must bring a size that is worth it. `given` are the writer's own lines, taken
    when they fit. A title that is too long even so gets as many lines as it needs for the least size.
    """
    return _fitted(text, room, *sizes, tuple(given))


@lru_cache(maxsize=4096)
def _fitted(text: str, room: float, least: float, most: float, given: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
    if given and (size := size_of(given, room, most)) >= least:
        return given, size
    found = [(lines, size_of(lines, room, most)) for lines in (broken(text, n) for n in range(1, 5))]
    right = [(lines, size) for lines, size in found if size >= least]
    if right:
        return max(right, key=lambda pair: pair[1] * 0.84 ** len(pair[0]))
    for count in range(max(5, ceil(width(text) * least / room)), 40):
        lines = broken(text, count)
        if size_of(lines, room, most) >= least:
            return lines, size_of(lines, room, most)
    lines = broken(text, len(text))
    return lines, size_of(lines, room, most)


def size_of(lines: Sequence[str], room: float, most: float) -> float:
    """The size at which the longest line fills the room, at most `most`; to a quarter of a point."""
    longest = max(width(line) for line in lines)
    return min(most, int(room / max(longest, 1) * 4) / 4)
