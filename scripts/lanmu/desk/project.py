"""The project as it stands on disk now, read again when a file has changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from lanmu.content import settings as config
from lanmu.content.loading import Reading, read_docs

Signature = dict[str, tuple[int, int]]
"""Times of change (nanoseconds) and sizes (bytes) of files by their paths."""


class Project:
    """Reads the project in `root`. Any thread may ask; nothing that is given out is changed afterwards."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = threading.Lock()
        self.signature: Signature = {}
        self.last: Reading | None = None

    def reading(self) -> Reading:
        """What docs/ says, and what is wrong in it."""
        with self.lock:
            signature = dict(scan(str(self.root / "docs")))
            if self.last is None or signature != self.signature:
                self.last, self.signature = read_docs(self.root / "docs"), signature
            return self.last

    def settings(self) -> config.Settings:
        """What lanmu.toml says. Raises UserError when it cannot be used."""
        return config.load(self.root / "lanmu.toml")


def scan(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file below a folder with its signature."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from scan(entry.path)
            else:
                facts = entry.stat(follow_symlinks=False)
                yield entry.path, (facts.st_mtime_ns, facts.st_size)
