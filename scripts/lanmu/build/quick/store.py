"""What is kept of the last build of a folder: a mark of every file in it, and what each page was made from.

The finished pages themselves are not stored twice: they lie in the site, and are taken from there when what lies there
bears the mark that was noted. So a page that somebody has changed, or a record that is damaged, costs a page or a
build, never a wrong page.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lanmu.content.fingerprint import digest
from lanmu.storage.authentication import authenticated, verified

FORM = "10"
RACY = 2_000_000_000
"""Changes of a file so many nanoseconds apart may leave the same time (FAT keeps even seconds)."""


class DamagedError(Exception):
    """What the last build kept is not what it was: all must be made anew."""


@dataclass
class Record:
    """`generation` stands for what all pages depend on, `inputs` for all that the site was made from, `around` for what
    pages show besides their own texts; `moment` is when the inputs were looked at, by the drive's clock (ns); `files` are
    the marks of its files by their paths, `digests` those of what is in them; `pages` what is known
    of each page by language and address; `texts` what stands for the Markdown of each source and for what it says, by
    language and path; `words` the names under which it is kept what they all say, by language (words.py); `heads` what
    the heads of articles say (heads.py); `variants` the forms of characters that the search folds; `lists` the feeds and
    what lists all addresses; `search` has the fingerprints of the documents in each language's index."""

    generation: str = ""
    inputs: str = ""
    summary: dict[str, Any] = field(default_factory=dict)
    around: str = ""
    moment: int = 0
    files: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    pages: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    texts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    search: dict[str, list[str]] = field(default_factory=dict)

    def take(self, other: Record, language: str) -> None:
        """Takes over from another record what it has of the pages of a language."""
        for name in ("pages", "texts", "words", "search"):
            found = getattr(other, name)
            if language in found:
                getattr(self, name)[language] = found[language]


class Store:
    """The record of one folder that is built into, in the cache of the project."""

    def __init__(self, cache: Path, site: Path) -> None:
        self.site = site
        self.path = cache / f"{digest(str(site.resolve()).encode())}.record"
        self.spare = self.path.with_suffix(".spare")
        self.lock = self.path.with_suffix(".lock")
        self.purpose = f"{self.path.name} {FORM}"

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
        """Keeps a record; where it cannot be written, the next build makes everything anew."""
        with suppress(OSError):
            write(self.path, authenticated(dump(vars(record)), self.purpose))


def dump(data: Any) -> bytes:
    """Plain data as JSON: nothing in it can be run, and to read and write it takes no longer than marshal does."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes | memoryview) -> Any:
    """What `dump` was given; sequences come back as lists."""
    return json.loads(str(data, "utf-8", "surrogatepass"))


def write(path: Path, data: bytes) -> None:
    """Writes a file of the cache, whole or not at all. (Under the lock, so that what was begun and not ended is written
    over.) Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".new")
    work.write_bytes(data)
    work.replace(path)


def marks(folder: Path, mark: Callable[[str], str] | None = None) -> dict[str, str]:
    """The marks of all files below a folder, by their paths; others than `site_identity` on wish."""
    found: dict[str, str] = {}
    add_marks(str(folder), "", mark or site_identity, found)
    return found


def add_marks(folder: str, path: str, mark: Callable[[str], str], found: dict[str, str]) -> None:
    """Adds the marks of the files below `folder`, whose paths begin with `path`."""
    # Not os.walk, which looks at everything twice: there are many thousands of files. A folder that is not there has none.
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                add_marks(entry.path, f"{path}{entry.name}/", mark, found)
            else:
                found[f"{path}{entry.name}"] = mark(entry.path)


def site_identity(path: str) -> str:
    """Which file of a site this is, when it was written and how long it is; empty when it is not there.

    Nobody has to read it for this, and it stays the same when the file gets another name, as it does from one build to the
    next. Production builds look at the `content_digest` too.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 (a third of the time)
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_mtime_ns:x}.{found.st_size:x}"


def source_identity(path: str, moment: int) -> str:
    """Which source this is, when it was written, when anything of it was changed last (nobody can set that back), and how
    long it is; of one that was changed about the `moment` also what is in it: another change of the same length may have
    left the same time. (git calls such files racy.) Windows does not tell when a file was changed.
    """
    try:
        found = os.stat(path)  # noqa: PTH116
        is_racy = os.name == "nt" or max(found.st_mtime_ns, found.st_ctime_ns) > moment - RACY
        content = content_digest(path) if is_racy and stat.S_ISREG(found.st_mode) else ""
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_mtime_ns:x}.{found.st_ctime_ns:x}.{found.st_size:x}.{content}"


def content_digest(path: str) -> str:
    """Stands for what is in a file. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return digest(file.readall())


def size_of(mark: str) -> int:
    """The length in bytes of the file that bears a mark."""
    return int(mark.rpartition(".")[2], 16)
