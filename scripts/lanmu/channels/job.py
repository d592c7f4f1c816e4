"""One thing to print: what it is made from, and how. The channels offer jobs, command.py does them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lanmu.diagnostics.errors import UserError


@dataclass(frozen=True)
class Made:
    """What came of a job: files by their names below its folder; `read` are the pictures that went into them."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()
    read: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Job:
    """`name` is unique among the jobs of `channel`; `label` is for the editor; `issue` is the number or month it is of.

    `articles` are the paths below docs/ of the articles in it; `sources` the files of these and whatever else it is of;
    `address` is the site's own address where it is printed (as a QR code), else empty.
    The job is done again when a file of `sources`, or `facts`, changed, or a picture that it read, a font, a template.
    `make` raises UserError for what cannot be printed.
    """

    channel: str
    name: str
    label: str
    sources: tuple[Path, ...]
    facts: str
    make: Callable[[], Made]
    articles: tuple[str, ...] = ()
    issue: str = ""
    address: str = ""


def refused(channel: str, name: str, label: str, source: Path, error: UserError) -> Job:
    """A job that only says why it cannot be done."""

    def make() -> Made:
        raise error

    return Job(channel, name, label, (source,), "", make)


def record_file(root: Path) -> Path:
    """Where the project `root` keeps its record of the jobs that were done."""
    return root / ".cache" / "print" / "made.json"
