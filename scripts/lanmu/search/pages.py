"""The leaves in pages of a few kilobytes, so that a browser loads only the one or two that it needs.

Words that fill more than two pages have what stands on the pages between summed up in a file of its own: no look-up
takes more than three files, however common the words are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lanmu.search.folding import Numbers, stretches
from lanmu.search.tree import DEEPEST, Leaves, Places

# The length of a page in characters, which makes about 5 kB after compression.
LONG = 5_000
MOST = 50_000
# Up to how many occurrences in one text are told apart in a sum.
OFTEN = 8
# How many pages are written at once, which bounds the memory.
TOGETHER = 64
# Comes after every character of a folded text.
LAST = "\uffff"


def encoded(numbers: Sequence[int] | Numbers) -> str:
    """Numbers as characters that neither scripts nor UTF-8 have trouble with; `number` in search.js reads them.

    From # on, without the backslash, controls and what steers the direction of writing; `MOST` and more as a sum of several.
    """
    return as_text(spelt(np.asarray(numbers, np.int64), np.zeros(len(numbers), bool)))


def spelt(values: Numbers, is_character: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint16]:
    """Codes of UTF-16 for numbers, between them characters that are codes already."""
    if (values >= MOST).any():
        times = np.where(is_character, 0, values // MOST) + 1
        last = np.cumsum(times) - 1
        wide = np.full(int(times.sum()), MOST)
        wide[last] = np.where(is_character, values, values % MOST)
        characters = np.zeros(len(wide), bool)
        characters[last] = is_character
        values, is_character = wide, characters
    codes = values + 0x23
    codes += codes >= 0x5C
    codes += 0x21 * (codes >= 0x7F)
    codes += 0x48 * (codes >= 0x2028)
    return np.where(is_character, values, codes).astype(np.uint16)


def as_text(codes: npt.NDArray[np.uint16]) -> str:
    """Codes of UTF-16 as a string."""
    return codes.astype("<u2").tobytes().decode("utf-16-le")


@dataclass(frozen=True)
class Index:
    """All pages, the first key of each, and the sums between two pages by their numbers."""

    keys: list[str]
    pages: list[str]
    sums: dict[tuple[int, int], str]


def span(keys: Sequence[str], words: str) -> tuple[int, int]:
    """The numbers of the first and the last page on which `words` may stand."""
    return max(0, bisect_right(keys, words) - 1), max(0, bisect_left(keys, words + LAST) - 1)


def index(leaves: Leaves) -> Index:
    """The pages of all leaves."""
    shared = shared_with_last(leaves)
    starts = page_starts(leaves, shared)
    shared[starts] = 0
    keys = [leaves.key(leaf) for leaf in starts]
    owners = [
        leaves.owners[leaves.ends[one] : leaves.ends[other]] for one, other in pairwise([*starts, len(leaves.sizes)])
    ]
    return Index(keys, pages(leaves, shared, starts), sums(keys, owners))


def shared_with_last(leaves: Leaves) -> Numbers:
    """How many characters the key of each leaf begins with as the key before."""
    shared = np.zeros(len(leaves.places), np.int64)
    left = np.arange(1, len(leaves.places))
    for deep in range(DEEPEST):
        before = left - 1
        alike = leaves.text[leaves.places[left] + deep] == leaves.text[leaves.places[before] + deep]
        alike &= (leaves.lengths[left] > deep) & (leaves.lengths[before] > deep)
        left = left[alike]
        if not len(left):
            break
        shared[left] += 1
    return shared


def page_starts(leaves: Leaves, shared: Numbers) -> list[int]:
    """The first leaf of each page: a page is full with the leaf that makes it `LONG`. Its first key is written whole."""
    lengths = 3 + leaves.lengths - shared + leaves.sizes
    total = np.cumsum(lengths)
    starts: list[int] = []
    at = 0
    while at < len(total):
        starts.append(at)
        wanted = LONG - int(lengths[at] + shared[at]) + int(total[at])
        at = max(at, int(np.searchsorted(total, wanted))) + 1
    return starts


def pages(leaves: Leaves, shared: Numbers, starts: list[int]) -> list[str]:
    """What stands on each page."""
    found: list[str] = []
    for first in range(0, len(starts), TOGETHER):
        own = starts[first : first + TOGETHER]
        last = starts[first + TOGETHER] if first + TOGETHER < len(starts) else len(leaves.sizes)
        held = slice(leaves.ends[own[0]], leaves.ends[last])
        some = Leaves(
            leaves.text,
            leaves.occurrences[held],
            leaves.lengths[own[0] : last],
            leaves.sizes[own[0] : last],
            leaves.owners[held],
        )
        found += written(some, shared[own[0] : last], [start - own[0] for start in own])
    return found


def written(leaves: Leaves, shared: Numbers, starts: list[int]) -> list[str]:
    """Some pages at once.

    Of each leaf: what its key shares with the one before, how long the rest of it is, that rest, the number of its
    occurrences, and the gaps between its texts' numbers.
    """
    rest = leaves.lengths - shared
    lengths = 3 + rest + leaves.sizes
    begins = np.cumsum(lengths) - lengths
    values = np.zeros(int(lengths.sum()), np.int64)
    is_character = np.zeros(len(values), bool)
    values[begins] = shared
    values[begins + 1] = rest
    places = stretches(begins + 2, rest)
    values[places] = leaves.text[stretches(leaves.places + shared, rest)]
    is_character[places] = True
    values[begins + 2 + rest] = leaves.sizes
    gaps = np.diff(leaves.owners, prepend=0)
    firsts = np.cumsum(leaves.sizes) - leaves.sizes
    gaps[firsts] = leaves.owners[firsts]
    values[stretches(begins + 3 + rest, leaves.sizes)] = gaps
    cuts = [*begins[starts].tolist(), len(values)]
    return [as_text(spelt(values[one:other], is_character[one:other])) for one, other in pairwise(cuts)]


def shared_by(one: str, other: str) -> int:
    """How many characters two strings begin with alike."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def sums(keys: list[str], owners: list[Places]) -> dict[tuple[int, int], str]:
    """For all words that fill more than two pages: which texts the pages between name, and how often.

    `owners` has for each page the texts of all occurrences on it.
    """
    found: dict[tuple[int, int], str] = {}
    for one, other in pairwise(keys):
        for end in range(1, shared_by(one, other) + 1):
            first, last = span(keys, one[:end])
            if last - first > 1 and (first, last) not in found:
                found[first, last] = packed_sum(owners[first + 1 : last])
    return found


def packed_sum(owners: list[Places]) -> str:
    """The texts of several pages: the gap between two numbers and the count in one number each."""
    texts, counts = np.unique(np.concatenate(owners), return_counts=True)
    return encoded(np.diff(texts, prepend=0) * OFTEN + np.minimum(counts, OFTEN) - 1)
