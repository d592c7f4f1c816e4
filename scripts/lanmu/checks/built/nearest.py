"""What was probably meant: the existing file or anchor that is most like the missing one."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable

from lanmu.checks.built.listing import INDEX, Listing

# Comparing is slow, so only so many candidates are looked at.
MOST = 400


def nearest_file(listing: Listing, missing: str) -> str:
    """The file below the site's folder that is most like `missing`; empty when none is."""
    missing = missing.removesuffix("/")
    for index in INDEX:
        missing = missing.removesuffix(f"/{index}")
    name = posixpath.basename(missing)
    same = listing.names.get(name) or listing.names.get(posixpath.splitext(name)[0], [])
    if same:
        close = difflib.get_close_matches(missing, same[:MOST], n=1, cutoff=0.0)
        return close[0]
    folder = posixpath.dirname(missing)
    siblings = [n for n in similar(name, listing.names) if any(is_in(path, folder) for path in listing.names[n])]
    for names, cutoff in ((siblings, 0.6), (similar(name, listing.names), 0.75)):
        close = difflib.get_close_matches(name, names[:MOST], n=1, cutoff=cutoff)
        if close:
            paths = listing.names[close[0]]
            return next((path for path in paths if is_in(path, folder)), paths[0])
    return ""


def is_in(path: str, folder: str) -> bool:
    """True for a file in the folder, or the index page of a folder in it."""
    above = posixpath.dirname(path)
    return folder in (above, posixpath.dirname(above) if posixpath.basename(path) in INDEX else above)


def similar(name: str, names: Iterable[str]) -> list[str]:
    """Names of about the same length with the same beginning or end; the likeliest length first."""
    close = [n for n in names if abs(len(n) - len(name)) <= 3 and (n[:2] == name[:2] or n[-3:] == name[-3:])]
    return sorted(close, key=lambda n: abs(len(n) - len(name)))


def nearest_anchor(ids: Iterable[str], anchor: str) -> str:
    """The anchor that is most like the missing one; empty when none is."""
    by_fold = {name.casefold(): name for name in ids}
    if anchor.casefold() in by_fold:
        return by_fold[anchor.casefold()]
    close = difflib.get_close_matches(anchor, list(by_fold.values())[:MOST], n=1, cutoff=0.5)
    return close[0] if close else ""
