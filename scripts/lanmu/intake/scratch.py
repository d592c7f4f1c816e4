"""Where a document that was handed in is taken apart: a folder among the system's temporary files."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from filelock import FileLock, Timeout

PREFIX = "lanmu-import-"
LOCK = ".lock"
# Seconds that a folder may be there before it is locked.
FRESH = 60.0


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder, gone afterwards. Those of imports that were killed are cleared away first: what lies in them is
    not public."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        clear(folder)
    with TemporaryDirectory(prefix=PREFIX) as name, FileLock(Path(name) / LOCK):
        yield Path(name)


def clear(folder: Path) -> None:
    """Clears a folder away whose import is gone: its lock is free then. Another user's stays."""
    with suppress(OSError, Timeout):
        if folder.is_symlink() or time.time() - folder.stat().st_mtime < FRESH:
            return
        with FileLock(folder / LOCK, timeout=0):
            pass
        shutil.rmtree(folder, ignore_errors=True)
