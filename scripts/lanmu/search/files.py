"""The index as scripts: each calls `lanmuSearch(name, data)`, which works from file:// where data would not load.

- `catalogue.js`: the first key of every page, and by what results can be filtered; all documents in order, old before new.
- `<version>/p3.js`: a page. `<version>/s3-9.js`: the sum of the pages between two.
- `<version>/d17.js`: what is shown of a document, with its whole text.
- `<version>/variants.js`: characters that are folded to another one, as far as that one is used.

The version is a hash of all of them but the catalogue, so that a cached file never meets a newer one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lanmu.content.addresses import CATALOGUE
from lanmu.content.fingerprint import digest
from lanmu.search import pages
from lanmu.search.basis import Basis, texts_of
from lanmu.search.documents import Document, facets
from lanmu.search.folding import Folded, Folding, Numbers
from lanmu.search.growing import grown
from lanmu.search.pages import encoded
from lanmu.search.records import record, script
from lanmu.search.tree import DEEPEST, leaves


@dataclass(frozen=True)
class Index:
    """The whole index: its catalogue, and by name the scripts below its version's folder, but those of its `documents`,
    with what stands for each; and what the next one can grow out of."""

    catalogue: dict[str, Any]
    shards: dict[str, str]
    marks: dict[str, str]
    documents: Sequence[Document]
    basis: Basis

    @property
    def files(self) -> dict[str, str]:
        """Every file by its path below search/."""
        records = {f"d{number}.js": record(number, document) for number, document in enumerate(self.documents)}
        scripts = {f"{self.catalogue['version']}/{name}": text for name, text in (records | self.shards).items()}
        return {CATALOGUE: script(CATALOGUE, self.catalogue), **scripts}


def make_index(
    found: Sequence[Document],
    variants: Mapping[str, str],
    said: Sequence[str] = (),
    earlier: Basis | None = None,
    keep: Callable[[Basis], None] = lambda _: None,
) -> Index:
    """The index of documents. `variants` leads from a character to its one form. `said` has for each document what stands
    for all that it says; where most of it is in `earlier`, the index grows out of that and is the same. What the next one
    can grow out of is handed to `keep` as soon as it is there.
    """
    said = said or [document.shown for document in found]
    folding = Folding(variants)
    old = earlier.in_place(said) if earlier else None
    if earlier and old is not None:
        folded = earlier.folded(found, old, folding)
        basis = Basis(said, folded.lengths, grown(earlier.leaves, earlier.lengths, folded, earlier.texts(old)))
    else:
        # By kind of text first: the bodies, which are most, then have the small numbers.
        folded = folding.fold(texts_of(found))
        basis = Basis(said, folded.lengths, leaves(folded))
    keep(basis)
    made = pages.index(basis.leaves)
    chars = set(map(chr, folded.used))
    data: dict[str, Any] = {f"p{number}.js": page for number, page in enumerate(made.pages)}
    data |= {f"s{first}-{last}.js": total for (first, last), total in made.sums.items()}
    pairs = sorted((char, one) for char, one in variants.items() if one in chars)
    data["variants.js"] = ["".join(char for char, _ in pairs), "".join(one for _, one in pairs)]
    shards = {name: script(name, what) for name, what in sorted(data.items())}
    # One record as it is written stands for the form of all: to write every one out takes longer than the rest.
    version = hashlib.sha256()
    marks = {name: digest(text.encode()) for name, text in shards.items()}
    for text in (*(record(0, document) for document in found[:1]), *said, *marks.values()):
        version.update(text.encode("utf-8", "surrogatepass"))
    catalogue = {
        "version": version.hexdigest()[:10],
        "deepest": DEEPEST,
        "count": len(found),
        "keys": "\n".join(made.keys),
        "titles": encoded(titles(folded, len(found))),
        "facets": {facet: [names, encoded(own)] for facet, (names, own) in facets(found).items()},
    }
    return Index(catalogue, shards, marks, found, basis)


def titles(folded: Folded, count: int) -> Numbers:
    """The length of each document's title in its one form: the second kind of its texts, without its END."""
    return np.maximum(folded.lengths[count : 2 * count] - 1, 0)
