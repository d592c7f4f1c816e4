"""A suffix tree of a text, cut where few occurrences are left, in which any string can be looked up.

A leaf has a key; all suffixes in it begin with the key less its last character. So words that lead beyond a leaf's key
are in that leaf or nowhere, and the few documents named there are read themselves; words that end before it have whole
leaves, and what these name is the answer.

The branches are divided level by level on arrays: a million characters take half a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lanmu.search.folding import ALL_CODES, END, LETTERS_BY_CODE, WORD_EDGE, Codes, Flags, Folded, Numbers

LIGHT = 12
"""The most occurrences in a leaf, unless they are identical up to the end of their block, or for DEEPEST
characters: it bounds how many documents a search
for a rare word loads."""
DEEPEST = 24
"""The longest key. Longer words are looked up by their ends and then compared with the documents."""
PORTION = 250_000
"""About how many suffixes are sorted together: it bounds the memory."""

# Four bytes to a place: of some thousand articles there are many millions.
Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Leaves:
    """Leaves in the order of their keys.

    `text` has all texts as UTF-16. Leaf by leaf: the key is the first `lengths` characters at `places`; `sizes` is the
    number of its occurrences; `owners` has the numbers of their texts in order, leaf after leaf.
    """

    text: Codes
    places: Places
    lengths: Places
    sizes: Places
    owners: Places

    @cached_property
    def ends(self) -> Numbers:
        """How many occurrences there are before each leaf, and in all."""
        return np.append(0, np.cumsum(self.sizes, dtype=np.int64))

    def key(self, leaf: int) -> str:
        """The key of a leaf."""
        key = self.text[self.places[leaf] : self.places[leaf] + self.lengths[leaf]]
        return key.tobytes().decode("utf-16-le", "surrogatepass")


def leaves(folded: Folded) -> Leaves:
    """The leaves of all texts."""
    text, count = folded.codes, len(folded.lengths)
    owner = np.repeat(np.arange(count, dtype=np.min_scalar_type(count)), folded.lengths)
    nothing = np.empty(0, np.int32)
    parts = [(nothing,) * 4, *(divided(text, owner, part) for part in portions(text, beginnings(text)))]
    return Leaves(text, *(np.concatenate(part) for part in zip(*parts, strict=True)))


def beginnings(codes: Codes) -> Flags:
    """Where a query can begin: at a character, or before a word; not within one, nor at what ends a word or a block."""
    passed_over = LETTERS_BY_CODE.copy()
    passed_over[ord(END)] = True
    begins = ~passed_over[codes]
    is_edge = codes == ord(WORD_EDGE)
    begins[:-1][is_edge[:-1]] = LETTERS_BY_CODE[codes[1:][is_edge[:-1]]]
    return begins


def portions(text: Codes, begins: Flags, depth: int = 0) -> Iterator[Places]:
    """The places at which a query `begins`, in portions by their first character, or by the second where very many have the same
    first, as words have their edge. They are cut before or after a frequent character, so that no leaf has some of two."""
    codes, begins = text[depth:], begins[: len(text) - depth]
    counts = np.bincount(codes[begins], minlength=ALL_CODES)
    before = np.append(0, np.cumsum(counts))
    large = set(np.flatnonzero(counts > PORTION).tolist()) if depth == 0 else set()
    cuts = [0]
    for char in np.flatnonzero(counts > LIGHT).tolist():
        if char in large or before[char] - before[cuts[-1]] >= PORTION:
            cuts.append(char)
        if char in large:
            cuts.append(char + 1)
    parts = list(pairwise([*cuts, ALL_CODES]))
    # From one: nothing begins in 0.
    numbers = np.arange(1, len(parts) + 1, dtype=np.min_scalar_type(len(parts)))
    number = np.repeat(numbers, [last - first for first, last in parts])[codes]
    number *= begins
    for part, (first, last) in enumerate(parts, 1):
        if first in large:
            yield from portions(text, number == part, depth + 1)
        elif before[first] < before[last]:
            yield np.flatnonzero(number == part).astype(np.int32)


def divided(
    text: Codes, owner: npt.NDArray[np.unsignedinteger], places: Places
) -> tuple[Places, Places, Places, Places]:
    """The leaves of some suffixes: their places, lengths, sizes and owners; `owner` has the text that each place is in."""
    ordered = places.copy()
    # At the first suffix of each branch that is not divided further: how long it is, and where its parent begins.
    lengths, parents = np.zeros(len(places), np.int32), np.zeros(len(places), np.int32)
    # What is divided further, and where the branch that it is in begins.
    left = np.arange(len(places), dtype=np.int32)
    branch = np.zeros(len(places), np.int64)
    # With its place behind each: that is sorted in half the time of an indirect sort.
    bits = len(places).bit_length()
    assert bits + 16 + bits < 64, "portions are smaller"
    for depth in range(DEEPEST):
        own = ordered[left]
        key = np.sort((branch << 16 | text[own + depth]) << bits | np.arange(len(left)))
        ordered[left], key = own[key & ((1 << bits) - 1)], key >> bits
        firsts = np.flatnonzero(np.diff(key, prepend=-1))
        sizes = np.diff(firsts, append=len(left))
        done = (sizes <= LIGHT) | (key[firsts] & 0xFFFF == ord(END)) | (depth == DEEPEST - 1)
        lengths[left[firsts[done]]] = depth + 1
        parents[left[firsts[done]]] = branch[firsts[done]]
        further = np.repeat(~done, sizes)
        branch, left = np.repeat(left[firsts].astype(np.int64), sizes)[further], left[further]
        if not len(left):
            break
    starts = first_of_each(np.flatnonzero(lengths), lengths, parents)
    sizes = np.diff(starts, append=len(ordered))
    # Sorted within each leaf: the number of the leaf stands before that of the text.
    numbered = np.sort(np.repeat(np.arange(len(starts)) << 32, sizes) | owner[ordered])
    return ordered[starts], lengths[starts], sizes.astype(np.int32), (numbered & 0xFFFFFFFF).astype(np.int32)


def first_of_each(starts: Numbers, lengths: Places, parents: Places) -> Numbers:
    """Where each leaf begins: neighbouring small branches of one parent are taken together as long as they are light."""
    sizes = np.diff(starts, append=len(lengths))
    small = sizes <= LIGHT // 2
    deep, parent = lengths[starts], parents[starts]
    alike = (deep[1:] == deep[:-1]) & (parent[1:] == parent[:-1]) & small[1:] & small[:-1]
    run = np.flatnonzero(np.append(True, ~alike))
    # What begins within the same stretch of a run, and is small, is no more than LIGHT together.
    stretch = (starts - np.repeat(starts[run], np.diff(run, append=len(starts)))) // (LIGHT - LIGHT // 2 + 1)
    return starts[np.append(True, ~alike | (np.diff(stretch) != 0))] if len(starts) else starts
