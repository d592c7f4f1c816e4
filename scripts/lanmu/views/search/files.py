"""The index as scripts: each calls `lanmuSearch(name, data)`, which works from file:// where data would not load.

- `catalogue.js`: the first key of every page, and by what results can be filtered; all documents in order.
- `<version>/p3.js`: a page. `<version>/s3-9.js`: the sum of the pages between two.
- `<version>/d17.js`: what is shown of a document, with its whole text.
- `<version>/variants.js`: characters that are folded to another one, as far as that one is used.

The version is a hash of all of them but the catalogue, so that a cached file never meets a newer one.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lanmu.views.search.documents import Document
from lanmu.views.search.folding import END, Folding
from lanmu.views.search.pages import encoded, index
from lanmu.views.search.tree import DEEPEST, leaves

CATALOGUE = "catalogue.js"
FACETS = ("column", "unit", "year", "phase")


@dataclass(frozen=True)
class Index:
    """The whole index: its catalogue, and the data of every other file as a script, by name."""

    catalogue: dict[str, Any]
    scripts: dict[str, str]

    @property
    def files(self) -> dict[str, str]:
        """Every file by its path below search/."""
        return written(self.catalogue, self.scripts)


def written(catalogue: dict[str, Any], scripts: Mapping[str, str]) -> dict[str, str]:
    """A catalogue and the files of its version, by their paths below search/."""
    named = {f"{catalogue['version']}/{name}.js": text for name, text in scripts.items()}
    return {CATALOGUE: script("catalogue", catalogue), **named}


def make_index(found: Sequence[Document], variants: Mapping[str, str]) -> Index:
    """The index of documents. `variants` leads from a character to its one form."""
    folding = Folding(variants)
    zones = [[folded(blocks, folding) for blocks in document.zones] for document in found]
    # By kind of text first: the bodies, which are most, then have the small numbers.
    texts = [zone[kind] for kind in range(4) for zone in zones] if zones else []
    made = index(leaves(texts))
    shards: dict[str, Any] = {f"p{number}": page for number, page in enumerate(made.pages)}
    shards |= {f"s{first}-{last}": total for (first, last), total in made.sums.items()}
    used = set("".join(texts))
    pairs = sorted((char, one) for char, one in variants.items() if one in used)
    shards["variants"] = ["".join(char for char, _ in pairs), "".join(one for _, one in pairs)]
    scripts = records(found) | {name: script(name, data) for name, data in sorted(shards.items())}
    catalogue = {
        "version": hashlib.sha256("".join(scripts.values()).encode()).hexdigest()[:10],
        "deepest": DEEPEST,
        "count": len(found),
        "keys": "\n".join(made.keys),
        "titles": encoded([len(folding.fold(document.title)) for document in found]),
        "facets": facets(found),
    }
    return Index(catalogue, scripts)


def records(found: Sequence[Document]) -> dict[str, str]:
    """What is shown of each document, by the name of its file."""
    return {f"d{number}": script(f"d{number}", record(document)) for number, document in enumerate(found)}


@contextmanager
def no_collection() -> Iterator[None]:
    """Without Python's search for cycles: there are none here, and looking for them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def folded(blocks: Sequence[str], folding: Folding) -> str:
    """Blocks of text in their one form, each with its END."""
    forms = (folding.fold(block) for block in blocks)
    return "".join(form + END for form in forms if form)


def record(document: Document) -> list[Any]:
    """What search.js needs of one document, in the order it expects."""
    shown = (document.address, document.title, document.headings, document.summary, document.labels, document.body)
    return [*shown, document.date, document.column, document.unit, document.marks]


def facets(found: Sequence[Document]) -> dict[str, Any]:
    """By what results can be filtered."""
    return {facet: values(found, facet) for facet in FACETS}


def values(found: Sequence[Document], facet: str) -> list[Any]:
    """The values of a facet in the order in which they come up, and for each document the number of its own (0: none)."""
    own = [str(getattr(document, facet)) for document in found]
    names = [name for name in dict.fromkeys(own) if name]
    if facet == "year":
        names.sort(reverse=True)
    place = {"": 0} | {name: number for number, name in enumerate(names, start=1)}
    return [names, encoded([place[name] for name in own])]


def script(name: str, data: Any) -> str:
    """One file of the index."""
    return f"lanmuSearch({json.dumps(name)},{json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
