"""Which files of a project were saved: the system reports it at once, and a scan of all files finds what it did not report.

The system may have no handle left (inotify), drop events when there are many, lose a folder that was put in the place of
another, and know nothing of what others save on a shared drive.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from lanmu.diagnostics.console import say

CHANGES = frozenset(("created", "modified", "deleted", "moved"))
TEMPORARY = (".swp", ".swx", ".tmp", ".part", "~")
"""Ends of names under which editors keep what they are about to save."""
QUIET = 0.03
"""Seconds without a change after which a file is taken as saved."""
EVERY = 1.0
"""Seconds between two scans, at least; a scan takes some milliseconds for a thousand files."""
SHARE = 50
"""Scans take at most this fraction (1/50) of the time: after a slow one, on a slow drive, the next waits longer."""
NOT_REPORTED = "这台电脑已经没有余力随时报告文件的改动，预览改为每隔一会儿自己查看：保存以后，网页要晚一两秒更新。"
Signature = tuple[int, ...]
"""Times, size and inode of a file: at least one changes with every save."""


class Watch:
    """Watches files and folders (`names`) of the project in `root`. Nothing that is saved after this is made is missed."""

    def __init__(self, root: Path, names: Sequence[str]) -> None:
        self.root = root
        self.names = names
        self.reported: set[str] = set()
        self.condition = threading.Condition()
        self.observer: BaseObserver | None = None
        self.signatures = dict(self.scan())
        self.next_scan = time.monotonic() + EVERY

    def start(self) -> None:
        """Has the system report changes, where it can."""
        handler = FileSystemEventHandler()
        handler.on_any_event = self.note  # type: ignore[method-assign]
        # A file that is saved is often a new one under the old name: its folder reports it.
        places = {place if place.is_dir() else self.root for place in (self.root / name for name in self.names)}
        try:
            self.observer = Observer()
            for place in places:
                self.observer.schedule(handler, str(place), recursive=place != self.root)
            self.observer.start()
        except (OSError, RuntimeError):
            # No handle, or no thread, is left.
            self.stop()
            say(NOT_REPORTED)

    def stop(self) -> None:
        if self.observer:
            self.observer.stop()

    def note(self, event: FileSystemEvent) -> None:
        """Notes a change that the system reports, in its thread."""
        if event.is_directory or event.event_type not in CHANGES:
            return
        for place in (event.src_path, event.dest_path):
            path = os.path.relpath(os.fsdecode(place) or self.root, self.root).replace(os.sep, "/")
            if is_source(path) and any(path == name or path.startswith(f"{name}/") for name in self.names):
                with self.condition:
                    self.reported.add(path)
                    self.condition.notify_all()

    def saved(self, seconds: float) -> set[str]:
        """The paths below the project of files that were saved; waits for some, but not longer than that."""
        with self.condition:
            self.condition.wait_for(lambda: self.reported, seconds)
            while self.reported and self.condition.wait(QUIET):
                pass
            paths, self.reported = self.reported, set()
        # Before anybody reads them: what is saved while they are read differs again.
        for path in paths:
            self.signatures.pop(path, None)
            if signature := signature_of(self.root / path):
                self.signatures[path] = signature
        start = time.monotonic()
        if not paths and start >= self.next_scan:
            before, self.signatures = self.signatures, dict(self.scan())
            end = time.monotonic()
            self.next_scan = end + max(EVERY, SHARE * (end - start))
            paths = {path for path, _ in before.items() ^ self.signatures.items()}
        return paths

    def scan(self) -> Iterator[tuple[str, Signature]]:
        for name in self.names:
            if signature := signature_of(self.root / name):
                yield name, signature
            for folder, folders, files in os.walk(self.root / name):
                folders[:] = [folder for folder in folders if not folder.startswith(".")]
                below = os.path.relpath(folder, self.root).replace(os.sep, "/")
                for file in filter(is_source, files):
                    if signature := signature_of(Path(folder, file)):
                        yield f"{below}/{file}", signature


def signature_of(path: Path) -> Signature | None:
    try:
        status = path.stat()
    except OSError:
        return None
    is_folder = stat.S_ISDIR(status.st_mode)
    return None if is_folder else (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def is_source(path: str) -> bool:
    """False for hidden files and for what editors keep beside a file for a moment."""
    return not path.endswith(TEMPORARY) and not any(part.startswith(".") for part in path.split("/"))
