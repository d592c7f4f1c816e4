"""A title in lines: where it breaks and how large it can be. Widths are in characters of its own size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil

from lanmu.locales.script_conversion import IN_THIS_PROCESS, Dictionaries

# GB/T 15834-2011, 5.1: these must not begin a line, those must not end one.
CLOSING = "，。、；：？！”’）》〉〕】…—·％"
OPENING = "“‘（《〈〔【"
CLOSED = "”’）》〉〕】"
# What must stay together: figures and what they count, foreign words, a name with its title marks as far as it is short.
TOGETHER = re.compile(
    r"[0-9A-Za-z.,%×]+|第[〇一二三四五六七八九十百]+(?:阶段|季度|[批次期届版项条个章节号名位])?|《[^》]{1,8}》|“[^”]{1,6}”"
    r"|\d+年\d+月|\d+年|[一二两三四五六七八九十几][次回个件条项本份名位届期批场天年月]"
)
# Words of official prose that jieba's dictionary lacks; those of one campaign stand in campaign.yml (title_words).
WORDS = re.compile("组织生活会|生活会|推进会|厂务公开|群众满意度|再就业|副主席|部室|维稳")
# 2号 in the 156 mm of a page of GB/T 9704-2012: 442 / 22 points.
TITLE_WIDTH = 20
Names = tuple[str, ...]
GOOD, FAIR, PLAIN, IN_BRACKETS, IN_WORD = 0.0, 3.0, 5.0, 7.0, 14.0


def advance(character: str) -> float:
    """The width of a character in a bold face, rather too wide than too narrow: a title must not run over its room."""
    if ord(character) >= 0x2E80 or character in "“”‘’…—·×":
        return 1.0
    return 0.8 if character.isupper() or character in "mw%" else 0.6


def width(text: str) -> float:
    """How many characters wide. Punctuation at the end counts whole: in Traditional text it stands in the middle of its box."""
    return sum(map(advance, text))


@lru_cache(maxsize=4096)
def broken(text: str, lines: int, names: Names = ()) -> tuple[str, ...]:
    """The title in so many lines of about equal width, or fewer where it has not so many places to break at. `names` are words
    of the campaign, which are not broken either."""
    text = " ".join(text.split())
    costs = break_costs(text, names)
    places = [0, *costs, len(text)]
    if lines == 1 or len(places) - 1 <= lines:
        return tuple(text[a:b].strip() for a, b in pairwise(places if lines > 1 else (0, len(text))))
    wide = [0.0, *accumulate(map(advance, text))]
    wanted = wide[-1] / lines

    def cost(start: int, end: int) -> float:
        off = (wide[end] - wide[start] - wanted) / max(wanted, 1)
        return 16 * off * off + costs.get(end, 0.0)

    # By place and number of lines: the least cost of the rest of the text, and where its lines end.
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(len(text), 0): (0.0, ())}
    for left in range(1, lines + 1):
        for index, start in enumerate(places[:-1]):
            choices = [
                (cost(start, end) + best[end, left - 1][0], (end, *best[end, left - 1][1]))
                for end in places[index + 1 :]
                if (end, left - 1) in best
                # A line of more than twice its share is never best, unless nothing shorter can be had.
                and (end == places[index + 1] or wide[end] - wide[start] <= 2 * wanted + 2)
            ]
            if choices:
                best[start, left] = min(choices)
    return tuple(text[a:b].strip() for a, b in pairwise((0, *best[0, lines][1])))


def break_costs(text: str, names: Names, dictionaries: Dictionaries = IN_THIS_PROCESS) -> dict[int, float]:
    """The places before which a line may end, and how bad it is there: not at all after punctuation, most inside a word."""
    words = set(accumulate(map(len, dictionaries.cut(text))))
    named = (match for name in names for match in re.finditer(re.escape(name), text))
    for match in (*WORDS.finditer(text), *named):
        words -= set(range(match.start() + 1, match.end()))
    together: set[int] = set()
    for match in TOGETHER.finditer(text):
        together |= set(range(match.start() + 1, match.end()))
        words |= set(match.span())
    costs: dict[int, float] = {}
    depth = 0
    for place, (before, after) in enumerate(pairwise(text), start=1):
        depth += (before in OPENING) - (before in CLOSED)
        if after in CLOSING or before in OPENING or place in together:
            continue
        if place not in words:
            costs[place] = IN_WORD
        elif depth:
            costs[place] = IN_BRACKETS
        elif before in "，。；：？！ " or after == " ":
            costs[place] = GOOD
        else:
            costs[place] = FAIR if before in "、”》）的和与" or after in "“《（" else PLAIN
    return costs


def title_lines(text: str, own_lines: tuple[str, ...] = (), names: Names = ()) -> tuple[str, ...]:
    """A title in 2号 on a page of GB/T 9704-2012: the writer's own lines where they are of this title, else the fewest."""
    if own_lines and "".join(text.split()) == "".join("".join(own_lines).split()):
        return own_lines
    return next(lines for n in range(1, 40) if max(map(width, lines := broken(text, n, names))) <= TITLE_WIDTH)


@lru_cache(maxsize=4096)
def fitted(
    text: str, room: float, sizes: tuple[float, float], own_lines: tuple[str, ...] = (), names: Names = ()
) -> tuple[tuple[str, ...], float]:
    """The lines of a title and its size in points, for `room` points and the sizes (least, most wanted).

    One line is best; each further one must bring a size that is worth it. `own_lines` are the writer's, taken when they
    fit. A title that is too long even so gets as many lines as it needs for the least size.
    """
    least, most = sizes
    if own_lines and (size := size_of(own_lines, room, most)) >= least:
        return own_lines, size
    tried = [(lines, size_of(lines, room, most)) for lines in (broken(text, count, names) for count in range(1, 5))]
    if right := [pair for pair in tried if pair[1] >= least]:
        return max(right, key=lambda pair: pair[1] * 0.84 ** len(pair[0]))
    for count in range(max(5, ceil(width(text) * least / room)), 40):
        lines = broken(text, count, names)
        if size_of(lines, room, most) >= least:
            return lines, size_of(lines, room, most)
    lines = broken(text, len(text), names)
    return lines, size_of(lines, room, most)


def size_of(lines: Sequence[str], room: float, most: float) -> float:
    """The size at which the longest line fills the room, at most `most`; to a quarter of a point."""
    longest = max(map(width, lines))
    return min(most, int(room / max(longest, 1) * 4) / 4)
