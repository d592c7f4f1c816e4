"""What is kept of the last build of a folder: the digest of every file in it, and what each page was made from.

The finished pages themselves are not stored twice: they lie in the site, and are taken from there when the digest of
what lies there is the one that was noted. So a page that somebody has changed, or a record that is damaged, costs a
page or a build, never a wrong page.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FORM = 1


def digest(data: bytes) -> str:
    """Sixteen bytes that stand for some data."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@dataclass
class Record:
    """`inputs` stands for all that the site was made from; `files` are the digests of its files by their paths;
    `pages` what is known of each page by language and source; `search` stands for what each language's index holds."""

    inputs: str = ""
    summary: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    pages: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    search: dict[str, str] = field(default_factory=dict)


class Store:
    """The record of one folder that is built into, in the cache of the project."""

    def __init__(self, cache: Path, site: Path) -> None:
        self.site = site
        self.path = cache / f"{digest(str(site.resolve()).encode())}.json"

    def read(self) -> Record:
        """The record of the last build; an empty one when there is none that can be trusted."""
        try:
            mark, _, text = self.path.read_bytes().partition(b"\n")
            if mark.decode() != f"{FORM} {digest(text)}":
                return Record()
            return Record(**json.loads(text))
        except (OSError, ValueError, TypeError):
            return Record()

    def write(self, record: Record) -> None:
        """Keeps a record; where it cannot be written, the next build makes everything anew."""
        text = json.dumps(vars(record), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        work = self.path.with_suffix(".new")
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            work.write_bytes(f"{FORM} {digest(text)}\n".encode() + text)
            work.replace(self.path)

    def forget(self) -> None:
        """Takes the record away: the site is about to change."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def holds(site: Path, files: dict[str, str]) -> bool:
    """True when the site has these files, as they were noted, and no others."""
    found = set(all_files(site))
    return found == files.keys() and all(is_as_noted(site / path, mark) for path, mark in files.items())


def is_as_noted(path: Path, mark: str) -> bool:
    """True when the file is there with the content that was noted."""
    try:
        return digest(path.read_bytes()) == mark
    except OSError:
        return False


def take_over(old: Path, new: Path, files: Mapping[str, str]) -> bool:
    """Puts files of the old site into the new one when all are as they were noted; False when one is not.

    The two are one file where the disk can do that: nothing is ever written into a file of a site that is there.
    """
    if not all(is_as_noted(old / path, mark) for path, mark in files.items()):
        return False
    for path in files:
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / path, new / path)
        except OSError:
            shutil.copyfile(old / path, new / path)
    return True


def noted(site: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The digests of all files of a site; those that are `known` are not read."""
    return {path: known.get(path) or digest((site / path).read_bytes()) for path in all_files(site)}


def all_files(site: Path) -> list[str]:
    """The paths of all files below a folder."""
    start = len(str(site)) + 1
    # A path in two pieces, not a Path for each file: there are many thousands.
    found = (f"{place}{os.sep}{name}"[start:] for place, _, names in os.walk(site) for name in names)
    return [path.replace(os.sep, "/") for path in found]
