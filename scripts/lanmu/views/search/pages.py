"""The leaves in pages of a few kilobytes, so that a browser loads only the one or two that it needs.

Words that fill more than two pages have what stands on the pages between summed up in a file of its own: no look-up
takes more than three files, however common the words are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub

from lanmu.views.search.tree import Leaf

# The length of a page in characters, which makes about 5 kB after compression.
LONG = 5_000
MOST = 50_000
# Up to how many occurrences in one text are told apart in a sum.
OFTEN = 8
# Comes after every character of a folded text.
LAST = "\uffff"


class Numbers(dict[int, str]):
    """Numbers as single characters that neither scripts nor UTF-8 have trouble with; `number` in search.js reads them.

    From # on, without the backslash, controls and what steers the direction of writing; `MOST` and more as a sum of several.
    """

    def __missing__(self, value: int) -> str:
        if value >= MOST:
            return self.one(MOST) + self[value - MOST]
        self[value] = self.one(value)
        return self[value]

    @staticmethod
    def one(value: int) -> str:
        """The character for a number up to `MOST`."""
        code = value + 0x23
        code += code >= 0x5C
        code += 0x21 * (code >= 0x7F)
        return chr(code + 0x48 * (code >= 0x2028))


@dataclass(frozen=True)
class Index:
    """All pages, the first key of each, and the sums between two pages by their numbers."""

    keys: list[str]
    pages: list[str]
    sums: dict[tuple[int, int], str]


def span(keys: Sequence[str], words: str) -> tuple[int, int]:
    """The numbers of the first and the last page on which `words` may stand."""
    return max(0, bisect_right(keys, words) - 1), max(0, bisect_left(keys, words + LAST) - 1)


def index(leaves: Sequence[Leaf]) -> Index:
    """The pages of all leaves."""
    numbers = Numbers()
    keys: list[str] = []
    pages: list[str] = []
    held: list[Counter[int]] = []
    first = 0
    while first < len(leaves):
        keys.append(leaves[first].key)
        page, last = packed(leaves, first, numbers)
        pages.append(page)
        held.append(Counter([owner for leaf in leaves[first:last] for owner in leaf.owners]))
        first = last
    return Index(keys, pages, sums(keys, held, numbers))


def packed(leaves: Sequence[Leaf], first: int, numbers: Numbers) -> tuple[str, int]:
    """A page with the leaves from `first` on, and the number of the leaf after its last.

    Of each leaf: what its key shares with the one before, the rest of it, and the gaps between its texts' numbers.
    """
    parts: list[str] = []
    length, before, last = 0, "", first
    while last < len(leaves) and length < LONG:
        key, owners = leaves[last]
        shared = shared_by(before, key)
        rest = key[shared:]
        gaps = map(sub, owners, [0, *owners])
        parts += (numbers[shared], numbers[len(rest)], rest, numbers[len(owners)], *map(numbers.__getitem__, gaps))
        length += 3 + len(rest) + len(owners)
        before = key
        last += 1
    return "".join(parts), last


def shared_by(one: str, other: str) -> int:
    """How many characters two keys begin with alike; `one` comes first and is another."""
    count = 0
    while count < len(one) and one[count] == other[count]:
        count += 1
    return count


def sums(keys: list[str], held: list[Counter[int]], numbers: Numbers) -> dict[tuple[int, int], str]:
    """For all words that fill more than two pages: which texts the pages between name, and how often."""
    found: dict[tuple[int, int], str] = {}
    for one, other in pairwise(keys):
        for end in range(1, shared_by(one, other) + 1):
            first, last = span(keys, one[:end])
            if last - first > 1 and (first, last) not in found:
                found[first, last] = packed_sum(held[first + 1 : last], numbers)
    return found


def packed_sum(held: list[Counter[int]], numbers: Numbers) -> str:
    """The texts of several pages: the gap between two numbers and the count in one number each."""
    total: Counter[int] = Counter()
    for counter in held:
        total.update(counter)
    owners = sorted(total)
    gaps = map(sub, owners, [0, *owners])
    return "".join(numbers[gap * OFTEN + min(total[owner], OFTEN) - 1] for gap, owner in zip(gaps, owners, strict=True))
