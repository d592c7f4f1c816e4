"""The search's files of one language: what is shown of a document is made again only when the document has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from lanmu.build.quick.assembly import link
from lanmu.build.quick.store import digest, mark
from lanmu.build.quick.workers import Aside
from lanmu.build.written import write
from lanmu.content.addresses import CATALOGUE
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.views.search.documents import Document
from lanmu.views.search.records import record, renumbered, script
from lanmu.views.search.traditional import catalogue, traditional
from lanmu.views.search.variants import variants


@dataclass(frozen=True)
class Earlier:
    """The last build's records below `site`: by what a record says, under which number it is there; `files` has the
    marks of its files. `generation` stands for what all of this build depends on."""

    generation: str = ""
    site: Path = Path()
    files: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def folder(self, search: str) -> str:
        """Where the records of `search` (`zh-Hant/search/`) are; empty without one."""
        found = (path for path in self.files if path.startswith(search) and path.endswith("/d0.js"))
        return next(found, "").removesuffix("d0.js")

    def put(self, folder: str, said: str, number: int, target: Path) -> bool:
        """Puts the record of a document from `folder` into its new place; False when it must be made."""
        old = self.numbers.get(said)
        path = f"{folder}d{old}.js"
        source = self.site / path
        if not folder or old is None or mark(str(source)) != self.files.get(path):
            return False
        if old == number:
            link(str(source), str(target))
        else:
            write(target, renumbered(source.read_text(encoding="utf-8"), number))
        return True


def sayings(found: Sequence[Document]) -> list[str]:
    """For each document what stands for all that is shown of it."""
    return [digest(document.shown.encode("utf-8", "surrogatepass")) for document in found]


def write_search(
    found: Sequence[Document],
    said: Sequence[str],
    site: Path,
    folders: Sequence[str],
    earlier: Earlier,
    turned: Mapping[str, str],
    kept: Path | None,
) -> None:
    """Writes the index of documents into the first of `folders` (`en/search/`) of the site, and into another
    (`zh-Hant/search/`) what the Traditional pages show of it. `said` are the documents' `sayings`, `turned` what is known
    in Traditional already; what it was made of is kept in the file `kept`, for the next one.
    """
    # Here, because its library takes a while to load: who makes no index does not wait for it.
    from lanmu.build.search_basis import read_basis, write_basis
    from lanmu.views.search.files import make_index

    basis = read_basis(kept, earlier.generation) if kept else None
    index = make_index(found, variants(), said, basis)
    if kept:
        write_basis(kept, earlier.generation, index.basis)
    version = index.catalogue["version"]
    beside = Aside()
    folder, *others = folders
    for other in others:

        def write_traditional(other: str = other) -> None:
            conversion = simplified_to_traditional()
            conversion.remember(turned.items())
            write_folder(site, other, catalogue(index.catalogue, conversion), {})
            made = partial(traditional_record, found, conversion)
            put_records(site / other / version, earlier.folder(other), said, earlier, made)

        beside.run(write_traditional, lambda _: None)
    own = list(index.records.values())
    write_folder(site, folder, index.catalogue, index.shards)
    put_records(site / folder / version, earlier.folder(folder), said, earlier, own.__getitem__)
    beside.finish()


def traditional_record(found: Sequence[Document], conversion: ScriptConversion, number: int) -> str:
    """The script of a document in Traditional characters."""
    return record(number, traditional(found[number], conversion))


def write_folder(site: Path, folder: str, data: Mapping[str, Any], shards: Mapping[str, str]) -> None:
    """Writes a catalogue and the scripts of its version, records of documents left out."""
    write(site / folder / CATALOGUE, script(CATALOGUE, data))
    place = site / folder / data["version"]
    place.mkdir()
    for name, text in shards.items():
        write(place / name, text)


def put_records(place: Path, old: str, said: Sequence[str], earlier: Earlier, made: Callable[[int], str]) -> None:
    """Puts the record of every document into `place`: from the folder `old`, or as `made` makes it."""
    for number, saying in enumerate(said):
        if not earlier.put(old, saying, number, place / f"d{number}.js"):
            write(place / f"d{number}.js", made(number))
