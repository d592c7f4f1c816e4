"""What happens at each MkDocs event, in the order of a build. `scripts/mkdocs_hooks.py` calls these.

The edition of the build under way lies in `config.extra["edition"]`: static-i18n runs all events once for each
language in one process, so nothing may be kept in a module.
"""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkPage

from lanmu.build import assets, headers, languages, linked, outputs, passes, pictures, prints, search_pass
from lanmu.build.additions import Marker, additions
from lanmu.build.frames import Frames
from lanmu.build.gate import Gate
from lanmu.build.page_links import PageLinks
from lanmu.build.page_view import PageView
from lanmu.build.picture_cache import PictureCache
from lanmu.build.quick import inside
from lanmu.build.quick.heads import head_reader
from lanmu.build.quick.keys import mark_of_text, surroundings
from lanmu.build.quick.run import Last, Pages, note_written
from lanmu.build.quick.templates import Compiled
from lanmu.build.quick.workers import Aside
from lanmu.build.written import feed_files, index_files, write, write_moved
from lanmu.content import settings as settings_file
from lanmu.content.addresses import BROWSE, SEARCH
from lanmu.content.article import Article, Page
from lanmu.content.files import walk
from lanmu.content.loading import Reading, read_docs
from lanmu.content.site import Site
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.search.documents import visible
from lanmu.text import dialect
from lanmu.text.sanitising import sanitising
from lanmu.views.edition import Edition
from lanmu.views.leaving import Hosts
from lanmu.views.meta import absolute
from lanmu.views.printed import shelf

# The theme's own style and script are not used: its base template's blocks carry ours.
inside.install()
UNUSED = ("assets/stylesheets/", "assets/javascripts/", "assets/images/favicon.png", "sitemap.xml")


def edition_of(config: MkDocsConfig) -> Edition:
    """The edition that this build makes."""
    edition = config.extra["edition"]
    assert isinstance(edition, Edition)
    return edition


def root_of(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml."""
    return Path(config.config_file_path).resolve().parent


def read_content(config: MkDocsConfig) -> MkDocsConfig:
    """Reads docs/ and lanmu.toml in the first language's pass; leaves blank columns out of the navigation."""
    if languages.is_first(config):
        try:
            settings = settings_file.load(root_of(config) / "lanmu.toml")
            if astray := walk(root_of(config) / "overrides").passed_over:
                raise ContentError(astray)
            reading, site = read(config)
            config.extra |= {inside.SITE_FILES: reading.site_files, "passed_over": reading.passed_over}
            gate: Gate | None = config.extra.get("gate")
            may = gate.shown if gate else None
            config.extra["waiting"] = gate.waiting if gate else frozenset()
            config.extra["editions"] = languages.editions(config, reading, site, settings, may)
            config.extra["offer"] = prints.offered(root_of(config), site, settings, config.site_url or "", may)
            config.extra["shelf"] = shelf(config.extra["offer"].printed)
        except UserError as error:
            raise BuildError(str(error)) from None
        config.extra["navigation"] = config.nav
        # What was begun while the articles were read.
        beside: Aside = config.extra.get("passes") or Aside()
        beside.finish()
    edition: Edition = config.extra["editions"][languages.language_of(config)]
    config.extra["edition"] = edition
    shown = {column.id for column in edition.site.shown_columns}
    landings = {f"{column.id}/index.md": column.id for column in edition.site.columns}
    # A generated landing page has another path in the other languages than the navigation names.
    first = languages.is_first(config)
    blank = {path for path, name in landings.items() if not (name in shown if first else path in edition.site.by_path)}
    by_hand = languages.language_of(config) == languages.TRADITIONAL
    config.nav = [
        entry
        for entry in ([] if by_hand else config.extra["navigation"] or [])
        if not (isinstance(entry, dict) and blank.intersection(map(str, entry.values())))
    ]
    config.site_name = edition.settings.site.name
    named = [extension for extension in config.markdown_extensions if isinstance(extension, str)]
    links = config.extra["links"] = page_links(config, edition)
    ours = [additions(edition.site.terms, edition.words, marker_of(edition)), links.steps(), sanitising()]
    config.markdown_extensions = [*named, *ours]  # type: ignore[list-item]
    config.mdx_configs["tables"] = dialect.OPTIONS["tables"]
    return config


def read(config: MkDocsConfig) -> tuple[Reading, Site]:
    """What lies in docs/, and the site that can be made of it. Raises ContentError with all that is wrong; a production
    build, for which the checks have read it already, goes on without the articles that are wrong."""
    gate: Gate | None = config.extra.get("gate")
    if gate:
        return gate.project.reading, gate.site
    # The desk makes no page of a translation; whether there is one, all its pages say.
    translations = "opening" not in config.extra
    reading = read_docs(
        Path(config.docs_dir), translations=translations, read_head=head_reader(config.extra.get("last"))
    )
    if reading.problems or reading.site is None:
        raise ContentError(reading.problems)
    return reading, reading.site


def page_links(config: MkDocsConfig, edition: Edition) -> PageLinks:
    """Where links lead in the pages of an edition."""
    if languages.is_first(config):
        return PageLinks(config.extra["waiting"])
    original: Edition = next(iter(config.extra["editions"].values()))
    language = languages.language_of(config)
    folder = "" if language == languages.TRADITIONAL else language
    return PageLinks(config.extra["waiting"], edition.site.by_path, original, folder)


def marker_of(edition: Edition) -> Marker:
    """Marks links that leave the site, by the office's list of hosts."""
    return Marker(Hosts(edition.settings.links.hosts, edition.site_url), edition.words)


def choose_language(files: Files, config: MkDocsConfig) -> Files:
    """Takes out the pages of other languages, which static-i18n would look at for nothing: that costs as much as to read
    them. Then the search is begun: nothing is cleared out of the site any more.
    """
    language = languages.language_of(config)
    written_in = languages.naming(config)
    for file in list(files):
        if file.is_documentation_page() and written_in(file.src_uri) != language:
            files.remove(file)
    if language != languages.TRADITIONAL:
        search_pass.begin(config)
    return files


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """Takes out what this edition does not show, adds the generated pages and the bundled style and script."""
    # Ours is written with the feeds: it knows when an article last changed. static-i18n adds its own until now.
    config.theme.static_templates.discard("sitemap.xml")
    edition = edition_of(config)
    overrides = root_of(config) / "overrides"
    bundled = {
        path.relative_to(overrides).as_posix() for kind in ("css", "js") for path in assets.parts(overrides, kind)
    }
    prints.add(files, config)
    share_files(files, config)
    shown: list[Edition] = list(config.extra["editions"].values()) if edition.production else []
    mentioned = frozenset(chain.from_iterable(each.files for each in shown))
    for file in list(files):
        if linked.is_hidden(file, edition, mentioned) or file.src_uri in bundled or file.src_uri.startswith(UNUSED):
            files.remove(file)
    if languages.is_first(config):
        config.extra |= {"beside": linked.beside(files, edition), "linked": set(), "outputs": outputs.Outputs()}
    try:
        cache = PictureCache(root_of(config) / ".cache" / "pictures")
        config.extra["gallery"] = pictures.gallery(files, Path(config.docs_dir), cache, config.extra.get("gallery"))
    except UserError as error:
        raise BuildError(str(error)) from None
    if languages.language_of(config) == languages.TRADITIONAL:
        # All but the pages that were written by hand are made from the Simplified ones.
        config.theme.static_templates.discard("404.html")
        outputs.check(config, files, edition)
        return languages.SourceFiles(config, files)
    written = {languages.source_of(file) for file in files.documentation_pages()}
    for source, page in edition.lists.items():
        if source not in written:
            files.append(generated(config, source, page.template, page.title))
    files.append(generated(config, f"{BROWSE}index.md", "browse.html", edition.words("page.browse")))
    files.append(generated(config, f"{SEARCH}index.md", "search.html", edition.words("page.search")))
    if languages.is_first(config):
        for kind in ("css", "js"):
            address, text = assets.bundle(overrides, kind)
            files.append(File.generated(config, address, content=text))
    outputs.check(config, files, edition)
    if languages.is_first(config):
        last: Last | None = config.extra.get("last")
        if last:
            last.new.around = surroundings(last.generation, config)
        passes.begin(config)
    else:
        # One for the whole site, in its first language.
        config.theme.static_templates.discard("404.html")
    return languages.SourceFiles(config, files)


def begin_pages(config: MkDocsConfig) -> None:
    """Notes that from here on pages are made our way."""
    if opening := config.extra.get("opening"):
        config.extra[inside.RUN] = opening(config)
        return
    config.extra[inside.RUN] = Pages(
        config, edition_of(config), lambda addresses: begin_traditional(config, addresses), config.extra.get("last")
    )


def begin_traditional(config: MkDocsConfig, addresses: list[str]) -> None:
    """Before the first page is made: which pages there will be in Traditional."""
    config.extra["turning"] = languages.turning(config, addresses)


def share_files(files: Files, config: MkDocsConfig) -> None:
    """Attachments and pictures lie once, beside the pages of the first language; those of the others show them there.

    static-i18n leaves them out of the other passes, where links to them would then lead nowhere.
    """
    if languages.is_first(config):
        config.extra["shared"] = [file for file in files if not file.is_documentation_page()]
    for file in config.extra["shared"]:
        if file.src_uri not in files.src_uris:
            files.append(file)


def generated(config: MkDocsConfig, source: str, template: str, title: str) -> File:
    """A page without a source file: its template draws it."""
    head = json.dumps({"title": title, "template": template}, ensure_ascii=False)
    folder = "" if languages.is_first(config) else languages.language_of(config)
    file = File.generated(config, f"{folder}/{source}" if folder else source, content=f"---\n{head}\n---\n")
    file.lanmu_language = folder  # type: ignore[attr-defined]
    return file


def name_home(nav: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
    """static-i18n wants every language to have a home page; the Traditional one is made, not built.

    Pages come next: from here on they are made our way.
    """
    begin_pages(config)
    if languages.language_of(config) == languages.TRADITIONAL and nav.homepage is None:
        nav.homepage = next((file.page for file in files.documentation_pages()), None)
    return nav


def read_source(page: MkPage, config: MkDocsConfig) -> str | None:
    """No source for what the model has read already: `choose_template` gives it its title and its text."""
    item = edition_of(config).item(languages.source_of(page.file))
    return "" if isinstance(item, Article | Page) else None


def choose_template(markdown: str, page: MkPage, config: MkDocsConfig) -> str:
    """Gives each page its template and, from the model, its title and text: front matter is read in one place only."""
    edition, source = edition_of(config), languages.source_of(page.file)
    item = edition.item(source)
    if not isinstance(item, Article | Page):
        return markdown
    template = "article.html" if isinstance(item, Article) else item.meta.template or "column.html"
    page.meta = {"title": item.meta.title, "template": template}
    return search_pass.body_of(item, config)


def keep_text(html: str, page: MkPage, config: MkDocsConfig) -> str:
    """Keeps the text of a written page for the search."""
    edition, source = edition_of(config), languages.source_of(page.file)
    if source in edition.site.by_path:
        edition.texts[source] = text = visible(html)
        edition.text_marks[source] = mark_of_text(text)
    return html


def show(config: MkDocsConfig, env: jinja2.Environment, edition: Edition) -> None:
    """Makes an edition the one that pages show from here on."""
    config.extra["edition"] = config.extra["editions"][languages.language_of(config)] = edition
    env.globals["edition"] = edition
    env.globals["site"] = edition.site
    env.globals["has"] = lambda path: path in edition.site.by_path


def prepare_templates(env: jinja2.Environment, config: MkDocsConfig) -> jinja2.Environment:
    """Makes the edition and our filters known to every template."""
    overrides = root_of(config) / "overrides"
    edition = edition_of(config)
    # Templates do not change while a site is built.
    env.auto_reload = False
    env.bytecode_cache = Compiled(languages.language_of(config))
    show(config, env, edition)
    env.globals["stylesheet"] = assets.bundle(overrides, "css")[0]
    env.globals["script"] = assets.bundle(overrides, "js")[0]
    env.globals["t"] = edition.words
    env.globals["outside"] = marker_of(edition).to
    env.globals["policy"] = headers.policy()
    env.filters["day"] = edition.words.day
    env.filters["month"] = edition.words.month
    env.filters["slug"] = dialect.slug
    env.globals["root_address"] = lambda address: absolute(config.site_url or "", address)
    env.globals["by_hand"] = languages.language_of(config) == languages.TRADITIONAL
    languages.url_filter(config, env)
    config.extra["templates"], config.extra["frames"] = env, Frames(env)
    return env


def page_context(context: dict[str, Any], page: MkPage, config: MkDocsConfig) -> dict[str, Any]:
    """Gives a page's template what it shows."""
    edition = edition_of(config)
    source = languages.source_of(page.file)
    item = edition.item(source)
    title = item.meta.title if isinstance(item, Article | Page) else str(page.title)
    context["view"] = PageView(edition, source, title, languages.language_links(config, source), config.extra["shelf"])
    if isinstance(item, Article):
        context["frame"] = config.extra["frames"].of(page.url, context)
    return context


def template_context(context: dict[str, Any], name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The same for templates without a page, such as 404."""
    context["view"] = PageView(edition_of(config), name, edition_of(config).words("page.missing"))
    return context


def complete_page(output: str, page: MkPage, config: MkDocsConfig) -> str:
    """Completes a finished page: its pictures, and what stands around a text written in Traditional by hand."""
    gallery, site = config.extra["gallery"], Path(config.site_dir)
    output, variants = pictures.with_variants(output, page.file.dest_uri, gallery, site)
    if languages.language_of(config) == languages.TRADITIONAL:
        output = languages.around_by_hand(output, config)
    turning: languages.Turning | None = config.extra.get("turning")
    address = page.file.dest_uri
    note_written(config, address, *variants)
    linked.note(config, output, address)
    if turning and turning.page(address, output, config.extra["frames"].drawn(page.url)):
        note_written(config, f"{languages.TRADITIONAL}/{address}")
    return output


def finish(config: MkDocsConfig) -> None:
    """Writes what is no page: moved addresses, feeds, the search, sitemap, robots.txt, headers for the server.

    The search is made aside, while the next language's pages are.
    """
    edition, site = edition_of(config), Path(config.site_dir)
    language = languages.language_of(config)
    if languages.is_first(config):
        # Where pages were made MkDocs' own way, all are turned now.
        turning: languages.Turning | None = config.extra.get("turning") or languages.turning(config, ())
        search_pass.finish(config)
        write_moved(edition, site, config.extra["templates"])
        headers.write_file(site)
        write_lists(config)
        if turning:
            for page in sorted(turning.rest):
                turning.page(page, (site / page).read_bytes().decode("utf-8"))
        passes.finish(config)
    elif language != languages.TRADITIONAL:
        write_moved(edition, site / language, config.extra["templates"])
        for path, text in feed_files(edition):
            write(site / language / path, text)
        search_pass.finish(config)


def write_lists(config: MkDocsConfig) -> None:
    """Writes the feeds of the first language, the sitemap and robots.txt, which show nothing of an article but its head;
    takes them over where all heads are as before."""
    edition, site = edition_of(config), Path(config.site_dir)
    last: Last | None = config.extra.get("last")
    if last and last.record.lists and last.is_around and last.has(last.record.lists):
        last.take(last.record.lists)
        last.new.lists = last.record.lists
        return
    made = dict(chain(index_files(languages.all_addresses(config), edition.site_url), feed_files(edition)))
    for path, text in made.items():
        write(site / path, text)
    if last:
        last.new.lists = list(made)


def finish_all(config: MkDocsConfig) -> None:
    """After the last language: waits for what is made beside, and looks what nobody links to."""
    if languages.is_whole(config):
        config.extra["aside"].finish()
        linked.prune(config)
