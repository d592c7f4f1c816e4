"""All pages of one language: taken over from the last build, or made, divided over processes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from lanmu.build.languages import source_of
from lanmu.build.quick.inside import make_page
from lanmu.build.quick.workers import spread
from lanmu.views.edition import Edition, Text


class Made(NamedTuple):
    """What is left of a page beside its file: anchors, links to anchors by the source that they lead to, its text for
    the search, and what MkDocs said about it."""

    anchors: list[str]
    links: dict[str, dict[str, str]]
    text: Text | None
    said: list[tuple[str, int, str]]


@dataclass
class Pages:
    """The pass of one language."""

    config: MkDocsConfig
    edition: Edition
    prepare: Callable[[list[str]], None]
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

        def task(page: Page) -> Made:
            with collected() as said:
                make_page(page, self.config, files, doc_files, nav, env)
            links = {target.src_uri: dict(found) for target, found in (page.links_to_anchors or {}).items()}
            text = self.edition.texts.get(source_of(page.file))
            made = Made(sorted(page.present_anchor_ids or ()), links, text, said)
            forget(page)
            return made

        for number, made in spread(task, pages):
            self.note(pages[number], made, files)

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
