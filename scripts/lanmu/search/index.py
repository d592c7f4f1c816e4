"""The index as scripts: each calls `lanmuSearch(name, data)`, which works from file:// where data would not load.

- `catalogue.js`: the first key of every page, and by what results can be filtered; all documents in order, old before new.
- `<version>/p3.js`: a page of leaves, of a few kilobytes, so that a browser loads only the one or two that it needs.
- `<version>/s3-9.js`: the sum of the pages between two, for words that fill more than two pages: no look-up takes more
  than three files, however common the words are.
- `<version>/d17.js`: what is shown of a document, with its whole text.
- `<version>/variants.js`: characters that are folded to another one, as far as that one is used.

The version is a hash of all of them but the catalogue, so that a cached file never meets a newer one.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from lanmu.search.documents import Document, facets, script
from lanmu.search.folding import Folding, Numbers, stretches
from lanmu.search.tree import DEEPEST, Leaves, Places, leaves

LONG = 10_000
"""The length of a page in characters, about 12 kB after compression: shorter pages save a query some bytes, and make many
more files to write and to copy (5,000: 26 kB for a first query at 1,000 articles, and twice the files; 10,000: 30 kB)."""
MOST = 50_000
OFTEN = 8
"""Occurrences beyond this number in one text are not counted."""
LAST = "\uffff"
"""Comes after every character of a folded text."""


@dataclass(frozen=True)
class Index:
    """The catalogue, and the scripts below the folder of its version by their names; but not those of documents."""

    catalogue: dict[str, Any]
    shards: dict[str, str]


def make_index(documents: Sequence[Document], variants: Mapping[str, str]) -> Index:
    """The index of documents. `variants` leads from a character to its one form."""
    zones = [document.zones for document in documents]
    # By kind of text first: the bodies, which are most, then have the small numbers.
    folded = Folding(variants).fold([own[kind] for kind in range(4) for own in zones])
    pages = pages_of(leaves(folded))
    used = set(map(chr, np.unique(folded.codes).tolist()))
    pairs = sorted((char, form) for char, form in variants.items() if form in used)
    data: dict[str, Any] = {f"p{number}": page for number, page in enumerate(pages.pages)}
    data |= {f"s{first}-{last}": total for (first, last), total in pages.sums.items()}
    data["variants"] = ["".join(char for char, _ in pairs), "".join(form for _, form in pairs)]
    shards = {f"{name}.js": script(name, data.pop(name)) for name in sorted(data)}
    version = hashlib.sha256()
    for text in (*(document.fingerprint for document in documents), *shards.values()):
        version.update(text.encode("utf-8", "surrogatepass"))
    titles = folded.lengths[len(documents) : 2 * len(documents)]
    catalogue = {
        "version": version.hexdigest()[:10],
        "deepest": DEEPEST,
        "count": len(documents),
        "keys": "\n".join(pages.keys),
        # The length of each one's title in its one form, without the END of its block.
        "titles": encoded(np.maximum(titles - 1, 0)),
        "facets": {facet: [names, encoded(own)] for facet, (names, own) in facets(documents).items()},
    }
    return Index(catalogue, shards)


@dataclass(frozen=True)
class Pages:
    """All pages, the first key of each, and the sums of the pages between two, by the numbers of these."""

    keys: list[str]
    pages: list[str]
    sums: dict[tuple[int, int], str]


def pages_of(leaves: Leaves) -> Pages:
    """The pages of all leaves."""
    shared = shared_with_last(leaves)
    starts = page_starts(leaves, shared)
    shared[starts] = 0
    parts = list(pairwise([*starts, len(leaves.sizes)]))
    keys = [leaves.key(leaf) for leaf in starts]
    owners = [leaves.owners[leaves.ends[first] : leaves.ends[last]] for first, last in parts]
    pages = [page(leaves, shared, own, first, last) for own, (first, last) in zip(owners, parts, strict=True)]
    return Pages(keys, pages, sums(keys, owners))


def shared_with_last(leaves: Leaves) -> Numbers:
    """The length of the common prefix of each leaf's key and the key before it."""
    shared = np.zeros(len(leaves.places), np.int64)
    left = np.arange(1, len(leaves.places))
    for depth in range(DEEPEST):
        left = left[(leaves.lengths[left] > depth) & (leaves.lengths[left - 1] > depth)]
        left = left[leaves.text[leaves.places[left] + depth] == leaves.text[leaves.places[left - 1] + depth]]
        shared[left] += 1
    return shared


def page_starts(leaves: Leaves, shared: Numbers) -> list[int]:
    """The first leaf of each page: a page is full with the leaf that makes it `LONG`. Its first key is written whole."""
    lengths = 3 + leaves.lengths - shared + leaves.sizes
    total = np.cumsum(lengths)
    starts: list[int] = []
    at = 0
    while at < len(total):
        starts.append(at)
        wanted = LONG - int(lengths[at] + shared[at]) + int(total[at])
        at = max(at, int(np.searchsorted(total, wanted))) + 1
    return starts


def page(leaves: Leaves, shared: Numbers, owners: Places, first: int, last: int) -> str:
    """The leaves from `first` up to `last`, with the `owners` of all their occurrences.

    For each leaf: the length that its key shares with the previous key, the length of the rest, the rest itself, the number
    of occurrences, and the gaps between the numbers of its texts.
    """
    own = slice(first, last)
    same, sizes = shared[own], leaves.sizes[own]
    rest = leaves.lengths[own] - same
    lengths = 3 + rest + sizes
    begins = np.cumsum(lengths) - lengths
    values = np.zeros(int(lengths.sum()), np.int64)
    is_character = np.zeros(len(values), bool)
    values[begins] = same
    values[begins + 1] = rest
    places = stretches(begins + 2, rest)
    values[places] = leaves.text[stretches(leaves.places[own] + same, rest)]
    is_character[places] = True
    values[begins + 2 + rest] = sizes
    gaps = np.diff(owners, prepend=0)
    firsts = leaves.ends[own] - leaves.ends[first]
    gaps[firsts] = owners[firsts]
    values[stretches(begins + 3 + rest, sizes)] = gaps
    return spelt(values, is_character)


def sums(keys: list[str], owners: list[Places]) -> dict[tuple[int, int], str]:
    """For all words whose leaves fill more than two pages: which texts the pages between the first and the last name, and how
    often.

    `owners` has for each page the texts of all occurrences on it. Gap and count are written as one number.
    """
    totals: dict[tuple[int, int], str] = {}
    for key, next_key in pairwise(keys):
        for end in range(1, len(key) + 1):
            if not next_key.startswith(key[:end]):
                break
            first, last = span(keys, key[:end])
            if last - first > 1 and (first, last) not in totals:
                texts, counts = np.unique(np.concatenate(owners[first + 1 : last]), return_counts=True)
                totals[first, last] = encoded(np.diff(texts, prepend=0) * OFTEN + np.minimum(counts, OFTEN) - 1)
    return totals


def span(keys: Sequence[str], words: str) -> tuple[int, int]:
    """The numbers of the first and the last page on which `words` may stand."""
    return max(0, bisect_right(keys, words) - 1), max(0, bisect_left(keys, words + LAST) - 1)


def encoded(numbers: Sequence[int] | Numbers) -> str:
    """Encodes numbers as characters that are safe in a JavaScript string and in UTF-8; `number` in search.js decodes them."""
    return spelt(np.asarray(numbers, np.int64), np.zeros(len(numbers), bool))


def spelt(values: Numbers, is_character: npt.NDArray[np.bool_]) -> str:
    """Encodes numbers, and between them character codes (`is_character`), as a string with one character for each.

    A number n below MOST is the character n after #, leaving out the backslash, control characters and those that change
    the direction of writing; a larger number is written as several that are added up.
    """
    if (values >= MOST).any():
        times = np.where(is_character, 0, values // MOST) + 1
        last = np.cumsum(times) - 1
        remainders = np.where(is_character, values, values % MOST)
        values, characters = np.full(int(times.sum()), MOST), np.zeros(int(times.sum()), bool)
        values[last], characters[last] = remainders, is_character
        is_character = characters
    codes = values + 0x23
    codes += codes >= 0x5C
    codes += 0x21 * (codes >= 0x7F)
    codes += 0x48 * (codes >= 0x2028)
    return np.where(is_character, values, codes).astype("<u2").tobytes().decode("utf-16-le")
