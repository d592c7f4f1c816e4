"""What a page depends on, as one digest: as long as it is the same, so is the page.

What all pages share (programs, templates, settings, packages, the data files of the campaign) is one digest over whole
files: a change there makes everything anew. Beyond that a page shows itself, the heads of a few others, and what its
links lead to; templates get all of it through `PageView`. Pages that show more (the home page, charts, columns) have no
key and are made whenever any head has changed: their number does not grow. Where none has, nor anything else that stands
around texts (`surroundings`), keys are not asked for: a page then is the same if its own text is. So no page may show the
text of another; a test changes many and compares all pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import fields
from functools import cached_property
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from lanmu.build import languages
from lanmu.build.page_view import PageView
from lanmu.build.pictures import Gallery
from lanmu.build.quick.store import source_identity
from lanmu.content.article import Article
from lanmu.content.attachments import linked_files
from lanmu.content.dates import today
from lanmu.content.files import walk
from lanmu.content.fingerprint import digest
from lanmu.text.exemptions import without
from lanmu.views.edition import Edition, Text
from lanmu.views.lists import ListPage
from lanmu.views.printed import Printed

CODE = Path(__file__).resolve().parents[2]
"""The package: whatever it is made of counts."""
RAW_LINK = re.compile(r"\b(?:href|src|action|poster|data)\s*=", re.IGNORECASE)


def folder_digest(folder: Path, suffix: str = "") -> str:
    """One digest for all files below a folder whose names end so, compiled programs left out."""
    kept = [path for path in walk(folder).files if path.endswith(suffix) and "__pycache__" not in path]
    return digest("\n".join(f"{path} {digest((folder / path).read_bytes())}" for path in kept).encode())


def packages() -> str:
    """All packages that are installed, with their versions."""
    found = {path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")}
    return f"{sys.version} {sorted(found)}"


def generation(root: Path, *options: object) -> str:
    """What every page of a build depends on, articles left out."""
    docs = root / "docs"
    parts = [
        folder_digest(CODE),
        folder_digest(root / "overrides"),
        folder_digest(docs, ".yml"),
        *(digest((root / name).read_bytes()) for name in ("mkdocs.yml", "lanmu.toml") if (root / name).is_file()),
        packages(),
        repr(options),
    ]
    return digest("\n".join(parts).encode())


def inputs(root: Path, generation: str, moment: int) -> str:
    """All that a site is made from, today's date and what was printed included; `moment` as in `source_identity`."""
    found = {name: walk(root / name) for name in ("docs", "out", ".cache/print")}
    files = [
        (name, path, source_identity(f"{root}/{name}/{path}", moment))
        for name, there in found.items()
        for path in there.files
    ]
    passed_over = [there.passed_over for there in found.values()]
    return digest(repr((generation, str(today()), files, passed_over)).encode())


def surroundings(generation: str, config: MkDocsConfig) -> str:
    """Stands for all that pages are made from besides their own texts: the heads of all articles in all languages, the
    pictures, the printed editions and the files that they can lead to. (Data files are in the `generation`.)"""
    editions: dict[str, Edition] = config.extra["editions"]
    gallery: Gallery = config.extra["gallery"]
    pictures = [(path, entry.width, entry.height, entry.variants) for path, entry in gallery.entries.items()]
    parts = (
        generation,
        config.extra["shelf"],
        [(name, edition.language, edition.site.today, len(edition.site.items)) for name, edition in editions.items()],
        sorted(config.extra["waiting"]),
        sorted((file.src_uri, file.dest_uri) for file in config.extra["shared"]),
        (sorted(pictures), sorted(gallery.sizes.items())),
    )
    heads = [line for edition in editions.values() for item in edition.site.items for line in (item.path, item.head)]
    return digest("\n".join([repr(parts), *heads]).encode("utf-8", "surrogatepass"))


def mark_of_text(text: Text) -> str:
    """Stands for what a reader sees of a text."""
    # No block has a line end in it.
    return digest("\f".join("\n".join(blocks) for blocks in text).encode("utf-8", "surrogatepass"))


class Keys:
    """The keys of the pages of one edition."""

    def __init__(self, generation: str, config: MkDocsConfig, edition: Edition, files: Files) -> None:
        self.config = config
        self.edition = edition
        self.files = files
        self.language = languages.language_of(config)
        self.gallery: Gallery = config.extra["gallery"]
        self.waiting: frozenset[str] = config.extra["waiting"]
        self.editions: list[Edition] = list(config.extra["editions"].values())
        self.original = self.editions[0]
        self.turning: languages.Turning | None = config.extra.get("turning")
        self.heads: dict[str, str] = {}
        site = edition.site
        official = site.official_text
        shared = (
            generation,
            self.language,
            [page.path for page in site.pages],
            [page.meta.title for page in site.pages],
            [column.id for column in site.shown_columns],
            [column.id for column in site.shown_columns if site.by_column[column.id]],
            official and (official.path, self.head(official)),
            site.archived,
            [article.path for article in site.articles if article.column.kind == "reference"],
            edition.contents,
            [(name, other.language) for name, other in config.extra["editions"].items()],
        )
        self.shared = digest(repr(shared).encode())

    @cached_property
    def all_addresses(self) -> str:
        """Stands for all addresses of the site: what links written as HTML may lead to."""
        return digest("\n".join(sorted(file.dest_uri for file in self.files)).encode())

    def head(self, article: Article | None) -> str:
        """Stands for what other pages show of an article."""
        if article is None:
            return ""
        if article.path not in self.heads:
            self.heads[article.path] = digest(article.head.encode())
        return self.heads[article.path]

    def key(self, view: PageView, address: str) -> str:
        """The key of a page at `address` (`a/b/index.html`); empty for one that is always made."""
        item = view.item
        if isinstance(item, Article):
            parts: tuple[object, ...] = self.of_article(item, view, address)
        elif isinstance(item, ListPage) and view.source not in self.edition.site.by_path:
            parts = self.of_list(item, view)
        else:
            return ""
        return digest(repr((self.shared, address, *parts)).encode("utf-8", "surrogatepass"))

    def of_article(self, article: Article, view: PageView, address: str) -> tuple[object, ...]:
        """An article: its text, what its links lead to, and the heads of its neighbours."""
        near = view.neighbours
        site, others = self.edition.site, [near.previous, near.following, *view.related]
        return (
            self.head(article),
            article.text_mark,
            [self.target(path) for path in sorted(linked_files([article]))],
            [(other.path, self.head(other)) if other else None for other in others],
            self.languages(view.source),
            self.printed(view.printed),
            site.today if article.meta.notice else None,
            bool(self.turning and address in self.turning.by_hand),
            self.all_addresses if RAW_LINK.search(without(article.body)) else "",
        )

    def languages(self, source: str) -> list[bool]:
        """In which languages there is a page; the rest of what the switcher of languages shows is in the `generation`."""
        return [languages.exists(edition, source) for edition in self.editions]

    def target(self, path: str) -> tuple[object, ...]:
        """What stands at a path that an article links to."""
        file = self.files.get_file_from_path(path)
        return (
            path,
            file and file.url,
            path in self.waiting,
            path in self.edition.site.by_path,
            self.original.item(path) is not None,
            self.picture(path),
            bool(self.turning and path in self.turning.rest),
        )

    def picture(self, path: str) -> object:
        """What is published of a picture; None when it is none."""
        entry = self.gallery.entries.get(path)
        variants = [(variant.address, variant.width, variant.format) for variant in entry.variants] if entry else None
        return self.gallery.sizes.get(path), variants

    def of_list(self, page: ListPage, view: PageView) -> tuple[object, ...]:
        """A list: all its fields, and of its articles the heads; of an issue its parts and what was printed of it."""
        plain = [getattr(page, each.name) for each in fields(page) if each.name not in ("articles", "issue")]
        parts = page.issue and [(part.name, [article.path for article in part.articles]) for part in page.issue.parts]
        articles = [(a.path, self.head(a), self.picture(a.image) if a.image else None) for a in page.articles]
        return plain, articles, self.languages(view.source), parts, self.printed(view.printed_issue)

    def printed(self, offered: Iterable[Printed]) -> object:
        """What is offered in print, with its pictures."""
        return [(one, [self.picture(path) for path in one.pictures]) for one in offered]
