"""Suggestions for a path or an anchor that does not exist.

A wrong suggestion costs more than none: names must differ by a slip only, and never in their figures.
"""

from __future__ import annotations

import difflib
import functools
import operator
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

FIGURES = re.compile(r"\d+")
# Of files in docs/.
PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".tif", ".tiff"))
PAGES = frozenset((".md", ".html", ".htm", ""))
DATA = frozenset((".yml", ".yaml", ".css", ".js", ".json", ".xml"))
SHORTEST = 4
"""In a name that is shorter, one other letter makes another word (sys, srs): nothing is suggested for it."""
ALIKE = 0.8
"""Ratio of `difflib` from which on two names are the same but for a slip: one letter in five."""
MOST_PATHS = 20_000
"""Size of the caches of split paths: each broken link is compared with every path of a site."""
Parts = tuple[str, ...]
# Files of a built site that may be meant for one another; of any other kind only one with the same suffix.
_KINDS = {
    "page": ".html .htm .xhtml .shtml .php .asp .aspx .jsp",
    "picture": ".jpg .jpeg .png .gif .webp .avif .bmp .svg",
    "text": ".doc .docx .wps .pdf .rtf .odt .ofd",
    "table": ".xls .xlsx .et .csv .ods",
    "slides": ".ppt .pptx .dps .odp",
    "archive": ".zip .rar .7z .gz",
    "audio": ".mp3 .m4a .wav .ogg",
    "video": ".mp4 .webm .m4v .mov .avi",
}
INDEX = ("index.html", "index.htm")
KINDS = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()}
# Comparing is slow, so only so many candidates are looked at.
MOST = 400
# How many letters may differ in a name that is at least so long; a Chinese character counts twice.
ALLOWED = ((9, 2), (5, 1))
# How like an anchor must be (difflib's ratio).
LIKE = 0.6
SEPARATORS = re.compile(r"[\s_.]+")
CHINESE = re.compile(r"[\u2e80-\uffff]")


@functools.lru_cache(maxsize=MOST_PATHS)
def source_kind(path: str) -> str:
    """What a path leads to, by its suffix: a page, a picture, data, or another file."""
    suffix = posixpath.splitext(path)[1].lower()
    kinds = (("page", PAGES), ("picture", PICTURES), ("data", DATA))
    return next((kind for kind, suffixes in kinds if suffix in suffixes), "file")


def is_slip(name: str, other: str) -> bool:
    """True when two names differ by a slip of the pen only. Names with different numbers (2008-11-05, 图2) are different
    names."""
    if name == other:
        return True
    shortest, longest = sorted((len(name), len(other)))
    if shortest < SHORTEST or longest - shortest > longest * (1 - ALIKE):
        return False
    if FIGURES.findall(name) != FIGURES.findall(other):
        return False
    is_swapped = sorted(name) == sorted(other) and name[0] == other[0]
    return is_swapped or difflib.SequenceMatcher(None, name, other, autojunk=False).ratio() >= ALIKE


def nearest_path(missing: str, there: Iterable[str]) -> str:
    """The path that was probably meant, all counted from the same folder; empty when none is, or when several are.

    It is of the same kind, and has the same name in another folder or with another suffix, or is the same but for a slip
    in one of its parts.
    """
    kind, parts = source_kind(missing), parts_of(missing)
    candidates = [(path, parts_of(path)) for path in sorted(there) if source_kind(path) == kind]
    for is_meant in (operator.eq, lambda others, own: others[-1:] == own[-1:], differ_by_slip):
        meant = [path for path, others in candidates if is_meant(others, parts)]
        if meant:
            return meant[0] if len(meant) == 1 else ""
    return ""


@functools.lru_cache(maxsize=MOST_PATHS)
def parts_of(path: str) -> Parts:
    """The folders of a path and its name without the suffix; a folder's page is named as its folder."""
    stem = posixpath.splitext(path.rstrip("/"))[0].casefold()
    return tuple(part for part in stem.split("/") if part != "index")


def differ_by_slip(parts: Parts, others: Parts) -> bool:
    """True when two paths differ in one part only, and in that by a slip."""
    pairs = [(part, other) for part, other in zip(parts, others, strict=False) if part != other]
    return len(parts) == len(others) and len(pairs) == 1 and is_slip(*pairs[0])


def kind_of(path: str) -> str:
    """What sort of file an address is for: "page" for one without a suffix, or of a folder."""
    suffix = posixpath.splitext(path.rstrip("/"))[1].lower()
    # What is no suffix but a part of the name: `v1.2`, `2008.10.8`.
    return KINDS.get(suffix, suffix if re.fullmatch(r"\.[a-z]\w{0,11}", suffix, re.ASCII) else "page")


def stem_of(path: str) -> str:
    """The name without suffix, for an index page its folder's; without regard to letter case and separators."""
    folder, _, name = path.rstrip("/").rpartition("/")
    stem = (
        posixpath.splitext(name)[0] if kind_of(name) != "page" or posixpath.splitext(name)[1].lower() in KINDS else name
    )
    if name.lower() in INDEX:
        stem = posixpath.basename(folder)
    return SEPARATORS.sub("-", fold(stem))


def figures_of(name: str) -> tuple[int, ...]:
    """The figures in a name: names with other figures mean other things."""
    return tuple(int(figure[:18]) for figure in FIGURES.findall(name))


def fold(path: str) -> str:
    """The path without regard to letter case and to how accents are composed."""
    return unicodedata.normalize("NFC", path).casefold()


Stems = Mapping[tuple[str, tuple[int, ...], int], Mapping[str, list[str]]]
"""Paths by their stems; these by kind, figures and length."""


def stems_of(paths: Iterable[str]) -> Stems:
    """The paths of a built site, for `nearest_file`."""
    stems: dict[tuple[str, tuple[int, ...], int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(paths):
        stem = stem_of(path)
        stems[kind_of(path), figures_of(stem), len(stem)][stem].append(path)
    return stems


def nearest_file(stems: Stems, missing: str) -> str:
    """The file of a built site that was probably meant by `missing`; empty when none is near."""
    folder, stem, kind = posixpath.dirname(missing.rstrip("/")), stem_of(missing), kind_of(missing)
    if not stem:
        return ""
    limit = next((most for length, most in ALLOWED if len(stem) + len(CHINESE.findall(stem)) >= length), 0)
    figures = figures_of(stem)
    best: tuple[int, int, str] | None = None
    for length in range(len(stem) - limit, len(stem) + limit + 1):
        for other_stem, paths in stems.get((kind, figures, length), {}).items():
            away = edit_distance(stem, other_stem, limit)
            if away > limit:
                continue
            for path in paths[:MOST]:
                candidate = away, folder_distance(folder, path), path
                best = candidate if best is None else min(best, candidate)
    return best[2] if best else ""


def folder_distance(folder: str, path: str) -> int:
    """How many steps it is from the folder to that of the file; an index page counts as its folder."""
    here = folder.split("/") if folder else []
    there = path.split("/")[: -2 if posixpath.basename(path).startswith("index.") and "/" in path else -1]
    same = len(posixpath.commonprefix([here, there]))
    return len(here) + len(there) - 2 * same


def edit_distance(name: str, other: str, limit: int) -> int:
    """How many letters are missing, added, changed or swapped with their neighbour; `limit` + 1 when more than that."""
    if name == other:
        return 0
    if limit == 0 or (name[0] != other[0] and name[-1] != other[-1]):
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(name, 1):
        last, before, row = before, row, [at]
        for to, its in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != its))
            if at > 1 and to > 1 and letter == other[to - 2] and name[at - 2] == its:
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
