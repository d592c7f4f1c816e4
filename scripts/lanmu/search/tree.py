"""All ends of a text in order, in leaves of a few, so that whatever stands in it can be looked up.

The tree of all suffixes is cut where few occurrences are left. A leaf has a key, the beginning of its first suffix;
all suffixes in it begin with the key less its last character. So words that lead beyond a leaf's key are in that leaf
or nowhere, and the few pages named there are looked at themselves; words that end before it have whole leaves, and
what these name is the answer.

The tree is never there as such: the suffixes are sorted, and what neighbours begin with alike says where its branches
part. So all of it is done on arrays, for a million characters in half a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lanmu.search.folding import ALL_CODES, END, LETTERS_BY_CODE, MARK, Codes, Folded, Numbers

# The most occurrences in a leaf, unless they cannot be told apart: how many pages a rare word makes the reader load.
LIGHT = 12
# The longest key. Longer words are looked up by their ends and then compared with the pages.
DEEPEST = 24
# Four characters of 16 bits are compared at once.
WINDOW = 4
# How many suffixes are sorted together, at most: it bounds the memory.
PORTION = 250_000
FAMILIES = 20

# Four bytes to a place: of some thousand articles there are many millions.
Places = npt.NDArray[np.int32]
Windows = npt.NDArray[np.uint64]
Depths = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Leaves:
    """Leaves in the order of their keys.

    `text` has all texts as UTF-16. Leaf by leaf: the key is the first `lengths` characters of its first occurrence;
    `sizes` is the number of its occurrences, which stand at `occurrences`; and `owners` has the numbers of the texts that
    these are in, in order. Those of all leaves come one after the other.
    """

    text: Codes
    occurrences: Places
    lengths: Places
    sizes: Places
    owners: Places

    @cached_property
    def ends(self) -> Numbers:
        """How many occurrences there are before each leaf, and in all."""
        return np.append(0, np.cumsum(self.sizes, dtype=np.int64))

    @cached_property
    def places(self) -> Places:
        """Where the first occurrence of each leaf stands."""
        return self.occurrences[self.ends[:-1]]

    def key(self, leaf: int) -> str:
        """The key of a leaf."""
        return string_at(self.text, self.places[leaf], self.lengths[leaf])


def string_at(text: Codes, place: int, length: int) -> str:
    """So many characters of a text."""
    return text[place : place + length].tobytes().decode("utf-16-le", "surrogatepass")


def leaves(folded: Folded) -> Leaves:
    """The leaves of all texts."""
    text, windows, owner = prepared(folded)
    found = []
    for places, deep in portions(text, beginnings(folded)):
        ordered, alike = in_order(windows, places, deep)
        found.append(cut(text, owner, ordered, alike, deep))
    nothing = np.empty(0, np.int32)
    return Leaves(text, *([np.concatenate([nothing, *part]) for part in zip(*found, strict=True)] or [nothing] * 4))


def prepared(folded: Folded) -> tuple[Codes, Windows, Places]:
    """All texts with some ENDs behind them; from every character on the next four, read as one number; and the number of
    the text that each is in.
    """
    text = np.append(folded.codes, np.full(DEEPEST + WINDOW, ord(END), np.uint16))
    # Read where they stand: nothing is copied.
    windows: Windows = np.ndarray((len(text) - WINDOW + 1,), ">u8", text.astype(">u2").tobytes(), strides=(2,))
    return text, windows, np.repeat(np.arange(len(folded.lengths), dtype=np.int32), folded.lengths)


def beginnings(folded: Folded) -> Places:
    """The places at which a query can begin: at a character, or before a word; not within one, nor at what ends a word or
    a block.
    """
    passed_over = LETTERS_BY_CODE.copy()
    passed_over[ord(END)] = True
    text, found = folded.codes, [np.empty(0, np.int32)]
    for part in folded.pieces():
        begins = ~passed_over[text[part]]
        marks = np.flatnonzero(text[part] == ord(MARK))
        # Every text ends with an END: behind a mark something follows.
        begins[marks] = LETTERS_BY_CODE[text[part.start + 1 + marks]]
        found.append((np.flatnonzero(begins) + part.start).astype(np.int32))
    return np.concatenate(found)


def portions(text: Codes, places: Places, deep: int = 0) -> Iterator[tuple[Places, int]]:
    """The places, which are alike in `deep` characters, sorted by the next and cut where no leaf has some of either
    side: before and behind one that is frequent. What has one character alone and is too much is cut by the next.
    With each part goes the number of characters that are known to lead to a branch that is divided further.
    """
    following = text[places + deep]
    counts = np.bincount(following, minlength=ALL_CODES)
    ends = np.cumsum(counts)
    frequent = counts > LIGHT
    cuts = sorted({*(ends - counts)[frequent].tolist(), *ends[frequent].tolist(), len(places)})
    ordered = places[np.argsort(following, kind="stable")]
    start = 0
    for cut, other in pairwise([*cuts, len(places) + PORTION + 1]):
        if cut > start and other - start > PORTION:
            part = ordered[start:cut]
            char = int(text[part[0] + deep])
            one = char == text[part[-1] + deep] and char != ord(END) and deep < DEEPEST - 1
            yield from portions(text, part, deep + 1) if one and len(part) > PORTION else [(part, deep)]
            start = cut


def cut(
    text: Codes, owner: Places, ordered: Places, alike: Depths, deep: Places | int
) -> tuple[Places, Places, Places, Places]:
    """The leaves of suffixes in order: their occurrences, lengths and sizes, and the owners of all; `owner` has the text
    that each place is in. Each is in a branch that is divided further behind `deep` characters.
    """
    depth = depths(text, ordered, alike, deep)
    starts = first_of_each(depth, alike)
    sizes = np.diff(starts, append=len(ordered))
    # Sorted within each leaf: the number of the leaf stands before that of the text.
    numbered = np.repeat(np.arange(len(starts)) << 32, sizes) | owner[ordered]
    numbered.sort()
    owners = (numbered & 0xFFFFFFFF).astype(np.int32)
    return ordered, depth[starts].astype(np.int32), sizes.astype(np.int32), owners


def in_order(windows: Windows, places: Places, deep: int = 0, groups: Numbers | None = None) -> tuple[Places, Depths]:
    """The suffixes sorted as far as leaves tell them apart, and how many characters each begins with as the one before:
    at least `deep`, of which that is known. With `groups`, in which they stand one after the other, each group is sorted
    to the end, and what begins one is like nothing (-1).
    """
    ordered = places.copy()
    alike = np.full(len(places), deep, np.int8)
    # What is not told apart yet, and the number of the group that it is in.
    left = np.arange(len(places))
    group = np.zeros(len(places), np.int64) if groups is None else groups
    enough = LIGHT
    if groups is not None:
        enough = 1
        alike[np.flatnonzero(np.diff(groups, prepend=-1))] = -1
    for ahead_by in range(deep, DEEPEST, WINDOW):
        own = ordered[left]
        ahead = ended(windows[own + ahead_by])
        by = np.argsort(ahead) if groups is None and ahead_by == deep else np.lexsort((ahead, group))
        ordered[left], ahead = own[by], ahead[by]
        differs = ahead[1:] ^ ahead[:-1]
        same_group = group[1:] == group[:-1]
        count = np.stack([differs < 1 << bits for bits in (48, 32, 16, 0)]).sum(axis=0, dtype=np.int8)
        alike[left[1:][same_group]] += count[same_group]
        parts = np.flatnonzero(np.concatenate([[True], (differs != 0) | ~same_group]))
        sizes = np.diff(parts, append=len(left))
        go_on = np.repeat((sizes > enough) & (ahead[parts] & 0xFFFF > ord(END)), sizes)
        left, group = left[go_on], np.repeat(np.arange(len(parts)), sizes)[go_on]
        if not len(left):
            break
    return ordered, alike


def ended(windows: Windows) -> Windows:
    """Windows in the machine's own order; what comes after an END counts as nothing."""
    made = windows.astype(np.uint64)
    for bits in (48, 32, 16):
        made[made >> bits & 0xFFFF == ord(END)] &= ~((1 << bits) - 1) & 0xFFFFFFFFFFFFFFFF
    return made


def depths(text: Codes, ordered: Places, alike: Depths, deep: Places | int) -> Depths:
    """Where a branch begins that is not divided further: how many characters lead to it, more than `deep`; elsewhere 0."""
    found = np.zeros(len(ordered), np.int8)
    left = np.arange(len(ordered))
    for depth in range(int(np.min(deep, initial=DEEPEST)) + 1, DEEPEST + 1):
        parts = np.flatnonzero(alike[left] < depth)
        sizes = np.diff(parts, append=len(left))
        firsts = left[parts]
        done = (sizes <= LIGHT) | (text[ordered[firsts] + depth - 1] == ord(END)) | (depth == DEEPEST)
        if isinstance(deep, np.ndarray):
            done &= deep[firsts] < depth
        found[firsts[done]] = depth
        left = left[np.repeat(~done, sizes)]
        if not len(left):
            break
    return found


def first_of_each(depth: Depths, alike: Depths) -> Numbers:
    """Where each leaf begins: neighbouring branches of one parent are taken together as long as they are light."""
    starts = np.flatnonzero(depth)
    sizes = np.diff(starts, append=len(depth))
    deep = depth[starts]
    light = sizes <= LIGHT
    joins = np.zeros(len(starts), bool)
    joins[1:] = (deep[1:] == deep[:-1]) & (alike[starts[1:]] == deep[1:] - 1) & light[1:] & light[:-1]
    # Up to where each could go on among its own kind, and up to where it is light.
    bounds = np.append(np.flatnonzero(~joins), len(starts))
    family_end = np.repeat(bounds[1:], np.diff(bounds))
    ends = np.append(starts, len(depth))
    light_end = np.searchsorted(ends, starts + LIGHT, side="right") - 1
    following = np.clip(light_end, np.arange(1, len(starts) + 1), family_end)
    joins = np.append(joins, False)
    # In all families at once, the next of each; the few that are long to their end, one by one.
    at = bounds[:-1]
    taken = [at]
    while len(at) > FAMILIES:
        at = following[at]
        at = at[joins[at]]
        taken.append(at)
    for one in at.tolist():
        place = following[one]
        while joins[place]:
            taken.append(np.array([place]))
            place = following[place]
    found: Numbers = starts[np.sort(np.concatenate(taken))]
    return found
