"""The files themselves lie in the folder that the server shows, for targets that cannot link.

They come in a safe order: what pages show, then the pages (an article before the lists that name it), then feeds and
sitemap; then goes what is not part of the release any more, and the manifest comes last. So no page is ever there without
what it shows, wherever the transfer is cut off, and the next one completes it. Files that no release has brought stay.

Releases to go back to are kept by the office, as zip files: what was withdrawn must not stay where readers can fetch it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from lanmu.content.addresses import CALENDAR
from lanmu.releases.layouts.layout import Listing, listing, require_intact
from lanmu.releases.manifest import FILE, SIGNATURE, described
from lanmu.releases.targets.target import HIDDEN, Target, is_hidden
from lanmu.releases.transfer import Release, make_right, require_room, send
from lanmu.storage.scratch import scratch_folder

PENDING = f"{HIDDEN}pending.json"
"""The paths that are ours, or may be, while a transfer is under way."""
PAGES = (".html", ".htm")
LAST = (3, 0)
LATE = ("sitemap.xml", "robots.txt", "feed.xml", "feed.json", CALENDAR, "_headers")


def rank(path: str) -> tuple[int, int]:
    """The order of a file in a transfer: rank by rank; a compressed copy has the rank of its file."""
    path = path.removesuffix(".br").removesuffix(".gz")
    if path in (FILE, SIGNATURE):
        return LAST
    if path.rpartition("/")[2] in LATE:
        return 2, 0
    return (1, -path.count("/")) if path.endswith(PAGES) else (0, 0)


@dataclass(frozen=True)
class InPlace:
    """See `Layout`. `store` is the folder of the zip files."""

    target: Target
    keep: int
    store: Path

    def shown(self) -> Listing | None:
        return listing(self.target)

    def kept_releases(self) -> dict[str, Listing]:
        listings = {}
        for file in sorted(self.store.glob("*.zip")):
            with suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(file) as archive:
                listings[file.stem] = Listing(archive.read(FILE), archive.read(SIGNATURE))
        return listings

    def path_of(self, path: str) -> str:
        return path

    def publish(self, release: Release) -> None:
        self._transfer(release)
        self._keep(release)

    def roll_back(self, release_id: str) -> None:
        with scratch_folder("release") as folder:
            with zipfile.ZipFile(self.store / f"{release_id}.zip") as archive:
                archive.extractall(folder)
            release = Release(folder, self.kept_releases()[release_id].manifest)
            files = release.manifest.files
            wrong = [path for path in files if not (folder / path).is_file() or described(folder / path) != files[path]]
            require_intact(wrong, release_id)
            self._transfer(release)

    def _transfer(self, release: Release) -> None:
        there = self.target.files("")
        begun = PENDING in there
        ours = self._ours(begun=begun)
        digests = release.digests
        # Where a transfer was cut off, nobody knows what the files are that have the right size; all are read back.
        trusted = {} if begun else ours
        new = {p for p in digests if there.get(p) != release.size_of(p) or trusted.get(p, digests[p]) != digests[p]}
        require_room(self.target, map(release.size_of, new))
        self.target.put(PENDING, json.dumps(sorted(ours.keys() | digests.keys())).encode())
        for order, group in groupby(sorted(digests, key=rank), key=rank):
            if order == LAST:
                self._remove((ours.keys() - digests.keys()) & there.keys())
                self._remove(path for path in self.target.files("") if is_hidden(path) and path.endswith(".part"))
            paths = list(group)
            send(self.target, release, "", [path for path in paths if path in new])
            make_right(self.target, release, "", paths)
        self.target.remove(PENDING)

    def _ours(self, *, begun: bool) -> dict[str, str]:
        """The paths on the target that releases have brought, with their digests as far as they are known."""
        shown = self.shown()
        files = shown.manifest.files if shown else {}
        ours = {path: file.sha256 for path, file in files.items()} | dict.fromkeys((FILE, SIGNATURE), "")
        pending = json.loads(self.target.read(PENDING)) if begun else []
        return dict.fromkeys(pending, "") | ours

    def _remove(self, paths: Iterable[str]) -> None:
        """Removes files, pages before what they show."""
        for path in sorted(paths, key=rank, reverse=True):
            with suppress(FileNotFoundError):
                self.target.remove(path)

    def _keep(self, release: Release) -> None:
        """Keeps the release as a zip file, and the newest of those before it."""
        self.store.mkdir(parents=True, exist_ok=True)
        file = self.store / f"{release.manifest.id}.zip"
        part = file.with_suffix(".part")
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in release.digests:
                archive.write(release.folder / path, path)
        part.replace(file)
        shown = self.shown()
        for old in sorted(self.store.glob("*.zip"))[: -self.keep]:
            if not shown or old.stem != shown.manifest.id:
                old.unlink()
