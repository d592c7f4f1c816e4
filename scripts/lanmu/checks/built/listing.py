"""The files of a built site by their exact names, whatever system the check runs on."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

INDEX = ("index.html", "index.htm")

# Files that can stand for each other; a file of any other kind only for one with the same suffix.
_KINDS = {
    "page": ".html .htm .xhtml .shtml .php .asp .aspx .jsp",
    "picture": ".jpg .jpeg .png .gif .webp .avif .bmp .svg",
    "text": ".doc .docx .wps .pdf .rtf .odt .ofd",
    "table": ".xls .xlsx .et .csv .ods",
    "slides": ".ppt .pptx .dps .odp",
    "archive": ".zip .rar .7z .gz",
    "audio": ".mp3 .m4a .wav .ogg",
    "video": ".mp4 .webm .m4v .mov .avi",
}
KINDS = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()}
FIGURES = re.compile(r"\d+")
SEPARATORS = re.compile(r"[\s_.]+")


def kind_of(path: str) -> str:
    """What sort of file an address is for: "page" for one without a suffix, or of a folder."""
    suffix = posixpath.splitext(path.rstrip("/"))[1].lower()
    # What is no suffix but a part of the name: `v1.2`, `2008.10.8`.
    return KINDS.get(suffix, suffix if re.fullmatch(r"\.[a-z]\w{0,11}", suffix, re.ASCII) else "page")


def stem_of(path: str) -> str:
    """The name without suffix, for an index page its folder's; without regard to letter case and separators."""
    folder, _, name = path.rstrip("/").rpartition("/")
    stem = (
        posixpath.splitext(name)[0] if kind_of(name) != "page" or posixpath.splitext(name)[1].lower() in KINDS else name
    )
    if name.lower() in INDEX:
        stem = posixpath.basename(folder)
    return SEPARATORS.sub("-", fold(stem))


def figures_of(name: str) -> tuple[int, ...]:
    """The figures in a name: a date or a number tells one thing from another."""
    return tuple(int(figure[:18]) for figure in FIGURES.findall(name))


def fold(path: str) -> str:
    """The path without regard to letter case and to how accents are composed."""
    return unicodedata.normalize("NFC", path).casefold()


@dataclass(frozen=True)
class Listing:
    """Paths below the site's folder, with forward slashes; "" is the folder itself."""

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
    def stems(self) -> dict[tuple[str, tuple[int, ...], int], dict[str, list[str]]]:
        """Paths of files by what tells them apart in an address, for each kind, figures in it, and length."""
        found: dict[tuple[str, tuple[int, ...], int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for path in sorted(self.files):
            stem = stem_of(path)
            found[kind_of(path), figures_of(stem), len(stem)][stem].append(path)
        return dict(found)

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
            if entry.is_dir(follow_symlinks=False):
                yield from walk(folder / entry.name, f"{path}/", (*above, os.path.realpath(entry.path)))
            elif entry.is_dir():
                real = os.path.realpath(entry.path)
                if real not in above and os.path.commonpath([real, above[0]]) == above[0]:
                    yield from walk(folder / entry.name, f"{path}/", (*above, real))
            elif entry.is_file():
                yield path
        except OSError:
            # A link that points at itself, or a name the system cannot open: nothing is served there.
            continue
