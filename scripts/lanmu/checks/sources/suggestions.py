"""What was probably meant by the path of a file that is not there."""

from __future__ import annotations

import difflib
import functools
import posixpath
import re
from collections.abc import Callable, Iterable

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff"))
PAGES = frozenset((".md", ".html", ".htm", ""))
DATA = frozenset((".yml", ".yaml", ".css", ".js", ".json", ".xml"))
SHORTEST = 4
"""In a name that is shorter, one other letter makes another word (sys, srs): nothing is suggested for it."""
ALIKE = 0.8
"""Ratio of `difflib` from which on two names are the same but for a slip: one letter in five."""
MOST_PATHS = 20_000
"""Paths that are kept taken apart: all of a site, asked for at each broken link."""
Parts = tuple[str, ...]
FIGURES = re.compile(r"\d+")


@functools.lru_cache(maxsize=MOST_PATHS)
def kind_of(path: str) -> str:
    """What a path leads to, by its suffix: a page, a picture, data, or another file."""
    suffix = posixpath.splitext(path)[1].lower()
    kinds = (("page", PAGES), ("picture", PICTURES), ("data", DATA))
    return next((kind for kind, suffixes in kinds if suffix in suffixes), "file")


def is_slip(name: str, other: str) -> bool:
    """True when one name is the other but for a slip of the pen. Another number is another thing: 2008-11-05, 图2."""
    if name == other:
        return True
    shortest, longest = sorted((len(name), len(other)))
    if (
        shortest < SHORTEST
        or longest - shortest > longest * (1 - ALIKE)
        or FIGURES.findall(name) != FIGURES.findall(other)
    ):
        return False
    is_swapped = sorted(name) == sorted(other) and name[0] == other[0]
    return is_swapped or difflib.SequenceMatcher(None, name, other, autojunk=False).ratio() >= ALIKE


def nearest_path(missing: str, there: Iterable[str]) -> str:
    """The path that was probably meant, all counted from the same folder; empty when none is, or when several are.

    It is of the same kind, and has the same name in another folder or with another suffix, or is the same but for a slip
    in one of its parts.
    """
    kind, parts = kind_of(missing), parts_of(missing)
    candidates = [(path, parts_of(path)) for path in sorted(there) if kind_of(path) == kind]
    tests: tuple[Callable[[Parts], bool], ...] = (
        lambda others: others == parts,
        lambda others: others[-1:] == parts[-1:],
        lambda others: differ_by_slip(parts, others),
    )
    for is_meant in tests:
        found = [path for path, others in candidates if is_meant(others)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


@functools.lru_cache(maxsize=MOST_PATHS)
def parts_of(path: str) -> Parts:
    """The folders of a path and its name without the suffix; a folder's page is named as its folder."""
    stem = posixpath.splitext(path.rstrip("/"))[0].casefold()
    return tuple(part for part in stem.split("/") if part != "index")


def differ_by_slip(parts: Parts, others: Parts) -> bool:
    """True when all parts of two paths are the same but one, and this one but for a slip."""
    pairs = [(part, other) for part, other in zip(parts, others, strict=False) if part != other]
    return len(parts) == len(others) and len(pairs) == 1 and is_slip(*pairs[0])
