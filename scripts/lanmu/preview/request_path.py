"""Which file a request asks for: the one way from an address to a name below a folder, on every system.

Decided by the text alone before the file system is asked anything: on Windows to look whether `\\\\host\\share\\x` is there
already sends the user's credentials to that host.
"""

from __future__ import annotations

import re
from pathlib import Path

from lanmu.content.files import is_device

LONGEST = 1000
"""Characters of a whole path."""
LONGEST_NAME = 255
"""Bytes of one name, as most file systems have it (NAME_MAX, limits.h)."""
# `\` and `:` mean folders, drives and streams on Windows; a percent sign with two digits is what was encoded twice.
REFUSED = re.compile(r"[\\:\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")


def decoded(path_info: str) -> str | None:
    """The path of a request as text; None when it is no UTF-8. PEP 3333: it comes as if it were Latin-1."""
    try:
        return path_info.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def name_of(path: str) -> str | None:
    """The name below the served folder that `path` (`/a/b/`, percent-decoded once) asks for: `a/b/index.html`.

    None for what is no such name on one of the systems the preview runs on. The name has no `..`, no drive and no
    root, whether it is joined by `posixpath` or by `ntpath`.
    """
    if not path.startswith("/") or len(path) > LONGEST or REFUSED.search(path):
        return None
    name = f"{path}index.html"[1:] if path.endswith("/") else path[1:]
    for part in name.split("/"):
        try:
            length = len(part.encode("utf-8"))
        except UnicodeEncodeError:
            return None
        # Windows drops dots and blanks at the end.
        if not 0 < length <= LONGEST_NAME or part.endswith((".", " ")) or is_device(part):
            return None
    return name


def file_in(folder: Path, path: str) -> Path | None:
    """The file or folder that `path` asks for, whether it is there or not; None when that would lie outside `folder`, also
    by a link."""
    name = name_of(path)
    try:
        if name and (folder / name).resolve().is_relative_to(folder.resolve()):
            return folder / name
    except (OSError, RuntimeError):
        # A loop of links (RuntimeError before Python 3.13).
        pass
    return None
