"""What a place must be able to do so that a site can be published to it."""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import Path
from typing import Protocol

HIDDEN = ".lanmu-"
"""How the names begin of what is ours and no part of the site."""


class Target(Protocol):
    """A folder somewhere, by paths below it with forward slashes. All raise OSError: FileNotFoundError for what is not there,
    ConnectionError when the connection is gone. Several threads may ask at once."""

    name: str
    """What people call it."""

    def files(self, folder: str) -> dict[str, int]:
        """The sizes of all files below a folder by their paths below it; none when it is not there. Links are left out."""

    def read(self, path: str) -> bytes:
        """What is in a file."""

    def sha256(self, path: str) -> str:
        """The digest of what is in a file, read now."""

    def put(self, path: str, source: Path | bytes) -> None:
        """Puts a file there, whole or not at all, in the place of what is there; makes its folder."""

    def create(self, path: str, data: bytes) -> None:
        """Makes a file. Raises FileExistsError when there is one: of several who try, one succeeds."""

    def modified(self, path: str) -> float:
        """When a file was last changed, by the clock of the target (seconds since 1970)."""

    def remove(self, path: str) -> None:
        """Takes a file away, and the folders that are empty without it. Some targets do not say when there was none."""

    def free(self) -> int | None:
        """The bytes that are free; None where nobody says."""

    def close(self) -> None:
        """Ends the connection."""


class LinkingTarget(Target, Protocol):
    """A target with folders that can be renamed, and links."""

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder."""

    def copy(self, path: str, old: str) -> None:
        """Copies a file within the target, whole or not at all. Raises OSError where the target cannot do that by itself."""

    def remove_folder(self, path: str) -> None:
        """Takes a folder away with all that is in it."""

    def rename(self, old: str, new: str) -> None:
        """Renames a folder."""

    def point(self, link: str, folder: str) -> None:
        """Makes a link lead to a folder beside or below it, in one step."""

    def pointed(self, link: str) -> str:
        """Where a link leads to; empty when there is none."""


def part_of(path: str) -> str:
    """Where a file is put together before it gets its name; the same for each attempt, so that attempts leave one at most."""
    name = hashlib.sha256(path.encode()).hexdigest()[:12]
    return posixpath.join(posixpath.dirname(path), f"{HIDDEN}{name}.part")


def is_hidden(path: str) -> bool:
    """True for what is ours and no part of the site."""
    return posixpath.basename(path).startswith(HIDDEN)
