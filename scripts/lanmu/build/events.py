"""What happens at each MkDocs event, in the order of a build. `scripts/mkdocs_hooks.py` calls these.

The edition of the build under way lies in `config.extra["edition"]`: static-i18n runs all events once for each
language in one process, so nothing may be kept in a module.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkPage
from pymdownx.slugs import slugify

from lanmu import config as settings_file
from lanmu.build import assets
from lanmu.build.page_view import PageView
from lanmu.build.tables import TablesExtension
from lanmu.build.terms import TermsExtension
from lanmu.build.written import write_files
from lanmu.content import dates
from lanmu.content.addresses import BROWSE, SEARCH
from lanmu.content.article import Article, Page
from lanmu.content.exemptions import without
from lanmu.content.loading import load
from lanmu.errors import UserError
from lanmu.views.edition import Edition

# The theme's own style and script are not used: its base template's blocks carry ours.
UNUSED = ("assets/stylesheets/", "assets/javascripts/", "assets/images/favicon.png")


def edition_of(config: MkDocsConfig) -> Edition:
    """The edition that this build makes."""
    edition = config.extra["edition"]
    assert isinstance(edition, Edition)
    return edition


def root_of(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml."""
    return Path(config.config_file_path).resolve().parent


def read_content(config: MkDocsConfig) -> MkDocsConfig:
    """Reads docs/ and lanmu.toml; leaves blank columns out of the navigation."""
    try:
        site = load(Path(config.docs_dir))
        settings = settings_file.load(root_of(config) / "lanmu.toml")
    except UserError as error:
        raise BuildError(str(error)) from None
    production = bool(config.extra.get("production"))
    edition = Edition(site.published() if production else site, settings, config.site_url or "", production)
    config.extra["edition"] = edition
    shown = {column.id for column in edition.site.shown_columns}
    blank = {f"{column.id}/index.md" for column in edition.site.columns if column.id not in shown}
    config.nav = [
        entry
        for entry in config.nav or []
        if not (isinstance(entry, dict) and blank.intersection(map(str, entry.values())))
    ]
    config.site_name = settings.site.name
    named = [extension for extension in config.markdown_extensions if isinstance(extension, str)]
    ours = [TermsExtension(site.terms), TablesExtension()]
    config.markdown_extensions = [*named, *ours]  # type: ignore[list-item]
    return config


def choose_files(files: Files, config: MkDocsConfig) -> Files:
    """Takes out what this edition does not show, adds the generated pages and the bundled style and script."""
    # Ours is written with the feeds: it knows when an article last changed. static-i18n adds its own until now.
    config.theme.static_templates.discard("sitemap.xml")
    edition = edition_of(config)
    overrides = root_of(config) / "overrides"
    bundled = {
        path.relative_to(overrides).as_posix() for kind in ("css", "js") for path in assets.parts(overrides, kind)
    }
    for file in list(files):
        if is_hidden(file, edition) or file.src_uri in bundled or file.src_uri.startswith(UNUSED):
            files.remove(file)
    for source, page in edition.lists.items():
        if files.get_file_from_path(source) is None:
            files.append(generated(config, source, "list.html", page.title))
    files.append(generated(config, f"{BROWSE}index.md", "browse.html", "分类浏览"))
    files.append(generated(config, f"{SEARCH}index.md", "search.html", "检索"))
    for kind in ("css", "js"):
        address, text = assets.bundle(overrides, kind)
        files.append(File.generated(config, address, content=text))
    return files


def is_hidden(file: File, edition: Edition) -> bool:
    """True for a source that this edition must not show.

    A production build takes over only files that its pages link to: what lies beside a draft or an internal article,
    or was left there by chance, stays in the office.
    """
    if file.is_documentation_page():
        return file.src_uri not in edition.site.by_path
    from_docs = file.src_dir is not None and Path(file.src_dir) == edition.site.docs
    return edition.production and from_docs and file.src_uri not in edition.files


def generated(config: MkDocsConfig, source: str, template: str, title: str) -> File:
    """A page without a source file: its template draws it."""
    head = json.dumps({"title": title, "template": template}, ensure_ascii=False)
    return File.generated(config, source, content=f"---\n{head}\n---\n")


def choose_template(markdown: str, page: MkPage, config: MkDocsConfig) -> str:
    """Gives each page its template and, from the model, its title and text: front matter is read in one place only."""
    item = edition_of(config).item(page.file.src_uri)
    if not isinstance(item, Article | Page):
        return markdown
    template = "article.html" if isinstance(item, Article) else item.meta.template or "column.html"
    page.meta = {"title": item.meta.title, "template": template}
    return without(item.body)


def prepare_templates(env: jinja2.Environment, config: MkDocsConfig) -> jinja2.Environment:
    """Makes the edition and our filters known to every template."""
    overrides = root_of(config) / "overrides"
    edition = edition_of(config)
    env.globals["edition"] = edition
    env.globals["site"] = edition.site
    env.globals["has"] = lambda path: path in edition.site.by_path
    env.globals["stylesheet"] = assets.bundle(overrides, "css")[0]
    env.globals["script"] = assets.bundle(overrides, "js")[0]
    env.filters["chinese_day"] = dates.chinese_day
    env.filters["chinese_month"] = dates.chinese_month
    env.filters["slug"] = lambda text: slugify(case="lower")(text, "-")
    config.extra["templates"] = env
    return env


def page_context(context: dict[str, Any], page: MkPage, config: MkDocsConfig) -> dict[str, Any]:
    """Gives a page's template what it shows."""
    edition = edition_of(config)
    item = edition.item(page.file.src_uri)
    title = item.meta.title if isinstance(item, Article | Page) else str(page.title)
    context["view"] = PageView(edition, page.file.src_uri, title)
    return context


def template_context(context: dict[str, Any], name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The same for templates without a page, such as 404."""
    context["view"] = PageView(edition_of(config), name, "页面不存在")
    return context


def finish(config: MkDocsConfig) -> None:
    """Writes what is no page: feeds, sitemap, robots.txt, moved addresses."""
    write_files(edition_of(config), Path(config.site_dir), config.extra["templates"])
