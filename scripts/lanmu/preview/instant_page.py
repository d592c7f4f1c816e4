"""One page at once: a build that has stopped before its first page, and makes the pages that are asked for.

The preview opens it: articles are read, addresses are known, templates are ready; a page then takes some hundredths of
a second. When an article is saved only that one is read again. What else shows it (lists, neighbours, feeds, search)
is left to the build that follows; so are other languages.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import jinja2
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkPage

from lanmu.build import events, languages
from lanmu.build.quick import inside
from lanmu.build.quick.run import collected
from lanmu.build.quick.workers import no_collection
from lanmu.build.site import BuildFailedError, load
from lanmu.build.site import collected as complaints
from lanmu.content.article import Article
from lanmu.content.loading import read_again
from lanmu.diagnostics.errors import machine_faults
from lanmu.storage.files import write_bytes

REMEDY = "请检查磁盘空间和文件夹的权限，关掉正在使用这些文件的程序，再试一次。"


class Opened(BaseException):
    """Leaves MkDocs' build where its first page would be made; no `except Exception` on the way takes it for a fault."""


@dataclass(frozen=True)
class Ready:
    """What pages are made from."""

    config: MkDocsConfig
    pages: dict[str, MkPage]
    files: Files
    doc_files: Sequence[File]
    nav: Navigation
    env: jinja2.Environment


class Opening:
    """In the place of the pass of a language (`inside.Run`): notes everything and stops."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.pages: dict[str, MkPage] = {}
        self.files: Files | None = None
        self.ready: Ready | None = None

    def wait(self, page: MkPage, files: Files) -> None:
        """Notes a page."""
        self.pages[page.file.dest_uri] = page
        self.files = files

    def make(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Keeps what is needed and stops the build."""
        assert self.files is not None
        events.begin_traditional(self.config, list(self.pages))
        self.ready = Ready(self.config, self.pages, self.files, doc_files, nav, env)
        raise Opened


class Desk:
    """Makes pages of the project in `root` into `folder`; `url` is the site's address."""

    def __init__(self, root: Path, folder: Path, url: str) -> None:
        self.root = root
        self.folder = folder
        self.url = url
        self.ready: Ready | None = None
        self.lock = threading.RLock()

    def open(self) -> None:
        """Reads everything. Raises UserError with all that is wrong; the desk is then closed."""
        with self.lock, machine_faults("打开预览时出错", REMEDY):
            again, self.ready = self.ready is not None, None
            self.folder.mkdir(parents=True, exist_ok=True)
            with complaints(self.root / "docs") as messages:
                config = load(self.root, self.folder, self.url, messages)
                if again:
                    # What was read last time: now nobody has it any more, and its room can be used.
                    gc.collect()
                config.extra |= {"production": False, "last": None, "opening": Opening}
                try:
                    config.plugins.on_startup(command="build", dirty=False)
                    with no_collection():
                        mkdocs_build(config)
                except Opened:
                    self.ready = config.extra[inside.RUN].ready
                except (Abort, BuildError) as error:
                    raise BuildFailedError(messages.report() or str(error)) from None
                except jinja2.TemplateError as error:
                    raise BuildFailedError(f"模板有误：{error.message}") from None

    def page(self, address: str, *, alone: bool = False) -> bool:
        """Makes the page at an address (`a/b/index.html`), of the first language or in Traditional; False without one. With
        a Simplified page the Traditional one is made, unless it is wanted `alone`: that takes longer than the page.

        Raises UserError when it cannot be written.
        """
        inner = address.removeprefix(f"{languages.TRADITIONAL}/")
        with self.lock:
            ready = self.ready
            page = ready.pages.get(inner) if ready else None
            if ready is None or page is None:
                return False
            extra = ready.config.extra
            turning = extra["turning"]
            extra["turning"] = None if alone and address == inner else turning
            try:
                with collected(), machine_faults(f"生成 {address} 时出错", REMEDY):
                    inside.make_page(page, ready.config, ready.files, ready.doc_files, ready.nav, ready.env)
            finally:
                extra["turning"] = turning
            return (self.folder / address).is_file()

    def read(self, path: str) -> str | None:
        """Reads the article at a path below docs/ again; gives the address of its page (`a/b/index.html`), None when
        more has changed than one article of the first language.

        Raises UserError when it is wrong.
        """
        with self.lock:
            ready = self.ready
            item = ready.config.extra["edition"].site.by_path.get(path) if ready else None
            if ready is None or not isinstance(item, Article):
                return None
            edition = ready.config.extra["edition"]
            article = read_again(edition.site, item)
            articles = [article if other.path == path else other for other in edition.site.articles]
            articles.sort(key=lambda article: (article.date, article.path))
            events.show(ready.config, ready.env, replace(edition, site=replace(edition.site, articles=tuple(articles))))
            return f"{article.address}index.html"

    def lay_over(self, address: str, site: Path) -> None:
        """Puts a page that has been made, and its Traditional one, into the built site."""
        for name in (address, f"{languages.TRADITIONAL}/{address}"):
            with suppress(FileNotFoundError), machine_faults(f"更新 {name} 时出错", REMEDY):
                write_bytes(site / name, (self.folder / name).read_bytes())
