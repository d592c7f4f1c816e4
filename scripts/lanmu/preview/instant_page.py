"""Instant pages: a build that is stopped before its first page, and then renders single pages on request.

The preview opens it: articles are read, addresses are known, templates are ready; a page then takes some hundredths of
a second. When an article is saved only that one is read again. What else shows it (lists, neighbours, feeds, search)
is left to the build that follows; so are other languages.
"""

from __future__ import annotations

import copy
import gc
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkPage

from lanmu.build import mkdocs, render
from lanmu.build.languages import TRADITIONAL
from lanmu.build.plan import Build, build_of
from lanmu.build.workers import without_gc
from lanmu.content.article import Article
from lanmu.content.loading import read_again
from lanmu.diagnostics.errors import UserError, machine_faults
from lanmu.storage.files import write_bytes
from lanmu.storage.scratch import scratch_folder
from lanmu.views.edition import Edition

REMEDY = "请检查磁盘空间和文件夹的权限，关掉正在使用这些文件的程序，再试一次。"
NO_INSTANT_PAGE = "MkDocs 的版本和这里适配过的不一样，改动要等整个网站生成完才看得到。"


class Opened(BaseException):
    """Leaves MkDocs' build where its first page would be rendered; no `except Exception` on the way takes it for a fault."""


@dataclass
class StoppedRun:
    """A `mkdocs.PageRun` that renders nothing: it keeps all that pages are made from, and stops the build."""

    config: MkDocsConfig
    build: Build
    pages: dict[str, MkPage]
    files: Files
    doc_files: Sequence[File] = ()
    nav: Navigation | None = None
    env: jinja2.Environment | None = None

    def add(self, page: MkPage, files: Files) -> None:
        """Notes a page."""
        self.pages[page.file.dest_uri] = page
        self.files = files

    def render(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Keeps what is needed and stops the build."""
        self.build.current.traditional = render.traditional_pages(self.build, self.config, self.pages)
        self.doc_files, self.nav, self.env = doc_files, nav, env
        raise Opened


class InstantPages:
    """Renders pages of the project in `root` into `folder`; `url` is the site's address."""

    def __init__(self, root: Path, folder: Path, url: str) -> None:
        self.root = root
        self.folder = folder
        self.url = url
        self.ready: StoppedRun | None = None
        self.lock = threading.RLock()

    def open(self) -> None:
        """Reads everything. Raises UserError with every fault; then there are no instant pages."""
        with self.lock, machine_faults("打开预览时出错", REMEDY):
            again, self.ready = self.ready is not None, None
            self.folder.mkdir(parents=True, exist_ok=True)
            with mkdocs.collected(self.root / "docs") as messages:
                config = mkdocs.load(self.root, self.folder, self.url, messages)
                if again:
                    # What was read last time: now nobody has it any more, and its room can be used.
                    gc.collect()
                build = Build(self.root, new_run=lambda config: StoppedRun(config, build_of(config), {}, Files([])))
                try:
                    with without_gc():
                        mkdocs.run(config, build, messages)
                except Opened:
                    assert isinstance(build.pages, StoppedRun)
                    self.ready = build.pages
                else:
                    raise UserError(NO_INSTANT_PAGE)

    def page(self, address: str, *, alone: bool = False) -> list[str]:
        """Renders the page at an address (`a/b/index.html`), of the first language or in Traditional, and gives the addresses of
        all pages that were written; none when there is no such page. With a Simplified page the Traditional one is made, unless
        it is wanted `alone`: that takes longer than the page.

        Raises UserError when it cannot be written.
        """
        inner = address.removeprefix(f"{TRADITIONAL}/")
        with self.lock:
            ready = self.ready
            page = ready.pages.get(inner) if ready else None
            if ready is None or page is None:
                return []
            current = ready.build.current
            traditional = current.traditional
            current.traditional = None if alone and address == inner else traditional
            try:
                self.make(ready, page)
            finally:
                current.traditional = traditional
            names = [name for name in current.written if name.endswith(".html")]
            return names if address in names else []

    def read(self, path: str) -> str | None:
        """Reads the article at a path below docs/ again; gives the address of its page (`a/b/index.html`), None when
        more has changed than one article of the first language.

        Raises UserError when it is wrong.
        """
        with self.lock:
            edition = self.ready.build.current.edition if self.ready else None
            item = edition.site.by_path.get(path) if edition else None
            if self.ready is None or edition is None or not isinstance(item, Article):
                return None
            article = read_again(edition.site, item)
            if article.meta.withdrawn:
                return None
            render.show(self.ready.build, with_article(edition, article))
            return f"{article.address}index.html"

    def unsaved(self, article: Article) -> bytes | None:
        """The page that an article would have with a text that is not saved; None when it has none yet, or there are no pages.

        What is served stays as it is.
        """
        address = f"{article.address}index.html"
        with self.lock, scratch_folder("unsaved") as folder:
            page = self.ready.pages.get(address) if self.ready else None
            if self.ready is None or page is None:
                return None
            current, file = self.ready.build.current, page.file
            edition, traditional = current.edition, current.traditional
            page.file = copy.copy(file)
            page.file.dest_dir = str(folder)
            # Computed once for each file.
            vars(page.file).pop("abs_dest_path", None)
            current.traditional = None
            try:
                render.show(self.ready.build, with_article(edition, article))
                self.make(self.ready, page)
            finally:
                page.file, current.traditional = file, traditional
                render.show(self.ready.build, edition)
            return (folder / address).read_bytes()

    def make(self, ready: StoppedRun, page: MkPage) -> None:
        """Renders a page and writes it. Raises UserError when it cannot be written."""
        assert ready.nav
        assert ready.env
        with mkdocs.recorded(), machine_faults(f"生成 {page.file.dest_uri} 时出错", REMEDY):
            mkdocs.make_page(page, ready.config, ready.files, ready.doc_files, ready.nav, ready.env)

    def copy_into(self, folder: Path, names: Sequence[str]) -> None:
        """Puts pages that have been rendered into a folder, where nobody reads half a page. Raises UserError."""
        for name in names:
            with machine_faults(f"更新 {name} 时出错", REMEDY):
                write_bytes(folder / name, (self.folder / name).read_bytes())


def with_article(edition: Edition, article: Article) -> Edition:
    """The edition with an article in the place of the one at its path."""
    articles = [article if each.path == article.path else each for each in edition.site.articles]
    articles.sort(key=lambda article: (article.date, article.path))
    return replace(edition, site=replace(edition.site, articles=tuple(articles)))
