"""The plan of a build: the typed state of one run, and the MkDocs events before the first page is rendered.

static-i18n runs all events once for each language in one process. `Build` holds for all of them, `LanguagePass` for one;
`build_of(config)` is the way from an event to both.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files

from lanmu.build import assets, languages, mkdocs, outputs, pictures, prints
from lanmu.build.dictionaries import DictionaryWorker
from lanmu.build.languages import TRADITIONAL, Language, TraditionalPages, source_of
from lanmu.build.outputs import Outputs
from lanmu.build.page_links import PageLinks
from lanmu.build.picture_cache import PictureCache
from lanmu.build.pictures import Gallery
from lanmu.build.reuse import Previous, shared_key
from lanmu.build.text_annotations import ExternalLinks, GlossaryTerms, annotation_steps
from lanmu.build.workers import BackgroundTasks
from lanmu.content import settings as settings_file
from lanmu.content.addresses import BROWSE, PAST, SEARCH
from lanmu.content.article import Article, Audience, Page
from lanmu.content.files import walk
from lanmu.content.loading import Reading, read_docs
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, Problem, UserError
from lanmu.text import dialect
from lanmu.text.sanitising import sanitising
from lanmu.views.edition import Edition, Text
from lanmu.views.leaving import Hosts
from lanmu.views.printed import Offer, Shelf, shelf

if TYPE_CHECKING:
    from lanmu.build.gate import Gate

# The theme's own style and script are not used: its base template's blocks carry ours.
UNUSED = ("assets/stylesheets/", "assets/javascripts/", "assets/images/favicon.png", "sitemap.xml")


@dataclass
class LanguagePass:
    """The pass of one language. `folder` is where its pages lie, empty for the first one; `texts` are what its pages say,
    by source, with their digests; `converted` are pieces of these texts in Traditional characters."""

    language: str
    folder: str
    edition: Edition
    links: PageLinks
    is_first: bool
    templates: jinja2.Environment = field(init=False)
    traditional: TraditionalPages | None = None
    texts: dict[str, Text] = field(default_factory=dict)
    text_digests: dict[str, str] = field(default_factory=dict)
    converted: dict[str, str] = field(default_factory=dict)
    predicted: dict[str, str] | None = None
    """The digests of the pages' texts for which the search was started early (search_pass.py); None when it was not."""
    cancel_search: Callable[[], None] = lambda: None
    written: list[str] = field(default_factory=list)
    """The files of the page that is being rendered."""
    attachments: list[str] = field(default_factory=list)
    """The attachments that it links to; they are published only because of such a link (outputs.py)."""

    @property
    def is_by_hand(self) -> bool:
        """True in the pass of pages that were written in Traditional characters by hand; the others are converted."""
        return self.language == TRADITIONAL

    def body_of(self, item: Article | Page) -> str:
        """The Markdown that the page of an item is made of; its links are counted from there."""
        self.links.page = item.path
        return item.body


@dataclass
class Build:
    """The state of one run. `gate` is set in production; `previous` is the record of the last build of the same folder, if it
    may be reused; `new_run` replaces how pages are rendered (preview/instant_page.py)."""

    root: Path
    gate: Gate | None = None
    previous: Previous | None = None
    new_run: Callable[[MkDocsConfig], mkdocs.PageRun] | None = None
    tasks: BackgroundTasks = field(default_factory=BackgroundTasks)
    dictionaries: DictionaryWorker = field(default_factory=DictionaryWorker)
    # Known once docs/ is read.
    languages: tuple[Language, ...] = ()
    editions: dict[str, Edition] = field(default_factory=dict)
    site_files: tuple[str, ...] = ()
    passed_over: tuple[Problem, ...] = ()
    offer: Offer = field(default_factory=Offer)
    shelf: Shelf = field(default_factory=Shelf)
    waiting: frozenset[str] = frozenset()
    navigation: list[object] | None = None
    # Known in the pass under way.
    current: LanguagePass = field(init=False)
    pages: mkdocs.PageRun | None = None
    markdown: tuple[object, markdown.Markdown] | None = None
    # Gathered over all passes.
    shared: list[File] = field(default_factory=list)
    gallery: Gallery = field(default_factory=Gallery)
    outputs: Outputs = field(default_factory=Outputs)
    optional: frozenset[str] = frozenset()
    linked: set[str] = field(default_factory=set)

    @property
    def audience(self) -> Audience:
        """For whom the site is."""
        return self.gate.audience if self.gate else "public"

    @property
    def original(self) -> Edition:
        """The edition in the first language."""
        return next(iter(self.editions.values()))

    @property
    def has_traditional(self) -> bool:
        """True when mkdocs.yml lists Traditional Chinese."""
        return any(language.code == TRADITIONAL for language in self.languages)

    @property
    def quotes(self) -> str:
        """The quotation marks of Traditional pages."""
        return self.original.settings.traditional.quotes


def build_of(config: MkDocsConfig) -> Build:
    """The state of the running build; for a plain `mkdocs build` a new one, which reuses and keeps nothing."""
    build = config.extra.setdefault(mkdocs.BUILD, None) or Build(Path(config.config_file_path).resolve().parent)
    assert isinstance(build, Build)
    config.extra[mkdocs.BUILD] = build
    return build


def begin(config: MkDocsConfig) -> MkDocsConfig:
    """on_config: reads docs/ and lanmu.toml in the first language's pass; leaves blank columns out of the navigation."""
    build, language = build_of(config), mkdocs.language_of(config)
    is_first = language == mkdocs.default_language(config)
    if is_first:
        try:
            read_content(build, config)
        except UserError as error:
            raise BuildError(str(error)) from None
        build.navigation = config.nav
    edition = build.editions[language]
    if is_first:
        links = PageLinks(build.waiting)
    else:
        folder = "" if language == TRADITIONAL else language
        links = PageLinks(build.waiting, edition.site.by_path, build.original, folder)
    build.current = current = LanguagePass(language, "" if is_first else language, edition, links, is_first)
    build.pages = None
    shown = {column.id for column in edition.site.shown_columns}
    landings = {f"{column.id}/index.md": column.id for column in edition.site.columns}
    # A generated landing page has another path in the other languages than the navigation names.
    blank = {
        path for path, name in landings.items() if not (name in shown if is_first else path in edition.site.by_path)
    }
    config.nav = [
        entry
        for entry in ([] if current.is_by_hand else build.navigation or [])
        if not (isinstance(entry, dict) and blank.intersection(map(str, entry.values())))
    ]
    config.site_name = edition.settings.site.name
    named = [extension for extension in config.markdown_extensions if isinstance(extension, str)]
    glossaries = {part.campaign_id: GlossaryTerms(part.terms) for part in edition.site.parts}

    def glossary() -> GlossaryTerms:
        return glossaries[edition.site.campaign_of(links.page)]

    explained = annotation_steps(glossary, edition.words, external_links(edition))
    ours = [explained, links.steps(), sanitising()]
    config.markdown_extensions = [*named, *ours]  # type: ignore[list-item]
    config.mdx_configs["tables"] = dialect.OPTIONS["tables"]
    return config


def external_links(edition: Edition) -> ExternalLinks:
    """Rewrites links that leave the site, by the list of hosts in lanmu.toml."""
    return ExternalLinks(Hosts(edition.settings.links.hosts, edition.site_url), edition.words)


def read_content(build: Build, config: MkDocsConfig) -> None:
    """Reads what is to be shown. Raises UserError with all that is wrong."""
    audience = build.audience
    settings = settings_file.load(build.root / "lanmu.toml").for_audience(audience)
    if astray := walk(build.root / "overrides").passed_over:
        raise ContentError(astray)
    reading, site = read(build, config)
    if faults := settings_file.look_faults(build.root, settings.site.look, reading.site_files):
        raise ContentError(faults)
    build.languages = languages.languages_of(config)
    build.site_files, build.passed_over = reading.site_files, reading.passed_over
    shown = build.gate.shown if build.gate else None
    build.waiting = build.gate.waiting if build.gate else site.withdrawn_paths
    build.editions = languages.editions(config, reading, site, settings, shown, audience)
    if audience == "internal":
        language, edition = next(iter(build.editions.items()))
        build.editions[language] = replace(edition, months=prints.months(build.root, edition))
    build.offer = prints.offered(build.root, site, settings, config.site_url or "", shown, audience)
    build.shelf = shelf(build.offer.printed)


def read(build: Build, config: MkDocsConfig) -> tuple[Reading, Site]:
    """What lies in docs/, and the site that can be made of it. Raises ContentError with all that is wrong; a production
    build, for which the checks have read it already, goes on without the articles that are wrong."""
    if build.gate:
        return build.gate.project.reading, build.gate.site
    # Instant pages are never translations, but every page links to its translation where there is one.
    reading = read_docs(Path(config.docs_dir), translations=build.new_run is None)
    if reading.problems or reading.site is None:
        raise ContentError(reading.problems)
    return reading, reading.site


def choose_language(files: Files, config: MkDocsConfig) -> Files:
    """on_files, before static-i18n: takes out the pages of other languages, to save it work, and files that the content model
    does not let into the site (where MkDocs collected the files its own way)."""
    build = build_of(config)
    written_in, allowed = languages.naming(build.languages), frozenset(build.site_files)
    for file in list(files):
        if (file.is_documentation_page() and written_in(file.src_uri) != build.current.language) or (
            outputs.is_of_docs(file, build.original.site.docs) and file.src_uri not in allowed
        ):
            files.remove(file)
    return files


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """on_files, after static-i18n, which makes every file anew and would lose the text of generated ones: takes out what
    this edition does not show, adds the generated pages and the bundled style and script."""
    build = build_of(config)
    current = build.current
    # Ours is written with the feeds: it knows when an article last changed. static-i18n adds its own until now.
    config.theme.static_templates.discard("sitemap.xml")
    if not current.is_first:
        # One for the whole site, in its first language.
        config.theme.static_templates.discard("404.html")
    overrides, look = build.root / "overrides", build.original.settings.site.look
    bundled = {
        path.relative_to(overrides).as_posix() for kind in ("css", "js") for path in assets.parts(overrides, kind)
    } | {assets.ICON}
    add_shared(files, build, config)
    shown = list(build.editions.values()) if build.gate else []
    mentioned = frozenset(chain.from_iterable(edition.files for edition in shown))
    for file in list(files):
        is_hidden = outputs.is_hidden(file, current.edition, mentioned)
        if is_hidden or file.src_uri in bundled or file.src_uri.startswith(UNUSED):
            files.remove(file)
    if current.is_first:
        build.optional = outputs.optional_files(files, current.edition)
    try:
        cache = PictureCache(build.root / ".cache" / "pictures")
        build.gallery = pictures.gallery(files, Path(config.docs_dir), cache, build.gallery)
    except UserError as error:
        raise BuildError(str(error)) from None
    # All Traditional pages but those that were written by hand are made from the Simplified ones.
    if not current.is_by_hand:
        written = {source_of(file) for file in files.documentation_pages()}
        for source, page in current.edition.lists.items():
            if source not in written:
                files.append(generated(current, config, source, page.template, page.title))
        words = current.edition.words
        drawn = [(BROWSE, "browse", words("page.browse")), (SEARCH, "search", words("page.search"))]
        drawn += [(PAST, "campaigns", words("page.past"))] if current.edition.site.past else []
        for folder, template, title in drawn:
            files.append(generated(current, config, f"{folder}index.md", f"{template}.html", title))
        for source in current.edition.withdrawn:
            files.append(generated(current, config, source, "withdrawn.html", words("withdrawn.title")))
    if current.is_first:
        for kind in ("css", "js"):
            address, text = assets.bundle(overrides, kind, build.original.settings, build.audience)
            files.append(File.generated(config, address, content=text))
        files.append(File.generated(config, assets.ICON, content=assets.icon(overrides, look)))
    outputs.check(build.outputs, files, current.edition, current.folder, is_by_hand=current.is_by_hand)
    if current.is_first and build.previous:
        build.previous.set_shared_key(
            shared_key(build.editions, build.gallery, build.shelf, build.waiting, build.shared)
        )
    return mkdocs.SourceFiles(config, files)


def add_shared(files: Files, build: Build, config: MkDocsConfig) -> None:
    """Attachments, pictures and prints lie once, beside the pages of the first language; those of the others show them
    there. static-i18n leaves them out of the other passes, where links to them would then lead nowhere."""
    if build.current.is_first:
        for address, path in build.offer.files:
            files.append(File.generated(config, address, abs_src_path=str(path)))
        build.shared = [file for file in files if not file.is_documentation_page()]
    for file in build.shared:
        if file.src_uri not in files.src_uris:
            files.append(file)


def generated(current: LanguagePass, config: MkDocsConfig, source: str, template: str, title: str) -> File:
    """A page without a source file: its template draws it."""
    head = json.dumps({"title": title, "template": template}, ensure_ascii=False)
    path = f"{current.folder}/{source}" if current.folder else source
    file = File.generated(config, path, content=f"---\n{head}\n---\n")
    file.lanmu_language = current.folder  # type: ignore[attr-defined]
    return file
