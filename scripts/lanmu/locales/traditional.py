"""The Traditional site: made from the built Simplified pages, below `zh-Hant/` of the same site."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lanmu.locales.mirror import FOLDER, Mirror
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.locales.traditional_page import TraditionalPages
from lanmu.storage.files import unwritable

_SIMPLIFIED = re.compile(rb"""<html\b[^<>]*?\slang=["']?zh(?:-CN|-Hans(?:-CN)?)?["'\s>]""", re.IGNORECASE)
_HEAD = 1000
"""Bytes of a file in which its `<html lang>` must stand."""


@dataclass(frozen=True)
class Summary:
    """What was made: the Simplified pages (paths below the site) that have a Traditional one now, and those of `skip`
    that were found made otherwise."""

    pages: tuple[str, ...]
    skipped: tuple[str, ...]


def make_traditional(
    site: Path,
    *,
    site_url: str = "",
    others: Collection[str] = (),
    skip: frozenset[str] = frozenset(),
    own: Collection[str] = (),
    quotes: str = "",
) -> Summary:
    """Writes `site/zh-Hant/`. `site_url` is the site's address, by which absolute links are known; `others` are the
    folders of other languages (`en`), `quotes` the quotation marks that `lanmu.toml` asks for.

    Pages in `skip` (`plan/index.html`) are written by hand and lie in `zh-Hant/` already, or will: they are linked there
    and not made; so are the files in `own`, which are no pages. Only pages that say they are Simplified Chinese are
    turned; an attachment in HTML stays shared.
    Raises UserError when a page cannot be written.
    """
    pages = simplified(site, others)
    turned = TraditionalSite(site, [*pages, *skip, *own], site_url, quotes)
    made = sorted(pages - skip)
    for page in made:
        turned.write(page, (site / page).read_bytes().decode("utf-8"))
    return Summary(tuple(made), tuple(sorted(pages & skip)))


class TraditionalSite:
    """Writes `site/zh-Hant/` page by page. `pages` are all that will be there, made or written by hand; `quotes` are the
    quotation marks that `lanmu.toml` asks for."""

    def __init__(self, site: Path, pages: Iterable[str], site_url: str, quotes: str = "") -> None:
        self._folder = site / FOLDER
        self._mirror = Mirror(pages, site_url)
        self._quotes = quotes
        self._folders: set[Path] = set()

    @cached_property
    def _script(self) -> ScriptConversion:
        # Read when the first page is turned: that takes a tenth of a second.
        return simplified_to_traditional(self._quotes)

    @cached_property
    def _turn(self) -> TraditionalPages:
        return TraditionalPages(self._script, self._mirror)

    def write(self, page: str, text: str) -> bytes:
        """Writes the Traditional page of the Simplified one at `page` (`plan/index.html`) with the HTML `text`.

        Raises UserError when it cannot be written.
        """
        self._script.forget()
        data = self._turn.page(text, posixpath.dirname(page)).encode("utf-8")
        _write(self._folder / page, data, self._folders)
        return data

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Texts of the page that was written last in Traditional characters: most were converted with it."""
        return self._script.all(texts)


def simplified(site: Path, others: Collection[str]) -> set[str]:
    """The pages of the site, as far as it is built, that say they are Simplified Chinese; `others` are left out."""
    return {path for path, _ in _simplified(site, {FOLDER, *others})}


def _simplified(site: Path, others: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The Simplified pages of the site: their paths below it, and what is in them."""
    # Not rglob, which fails where a folder vanishes: the search is being written already.
    files = (Path(place, name) for place, _, names in os.walk(site) for name in names if name.endswith(".html"))
    for file in files:
        path = file.relative_to(site).as_posix()
        if path.partition("/")[0] not in others:
            data = file.read_bytes()
            if _SIMPLIFIED.search(data, 0, _HEAD) and is_utf8(data):
                yield path, data


def is_utf8(data: bytes) -> bool:
    """False for a file that this project did not build."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _write(path: Path, data: bytes, folders: set[Path]) -> None:
    """Writes a page; `folders` are those that are there already."""
    try:
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(data)
    except OSError as error:
        raise unwritable(path, error) from None
