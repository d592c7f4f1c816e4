"""Links of a page that is mirrored one folder down, into `zh-Hant/`.

A page that exists there is linked there; whatever is shared (assets, attachments, feeds, the other languages) is
linked where it is, one level further up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

FOLDER = "zh-Hant"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_TAIL = re.compile(r"[?#]")


class Mirror:
    """Which pages are mirrored, and where the site stands on its server (`site_url`, may be empty)."""

    def __init__(self, pages: Iterable[str], site_url: str = "") -> None:
        self._pages = {page.removesuffix("index.html").rstrip("/") for page in pages} | set(pages)
        self._own = site_url and site_url.rstrip("/") + "/"
        self._base = urlsplit(self._own).path or "/"
        self._folders: dict[str, list[str]] = {}

    def link(self, folder: str, address: str, *, fixed: bool = False) -> str:
        """The address as it must stand on the mirrored page in `folder` (`plan/x`; empty: at the root).

        `fixed`: the link names the language it leads to, so it is not led into the mirror.
        """
        if address[:1] in ("#", "?", "") and not fixed:
            return address
        for prefix in (self._own, self._base):
            if prefix and address.startswith(prefix) and not address.startswith("//"):
                inside = address[len(prefix) :]
                mirrored = not fixed and self._has(_segments([], _path(inside)))
                return f"{prefix}{FOLDER}/{inside}" if mirrored else address
        if _ELSEWHERE.match(address) or address[:1] == "/":
            return address
        path = _path(address)
        segments = _segments(self._folder(folder), path)
        if not fixed and self._has(segments):
            return address
        up = "../" * (folder.count("/") + 2 if folder else 1)
        slash = "/" if segments and path.rpartition("/")[2] in ("", ".", "..") else ""
        return up + "/".join(segments) + slash + address[len(path) :]

    def _has(self, segments: list[str]) -> bool:
        path = "/".join(segments)
        return (unquote(html.unescape(path)) if "%" in path or "&" in path else path) in self._pages

    def _folder(self, folder: str) -> list[str]:
        if folder not in self._folders:
            self._folders[folder] = quote(folder).split("/") if folder else []
        return self._folders[folder]


class InPlace(Mirror):
    """For a page that was built in the mirror itself: its links are right already."""

    def __init__(self) -> None:
        super().__init__(())

    def link(self, folder: str, address: str, *, fixed: bool = False) -> str:  # noqa: ARG002
        """The address as it is."""
        return address


def _path(address: str) -> str:
    tail = _TAIL.search(address)
    return address[: tail.start()] if tail else address


def _segments(folder: list[str], path: str) -> list[str]:
    """The folders and the name of `path`, seen from the site's root; a path that leads out of the site keeps its `..`."""
    way = folder.copy()
    for part in path.split("/"):
        if part == ".." and way and way[-1] != "..":
            way.pop()
        elif part not in ("", "."):
            way.append(part)
    return way
