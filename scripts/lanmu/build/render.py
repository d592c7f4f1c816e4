"""The pages of one language, taken over or rendered in parallel, and what is written after them: the MkDocs events from the
navigation to the end of a pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkPage
from mkdocs.structure.toc import TableOfContents

from lanmu.build import assets, headers, languages, mkdocs, outputs, pictures, search_pass
from lanmu.build.feeds_and_sitemap import feed_files, index_files, write
from lanmu.build.languages import TRADITIONAL, TraditionalPages, source_of
from lanmu.build.line_breaks import clauses, phrases
from lanmu.build.page_view import PageView
from lanmu.build.plan import Build, build_of, external_links
from lanmu.build.redirects import moved_files, write_moved
from lanmu.build.reuse import Output, Previous, text_digest
from lanmu.build.typesetting import unbroken
from lanmu.build.workers import FEW, parallel_map
from lanmu.content.addresses import CATALOGUE, SEARCH
from lanmu.content.article import Article, Page
from lanmu.locales.mirror import InPlace
from lanmu.locales.script_conversion import simplified_to_traditional
from lanmu.locales.traditional import TraditionalSite, simplified
from lanmu.locales.traditional_page import TraditionalPages as Converter
from lanmu.search.documents import visible
from lanmu.text import dialect
from lanmu.views.edition import Edition, Text
from lanmu.views.meta import absolute


class Rendered(NamedTuple):
    """What a worker sends back of a rendered page: the paths of its files, its anchors, its links to anchors by the source
    of their target, the optional files that it links to (outputs.py), its text for the search with its digest, the text's
    pieces in Traditional characters, and MkDocs' log entries. `text` is None for a page that is reused: it is read from the
    store when the search needs it."""

    files: Sequence[str]
    anchors: Sequence[str]
    links: dict[str, dict[str, str]]
    attachments: Sequence[str]
    text: Text | None
    text_digest: str
    converted: Sequence[str]
    log: Sequence[mkdocs.LogEntry]


@dataclass
class Pages:
    """The pages of the pass under way."""

    config: MkDocsConfig
    build: Build
    waiting: list[MkPage] = field(default_factory=list)
    files: Files = field(default_factory=lambda: Files([]))

    def add(self, page: MkPage, files: Files) -> None:
        """Notes a page."""
        self.waiting.append(page)
        self.files = files

    def render(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Renders the pages noted; does nothing when they are rendered."""
        pages, self.waiting = self.waiting, []
        if not pages:
            return
        build, current, files = self.build, self.build.current, self.files
        current.traditional = traditional_pages(build, self.config, [page.file.dest_uri for page in pages])
        previous = build.previous
        if previous and (previous.has_texts(current.language) or current.is_by_hand):
            pages = [page for page in pages if not self.reuse(page, previous)]
        if len(pages) > FEW:
            build.dictionaries.stop()

        def task(page: MkPage) -> Rendered:
            with mkdocs.recorded() as log:
                mkdocs.make_page(page, self.config, files, doc_files, nav, env)
            links = {target.src_uri: dict(anchors) for target, anchors in (page.links_to_anchors or {}).items()}
            source = source_of(page.file)
            # `note` keeps them in the main process; a worker would only use memory for them.
            text = current.texts.pop(source, None)
            converted = current.traditional.site.texts([*chain(*text)]) if text and current.traditional else []
            # A finished page needs none of these any more.
            page.markdown = page.content = ""
            page.toc = None  # type: ignore[assignment]
            anchors, digest = sorted(page.present_anchor_ids or ()), current.text_digests.get(source, "")
            return Rendered(current.written, anchors, links, current.attachments, text, digest, converted, log)

        for page, rendered in zip(pages, parallel_map(task, pages), strict=True):
            self.note(page, rendered)
            if build.previous and rendered.files and not rendered.log:
                output = Output(rendered.files, (*rendered[1:4], rendered.text_digest))
                build.previous.keep(self.name(page), build.previous.key(self.text_of(page)), output)

    def name(self, page: MkPage) -> str:
        """The name of a page's output."""
        return f"{self.build.current.language} {page.file.dest_uri}"

    def text_of(self, page: MkPage) -> str:
        """The digest of the page's own text; empty for a generated page."""
        item = self.build.current.edition.site.by_path.get(source_of(page.file))
        return item.text_digest if item else ""

    def reuse(self, page: MkPage, previous: Previous) -> bool:
        """Reuses a page of the last build if its key is the same; returns whether it did."""
        output = previous.reuse(self.name(page), previous.key(self.text_of(page)))
        if output is None:
            return False
        page.meta = {"title": "", "template": ""}
        anchors, links, attachments, digest = output.data
        self.note(page, Rendered(output.files, anchors, links, attachments, None, digest, [], []))
        return True

    def note(self, page: MkPage, rendered: Rendered) -> None:
        """Notes what other pages and the search need of a rendered page."""
        current, source = self.build.current, source_of(page.file)
        page.present_anchor_ids = set(rendered.anchors)
        targets = ((self.files.get_file_from_path(path), anchors) for path, anchors in rendered.links.items())
        page.links_to_anchors = {target: anchors for target, anchors in targets if target}
        self.build.linked.update(rendered.attachments)
        if rendered.text is not None:
            current.texts[source] = rendered.text
            current.converted.update(zip(chain(*rendered.text), rendered.converted, strict=False))
        if rendered.text_digest:
            current.text_digests[source] = rendered.text_digest
        mkdocs.repeat(rendered.log)


def traditional_pages(build: Build, config: MkDocsConfig, pages: Iterable[str]) -> TraditionalPages | None:
    """What makes the Traditional pages of `pages` (`a/index.html`) and of what lies in the site already; None without
    Traditional Chinese, and in the other languages' passes."""
    if not build.current.is_first or not build.has_traditional:
        return None
    items = build.editions[TRADITIONAL].site.items if TRADITIONAL in build.editions else ()
    by_hand = frozenset(f"{item.address}index.html" for item in items)
    site = Path(config.site_dir)
    rest = simplified(site, {language.code for language in build.languages})
    rest |= set(moved_files(build.current.edition))
    all_pages = [*pages, *rest, *by_hand, f"{SEARCH}{CATALOGUE}"]
    mirror = TraditionalSite(site, all_pages, config.site_url or "", build.quotes, build.dictionaries.client)
    return TraditionalPages(mirror, by_hand, frozenset(rest))


def begin_pages(nav: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
    """on_nav: from here on pages are rendered our way, if this version of MkDocs is supported. static-i18n wants every
    language to have a home page; the Traditional one is made, not built."""
    build = build_of(config)
    if mkdocs.fits():
        build.pages = build.new_run(config) if build.new_run else Pages(config, build)
    if build.current.is_by_hand and nav.homepage is None:
        nav.homepage = next((file.page for file in files.documentation_pages()), None)
    return nav


class CompiledTemplates(jinja2.BytecodeCache):
    """Compiled templates, shared by all builds of one process, also of other projects with the same templates, in any
    language: none applies a filter of ours to a constant, which Jinja would work out while it compiles
    (tests/test_languages.py). They are code, so none are kept in a file that others could write."""

    compiled: dict[tuple[str, str], Any] = {}  # noqa: RUF012 (shared on purpose)

    def get_cache_key(self, name: str, _filename: str | None = None) -> str:
        """Tells templates apart, together with the checksum of the source."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives Jinja what was compiled of the same source."""
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        self.compiled[bucket.key, bucket.checksum] = bucket.code


def prepare_templates(env: jinja2.Environment, config: MkDocsConfig, **_: Files) -> jinja2.Environment:
    """on_env: makes the edition and our filters known to every template."""
    build = build_of(config)
    current = build.current
    edition, overrides, settings = current.edition, build.root / "overrides", build.original.settings
    # Templates do not change while a site is built. Jinja's own cache takes a lock at each of the thirty of a page.
    env.auto_reload = False
    env.cache = {}
    env.bytecode_cache = CompiledTemplates()
    current.templates = env
    show(build, edition)
    env.globals |= {
        "stylesheet": assets.bundle(overrides, "css", settings, build.audience)[0],
        "script": assets.bundle(overrides, "js", settings, build.audience)[0],
        "brands": [block["brand"] for block in assets.values(overrides, settings.site.look)],
        "t": edition.words,
        "outside": external_links(edition).to,
        "policy": headers.policy(),
        "root_address": lambda address: absolute(config.site_url or "", address),
        "by_hand": current.is_by_hand,
    }
    env.filters |= {
        "day": edition.words.day,
        "month": edition.words.month,
        "clauses": partial(clauses, names=edition.site.names_in_titles, dictionaries=build.dictionaries.client),
        "phrases": partial(phrases, names=edition.site.names_in_titles, dictionaries=build.dictionaries.client),
        "slug": dialect.slug,
        "unbroken": unbroken,
    }
    languages.add_url_filters(env, current.folder)
    return env


def show(build: Build, edition: Edition) -> None:
    """Makes an edition the one that pages of the language under way show from here on."""
    current = build.current
    current.edition = build.editions[current.language] = edition
    current.templates.globals |= {
        "edition": edition,
        "site": edition.site.current,
        "has": lambda path: path in edition.site.by_path,
    }


def read_source(page: MkPage, config: MkDocsConfig) -> str | None:
    """on_page_read_source: no source for what the model has read already; `choose_template` gives it title and text."""
    item = build_of(config).current.edition.item(source_of(page.file))
    return "" if isinstance(item, Article | Page) else None


def choose_template(markdown: str, page: MkPage, config: MkDocsConfig, **_: Files) -> str:
    """on_page_markdown: gives each page its template and, from the model, its title and text: front matter is read in one
    place only."""
    current = build_of(config).current
    item = current.edition.item(source_of(page.file))
    if not isinstance(item, Article | Page):
        return markdown
    template = "article.html" if isinstance(item, Article) else item.meta.template or "column.html"
    page.meta = {"title": item.meta.title, "template": template}
    return current.body_of(item)


def keep_text(html: str, page: MkPage, config: MkDocsConfig, **_: Files) -> str:
    """on_page_content: keeps the text of a written page for the search."""
    current, source = build_of(config).current, source_of(page.file)
    if source in current.edition.site.by_path:
        current.texts[source] = text = visible(html)
        current.text_digests[source] = text_digest(text)
    return html


def page_context(context: dict[str, Any], page: MkPage, config: MkDocsConfig, **_: Navigation) -> dict[str, Any]:
    """on_page_context: gives a page's template what it shows."""
    build = build_of(config)
    current = build.current
    source = source_of(page.file)
    item = current.edition.item(source)
    title = item.meta.title if isinstance(item, Article | Page) else str(page.title)
    links = languages.language_links(build.languages, build.editions, current.language, source)
    context["view"] = PageView(current.edition, source, title, links, build.shelf)
    context["site"] = context["view"].site
    context["toc"] = page.toc
    if isinstance(item, Article):
        # Our own skip link comes first; the theme would put a second one before it.
        page.toc = TableOfContents([])
    return context


def template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """on_template_context: the same for templates without a page, such as 404."""
    build = build_of(config)
    edition = build.current.edition
    links = languages.language_links(build.languages, build.editions, build.current.language, template_name)
    context["view"] = PageView(edition, template_name, edition.words("page.missing"), links)
    context["toc"] = ()
    return context


def complete_page(output: str, page: MkPage, config: MkDocsConfig) -> str:
    """on_post_page: completes a finished page: its pictures, and what stands around a text written in Traditional by hand.
    Notes its files, and makes its Traditional page."""
    build = build_of(config)
    current, address = build.current, page.file.dest_uri
    output, variants = pictures.with_variants(output, address, build.gallery, Path(config.site_dir))
    if current.is_by_hand:
        output = Converter(simplified_to_traditional(build.quotes, build.dictionaries.client), InPlace()).page(
            output, ""
        )
    current.written = [address, *variants]
    current.attachments = []
    if build.optional:
        current.attachments = sorted(build.optional.intersection(outputs.linked_targets(output, address)))
        if build.pages is None:
            build.linked.update(current.attachments)
    if current.traditional and current.traditional.write(address, output):
        current.written.append(f"{TRADITIONAL}/{address}")
    return output


def finish(config: MkDocsConfig) -> None:
    """on_post_build: writes what is no page: moved addresses, feeds, the search, sitemap, robots.txt, headers for the
    server. The search is made in the background, while the next language's pages are."""
    build = build_of(config)
    current, site = build.current, Path(config.site_dir)
    if current.is_by_hand:
        return
    # Where pages were made MkDocs' own way, all Traditional ones are made now.
    traditional = current.traditional or traditional_pages(build, config, ())
    search_pass.finish(build, config)
    write_moved(current.edition, site / current.folder, current.templates)
    write_indexes(build, site)
    if current.is_first:
        headers.write_file(site, build.audience)
    if traditional:
        for path in sorted(traditional.rest):
            traditional.write(path, (site / path).read_bytes().decode("utf-8"))


def write_indexes(build: Build, site: Path) -> None:
    """Writes feeds, calendar, sitemap, robots.txt and the file that marks the internal edition; or takes them over, for they show nothing
    but what the shared key is of."""
    current, previous = build.current, build.previous
    name = f"{current.language} indexes"
    if previous and previous.reuse(name, previous.key("")):
        return
    folder = f"{current.folder}/" if current.folder else ""
    files = {f"{folder}{path}": text for path, text in feed_files(current.edition)}
    if current.is_first:
        files |= index_files(all_addresses(build), current.edition.site_url, build.audience)
    for path, text in files.items():
        write(site / path, text)
    if previous:
        previous.keep(name, previous.key(""), Output(list(files), None))


def all_addresses(build: Build) -> list[tuple[str, Any]]:
    """Every address of every language with the day of its last change, for the sitemap."""
    return [
        (f"{language.folder}{address}", changed)
        for language in build.languages
        if language.edition in build.editions
        for address, changed in build.editions[language.edition].addresses()
    ]


def finish_all(config: MkDocsConfig) -> None:
    """on_post_build, after the last language: waits for the search, and removes the files that no page links to."""
    build = build_of(config)
    if mkdocs.is_last_pass_over(config):
        build.tasks.finish()
        outputs.remove_unlinked(Path(config.site_dir), build.editions.values(), build.optional, build.linked)
