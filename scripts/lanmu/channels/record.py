"""The record of prints: the inputs of each print, so that only changed ones are printed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lanmu
from lanmu.channels.common.job import Job, Rendered
from lanmu.channels.common.typesetting import paper_of
from lanmu.content.dates import today
from lanmu.content.kept_files import Signature, is_settled, signature_of
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

# What draws the pages besides our own code.
PACKAGES = ("typst", "Markdown", "pymdown-extensions", "Pillow", "OpenCC", "rjieba", "python-docx")
CODE = (".py", ".typ", ".yml", ".txt", ".html", ".css", ".js")
# Fields of every entry; an entry of an older format is dropped.
FIELDS = {"from", "with", "address", "read", "files", "remarks"}
PURPOSE = "printed editions"
ROOMS = ("channels", "content", "locales", "text", "untrusted", "views")


class Standing(StrEnum):
    """How a print stands to what it is made from."""

    NEVER = "never"
    CURRENT = "current"
    CHANGED = "changed"
    """A text, a picture or a setting says something else now."""
    TOUCHED = "touched"
    """A file of it is gone, or is not as it was printed."""


class Record:
    """The record in `file` of the prints below the folder `out`; `setting` is the key of what all prints of this run
    share (`Press.setting`), `digests` those that are known of files. A record that cannot be read, or that another user wrote
    (`is_foreign`), counts as empty."""

    def __init__(self, file: Path, out: Path, setting: str = "", digests: Digests | None = None) -> None:
        self.file = file
        self.out = out
        self.setting = setting
        self.digests = digests or Digests()
        self.entries, self.is_foreign = read_record(file)

    def entry(self, job: Job) -> dict[str, Any]:
        """What is known of a job that was done before, else empty: its `remarks`, the site's `address` that it printed, by the
        `files`' names their `digest` and, of a PDF, `pages`, `width`, `height` (mm); its `articles`, `issue` and `front`, and
        since which `day` it says what it says (entries of older versions have none of these four)."""
        return dict(self.entries.get(f"{job.channel}/{job.name}", {}))

    def is_current(self, job: Job) -> bool:
        """True when a job would give the same files again: neither its inputs nor its tools have changed."""
        entry = self.entry(job)
        return self.holds(job) and (entry["with"], entry["address"]) == (self._machine, job.address)

    def holds(self, job: Job) -> bool:
        """True when the files of a job are there, untouched, and say what the job's texts and pictures say now.

        They may have been set with other fonts, by an older state of our code, or for another address of the site.
        """
        return self.standing(job) is Standing.CURRENT

    def standing(self, job: Job) -> Standing:
        """How the files of a job stand to what its texts and pictures say now."""
        entry = self.entry(job)
        if not entry:
            return Standing.NEVER
        files = {self.out / job.channel / name: facts["digest"] for name, facts in entry["files"].items()}
        digest_of = self.digests.of
        if any(digest_of(path) != digest for path, digest in files.items()):
            return Standing.TOUCHED
        pictures = {Path(path): digest for path, digest in entry["read"].items()}
        same = all(digest_of(path) == digest for path, digest in pictures.items())
        return Standing.CURRENT if same and entry["from"] == self.content_of(job) else Standing.CHANGED

    def add(self, job: Job, done: Rendered) -> None:
        """Adds the result of a job to the record as it is on disk now. The caller holds the write lock."""
        self.entries, self.is_foreign = read_record(self.file)
        before, content = self.entry(job), self.content_of(job)
        is_same = before.get("from") == content and "day" in before
        self.entries[f"{job.channel}/{job.name}"] = {
            "from": content,
            "with": self._machine,
            "day": before["day"] if is_same else today().isoformat(),
            "articles": list(job.articles),
            "issue": job.issue,
            "front": job.front,
            "address": job.address,
            "read": {str(path): self.digests.of(path) for path in done.read},
            "files": {
                name: {"digest": digest(data)} | (paper_of(data) if name.endswith(".pdf") else {})
                for name, data in done.files.items()
            },
            "remarks": list(done.remarks),
        }
        data = json.dumps(self.entries, ensure_ascii=False, indent=1) + "\n"
        write_bytes(self.file, authenticated(data.encode(), PURPOSE))

    def content_of(self, job: Job) -> str:
        """A digest of all that a job is made from, but for the pictures that it reads."""
        return digest(b"\0".join([job.facts.encode(), *(self.digests.of(path).encode() for path in job.sources)]))

    @cached_property
    def _machine(self) -> str:
        return digest(f"{self.setting}\n{code_fingerprint()}".encode())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_record(file: Path) -> tuple[dict[str, Any], bool]:
    """The record on disk, and whether it is foreign. It is empty when there is none, or when its signature does not fit
    (foreign: another user or a damaged file)."""
    try:
        data = verified(file.read_bytes(), PURPOSE)
    except OSError:
        return {}, False
    if data is None:
        return {}, True
    entries: dict[str, Any] = json.loads(str(data, "utf-8"))
    return {key: entry for key, entry in entries.items() if entry.keys() >= FIELDS}, False


class Digests:
    """The digests of files. Unchanged files are not digested again."""

    def __init__(self) -> None:
        self.digests: dict[Path, tuple[Signature, str]] = {}

    def of(self, path: Path) -> str:
        """The digest of a file; empty when it cannot be read."""
        try:
            signature = signature_of(path.stat())
            cached = self.digests.get(path)
            if cached and cached[0] == signature:
                return cached[1]
            current = digest(path.read_bytes())
        except OSError:
            return ""
        if is_settled(signature):
            self.digests[path] = signature, current
        return current


@cache
def code_fingerprint() -> str:
    home = Path(lanmu.__file__).parent
    digest = hashlib.sha256()
    for file in code_files(home):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    installed = [f"{name} {version(name)}" for name in PACKAGES]
    return digest.hexdigest() + repr(installed)


def code_files(home: Path) -> Iterable[Path]:
    return sorted(file for room in ROOMS for file in (home / room).rglob("*") if file.suffix in CODE)
