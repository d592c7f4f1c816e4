"""Addresses below the site's root: of sources, of generated pages, and old ones that lead on to articles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

BROWSE = "browse/"
SEARCH = "search/"
CATALOGUE = "catalogue.js"
PRINT = "print/"
# What belongs to generated pages and files at the root; MkDocs passes over a folder with the name of the last.
RESERVED = (BROWSE, SEARCH, PRINT, "assets/", "404.html", "templates/")
LOCALE = re.compile(r"\blocale:\s*[\"']?([A-Za-z][A-Za-z-]*)")
# Columns whose issues, one a month, have a page of their own, 《泉州工人》 and the notice board, with the channel that prints
# them.
FRONTS = {"worker": "newspaper", "board": "poster"}
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
    that the mkdocs.yml in `root` names."""
    try:
        # Not parsed as YAML: the file holds tags that only MkDocs understands.
        text = (root / "mkdocs.yml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return (*RESERVED, *dict.fromkeys(f"{language.lower()}/" for language in LOCALE.findall(text)))


def is_generated(address: str, columns: Mapping[str, bool], own: tuple[str, ...] = RESERVED) -> bool:
    """True for an address at which the site itself puts a page, or one that Windows takes for the same.

    `columns` are the ids of the columns, each with whether its landing page is generated too; `own` is what is `reserved`.
    """
    address = address.lower()
    if address == "" or address.startswith(own):
        return True
    column, _, rest = address.partition("/")
    if column not in columns:
        return False
    if rest == "":
        return columns[column]
    return bool(ARCHIVE.fullmatch(rest)) or (column in FRONTS and bool(ISSUE.fullmatch(rest)))


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
