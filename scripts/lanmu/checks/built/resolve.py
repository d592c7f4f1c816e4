"""From the address that a page names to the file that a server would send, among the files that there are.

Addresses are read as browsers read them (WHATWG URL Standard), compared as a case-sensitive server does.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lanmu.checks.built import spelling
from lanmu.checks.built.reference import Outcome, Target
from lanmu.checks.engine.suggestions import INDEX, Stems, fold, stems_of


@dataclass(frozen=True)
class Listing:
    """The files of a built site by their exact names, whatever system the check runs on.

    Paths are below the site's folder, with forward slashes; "" is the folder itself.
    """

    files: frozenset[str]
    folders: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        folders = {""}
        for file in self.files:
            folder = posixpath.dirname(file)
            while folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        object.__setattr__(self, "folders", frozenset(folders))

    @cached_property
    def folded(self) -> dict[str, str]:
        """Every file and folder by its name as `fold` leaves it."""
        return {fold(path): path for path in sorted(self.folders | self.files)}

    @cached_property
    def stems(self) -> Stems:
        """The files for suggestions."""
        return stems_of(self.files)

    def index_of(self, folder: str) -> str | None:
        """The page that a server shows for a folder; None when there is none."""
        paths = (f"{folder}/{name}" if folder else name for name in INDEX)
        return next((path for path in paths if path in self.files), None)


def read_listing(root: Path) -> Listing:
    """Every file below `root`. Links to folders are followed inside `root` only, and never round in circles."""
    return Listing(frozenset(walk(root, "", (os.path.realpath(root),))))


def walk(folder: Path, prefix: str, above: tuple[str, ...]) -> Iterator[str]:
    """Paths of the files in `folder`; `above` are the real paths of the folders it lies in, itself included."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = f"{prefix}{entry.name}"
        try:
            if entry.is_file():
                yield path
            elif entry.is_dir():
                real = os.path.realpath(entry.path)
                is_inside = real not in above and os.path.commonpath([real, above[0]]) == above[0]
                if is_inside or entry.is_dir(follow_symlinks=False):
                    yield from walk(folder / entry.name, f"{path}/", (*above, real))
        except OSError:
            # A link that points at itself, or a name the system cannot open: nothing is served there.
            continue


@dataclass(frozen=True)
class Origin:
    """Where the site is published: `host` with its port, "" when not known; `prefix` is the path's parts."""

    host: str = ""
    prefix: tuple[str, ...] = ()


def origin_of(site_url: str) -> Origin:
    """The origin of an address such as `https://www.example.org/zhuanti/`; an unknown one when it is none."""
    try:
        parts = urlsplit(site_url)
    except ValueError:
        return Origin()
    path = unquote(parts.path)
    folder = path if path.endswith("/") else path.rpartition("/")[0]
    return Origin(parts.netloc.lower(), tuple(part for part in folder.split("/") if part))


@dataclass(frozen=True)
class Place:
    """Where an address is written: the page, and the folder that relative addresses start from.

    `based` is True where a <base> is in force; `elsewhere` is its address when it leads to another host.
    """

    page: str
    folder: str
    based: bool = False
    elsewhere: str = ""


class Way(NamedTuple):
    """The part of an address that does not depend on where it is written.

    `end` is set when nothing needs to be looked up. Else: go up `ups` folders, then down `rest`. `relative`: counted
    from the page; `whole`: written with the site's host.
    """

    end: Target | None
    relative: bool = True
    whole: bool = False
    ups: int = 0
    rest: str = ""
    slashed: bool = False
    anchor: str = ""
    text: str = ""


class Resolver:
    """Resolves addresses. What pages share is worked out once: the parts of an address, and each file that is there.

    With `allow_private` addresses of this machine count as another site, which is asked like others.
    """

    def __init__(self, listing: Listing, origin: Origin, *, allow_private: bool = False) -> None:
        self.listing = listing
        self.origin = origin
        self.allow_private = allow_private
        self._ways: dict[str, Way] = {}
        self._targets: dict[tuple[str, bool, str, bool], Target] = {}
        self._above: dict[str, list[str]] = {}

    def place(self, page: str, base: str | None = None) -> Place:
        """The place of a page, by its <base> when it has one."""
        folder = page.rpartition("/")[0]
        if not base:
            return Place(page, folder)
        way = self._way(base)
        if way.end:
            outside = way.end.outcome is Outcome.EXTERNAL
            return Place(page, folder, outside, way.end.url if outside else "")
        joined = self._join(folder, way)
        if joined is None:
            return Place(page, folder, True)
        return Place(page, joined if way.slashed else joined.rpartition("/")[0], True)

    def resolve(self, place: Place, raw: str) -> Target:
        """Where `raw` leads from `place`; whether the page has the anchor is not looked at."""
        way = self._way(raw)
        if way.end is not None:
            return way.end
        if place.elsewhere:
            return Target(Outcome.EXTERNAL, url=urljoin(place.elsewhere, way.text))
        if not place.based and way.text[:1] in ("#", "?"):
            return Target(Outcome.FOUND, place.page, way.anchor)
        path = self._join(place.folder, way)
        if path is None:
            if way.whole:
                # The publisher's other sites on the same host are named by their whole address.
                return Target(Outcome.EXTERNAL, url=way.text)
            return Target(Outcome.OUTSIDE, way.rest)
        key = path, way.slashed, way.anchor, way.relative
        target = self._targets.get(key)
        if target is None:
            target = self._targets[key] = self._look_up(*key, way.text)
        return target

    def _way(self, raw: str) -> Way:
        way = self._ways.get(raw)
        if way is None:
            way = self._ways[raw] = self._parse(raw.strip(spelling.ENDS))
        return way

    def _parse(self, text: str) -> Way:
        fault = spelling.fault_of(text)
        if fault and not (fault is Outcome.LOCALHOST and self.allow_private):
            return Way(Target(fault))
        host = spelling.host_of(text)
        if host is not None and host != self.origin.host:
            return Way(Target(Outcome.EXTERNAL, url=text))
        path, anchor = spelling.parts(text if host is None else spelling.after_host(text))
        relative = host is None and not path.startswith("/")
        decoded = unquote(path)
        slashed = decoded.rpartition("/")[2] in ("", ".", "..")
        ups, parts = 0, list[str]()
        for part in decoded.split("/"):
            if part == "..":
                ups, parts = (ups, parts[:-1]) if parts else (ups + 1, parts)
            elif part not in ("", "."):
                parts.append(part)
        return Way(None, relative, host is not None, ups, "/".join(parts), slashed, anchor, text)

    def _join(self, folder: str, way: Way) -> str | None:
        """The path below the site's folder; None when it leads out of it."""
        above = self._folders_above(folder if way.relative else "")
        if way.relative and way.ups < len(above):
            return above[way.ups] + way.rest if way.rest else above[way.ups].rstrip("/")
        prefix = self.origin.prefix
        height = len(prefix) + len(above) - 1 if way.relative else 0
        if way.ups > height:
            return None
        parts = [*prefix[: height - way.ups], *(part for part in way.rest.split("/") if part)]
        return "/".join(parts[len(prefix) :]) if tuple(parts[: len(prefix)]) == prefix else None

    def _folders_above(self, folder: str) -> list[str]:
        """The folder and those above it up to the site's own, each ready to take a name."""
        folders = self._above.get(folder)
        if folders is None:
            parts = folder.split("/") if folder else []
            folders = ["".join(f"{part}/" for part in parts[:end]) for end in range(len(parts), -1, -1)]
            self._above[folder] = folders
        return folders

    def _look_up(self, path: str, slashed: bool, anchor: str, local: bool, text: str) -> Target:
        listing = self.listing
        if path in listing.folders:
            index = listing.index_of(path)
            if index is None:
                return Target(Outcome.NO_INDEX, path)
            return Target(Outcome.FOUND, index, anchor, local=False, redirected=not slashed)
        if path in listing.files:
            return Target(Outcome.SLASHED_FILE, path) if slashed else Target(Outcome.FOUND, path, anchor, local=local)
        similar = listing.folded.get(fold(path))
        if similar is not None:
            return Target(Outcome.WRONG_CASE, listing.index_of(similar) or similar, near=similar)
        if path.lower().endswith((".md", ".markdown")):
            return Target(Outcome.SOURCE, path)
        if local and spelling.BARE_HOST.match(text):
            return Target(Outcome.NO_SCHEME, path)
        return Target(Outcome.MISSING, path + "/" if slashed else path)
