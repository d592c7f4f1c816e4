"""Which asterisks and underscores make words stand out, and which are left for the reader to see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

RUN = re.compile(r"\*+|_+")


@dataclass
class Run:
    """A run of one mark: where it begins, how many of its marks are left on each side, what it may do."""

    mark: str
    start: int
    end: int
    opens: bool
    closes: bool
    length: int


def run_at(text: str, match: re.Match[str]) -> Run:
    """The run and whether it may open or close, by the characters beside it."""
    mark = match[0][0]
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    opens, closes = bool(after.strip()), bool(before.strip())
    if mark == "_":
        opens = opens and not re.match(r"\w", before)
        closes = closes and not re.match(r"\w", after)
    return Run(mark, match.start(), match.end(), opens, closes, len(match[0]))


def used(text: str, runs: Iterable[re.Match[str]]) -> set[int]:
    """Places in `text` of the marks that pair up and so vanish."""
    gone: set[int] = set()
    stack: list[Run] = []
    for match in runs:
        run = run_at(text, match)
        while run.closes and run.start < run.end and (opener := partner(stack, run)):
            del stack[stack.index(opener) + 1 :]
            size = 2 if min(opener.end - opener.start, run.end - run.start) >= 2 else 1
            gone.update(range(opener.end - size, opener.end), range(run.start, run.start + size))
            opener.end -= size
            run.start += size
            if opener.start == opener.end:
                stack.remove(opener)
        if run.opens and run.start < run.end:
            stack.append(run)
    return gone


def partner(stack: list[Run], closer: Run) -> Run | None:
    """The nearest run that this one closes; one that may open as well is not taken when the lengths are at odds."""
    for opener in reversed(stack):
        if opener.mark != closer.mark:
            continue
        mine, theirs = closer.end - closer.start, opener.end - opener.start
        if not closer.opens:
            # Of an opener that might have closed something itself, no part is taken.
            at_odds = opener.closes and mine < theirs != 3
        else:
            thirds = (opener.length + closer.length) % 3 == 0 and (opener.length % 3 or closer.length % 3)
            at_odds = closer.length < 3 and ((thirds and mine != theirs) or mine < theirs < 3)
        if not at_odds:
            return opener
    return None
