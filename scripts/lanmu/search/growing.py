"""The leaves of texts most of which were there before: only what an edit touches is looked up and sorted again.

A branch with more occurrences than a leaf takes is divided, whatever else there is. So an occurrence that comes or goes
concerns only the leaves directly below the deepest branch on its way that is divided, between two branches that are
divided further; where that branch becomes too light to be divided, those around it, below the one before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from lanmu.search.folding import END, Codes, Flags, Folded, Numbers
from lanmu.search.pages import LAST, shared_by
from lanmu.search.tree import DEEPEST, LIGHT, Leaves, Places, Windows, beginnings, cut, in_order, prepared, string_at

GONE = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Region:
    """Leaves from `first` up to `last`, all directly below the branch `key`, with the suffixes that come in among them."""

    first: int
    last: int
    key: str
    coming: tuple[tuple[str, int], ...] = ()


def grown(before: Leaves, lengths: Numbers, folded: Folded, old: Sequence[int]) -> Leaves:
    """The leaves of the texts `folded`. `before` has those of texts with these `lengths`; `old` names for each text the
    one in its place before, -1 without one: numbers that rise, each kind of text behind the other.
    """
    text, windows, owner = prepared(folded)
    shifts, numbers, fresh = moved(before, lengths, folded, np.asarray(old, np.int64))
    stays = shifts[before.occurrences]
    gone = stays == GONE
    goes = np.flatnonzero(gone)
    stays += before.occurrences
    places = [beginnings(Folded(folded.codes[a:b], np.empty(0, np.int64))) + a for a, b in fresh if b > a]
    coming = sorted((suffix(text, place), place) for part in places for place in part.tolist())
    regions = touched(before, goes, coming)
    renumbered = numbers[before.owners]
    held, owners, sizes, depths = [], [], [], []
    at = 0
    for region, made in zip(regions, sorted_anew(before, text, windows, owner, regions, stays, gone), strict=True):
        whole = slice(before.ends[at], before.ends[region.first])
        held += [stays[whole], made[0]]
        depths += [before.lengths[at : region.first], made[1]]
        sizes += [before.sizes[at : region.first], made[2]]
        owners += [renumbered[whole], made[3]]
        at = region.last
    rest = slice(before.ends[at], None)
    return Leaves(
        text,
        np.concatenate([*held, stays[rest]]),
        np.concatenate([*depths, before.lengths[at:]]),
        np.concatenate([*sizes, before.sizes[at:]]),
        np.concatenate([*owners, renumbered[rest]]),
    )


def moved(
    before: Leaves, lengths: Numbers, folded: Folded, old: Numbers
) -> tuple[Places, Places, list[tuple[int, int]]]:
    """How far each place of the texts before has moved (`GONE`: what stood there is no more); the new number of each text
    before; and the stretches of the new texts that were not there."""
    starts = np.cumsum(folded.lengths) - folded.lengths
    old_starts = np.cumsum(lengths) - lengths
    numbers = np.zeros(len(lengths), np.int32)
    kept = old >= 0
    numbers[old[kept]] = np.flatnonzero(kept)
    by_text = np.full(len(lengths), GONE, np.int32)
    by_text[old[kept]] = starts[kept] - old_starts[old[kept]]
    shifts = np.repeat(by_text, lengths)
    fresh = []
    changed = np.ones(len(old), bool)
    changed[kept] = ~same_texts(before, lengths, folded, old, kept)
    for number in np.flatnonzero(changed).tolist():
        start, end = int(starts[number]), int(starts[number] + folded.lengths[number])
        head = tail = 0
        if old[number] >= 0:
            old_start = int(old_starts[old[number]])
            old_end = old_start + int(lengths[old[number]])
            head, tail = alike_at_both_ends(before.text[old_start:old_end], folded.codes[start:end])
            shifts[old_start + head : old_end - tail] = GONE
            shifts[old_end - tail : old_end] = end - old_end
        fresh.append((start + head, end - tail))
    return shifts, numbers, fresh


def same_texts(before: Leaves, lengths: Numbers, folded: Folded, old: Numbers, kept: Flags) -> Flags:
    """Which of the texts that are `kept` say what they said before."""
    starts = np.cumsum(folded.lengths) - folded.lengths
    old_starts = np.cumsum(lengths) - lengths
    same: Flags = folded.lengths[kept] == lengths[old[kept]]
    pairs = zip(starts[kept].tolist(), old_starts[old[kept]].tolist(), folded.lengths[kept].tolist(), strict=True)
    for number, (start, old_start, length) in enumerate(pairs):
        if same[number]:
            one, other = folded.codes[start : start + length], before.text[old_start : old_start + length]
            same[number] = one.tobytes() == other.tobytes()
    return same


def alike_at_both_ends(one: Codes, other: Codes) -> tuple[int, int]:
    """How many characters two texts have alike at their beginnings, up to the end of a block, and at their ends, from
    where a block of the other begins: what stands between is whole blocks of it.
    """
    short = min(len(one), len(other))
    head = whole_blocks(one[:short], other[:short])
    differs = np.flatnonzero(one[len(one) - short :] != other[len(other) - short :])
    start = len(other) - min(short - (int(differs[-1]) + 1 if len(differs) else 0), short - head)
    if start > head and start < len(other) and other[start - 1] != ord(END):
        start += int(np.argmax(other[start:] == ord(END))) + 1
    return head, len(other) - start


def whole_blocks(one: Codes, other: Codes) -> int:
    """How many characters of whole blocks stand before the first that is not alike in two texts of one length."""
    differs = np.flatnonzero(one != other)
    ends = np.flatnonzero(one[: differs[0] if len(differs) else len(one)] == ord(END))
    return int(ends[-1]) + 1 if len(ends) else 0


def suffix(text: Codes, place: int) -> str:
    """What stands at a place, up to the end of its block and as far as keys reach."""
    head, end, _ = string_at(text, place, DEEPEST).partition(END)
    return head + end


def touched(before: Leaves, goes: Numbers, coming: Sequence[tuple[str, int]]) -> list[Region]:
    """The regions that occurrences that go (by their number in all leaves) or come touch, in order."""
    leaves = range(len(before.sizes))

    def beyond(key: str) -> tuple[int, int]:
        """The leaves whose keys begin with `key`."""
        first = bisect_left(leaves, key, key=before.key)
        return first, bisect_left(leaves, key + LAST, lo=first, key=before.key)

    @cache
    def is_light(key: str) -> bool:
        """True when the branch `key` is no longer divided."""
        first, last = (int(before.ends[leaf]) for leaf in beyond(key))
        going = np.searchsorted(goes, last) - np.searchsorted(goes, first)
        comes = bisect_left(coming, (key + LAST,)) - bisect_left(coming, (key,))
        return bool(key) and last - first - int(going) + comes <= LIGHT

    def around(first: int, last: int, key: str) -> tuple[str, int, int]:
        """The region about some leaves below the branch `key`."""
        while is_light(key):
            first, last = beyond(key)
            key = key[:-1]

        def is_direct(leaf: int) -> bool:
            return before.lengths[leaf] == len(key) + 1 and before.key(leaf)[:-1] == key

        while first and is_direct(first - 1):
            first -= 1
        while last < len(leaves) and is_direct(last):
            last += 1
        return key, first, last

    found: dict[str, list[tuple[int, int, tuple[str, int] | None]]] = {}

    def add(first: int, last: int, key: str, comes: tuple[str, int] | None = None) -> None:
        known = found.get(key, [])
        inside = next(((a, b) for a, b, _ in known if a <= first and last <= b), None)
        if inside is None:
            key, first, last = around(first, last, key)
        else:
            first, last = inside
        found.setdefault(key, []).append((first, last, comes))

    for leaf in np.unique(np.searchsorted(before.ends, goes, side="right") - 1).tolist():
        add(leaf, leaf + 1, before.key(leaf)[:-1])
    for word, place in coming:
        leaf = bisect_right(leaves, word, key=before.key)
        near = [before.key(one)[:-1] for one in (leaf - 1, leaf) if one in leaves]
        add(leaf, leaf, max((word[: shared_by(word, key)] for key in near), key=len, default=""), (word, place))
    return sorted(joined(found), key=lambda region: (region.first, region.last, region.coming))


def joined(found: dict[str, list[tuple[int, int, tuple[str, int] | None]]]) -> Iterator[Region]:
    """Regions of one branch that overlap or touch, as one."""
    for key, parts in found.items():
        first = last = -1
        coming: list[tuple[str, int]] = []
        for a, b, comes in sorted(parts, key=lambda part: part[:2]):
            if a > last:
                if first >= 0:
                    yield Region(first, last, key, tuple(coming))
                first, last, coming = a, b, []
            last = max(last, b)
            coming += [comes] if comes else []
        yield Region(first, last, key, tuple(coming))


def sorted_anew(
    before: Leaves,
    text: Codes,
    windows: Windows,
    owner: Places,
    regions: Sequence[Region],
    stays: Places,
    gone: Flags,
) -> Iterator[tuple[Places, Places, Places, Places]]:
    """The leaves of each region: occurrences, lengths, sizes, owners."""
    parts = []
    for region in regions:
        held = slice(before.ends[region.first], before.ends[region.last])
        comes = np.array([place for _, place in region.coming], np.int32)
        parts.append(np.concatenate([stays[held][~gone[held]], comes]))
    counts = [len(part) for part in parts]
    if not sum(counts):
        nothing = np.empty(0, np.int32)
        yield from [(nothing, nothing, nothing, nothing)] * len(parts)
        return
    groups = np.repeat(np.arange(len(parts)), counts)
    ordered, alike = in_order(windows, np.concatenate(parts), 0, groups)
    deep = np.repeat(np.array([len(region.key) for region in regions], np.int32), counts)
    occurrences, lengths, sizes, owners = cut(text, owner, ordered, alike, deep)
    ends = np.append(0, np.cumsum(counts))
    of_leaves = np.searchsorted(np.append(0, np.cumsum(sizes)), ends)
    for (first, last), (a, b) in zip(pairwise(of_leaves.tolist()), pairwise(ends.tolist()), strict=True):
        yield occurrences[a:b], lengths[first:last], sizes[first:last], owners[a:b]
