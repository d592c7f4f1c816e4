"""Where a link in a source leads: the file below docs/ and the anchor."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lanmu.checks.source import Source


@dataclass(frozen=True)
class LocalTarget:
    """`path` below docs/ (a trailing slash is kept; empty: the file itself), `anchor` without the #, both unquoted.

    A path that begins with `../` leaves docs/.
    """

    path: str
    anchor: str
    query: str = ""


def local_target(source: Source, target: str) -> LocalTarget | None:
    """The file that a relative link leads to; None for other hosts, absolute paths, mail addresses and the like."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or parts.path.startswith("/") or "\\" in parts.path:
        return None
    path = unquote(parts.path)
    if path:
        slash = "/" if path.endswith("/") else ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source.below_docs), path)) + slash
    return LocalTarget(path, unquote(parts.fragment), parts.query)
