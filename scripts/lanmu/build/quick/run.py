"""All pages of one language: taken over from the last build, or made, divided over processes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
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
from lanmu.build.quick import words
from lanmu.build.quick.inside import make_page
from lanmu.build.quick.keys import Keys, inputs
from lanmu.build.quick.store import Record, content_digest, marks
from lanmu.build.quick.workers import spread
from lanmu.views.edition import Edition, Text


class Made(NamedTuple):
    """What is left of a page beside its files: their paths, its anchors, its links to anchors by the source that they
    lead to, the files beside articles that it links to (linked.py), its text for the search and what stands for that,
    pieces of it in Traditional characters, and what MkDocs said about it. Of a page that is taken over the text itself
    stays where it is kept."""

    files: list[str]
    anchors: list[str]
    links: dict[str, dict[str, str]]
    beside: list[str]
    text: Text | None
    text_mark: str
    turned: list[str]
    said: list[tuple[str, int, str]]


@dataclass
class Last:
    """The last build of the same folder, its spare, and the record of this one. `generation` stands for all that pages
    share; where it `verifies`, files are read before they are taken over; `taken` are the marks of files that this build
    takes over, `sources` the paths that some of them had, `files_of_spare` the marks of all that lie in the spare; `there`
    are the files of its site that are as they were noted."""

    site: Path
    spare: Path
    record: Record
    generation: str
    verifies: bool = False
    new: Record = field(default_factory=Record)
    taken: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    files_of_spare: dict[str, str] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)

    @property
    def is_of_this_generation(self) -> bool:
        """True when the last build depended on the same programs, templates and settings: otherwise no page is the same."""
        return self.record.generation == self.generation

    @property
    def is_around(self) -> bool:
        """True when a page is the same if its own text is."""
        return self.record.around == self.new.around

    def knows(self, language: str) -> bool:
        """True when pages of a language may be the same as in the last build, and what they say is there. (Of pages that
        were written in Traditional by hand there is no search.)"""
        name = self.record.words.get(language, "")
        there = language == languages.TRADITIONAL or words.path_of(self.spare, language, name).exists()
        return there and self.is_of_this_generation

    def is_of(self, root: Path) -> bool:
        """True when the last build was made from what lies in `root` now, and lies as it was made."""
        record = self.record
        is_same = record.inputs and record.inputs == inputs(root, self.generation, record.moment)
        return bool(is_same) and record.files == marks(self.site)

    def look(self) -> tuple[dict[str, str], dict[str, str]]:
        """What lies in the site and in its spare now, whoever put it there: the marks of files that are others than were
        noted of the site (empty for one that is not there or damaged). Many thousands are looked at, and few are told of.
        """
        site = others(self.record.files, marks(self.site))
        if self.verifies:
            unseen = (path for path in self.record.files if path not in site)
            site |= {path: "" for path in unseen if not self.is_whole(path)}
        return site, others(self.record.files, marks(self.spare))

    def is_whole(self, path: str) -> bool:
        """True when a file of the site says what it said when it was made."""
        try:
            return self.record.digests.get(path) == content_digest(f"{self.site}/{path}")
        except OSError:
            return False

    def digests(self, made: Path) -> dict[str, str]:
        """What stands for the contents of the new site's files: of those `made` now, and of those taken over."""
        known = {path: self.record.digests.get(self.sources.get(path, path), "") for path in self.taken}
        return known | marks(made, content_digest)

    def use(self, found: tuple[dict[str, str], dict[str, str]]) -> None:
        """Notes what was seen."""
        changed, spare = found
        self.there = self.record.files.keys() - changed.keys()
        self.files_of_spare = {path: known for path, known in (self.record.files | spare).items() if known}

    def has(self, paths: Iterable[str]) -> bool:
        """True when files of the last build's site are as they were noted."""
        return self.there.issuperset(paths)

    def take(self, paths: Iterable[str]) -> None:
        """Takes files of the last build's site over."""
        self.taken |= {path: self.record.files[path] for path in paths}

    def take_as(self, paths: Mapping[str, str]) -> None:
        """Takes files over under other paths than they had (the second of each)."""
        self.taken |= {path: self.record.files[old] for path, old in paths.items()}
        self.sources |= {path: old for path, old in paths.items() if path != old}


def in_folders(paths: Iterable[str], folders: Sequence[str]) -> list[str]:
    """The paths below `folders` (`search/`) that are no pages'."""
    return [path for path in paths if path.startswith(tuple(folders)) and not path.endswith(".html")]


def others(noted: dict[str, str], found: dict[str, str]) -> dict[str, str]:
    """The marks found of files that are others than were noted, and an empty one of each that is not there."""
    gone = dict.fromkeys(noted.keys() - found.keys(), "")
    return gone | {path: known for path, known in found.items() if noted.get(path) != known}


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
    keys: Keys | None = None

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
        if self.last and self.last.knows(self.language):
            pages = [page for page in pages if not self.take(page, files)]

        def task(page: Page) -> tuple[str, Made]:
            with collected() as said:
                make_page(page, self.config, files, doc_files, nav, env)
            links = {target.src_uri: dict(found) for target, found in (page.links_to_anchors or {}).items()}
            source = source_of(page.file)
            text, text_mark = self.edition.texts.get(source), self.edition.text_marks.get(source, "")
            written, beside = (self.config.extra.pop(name, []) for name in ("written", "beside_page"))
            forget(page)
            turned = self.turn([piece for pieces in text for piece in pieces]) if text else []
            made = Made(written, sorted(page.present_anchor_ids or ()), links, beside, text, text_mark, turned, said)
            return self.key(page, files), made

        for number, (key, made) in spread(task, pages):
            page = pages[number]
            self.note(page, made, files)
            if self.last and made.files and not made.said:
                self.keep(page, key, made)

    def turn(self, texts: list[str]) -> list[str]:
        """Texts of the page that was just made in Traditional characters; nothing where there is no such page."""
        turning: languages.Turning | None = self.config.extra.get("turning")
        return turning.site.texts(texts) if turning else []

    @property
    def language(self) -> str:
        """Its language."""
        return languages.language_of(self.config)

    def text_of(self, page: Page) -> str:
        """Stands for the text that a page is made from; empty where it has none."""
        item = self.edition.site.by_path.get(source_of(page.file))
        return item.text_mark if item else ""

    def key(self, page: Page, files: Files) -> str:
        """The key of a page; empty when it has none."""
        if self.last is None:
            return ""
        if self.keys is None:
            self.keys = Keys(self.last.generation, self.config, self.edition, files)
        view = PageView(self.edition, source_of(page.file), "", shelf=self.config.extra["shelf"])
        return self.keys.key(view, page.file.dest_uri)

    def take(self, page: Page, files: Files) -> bool:
        """Takes a page over from the last build, if it is the same."""
        last, language = self.last, self.language
        assert last
        found = last.record.pages.get(language, {}).get(page.file.dest_uri)
        if found is None:
            return False
        key, *found = found
        of, text_mark = last.record.texts.get(language, {}).get(source_of(page.file), ("", ""))
        is_same = of == self.text_of(page) if last.is_around else key and key == self.key(page, files)
        if not is_same or not last.has(found[0]):
            return False
        last.take(found[0])
        page.meta = {"title": "", "template": ""}
        made = Made(found[0], found[1], found[2], found[3], None, text_mark, [], [])
        self.note(page, made, files)
        self.keep(page, key, made)
        return True

    def keep(self, page: Page, key: str, made: Made) -> None:
        """Notes in the new record what a page was made from."""
        assert self.last
        pages = self.last.new.pages.setdefault(self.language, {})
        pages[page.file.dest_uri] = [key, made.files, made.anchors, made.links, made.beside]

    def note(self, page: Page, made: Made, files: Files) -> None:
        """Keeps of a page what others ask for."""
        page.present_anchor_ids = set(made.anchors)
        targets = ((files.get_file_from_path(source), found) for source, found in made.links.items())
        page.links_to_anchors = {target: found for target, found in targets if target}
        self.config.extra["linked"].update(made.beside)
        source = source_of(page.file)
        if made.text is not None:
            self.edition.texts[source] = made.text
            self.edition.turned.update(zip(chain(*made.text), made.turned, strict=False))
        if made.text_mark:
            self.edition.text_marks[source] = made.text_mark
            if self.last:
                texts = self.last.new.texts.setdefault(self.language, {})
                texts[source] = [self.text_of(page), made.text_mark]
        repeat(made.said)


def forget(page: Page) -> None:
    """Lets go of what nobody asks a finished page for."""
    page.markdown = page.content = ""
    page.toc = None  # type: ignore[assignment]


def note_written(config: MkDocsConfig, *paths: str) -> None:
    """Notes files of the page under way."""
    config.extra.setdefault("written", []).extend(paths)


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
