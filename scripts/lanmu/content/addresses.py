"""Addresses below the site's root: of sources, of generated pages, and old ones that lead on to articles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping
from pathlib import Path
from urllib.parse import unquote

from lanmu.content.languages import site_languages

BROWSE = "browse/"
SEARCH = "search/"
PAST = "campaigns/"
MONTHS = "months/"
CALENDAR = "calendar.ics"
CATALOGUE = "catalogue.js"
PRINT = "print/"
# What belongs to generated pages and files at the root; MkDocs passes over a folder with the name of the last.
RESERVED = (BROWSE, SEARCH, PAST, MONTHS, PRINT, "assets/", "404.html", "templates/")
ISSUE = re.compile(r"\d{4}-(0[1-9]|1[0-2])/")
ARCHIVE = re.compile(r"\d{4}/((0[1-9]|1[0-2])/)?(p\d+/)?")
# What Windows and web servers do not take in a file's name.
UNSAFE = re.compile(r'[<>:"|?*#\\\s\x00-\x1f]|//|(^|/)\.\.?(/|$)')


def address_of(path: str) -> str:
    """The address of a source file: `a/b.md` → `a/b/`, `a/index.md` → `a/`, `index.md` → an empty string."""
    stem = path.removesuffix(".md")
    folder = posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem
    return f"{folder}/" if folder else ""


def reserved(root: Path) -> tuple[str, ...]:
    """The beginnings of addresses, in lower case, that belong to the site itself: `assets/`, and the folder of each language
    of the project in `root`."""
    return (*RESERVED, *(f"{language.lower()}/" for language in site_languages(root)))


def is_generated(
    address: str, columns: Mapping[str, bool], fronts: Container[str], own: tuple[str, ...] = RESERVED
) -> bool:
    """True for an address at which the site itself puts a page, or one that Windows takes for the same.

    `columns` are the ids of the columns, each with whether its landing page is generated too; the columns among `fronts` have
    a page for each of their issues; `own` is what is `reserved`.
    """
    address = address.lower()
    if address == "" or address.startswith(own):
        return True
    column, _, rest = address.partition("/")
    if column not in columns:
        return False
    if rest == "":
        return columns[column]
    return bool(ARCHIVE.fullmatch(rest)) or (column in fronts and bool(ISSUE.fullmatch(rest)))


def old_address(text: str) -> str | None:
    """An old address as an editor writes it, in one form: `a/b/` or `a/b.html`; None when it cannot be one."""
    # As copied from a browser's address bar, where Chinese is percent-encoded.
    address = unquote(text.strip()).lstrip("/")
    if UNSAFE.search(address):
        return None
    address = re.sub(r"(^|/)index\.html?$", r"\1", address)
    folder, _, last = address.rstrip("/").rpartition("/")
    if "." in folder:
        return None
    if "." in last:
        return address if address.endswith((".html", ".htm", ".shtml")) else None
    return f"{address.rstrip('/')}/" if address.strip("/") else ""
