"""What differs between two texts: first by paragraphs, then by clauses and words, then by characters within those.

By steps, because comparing takes as many steps as there are pairs of equal parts (difflib): character by character, a whole
article would take minutes. Texts too long to compare are shown as one deletion and one insertion, which is also correct.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MOST = 60_000
"""Pairs of equal parts that are compared at one step: some hundredths of a second."""
LIKE = 0.3
"""Parts that have less in common (of 1) are shown one after the other."""
LARGE = 5
"""Characters of two changes between which one letter alone is taken for changed."""
AROUND = 1
"""So many unchanged paragraphs are shown around a change."""
END = "\n"
STEPS = (
    # A paragraph takes the blank lines after it along: alone they are all equal.
    re.compile(r"[^\n]*\n+|[^\n]+"),
    re.compile(r"\n+|[^\n。！？；，、：]*[。！？；，、：]+[”’」』）]*|[^\n。！？；，、：]+"),
    re.compile(r"[A-Za-z]+|\d+|[^\S\n]+|.", re.DOTALL),
    re.compile(r".", re.DOTALL),
)
"""The parts that are compared at each step."""


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A piece of text that both texts have, only the old, or only the new one."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Row:
    """A paragraph of the comparison, in its pieces."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """True when there is more in it than what both texts have."""
        return any(piece.kind is not Kind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class Gap:
    """So many paragraphs (`count`) that both texts have and that are not shown."""

    count: int


def compare(old: str, new: str) -> list[Piece]:
    """Two texts as one. Without what is new it is the old text, without what is gone the new one."""
    return _joined(_compared(old, new, STEPS))


def rows(pieces: Iterable[Piece]) -> list[Row | Gap]:
    """A comparison by paragraphs, without most of those that are the same. Ends of lines that only one text has are shown as ⏎."""
    paragraphs: list[Row] = []
    current: list[Piece] = []
    for piece in pieces:
        for part in re.findall(r"[^\n]+|\n+", piece.text):
            if not part.startswith(END):
                current.append(Piece(piece.kind, part))
                continue
            # The end of a paragraph that is new, or gone, as a whole goes without saying.
            if piece.kind is not Kind.SAME and {earlier.kind for earlier in current} != {piece.kind}:
                current.append(Piece(piece.kind, "⏎"))
            paragraphs += [Row(tuple(current))] if current else []
            current = []
    paragraphs += [Row(tuple(current))] if current else []
    return list(_near_changes(paragraphs))


def _near_changes(paragraphs: Sequence[Row]) -> Iterator[Row | Gap]:
    changed = [number for number, row in enumerate(paragraphs) if row.is_changed]
    near = {number + step for number in changed for step in range(-AROUND, AROUND + 1)}
    for is_near, run in groupby(range(len(paragraphs)), near.__contains__):
        numbers = list(run)
        if is_near or len(numbers) == 1:
            yield from (paragraphs[number] for number in numbers)
        else:
            yield Gap(len(numbers))


def _compared(old: str, new: str, steps: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    if old == new:
        yield Piece(Kind.SAME, old)
        return
    if not (old and new and steps):
        yield from (Piece(Kind.GONE, old), Piece(Kind.NEW, new))
        return
    before, after = steps[0].findall(old), steps[0].findall(new)
    first = _common(zip(before, after, strict=False))
    most = min(len(before), len(after)) - first
    # Within a paragraph the end of a sentence is like that of any other.
    last = min(most, _common(zip(reversed(before), reversed(after), strict=False))) if steps[0] is STEPS[0] else 0
    yield Piece(Kind.SAME, "".join(before[:first]))
    yield from _between(before[first : len(before) - last], after[first : len(after) - last], steps[1:])
    yield Piece(Kind.SAME, "".join(before[len(before) - last :]))


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs are equal before the first that is not."""
    count = 0
    for before, after in pairs:
        if before != after:
            break
        count += 1
    return count


def _between(before: Sequence[str], after: Sequence[str], steps: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    """The comparison of the parts between those that both texts begin and end with."""
    old, new = "".join(before), "".join(after)
    counted = Counter(after)
    if sum(counted[part] for part in before) > MOST:
        yield from (Piece(Kind.GONE, old), Piece(Kind.NEW, new))
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            yield Piece(Kind.SAME, old)
        else:
            yield from _within(old, new, steps)


def _within(old: str, new: str, steps: Sequence[re.Pattern[str]]) -> list[Piece]:
    """The comparison of parts that are not equal, unless they have too little in common."""
    pieces = _joined(_compared(old, new, steps))
    same = sum(len(piece.text) for piece in pieces if piece.kind is Kind.SAME)
    return pieces if same >= LIKE * min(len(old), len(new)) else [Piece(Kind.GONE, old), Piece(Kind.NEW, new)]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with neighbours of one kind joined; in each run of changes deletions come before insertions. A letter
    alone between larger changes is taken for changed: words are read, not characters."""
    runs = [
        (is_same, list(run))
        for is_same, run in groupby((piece for piece in pieces if piece.text), lambda piece: piece.kind is Kind.SAME)
    ]
    texts = ["".join(piece.text for piece in run) for _, run in runs]
    merged: list[Piece] = []
    for number, (is_same, run) in enumerate(runs):
        is_alone = len(texts[number]) == 1 and texts[number].isalnum() and 0 < number < len(runs) - 1
        if is_same and not (is_alone and len(texts[number - 1]) + len(texts[number + 1]) >= LARGE):
            merged.append(Piece(Kind.SAME, texts[number]))
        elif is_same:
            merged += [Piece(Kind.GONE, texts[number]), Piece(Kind.NEW, texts[number])]
        else:
            merged += run
    ordered: list[Piece] = []
    for is_same, group in groupby(merged, lambda piece: piece.kind is Kind.SAME):
        run = list(group)
        for kind in (Kind.SAME,) if is_same else (Kind.GONE, Kind.NEW):
            text = "".join(piece.text for piece in run if piece.kind is kind)
            ordered += [Piece(kind, text)] if text else []
    return _at_paragraphs(ordered)


def _at_paragraphs(pieces: list[Piece]) -> list[Piece]:
    """The same pieces; a change from one end of line up to the next is moved to begin with the next paragraph."""
    for number in range(1, len(pieces) - 1):
        before, piece, after = pieces[number - 1 : number + 2]
        end = piece.text[: len(piece.text) - len(piece.text.lstrip(END))]
        is_between = before.kind is Kind.SAME and after.kind is Kind.SAME
        if end and is_between and piece.text != end and after.text.startswith(end):
            pieces[number - 1] = Piece(before.kind, before.text + end)
            pieces[number] = Piece(piece.kind, piece.text[len(end) :] + end)
            pieces[number + 1] = Piece(after.kind, after.text[len(end) :])
    return [piece for piece in pieces if piece.text]
