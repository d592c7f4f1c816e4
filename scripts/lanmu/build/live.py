"""MkDocs' server with reloading pages, told which files changed as soon as the system says so.

MkDocs looks at every file twice a second, which takes longer the more there are, and shows nothing while it builds.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer, _timestamp
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

CHANGES = frozenset(("created", "modified", "deleted", "moved"))
PASSING = (".swp", ".swx", ".tmp", ".part", "~")
"""Ends of names under which editors keep what they are about to save."""
QUIET = 0.03
"""Seconds without a change after which a file is taken as saved."""


class PreviewServer(LiveReloadServer):
    """Serves `served()`. `opened` is called when it answers and sees what is saved; `changed` gets the paths below the
    project of files that were saved; `asked` the path of each page that is asked for, before it is looked up."""

    def __init__(
        self,
        opened: Callable[[], None],
        changed: Callable[[set[str]], None],
        asked: Callable[[str], None],
        served: Callable[[], Path],
        host: str,
        port: int,
    ) -> None:
        super().__init__(lambda: None, host, port, str(served()))
        self.observer = Observer()  # type: ignore[assignment]
        self.opened = opened
        self.changed = changed
        self.asked = asked
        self.served = served
        self.seen: set[str] = set()

    def follow(self, root: Path, name: str) -> None:
        """Looks after a file or folder of the project in `root`."""
        handler = FileSystemEventHandler()
        handler.on_any_event = lambda event: self.note(root, name, event)  # type: ignore[method-assign]
        place = root / name
        # A file that is saved is often a new one under the old name: its folder tells.
        self.observer.schedule(handler, str(place if place.is_dir() else root), recursive=place.is_dir())
        self._watched_paths[str(place)] = 1

    def note(self, root: Path, name: str, event: FileSystemEvent) -> None:
        """Notes one change."""
        if event.is_directory or event.event_type not in CHANGES:
            return
        paths = [os.path.relpath(os.fsdecode(path), root) for path in (event.src_path, event.dest_path) if path]
        found = {path.replace(os.sep, "/") for path in paths}
        kept = {path for path in found if is_source(path) and (path == name or path.startswith(f"{name}/"))}
        if kept:
            with self._rebuild_cond:
                self.seen |= kept
                self._rebuild_cond.notify_all()

    def _build_loop(self) -> None:
        self.opened()
        while True:
            with self._rebuild_cond:
                # With breaks: Windows tells of Ctrl-C only between two waits.
                while not self._rebuild_cond.wait_for(lambda: self.seen or self._shutdown, timeout=self.shutdown_delay):
                    pass
                if self._shutdown:
                    return
                while self._rebuild_cond.wait(timeout=QUIET):
                    pass
                paths, self.seen = self.seen, set()
            self.changed(paths)

    def reload(self) -> None:
        """Has every page that is open loaded anew."""
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch = max(_timestamp(), self._visible_epoch + 1)
            self._epoch_cond.notify_all()

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith("/livereload/"):
            address = posixpath.normpath(path).lstrip("/")
            self.asked(f"{address}/index.html".lstrip("/") if path.endswith("/") else address)
            self.root = str(self.served())
        return super()._serve_request(environ, start_response)


def is_source(path: str) -> bool:
    """False for hidden files and for what editors keep beside a file for a moment."""
    return not path.endswith(PASSING) and not any(part.startswith(".") for part in path.split("/"))
