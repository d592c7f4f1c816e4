"""What was printed from what: so that only what changed is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import lanmu
from lanmu.channels.job import Job, Made
from lanmu.channels.typesetting import paper_of
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

# What draws the pages besides our own code.
PACKAGES = ("typst", "Markdown", "pymdown-extensions", "Pillow", "OpenCC", "rjieba", "python-docx")
CODE = (".py", ".typ", ".yml", ".txt")
# What stands in every entry; one of an older form is as good as none.
FIELDS = {"from", "with", "address", "read", "files", "remarks"}
PURPOSE = "printed editions"
ROOMS = ("channels", "content", "locales", "text", "untrusted", "views")


class Record:
    """The record in `file`, of files below the folder `out`, which are set as the `setting` says (fonts, marks). One that
    cannot be read, or that somebody else has written (`is_foreign`), is begun anew."""

    def __init__(self, file: Path, out: Path, setting: str = "") -> None:
        self.file = file
        self.out = out
        self.setting = setting
        self.made, self.is_foreign = read_record(file)

    def is_current(self, job: Job) -> bool:
        """True when a job would make the same again: nothing that its files were made from or with has changed."""
        entry = self.made.get(key_of(job), {})
        return self.holds(job) and (entry["with"], entry["address"]) == (self._machine, job.address)

    def holds(self, job: Job) -> bool:
        """True when the files of a job are there, untouched, and say what the job's texts and pictures say now.

        They may have been set with other fonts, by an older state of our code, or for another address of the site.
        """
        entry = self.made.get(key_of(job))
        if not entry or entry["from"] != content_of(job):
            return False
        if any(digest_of(Path(path)) != digest for path, digest in entry["read"].items()):
            return False
        return all(digest_of(self.out / job.channel / name) == f["digest"] for name, f in entry["files"].items())

    def address(self, job: Job) -> str:
        """The site's address that a job has printed last; empty where it printed none."""
        return str(self.made.get(key_of(job), {}).get("address", ""))

    def knows(self, job: Job) -> bool:
        """True when a job was done before."""
        return key_of(job) in self.made

    def files(self, job: Job) -> dict[str, Any]:
        """What a job has made last: by the files' names their `digest` and, of a PDF, `pages`, `width`, `height` (mm)."""
        return dict(self.made.get(key_of(job), {}).get("files", {}))

    def remarks(self, job: Job) -> list[str]:
        """What there was to say about a job when it was done last."""
        return list(self.made[key_of(job)]["remarks"])

    def add(self, job: Job, made: Made) -> None:
        """Notes what a job has made, beside what others have noted meanwhile; nobody else may write then."""
        self.made, self.is_foreign = read_record(self.file)
        self.made[key_of(job)] = {
            "from": content_of(job),
            "with": self._machine,
            "address": job.address,
            "read": {str(path): digest_of(path) for path in made.read},
            "files": {name: facts_of(name, data) for name, data in made.files.items()},
            "remarks": list(made.remarks),
        }
        data = json.dumps(self.made, ensure_ascii=False, indent=1) + "\n"
        write_bytes(self.file, authenticated(data.encode(), PURPOSE))

    @cached_property
    def _machine(self) -> str:
        return hashlib.sha256(f"{self.setting}\n{code_fingerprint()}".encode()).hexdigest()


def read_record(file: Path) -> tuple[dict[str, Any], bool]:
    """The record as it lies on disk, empty when there is none that can be believed; and whether there is one such."""
    try:
        data = verified(file.read_bytes(), PURPOSE)
    except OSError:
        return {}, False
    if data is None:
        return {}, True
    found: dict[str, Any] = json.loads(str(data, "utf-8"))
    return {key: entry for key, entry in found.items() if entry.keys() >= FIELDS}, False


def content_of(job: Job) -> str:
    """Changes when what the job was given does."""
    parts = [job.facts.encode(), *(digest_of(path).encode() for path in job.sources)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def facts_of(name: str, data: bytes) -> dict[str, Any]:
    """What is noted of a file."""
    return {"digest": hashlib.sha256(data).hexdigest()} | (paper_of(data) if name.endswith(".pdf") else {})


def key_of(job: Job) -> str:
    """What a job is called in the record."""
    return f"{job.channel}/{job.name}"


def digest_of(path: Path) -> str:
    """The contents of a file; empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def code_fingerprint() -> str:
    """Our own code and templates, and the versions of what they use."""
    home = Path(lanmu.__file__).parent
    digest = hashlib.sha256()
    for file in code_files(home):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    installed = [f"{name} {version(name)}" for name in PACKAGES]
    return digest.hexdigest() + repr(installed)


def code_files(home: Path) -> Iterable[Path]:
    """The files that decide what a page looks like, in a fixed order."""
    return sorted(file for room in ROOMS for file in (home / room).rglob("*") if file.suffix in CODE)
