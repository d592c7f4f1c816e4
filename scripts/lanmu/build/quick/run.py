"""All pages of one language: taken over from the last build, or made, divided over processes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from lanmu.build import languages
from lanmu.build.languages import source_of
from lanmu.build.page_view import PageView
from lanmu.build.pictures import Gallery, copy_variants
from lanmu.build.quick.inside import make_page
from lanmu.build.quick.keys import Keys
from lanmu.build.quick.store import Record, digest, take_over
from lanmu.build.quick.workers import spread
from lanmu.views.edition import Edition, Text


class Made(NamedTuple):
    """What is left of a page beside its files: their digests by path, its anchors, its links to anchors by the source
    that they lead to, its text for the search, and what MkDocs said about it."""

    files: dict[str, str]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    text: Text | None
    said: list[tuple[str, int, str]]


@dataclass
class Last:
    """The last build of the same folder, and the record of this one. `generation` stands for all that pages share."""

    site: Path
    record: Record
    generation: str
    new: Record = field(default_factory=Record)

    def take_over(self, folders: tuple[str, ...], site: Path) -> bool:
        """Takes all files of `folders` (`search/`) over; False when one of them is not as it was."""
        files = {p: mark for p, mark in self.record.files.items() if p.startswith(folders) and not p.endswith(".html")}
        if not take_over(self.site, site, files):
            return False
        self.new.files |= files
        return True


@dataclass
class Pages:
    """The pass of one language. `prepare` is told the addresses of all pages before the first is made; `last` is None
    where nothing is kept."""

    config: MkDocsConfig
    edition: Edition
    prepare: Callable[[list[str]], None]
    last: Last | None
    pages: list[Page] = field(default_factory=list)
    files: Files | None = None

    def wait(self, page: Page, files: Files) -> None:
        """Notes a page."""
        self.pages.append(page)
        self.files = files

    def make(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Makes the pages noted; does nothing when they are made."""
        pages, files = self.pages, self.files
        self.pages = []
        if not pages or files is None:
            return
        self.prepare([page.file.dest_uri for page in pages])
        keys = self.keys(pages, files)
        left = [page for page in pages if not self.taken_over(page, keys.get(page.file.dest_uri, ""), files)]

        def task(page: Page) -> Made:
            with collected() as said:
                make_page(page, self.config, files, doc_files, nav, env)
            links = {target.src_uri: dict(found) for target, found in (page.links_to_anchors or {}).items()}
            text = self.edition.texts.get(source_of(page.file))
            marks = self.config.extra.pop("written", {})
            forget(page)
            return Made(marks, sorted(page.present_anchor_ids or ()), links, text, said)

        for number, made in spread(task, left):
            page = left[number]
            self.note(page, made, files)
            if self.last:
                self.last.new.files |= made.files
                key = keys.get(page.file.dest_uri, "")
                if key and made.files and not made.said:
                    self.keep(page, key, made)

    def keys(self, pages: Sequence[Page], files: Files) -> dict[str, str]:
        """The keys of the pages by their addresses, as far as they have one."""
        if self.last is None:
            return {}
        keys = Keys(self.last.generation, self.config, self.edition, files)
        found = {}
        for page in pages:
            source = source_of(page.file)
            links = languages.language_links(self.config, source)
            view = PageView(self.edition, source, "", links, self.config.extra["shelf"])
            found[page.file.dest_uri] = keys.key(view, page.file.dest_uri)
        return found

    def taken_over(self, page: Page, key: str, files: Files) -> bool:
        """Takes a page over from the last build; False when it must be made."""
        if not key or self.last is None:
            return False
        last, address = self.last, page.file.dest_uri
        kept = last.record.pages.get(languages.language_of(self.config), {}).get(address)
        if not kept or kept[0] != key:
            return False
        made = Made(kept[1], kept[2], kept[3], kept[4] and (tuple(kept[4][0]), tuple(kept[4][1])), [])
        site = Path(self.config.site_dir)
        if not take_over(last.site, site, made.files):
            return False
        gallery: Gallery = self.config.extra["gallery"]
        copy_variants((site / address).read_text(encoding="utf-8"), gallery, site)
        page.meta = {"title": "", "template": ""}
        self.note(page, made, files)
        last.new.files |= made.files
        self.keep(page, key, made)
        return True

    def keep(self, page: Page, key: str, made: Made) -> None:
        """Notes in the new record what a page was made from."""
        assert self.last
        pages = self.last.new.pages.setdefault(languages.language_of(self.config), {})
        pages[page.file.dest_uri] = [key, made.files, made.anchors, made.links, made.text]

    def note(self, page: Page, made: Made, files: Files) -> None:
        """Keeps of a page what others ask for."""
        page.present_anchor_ids = set(made.anchors)
        targets = ((files.get_file_from_path(source), found) for source, found in made.links.items())
        page.links_to_anchors = {target: found for target, found in targets if target}
        if made.text is not None:
            self.edition.texts[source_of(page.file)] = made.text
        repeat(made.said)


def forget(page: Page) -> None:
    """Lets go of what nobody asks a finished page for."""
    page.markdown = page.content = ""
    page.toc = None  # type: ignore[assignment]


def note_written(config: MkDocsConfig, path: str, data: bytes) -> None:
    """Notes the digest of a file of the page under way."""
    config.extra.setdefault("written", {})[path] = digest(data)


@contextmanager
def collected() -> Iterator[list[tuple[str, int, str]]]:
    """What MkDocs says meanwhile: kept back, with the name of the logger and the level."""
    said: list[tuple[str, int, str]] = []
    logger = logging.getLogger("mkdocs")
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [Keeper(said)], False
    try:
        yield said
    except Exception:
        logger.handlers, logger.propagate = handlers, propagate
        repeat(said)
        raise
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def repeat(said: Sequence[tuple[str, int, str]]) -> None:
    """Says what was kept back."""
    for name, level, text in said:
        logging.getLogger(name).log(level, "%s", text)


class Keeper(logging.Handler):
    """Keeps records as plain data."""

    def __init__(self, said: list[tuple[str, int, str]]) -> None:
        super().__init__()
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one."""
        self.said.append((record.name, record.levelno, record.getMessage()))
