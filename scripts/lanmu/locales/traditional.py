"""The Traditional site: made from the built Simplified pages, below `zh-Hant/` of the same site."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from lanmu.locales.mirror import FOLDER, Mirror
from lanmu.locales.script_conversion import IN_THIS_PROCESS, Dictionaries, ScriptConversion, simplified_to_traditional
from lanmu.locales.traditional_page import TraditionalPages
from lanmu.storage.files import unwritable

_SIMPLIFIED = re.compile(rb"""<html\b[^<>]*?\slang=["']?zh(?:-CN|-Hans(?:-CN)?)?["'\s>]""", re.IGNORECASE)
_HEAD = 1000
"""Bytes of a file in which its `<html lang>` must stand."""


class TraditionalSite:
    """Writes `site/zh-Hant/` page by page. `pages` are all that will be there, made or written by hand; `quotes` are the
    quotation marks that `lanmu.toml` asks for."""

    def __init__(
        self,
        site: Path,
        pages: Iterable[str],
        site_url: str,
        quotes: str = "",
        dictionaries: Dictionaries = IN_THIS_PROCESS,
    ) -> None:
        self._folder = site / FOLDER
        self._mirror = Mirror(pages, site_url)
        self._quotes = quotes
        self._dictionaries = dictionaries
        self._folders: set[Path] = set()

    @cached_property
    def _script(self) -> ScriptConversion:
        # With the first page: it reads the list of words.
        return simplified_to_traditional(self._quotes, self._dictionaries)

    @cached_property
    def _pages(self) -> TraditionalPages:
        return TraditionalPages(self._script, self._mirror)

    def write(self, page: str, text: str) -> bytes:
        """Writes the Traditional page of the Simplified one at `page` (`plan/index.html`) with the HTML `text`.

        Raises UserError when it cannot be written.
        """
        self._script.forget()
        data = self._pages.page(text, posixpath.dirname(page)).encode("utf-8")
        path = self._folder / page
        try:
            if path.parent not in self._folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(path.parent)
            path.write_bytes(data)
        except OSError as error:
            raise unwritable(path, error) from None
        return data

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Texts of the page that was written last in Traditional characters: most were converted with it."""
        return self._script.convert_all(texts)


def simplified(site: Path, others: Collection[str]) -> set[str]:
    """The pages of the built site that say they are Simplified Chinese; folders of other languages are left out. HTML
    that this project did not build is no UTF-8 or does not declare its language: it stays shared."""
    pages = set()
    # Not rglob, which fails where a folder vanishes: the search is being written already.
    for folder, _, names in os.walk(site):
        for file in (Path(folder, name) for name in names if name.endswith(".html")):
            path = file.relative_to(site).as_posix()
            if path.partition("/")[0] in {FOLDER, *others}:
                continue
            data = file.read_bytes()
            if _SIMPLIFIED.search(data, 0, _HEAD):
                with suppress(UnicodeDecodeError):
                    data.decode("utf-8")
                    pages.add(path)
    return pages
