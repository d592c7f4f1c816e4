"""Writes the search index of one language into a site; files of the last build that are unchanged are not written again.

The Traditional pages show results and filters in their own script, over the same keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lanmu.content.addresses import CATALOGUE
from lanmu.locales.script_conversion import ScriptConversion
from lanmu.search.documents import Document, script

SHARED = "../../search/"
"""The path from `zh-Hant/search/` to `search/`, whose index it shares."""
UNFOLDED = re.compile("[蔿\U00010000-\U0010ffff]")
"""Rare characters whose Traditional form is not folded back to them. A text with one is not converted: a hit in it could not
be highlighted in the converted text."""


@dataclass(frozen=True)
class Previous:
    """The search of the last build: the fingerprints of its documents in their order, the paths of its files below the
    site, and the paths of all files that still lie there as they were written."""

    fingerprints: Sequence[str] = ()
    files: Sequence[str] = ()
    unchanged: AbstractSet[str] = frozenset()

    def folder(self, search: str) -> str:
        """Where the records below `search` (`zh-Hant/search/`) are; empty without any."""
        paths = (path for path in self.files if path.startswith(search) and path.endswith("/d0.js"))
        return next(paths, "").removesuffix("d0.js")


@dataclass(frozen=True)
class Written:
    """The documents' fingerprints in their order, and the files that were not written: their paths below the site, and
    the paths that they have in that of the last build."""

    fingerprints: list[str]
    reused: dict[str, str]


def write_search(
    documents: Sequence[Document],
    variants: Mapping[str, str],
    site: Path,
    folders: Mapping[str, ScriptConversion | None],
    previous: Previous,
) -> Written:
    """Writes the index of documents. `variants` leads from a character to the form to which it is folded. The first of
    `folders` (`search/`) gets all; another (`zh-Hant/search/`) what is shown in the script that it is converted to."""
    fingerprints = [document.fingerprint for document in documents]
    if previous.files and fingerprints == previous.fingerprints and previous.unchanged >= set(previous.files):
        return Written(fingerprints, {path: path for path in previous.files})
    # Here, because it loads numpy: that takes longer than all else where the search stays as it is.
    from lanmu.search.index import make_index

    index = make_index(documents, variants)
    version = str(index.catalogue["version"])
    reused: dict[str, str] = {}
    for folder, conversion in folders.items():
        new, old = f"{folder}{version}/", previous.folder(folder)
        (site / new).mkdir(parents=True, exist_ok=True)
        for number, document in enumerate(documents):
            name = f"d{number}.js"
            is_same = previous.fingerprints[number : number + 1] == [document.fingerprint]
            if is_same and f"{old}{name}" in previous.unchanged:
                reused[f"{new}{name}"] = f"{old}{name}"
            else:
                shown = traditional(document, conversion).shown if conversion else document.shown
                write(site / new / name, script(f"d{number}", shown))
        catalogue = traditional_catalogue(index.catalogue, conversion) if conversion else index.catalogue
        write(site / folder / CATALOGUE, script("catalogue", catalogue))
        for name, text in {} if conversion else index.shards.items():
            write(site / new / name, text)
    return Written(fingerprints, reused)


def write(path: Path, text: str) -> None:
    """Writes UTF-8 with Unix line ends."""
    path.write_bytes(text.encode("utf-8"))


def traditional_catalogue(catalogue: Mapping[str, Any], conversion: ScriptConversion) -> dict[str, Any]:
    """The catalogue below the Traditional pages' search/. The keys are folded, so that they serve both scripts."""
    facets = {
        facet: [in_traditional(names, conversion), numbers] for facet, (names, numbers) in catalogue["facets"].items()
    }
    return {**catalogue, "facets": facets, "shared": SHARED}


def traditional(document: Document, conversion: ScriptConversion) -> Document:
    """The document with the words that a result shows in Traditional characters."""
    title, summary, column, unit, *blocks = in_traditional(
        (document.title, document.summary, document.column, document.unit, *document.blocks), conversion
    )
    return replace(
        document,
        title=title,
        summary=summary,
        labels=in_traditional(document.labels, conversion),
        headings=in_traditional(document.headings, conversion),
        blocks=tuple(blocks),
        column=column,
        unit=unit,
    )


def in_traditional(texts: Sequence[str], conversion: ScriptConversion) -> tuple[str, ...]:
    """The texts in Traditional characters."""
    converted = conversion.convert_all(texts)
    return tuple(old if UNFOLDED.search(old) else new for old, new in zip(texts, converted, strict=True))
