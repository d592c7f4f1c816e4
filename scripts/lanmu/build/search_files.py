"""The search's files of one language: what is shown of a document is made again only when the document has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lanmu.build.workers import BackgroundTasks
from lanmu.build.written import write
from lanmu.content.addresses import CATALOGUE
from lanmu.content.fingerprint import digest
from lanmu.locales.script_conversion import ScriptConversion
from lanmu.search.documents import Document
from lanmu.search.records import record, renumbered, script
from lanmu.search.traditional import catalogue, facet_names, traditional

if TYPE_CHECKING:
    from lanmu.search.basis import Basis

RECORDS = "records"
"""Where records lie until the version of their index is known."""


@dataclass(frozen=True)
class Earlier:
    """The last build's index below `site`: by what a record says, under which number it is there, and what stands for each
    of the other files; `files` are those that lie there as they were written."""

    site: Path = Path()
    files: Set[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def folder(self, search: str) -> str:
        """Where the records of `search` (`zh-Hant/search/`) are; empty without one."""
        found = (path for path in self.files if path.startswith(search) and path.endswith("/d0.js"))
        return next(found, "").removesuffix("d0.js")

    def number(self, folder: str, said: str) -> int | None:
        """The number of a document's record in `folder`; None where it must be made."""
        old = self.numbers.get(said)
        path = f"{folder}d{old}.js"
        return old if folder and path in self.files else None


def sayings(found: Sequence[Document]) -> list[str]:
    """For each document what stands for all that is shown of it."""
    return [digest(document.outline.encode("utf-8", "surrogatepass")) for document in found]


def write_search(
    found: Sequence[Document],
    said: Sequence[str],
    site: Path,
    folders: Sequence[str],
    earlier: Earlier,
    traditional_script: Callable[[], ScriptConversion],
    variants: Mapping[str, str],
    basis: Callable[[], Basis | None],
    keep: Callable[[Basis], None],
) -> tuple[dict[str, str], dict[str, str]]:
    """Writes the index of documents into the first of `folders` (`en/search/`) of the site, and into another
    (`zh-Hant/search/`) what the Traditional pages show of it. `said` are the documents' `sayings`; `traditional_script`
    loads the conversion, where one is needed. The index grows out of the last one's `basis`, and what the next one can
    grow out of is handed to `keep`.

    Gives back which files are as those of the last build (their paths, and the paths that these have there), and what
    stands for each that is no record.
    """
    folder, *others = folders
    before = {place: earlier.folder(place) for place in folders}

    def records() -> tuple[dict[str, list[int]], dict[str, tuple[str, ...]]]:
        same = {folder: put_records(site / folder, before[folder], said, earlier, partial(own_record, found))}
        names: dict[str, tuple[str, ...]] = {}
        for other in others:
            conversion = traditional_script()
            made = partial(traditional_record, found, conversion)
            same[other] = put_records(site / other, before[other], said, earlier, made)
            names |= facet_names(found, conversion)
        return same, names

    # While the index is made, of which they get their place.
    beside = BackgroundTasks()
    done: list[tuple[dict[str, list[int]], dict[str, tuple[str, ...]]]] = []
    beside.run(records, done.append)
    # Here, because of the library that it loads (search_basis.py).
    from lanmu.search.files import make_index

    index = make_index(found, variants, said, basis(), keep)
    beside.finish()
    ((same, names),) = done
    version = index.catalogue["version"]
    for place in folders:
        data = index.catalogue if place == folder else catalogue(index.catalogue, names)
        write(site / place / CATALOGUE, script(CATALOGUE, data))
        (site / place / RECORDS).rename(site / place / version)
    taken = {
        f"{place}{version}/d{number}.js": f"{before[place]}d{number}.js"
        for place, numbers in same.items()
        for number in numbers
    }
    for name, text in index.shards.items():
        old = f"{before[folder]}{name}"
        if old in earlier.files and earlier.marks.get(name) == index.marks[name]:
            taken[f"{folder}{version}/{name}"] = old
        else:
            write(site / folder / version / name, text)
    return taken, index.marks


def own_record(found: Sequence[Document], number: int) -> str:
    """The script of a document."""
    return record(number, found[number])


def traditional_record(found: Sequence[Document], conversion: ScriptConversion, number: int) -> str:
    """The script of a document in Traditional characters."""
    return record(number, traditional(found[number], conversion))


def put_records(search: Path, old: str, said: Sequence[str], earlier: Earlier, made: Callable[[int], str]) -> list[int]:
    """Puts the records of documents that are not as they were in the folder `old` below `search`: with another number, or
    as `made` makes them. Gives back the numbers of the others."""
    place = search / RECORDS
    # Of a copy of this process that did not end.
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    same = []
    for number, saying in enumerate(said):
        before = earlier.number(old, saying)
        if before == number:
            same.append(number)
        elif before is None:
            write(place / f"d{number}.js", made(number))
        else:
            text = (earlier.site / f"{old}d{before}.js").read_text(encoding="utf-8")
            write(place / f"d{number}.js", renumbered(text, number))
    return same
