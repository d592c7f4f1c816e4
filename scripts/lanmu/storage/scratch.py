"""Folders among the system's temporary files, where things are taken apart or put together."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from filelock import FileLock, Timeout

LOCK = ".lock"
# Seconds that a folder may be there before it is locked.
FRESH = 60.0


@contextmanager
def scratch_folder(purpose: str) -> Iterator[Path]:
    """A folder for a `purpose` (a word for its name), gone afterwards. Those of the same purpose whose process was killed
    are cleared away first. Any thread may leave it."""
    clear_abandoned(purpose)
    with (
        TemporaryDirectory(prefix=prefix_of(purpose)) as name,
        FileLock(Path(name) / LOCK, thread_local=False),
    ):
        yield Path(name)


def prefix_of(purpose: str) -> str:
    """How the names of folders for a purpose begin."""
    return f"lanmu-{purpose}-"


def clear_abandoned(purpose: str) -> None:
    """Clears away the folders for a purpose whose process was killed: what lies in them is not public."""
    for folder in Path(gettempdir()).glob(f"{prefix_of(purpose)}*"):
        clear(folder)


def clear(folder: Path) -> None:
    """Clears a folder away whose process is gone: its lock is free then. Another user's stays."""
    with suppress(OSError, Timeout):
        if folder.is_symlink() or time.time() - folder.stat().st_mtime < FRESH:
            return
        with FileLock(folder / LOCK, timeout=0):
            pass
        shutil.rmtree(folder, ignore_errors=True)
