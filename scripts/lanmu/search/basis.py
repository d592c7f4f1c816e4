"""What an index was made of, kept for the next one to grow out of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from lanmu.search.documents import Document
from lanmu.search.folding import Codes, Folded, Folding, Numbers
from lanmu.search.tree import Leaves

KINDS = 4
"""How many kinds of text a document has (`Document.zones`)."""
SHARE = 250
"""Of so many documents one may have changed: with more of them it is quicker to make all leaves anew."""
Before = tuple[int, bool]
"""Of a document: the number of the one in its place before, -1 without one; and whether that said the same."""


def texts_of(found: Sequence[Document]) -> list[tuple[str, ...]]:
    """The texts of documents, one kind after the other."""
    zones = [document.zones for document in found]
    return [own[kind] for kind in range(KINDS) for own in zones]


@dataclass(frozen=True)
class Basis:
    """What stands for each document, the lengths of their texts, one kind after the other, and their leaves."""

    said: Sequence[str]
    lengths: Numbers
    leaves: Leaves

    def in_place(self, said: Sequence[str]) -> list[Before] | None:
        """For each document the one in its place before; None where too much is new, gone, or in another order."""
        numbers = {one: number for number, one in enumerate(self.said)}
        found: list[Before] = []
        last, missing, differ = -1, 0, 0
        for one in [*said, None]:
            number = len(self.said) if one is None else numbers.get(one, -1)
            if number <= last:
                missing += 1
                continue
            gap = number - last - 1
            differ += max(missing, gap)
            # As many as before stand between two that are the same: each is the one in its place, changed.
            found += [(last + 1 + each if gap == missing else -1, False) for each in range(missing)]
            found.append((number, True))
            last, missing = number, 0
        return found[:-1] if differ * SHARE <= len(said) else None

    def texts(self, old: Sequence[Before]) -> list[int]:
        """The same for each of their texts."""
        count = len(self.said)
        return [kind * count + number if number >= 0 else -1 for kind in range(KINDS) for number, _ in old]

    def folded(self, found: Sequence[Document], old: Sequence[Before], folding: Folding) -> Folded:
        """All texts in their one form; those that are the same need not be folded again."""
        changed = [document for document, (_, same) in zip(found, old, strict=True) if not same]
        fresh = folding.fold(texts_of(changed))
        ends, fresh_ends = (np.append(0, np.cumsum(lengths)) for lengths in (self.lengths, fresh.lengths))
        codes: list[Codes] = []
        lengths: list[Numbers] = []
        at = 0
        for kind in range(KINDS):
            first = kind * len(self.said)
            # Documents that are the same and stand one behind the other are taken together.
            for (same, _), run in groupby(
                enumerate(old), lambda each: (each[1][1], each[1][1] and each[1][0] - each[0])
            ):
                numbers = [number for _, (number, _) in run]
                if same:
                    part = slice(first + numbers[0], first + numbers[-1] + 1)
                    codes.append(self.leaves.text[ends[part.start] : ends[part.stop]])
                    lengths.append(self.lengths[part])
                else:
                    codes.append(fresh.codes[fresh_ends[at] : fresh_ends[at + len(numbers)]])
                    lengths.append(fresh.lengths[at : at + len(numbers)])
                    at += len(numbers)
        return Folded(np.concatenate(codes), np.concatenate(lengths))
