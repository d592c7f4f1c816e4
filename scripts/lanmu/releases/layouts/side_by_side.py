"""Each release in a folder of its own below `releases/`; the link `current`, which the server shows, leads to one of them.

Readers see the old release or the new one, never anything between: the link changes in one step, when the new release is
complete and was read back. What was begun and cut off goes into the next attempt.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass

from lanmu.diagnostics.errors import UserError
from lanmu.releases.layouts.layout import Listing, listing, require_intact
from lanmu.releases.targets.target import HIDDEN, LinkingTarget
from lanmu.releases.transfer import Release, changed, each, make_right, require_room, send

RELEASES, CURRENT = "releases", "current"


@dataclass(frozen=True)
class SideBySide:
    """See `Layout`."""

    target: LinkingTarget
    keep: int

    def shown(self) -> Listing | None:
        folder = self.target.pointed(CURRENT)
        return listing(self.target, f"{folder}/") if folder else None

    def kept_releases(self) -> dict[str, Listing]:
        listings = {name: listing(self.target, f"{RELEASES}/{name}/") for name in self._names()}
        return {name: signed for name, signed in listings.items() if signed}

    def _names(self) -> list[str]:
        return sorted(name for name in self.target.folders(RELEASES) if not name.startswith(HIDDEN))

    def path_of(self, path: str) -> str:
        return f"{CURRENT}/{path}"

    def publish(self, release: Release) -> None:
        self._require_links()
        folder = f"{RELEASES}/{HIDDEN}{release.manifest.id}.part/"
        self._take_up(folder.rstrip("/"))
        present = self.target.files(folder)
        missing = [path for path in release.digests if present.get(path) != release.size_of(path)]
        require_room(self.target, map(release.size_of, missing))
        send(self.target, release, folder, self._not_copied(release, folder, missing))
        make_right(self.target, release, folder, list(release.digests))
        for path in self.target.files(folder).keys() - release.digests.keys():
            self.target.remove(f"{folder}{path}")
        whole = f"{RELEASES}/{release.manifest.id}"
        self.target.rename(folder.rstrip("/"), whole)
        self.target.point(CURRENT, whole)
        self._clear_away()

    def roll_back(self, release_id: str) -> None:
        manifest = self.kept_releases()[release_id].manifest
        folder = f"{RELEASES}/{release_id}"
        digests = {path: file.sha256 for path, file in manifest.files.items()}
        require_intact(changed(self.target, f"{folder}/", digests), release_id)
        self.target.point(CURRENT, folder)

    def _require_links(self) -> None:
        """Raises UserError where the target has no links, before anything is sent."""
        try:
            self.target.point(f"{HIDDEN}link", RELEASES)
            self.target.remove(f"{HIDDEN}link")
        except OSError as error:
            if isinstance(error, ConnectionError) or error.errno == errno.ENOSPC:
                raise
            raise UserError(
                f'{self.target.name}里不能建立链接，什么也没有传。请在 lanmu.toml 的这个目标里写 layout = "in-place"。'
            ) from None

    def _take_up(self, folder: str) -> None:
        """Takes over the folder of an interrupted attempt as the folder of this release."""
        names = {f"{RELEASES}/{name}" for name in self.target.folders(RELEASES) if name.startswith(HIDDEN)}
        for number, name in enumerate(sorted(names, key=lambda name: name != folder)):
            if number:
                self.target.remove_folder(name)
            elif name != folder:
                self.target.rename(name, folder)

    def _not_copied(self, release: Release, folder: str, missing: list[str]) -> list[str]:
        """Copies, on the target, files with the same content (whatever their names) from the current release into the
        folder of the new one; returns the paths that must be sent. No hard links: a file changed on the server would change
        in all releases."""
        source, shown = self.target.pointed(CURRENT), self.shown()
        old = {file.sha256: path for path, file in shown.manifest.files.items()} if shown else {}
        refused: set[str] = set()

        def copy(path: str) -> None:
            try:
                self.target.copy(f"{folder}{path}", f"{source}/{old[release.digests[path]]}")
            except ConnectionError:
                raise
            except OSError:
                # Some servers cannot copy, and somebody may have removed the file.
                refused.add(path)

        same = {path for path in missing if release.digests[path] in old}
        each(copy, same, "沿用")
        return [path for path in missing if path not in same or path in refused]

    def _clear_away(self) -> None:
        """Removes the oldest releases beyond those that are kept; never the one that is shown."""
        shown = self.target.pointed(CURRENT)
        for name in self._names()[: -self.keep]:
            if shown != f"{RELEASES}/{name}":
                # Half removed, it must not be taken for a release.
                old = f"{RELEASES}/{HIDDEN}{name}.old"
                self.target.rename(f"{RELEASES}/{name}", old)
                self.target.remove_folder(old)
