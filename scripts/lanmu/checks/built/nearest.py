"""What was probably meant: an existing file of the same kind whose name is nearly that of the missing one.

A suggestion that is wrong costs more than none, so names must be really near, and other figures are another thing.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable

from lanmu.checks.built.listing import Listing, figures_of, kind_of, stem_of

# Comparing is slow, so only so many candidates are looked at.
MOST = 400
# How many letters may differ in a name that is at least so long; a Chinese character counts twice.
ALLOWED = ((9, 2), (5, 1))
# How like an anchor must be (difflib's ratio).
LIKE = 0.6
CHINESE = re.compile(r"[\u2e80-\uffff]")


def nearest_file(listing: Listing, missing: str) -> str:
    """The file below the site's folder that was probably meant by `missing`; empty when none is near."""
    folder, stem, kind = posixpath.dirname(missing.rstrip("/")), stem_of(missing), kind_of(missing)
    if not stem:
        return ""
    limit = next((most for length, most in ALLOWED if len(stem) + len(CHINESE.findall(stem)) >= length), 0)
    figures = figures_of(stem)
    best: tuple[int, int, str] | None = None
    for length in range(len(stem) - limit, len(stem) + limit + 1):
        for other, paths in listing.stems.get((kind, figures, length), {}).items():
            away = distance(stem, other, limit)
            if away > limit:
                continue
            for path in paths[:MOST]:
                found = away, apart(folder, path), path
                best = found if best is None else min(best, found)
    return best[2] if best else ""


def apart(folder: str, path: str) -> int:
    """How many steps it is from the folder to that of the file; an index page counts as its folder."""
    here = folder.split("/") if folder else []
    there = path.split("/")[: -2 if posixpath.basename(path).startswith("index.") and "/" in path else -1]
    same = len(posixpath.commonprefix([here, there]))
    return len(here) + len(there) - 2 * same


def distance(one: str, other: str, limit: int) -> int:
    """How many letters are missing, added, changed or exchanged with the next one; `limit` + 1 when more than that."""
    if one == other:
        return 0
    if limit == 0 or (one[0] != other[0] and one[-1] != other[-1]):
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for to, its in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != its))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == its:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def nearest_anchor(ids: Iterable[str], anchor: str) -> str:
    """The anchor that is most like the missing one; empty when none is."""
    by_fold = {name.casefold(): name for name in ids}
    if anchor.casefold() in by_fold:
        return by_fold[anchor.casefold()]
    figures = figures_of(anchor)
    candidates = [
        name for name in by_fold.values() if abs(len(name) - len(anchor)) <= 3 and figures_of(name) == figures
    ]
    close = difflib.get_close_matches(anchor, candidates[:MOST], n=1, cutoff=LIKE)
    return close[0] if close else ""
