"""The index as scripts: each calls `lanmuSearch(name, data)`, which works from file:// where data would not load.

- `catalogue.js`: the first key of every page, and by what results can be filtered; all documents in order, old before new.
- `<version>/p3.js`: a page. `<version>/s3-9.js`: the sum of the pages between two.
- `<version>/d17.js`: what is shown of a document, with its whole text.
- `<version>/variants.js`: characters that are folded to another one, as far as that one is used.

The version is a hash of all of them but the catalogue, so that a cached file never meets a newer one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lanmu.search.documents import Document, facets, script
from lanmu.search.folding import Folding
from lanmu.search.pages import encoded, pages_of
from lanmu.search.tree import DEEPEST, leaves


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
    shards = {f"{name}.js": script(name, what) for name, what in sorted(data.items())}
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
