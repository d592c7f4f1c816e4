"""The whole index of some documents, as it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lanmu.search.documents import Document
from lanmu.search.writing import Previous, write_search


def write_index(documents: Sequence[Document], variants: Mapping[str, str], site: Path) -> dict[str, str]:
    """Writes an index below `site` and gives back its files by their paths below search/."""
    write_search(documents, variants, site, {"search/": None}, Previous())
    folder = site / "search"
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.js")}
