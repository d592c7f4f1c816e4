"""Reuse: what a build takes over from the last one of the same folder, and how it decides that.

One idea: an output (a page with its files, the search of a language) has a name and a key, a digest of all that it is made
from. `Previous.reuse(name, key)` gives it back when the last build noted the same key, and its files lie in the site as they
were written: they get a second name in the staging folder. Otherwise it is made, and noted with `Previous.keep`. The same
holds for pictures (picture_cache.py: by content, settings and versions) and prints (channels/record.py).

A key is made of three things: the version (programs, templates, settings, packages, data files), the shared key (what pages
show besides their own text: the heads of all articles, the pictures, the prints, where links lead), and the page's own
text. So no page may show the text of another; a test changes many and compares all pages.

What each thing that is kept brings, at 1,000 articles in three languages (seconds of a quiet machine with two cores, and of
its processors together):

    kept                                            a build with        seconds       of processors
    the summary, where nothing has changed          nothing changed     0.4 / 1.2       0.4 / 1.4
    pages whose key is the same                     one edit            1.2 / 8.6       1.8 / 14.0
    what pages say, for the search                  one edit            1.2 / 9.8       1.8 / 16.0  (all are rendered again)
    the site before the last, to change it          one edit            1.2 / 4.0       1.8 / 4.3
    the search, begun before the pages are          one edit            1.2 / 1.6       1.8 / 1.9
    feeds, calendar and sitemap                     one edit            1.2 / 1.4       1.8 / 2.0

Taken away, because no figure is missed without it (processor seconds): front matter as parsed (0.0), the pages of a
translation as a whole (0.3), passes of languages side by side (-1.0 in a build from nothing), frames of pages that articles of
a folder share (0.5 in a build from nothing), fewer steps to find out about each file (0.2 at 4,000), a Markdown parser that
skips plain texts (0.1), and a key for each page by the heads that it shows: with that a new article, or another title, took 4
instead of all 18, and a build from nothing took 1.2 more. Compiled templates are kept in memory only (0.13 in an edit): a file
of them is code, and no program here reads code from a file of data.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.structure.files import File

from lanmu.build.pictures import Gallery
from lanmu.build.stage import content_digest, signature, signatures
from lanmu.content import published
from lanmu.content.dates import today
from lanmu.content.files import walk
from lanmu.content.fingerprint import digest
from lanmu.storage.authentication import authenticated, verified
from lanmu.views.edition import Edition, Text
from lanmu.views.printed import Shelf

FORMAT = "10"
RACY = 2_000_000_000
"""Changes of a file so many nanoseconds apart may leave the same time (FAT keeps even seconds)."""
CODE = Path(__file__).resolve().parents[2]
"""The package: whatever it is made of counts."""


class DamagedError(Exception):
    """What the last build kept is damaged: everything must be built anew."""


class Output(NamedTuple):
    """The result of a step that can be reused: its files below the site, and plain data for JSON."""

    files: Sequence[str]
    data: Any


@dataclass
class Record:
    """What is known of a build: its version, its inputs (a digest) as they were seen at a `moment` (ns, by the drive's clock),
    its summary, its shared key, the signatures of its files by path, its outputs by name (key, files, data), and by language
    the names under which it is kept what all pages say. `variants` are the forms of characters that the search folds."""

    version: str = ""
    inputs: str = ""
    moment: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    shared: str = ""
    files: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, tuple[str, Sequence[str], Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)


class Store:
    """What is kept of builds of one folder, in the cache of the project. It is believed only as this user wrote it."""

    def __init__(self, cache: Path, site: Path) -> None:
        self.path = cache / f"{digest(str(site.resolve()).encode())}.record"
        self.lock = self.path.with_suffix(".lock")
        self.copy = self.path.with_suffix(".copy")
        self.purpose = f"{self.path.name} {FORMAT}"

    def moment(self) -> int:
        """The time by the clock of the drive (ns), which may be another machine's. The lock is held."""
        with suppress(OSError):
            os.utime(self.lock)
            return self.lock.stat().st_mtime_ns
        return time.time_ns()

    def read(self) -> Record:
        """The record of the last build; an empty one when this user has not written it, or it is damaged."""
        with suppress(OSError):
            data = verified(self.path.read_bytes(), self.purpose)
            return Record(**load(data)) if data else Record()
        return Record()

    def write(self, record: Record) -> None:
        """Keeps a record, and clears away the texts of other builds; where it cannot be written, the next build makes
        everything anew."""
        with suppress(OSError):
            write_whole(self.path, authenticated(dump(vars(record)), self.purpose))
        current_files = {self.texts_file(language, name) for language, name in record.texts.items()}
        for pattern in ("texts", "new"):
            for path in self.path.parent.glob(f"{self.path.stem}.*{pattern}"):
                if path not in current_files:
                    with suppress(OSError):
                        path.unlink()

    def texts_file(self, language: str, name: str) -> Path:
        """Where the texts of a language are kept that have a name."""
        return self.path.with_suffix(f".{language}.{name}.texts")

    def write_texts(self, language: str, texts: Mapping[str, Text]) -> str:
        """Keeps the texts of all pages of a language, by source, in a file of its own, which only the search reads. Returns its
        name, the digest of its content, so that record and file always belong together. When it cannot be written, the next
        build starts from nothing."""
        data = dump(dict(texts))
        name = digest(data)
        path = self.texts_file(language, name)
        with suppress(OSError):
            if not path.exists():
                write_whole(path, data)
        return name

    def read_texts(self, language: str, name: str) -> dict[str, Text]:
        """The texts kept under a name. Raises DamagedError when they are others, or gone."""
        path = self.texts_file(language, name)
        try:
            data = path.read_bytes()
        except OSError:
            raise DamagedError from None
        if digest(data) != name:
            path.unlink(missing_ok=True)
            raise DamagedError
        return {source: (tuple(headings), tuple(blocks)) for source, (headings, blocks) in load(data).items()}


def dump(data: Any) -> bytes:
    """Plain data as JSON: nothing in it can be run."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes | memoryview) -> Any:
    """What `dump` was given; sequences come back as lists."""
    return json.loads(str(data, "utf-8", "surrogatepass"))


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file of the cache, whole or not at all. (Under the lock: what was begun before is written over.) Raises
    OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".new")
    work.write_bytes(data)
    work.replace(path)


@dataclass
class Previous:
    """The last build of the folder `site` (`record`), and the record of this one (`new`). `version` is that of this build. With
    `verify` the content of files is checked before they are reused. `taken` are the files that are reused: their path in
    the last site, by their new path."""

    site: Path
    store: Store
    record: Record
    version: str
    verify: bool = False
    new: Record = field(default_factory=Record)
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def is_same_version(self) -> bool:
        """True when the last build depended on the same programs, templates and settings: otherwise nothing is the same."""
        return self.record.version == self.version

    def is_current(self, root: Path) -> bool:
        """True when the last build was made from what lies in `root` now, and lies as it was made."""
        record = self.record
        is_same = record.inputs and record.inputs == inputs(root, self.version, record.moment)
        return bool(is_same) and record.files == signatures(self.site)

    def set_shared_key(self, key: str) -> None:
        """Notes what all pages share, when that is known."""
        self.new.shared = digest(f"{self.version} {key}".encode())

    def key(self, text: str) -> str:
        """The key of a page, by the digest of its own text."""
        return f"{self.new.shared} {text}"

    def has_texts(self, language: str) -> bool:
        """True when the texts of the pages of a language are kept."""
        name = self.record.texts.get(language, "")
        return self.is_same_version and self.store.texts_file(language, name).exists()

    def reuse(self, name: str, key: str) -> Output | None:
        """Takes an output over from the last build; None when it must be made."""
        last_key, files, data = self.record.outputs.get(name, ("", (), None))
        if not key or last_key != key or not all(map(self.is_intact, files)):
            return None
        self.taken |= {path: path for path in files}
        self.keep(name, key, Output(files, data))
        return Output(files, data)

    def keep(self, name: str, key: str, output: Output) -> None:
        """Notes an output of this build."""
        self.new.outputs[name] = key, output.files, output.data

    def is_intact(self, path: str) -> bool:
        """True when a file of the last build lies in the site as it was written."""
        recorded = self.record.files.get(path)
        return recorded is not None and recorded == signature(f"{self.site}/{path}", content=self.verify)

    def intact(self, name: str) -> set[str]:
        """The files of an output of the last build that are as they were written."""
        return set(filter(self.is_intact, self.record.outputs[name][1]))


def source_signature(path: str, moment: int) -> str:
    """A key of a source: inode, mtime, ctime (which nobody can set back) and size; empty when it is not there.

    For a file changed shortly before `moment` or later, the digest of its content is added: another change of the same
    length may leave the same times (git calls such files racy). So it is on Windows, which has no ctime.
    """
    try:
        status = os.stat(path)  # noqa: PTH116
        is_racy = os.name == "nt" or max(status.st_mtime_ns, status.st_ctime_ns) > moment - RACY
        content = content_digest(path) if is_racy and stat.S_ISREG(status.st_mode) else ""
    except OSError:
        return ""
    return f"{status.st_ino:x}.{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_size:x}.{content}"


def folder_digest(folder: Path, suffix: str = "") -> str:
    """One digest for all files below a folder whose names end so, but for compiled programs and the list of addresses that
    a build itself writes."""
    files = (path for path in walk(folder).files if path.endswith(suffix) and path != published.FILE)
    paths = [path for path in files if "__pycache__" not in path]
    return digest("\n".join(f"{path} {digest((folder / path).read_bytes())}" for path in paths).encode())


@cache
def programs() -> str:
    """The digest of the programs as this process has loaded them: it renders with these, also after they were replaced."""
    return folder_digest(CODE)


def packages() -> str:
    """All packages that are installed, with their versions."""
    names = {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
    return f"{sys.version} {sorted(names)}"


def version(root: Path, *options: object) -> str:
    """What every page of a build depends on, articles left out."""
    docs = root / "docs"
    parts = [
        programs(),
        folder_digest(root / "overrides"),
        folder_digest(docs, ".yml"),
        *(digest((root / name).read_bytes()) for name in ("mkdocs.yml", "lanmu.toml") if (root / name).is_file()),
        packages(),
        repr(options),
    ]
    return digest("\n".join(parts).encode())


def inputs(root: Path, version: str, moment: int) -> str:
    """All that a site is made from, today's date and what was printed included; `moment` as in `source_signature`."""
    trees = {name: walk(root / name) for name in ("docs", "out", ".cache/print")}
    files = [
        (name, path, source_signature(f"{root}/{name}/{path}", moment))
        for name, tree in trees.items()
        for path in tree.files
        if (name, path) != ("docs", published.FILE)
    ]
    passed_over = [tree.passed_over for tree in trees.values()]
    return digest(repr((version, str(today()), files, passed_over)).encode())


def shared_key(
    editions: Mapping[str, Edition], gallery: Gallery, shelf: Shelf, waiting: Iterable[str], shared: Iterable[File]
) -> str:
    """A digest of all that pages are made from besides their own texts: the heads of all articles in all languages, the
    office's months, the pictures, the printed editions and the files that they can lead to. (Data files are in the version.)"""
    pictures = [(path, entry.width, entry.height, entry.variants) for path, entry in gallery.entries.items()]
    parts = (
        shelf,
        [
            (name, edition.language, edition.site.today, len(edition.site.items), edition.months)
            for name, edition in editions.items()
        ],
        sorted(waiting),
        sorted((file.src_uri, file.dest_uri) for file in shared),
        (sorted(pictures), sorted(gallery.sizes.items())),
    )
    items = [item for edition in editions.values() for item in (*edition.site.items, *edition.site.withdrawn)]
    heads = [line for item in items for line in (item.path, item.head)]
    return digest("\n".join([repr(parts), *heads]).encode("utf-8", "surrogatepass"))


def text_digest(text: Text) -> str:
    """The digest of what a reader sees of a text."""
    # No block has a line end in it.
    return digest("\f".join("\n".join(blocks) for blocks in text).encode("utf-8", "surrogatepass"))
