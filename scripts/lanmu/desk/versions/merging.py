"""Two texts that were made from one, put together line by line (diff3): what only one of them has changed is taken from there, what
both have changed is for a person to decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST = 1_000_000
"""Pairs of equal lines that are compared at most; texts that have more are one block."""


class Origin(StrEnum):
    """From where the lines of a block are taken."""

    BOTH = "both"
    MINE = "mine"
    THEIRS = "theirs"
    OPEN = "open"
    """Somebody has to choose."""


@dataclass(frozen=True)
class Block:
    """The same lines in my text and in theirs (either may be empty), and which of the two is taken."""

    origin: Origin
    mine: str
    theirs: str

    @property
    def text(self) -> str:
        """What is taken; of what is open, mine."""
        return self.theirs if self.origin is Origin.THEIRS else self.mine


def merged(base: str | None, mine: str, theirs: str) -> list[Block]:
    """The blocks of both texts in their order. `base` is what both began with; without it, every difference is open."""
    lines_mine, lines_theirs = LINE.findall(mine), LINE.findall(theirs)
    return list(_joined(_blocks(None if base is None else LINE.findall(base), lines_mine, lines_theirs)))


def chosen(blocks: Sequence[Block], choices: Sequence[str]) -> str:
    """The text of the blocks, with one of `choices` for each that is open, in their order."""
    answers = iter(choices)
    return "".join(next(answers) if block.origin is Origin.OPEN else block.text for block in blocks)


def _blocks(base: list[str] | None, mine: list[str], theirs: list[str]) -> Iterator[Block]:
    """The lines that all have, and what lies between them. Without a base, the lines of my text are what both are held against."""
    common = mine if base is None else base
    to_mine = {n: n for n in range(len(mine))} if base is None else _matches(common, mine)
    to_theirs = _matches(common, theirs)
    b = m = t = 0
    for i in [*sorted(to_mine.keys() & to_theirs.keys()), len(common)]:
        j, k = to_mine.get(i, len(mine)), to_theirs.get(i, len(theirs))
        yield _block(None if base is None else "".join(base[b:i]), "".join(mine[m:j]), "".join(theirs[t:k]))
        if i < len(common):
            yield Block(Origin.BOTH, common[i], common[i])
        b, m, t = i + 1, j + 1, k + 1


def _block(base: str | None, mine: str, theirs: str) -> Block:
    if mine == theirs:
        return Block(Origin.BOTH, mine, theirs)
    if base in (mine, theirs):
        return Block(Origin.THEIRS if mine == base else Origin.MINE, mine, theirs)
    return Block(Origin.OPEN, mine, theirs)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks without empty ones; neighbours of the same origin are joined."""
    last: Block | None = None
    for block in blocks:
        if not block.mine and not block.theirs:
            continue
        if last and last.origin is block.origin:
            last = Block(last.origin, last.mine + block.mine, last.theirs + block.theirs)
            continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _matches(before: list[str], after: list[str]) -> dict[int, int]:
    """Which lines stay, by their numbers in the one text, with those in the other, both rising."""
    counted = Counter(after)
    if sum(counted[line] for line in before) > MOST:
        return {}
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
