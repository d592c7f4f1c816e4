"""Where MkDocs, static-i18n and Python-Markdown are reached into, for the versions named here; with others their own way is taken.

- A page is read and drawn in one go, when MkDocs comes to write the first: so pages can be divided over processes, and
  taken over from the last build. MkDocs reads all first and then draws all; no page of ours looks at another's HTML.
- One Markdown object turns all texts of a language. MkDocs makes one for each page, which takes longer than to use it.
- A text without any character that means something in Markdown is not searched for every inline pattern.
- Which files there are says what was read of docs/, not MkDocs, which follows links out of it.
- What is found out about every file before the first page is found out in fewer steps (listing.py).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any, Protocol

import jinja2
import markdown
from markdown.treeprocessors import InlineProcessor
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from lanmu.build.quick import listing

FITS = {"mkdocs": ("1.6.1",), "mkdocs-static-i18n": ("1.3.1",), "Markdown": ("3.11.3",)}
SITE_FILES = "site_files"
"""The key in `config.extra` under which the paths below docs/ stand that a site may be made from."""
RUN = "run"
"""The key in `config.extra` under which the pass of a language stands."""
PATTERNS = frozenset(
    "backtick escape footnote reference link image_link image_reference short_reference short_image_ref autolink automail"  # noqa: SIM905 (a row of names reads better)
    " linebreak html entity em_strong".split()
)
"""The inline patterns that `MEANING` covers."""
MEANING = re.compile(r"[`\\\[<&*_\x02]|  \n")
"""One of these is in every text that one of the patterns finds. (\\x02 stands around what has been found already.)"""


class Run(Protocol):
    """One language's pass."""

    def wait(self, page: Page, files: Files) -> None:
        """Notes a page that is to be made."""

    def make(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Makes all pages noted."""


_populate = mkdocs_build._populate_page
_draw = mkdocs_build._build_page
_render = Page.render


def fits() -> bool:
    """True when the versions are those that this was written for."""
    return all(metadata.version(name) in versions for name, versions in FITS.items())


def install() -> None:
    """Puts our way in the place of MkDocs' own; pages of builds that have no `Run` are made as ever."""
    # With every version: what MkDocs would find must not go out.
    mkdocs_build.get_files = get_files  # type: ignore[attr-defined]
    if fits():
        mkdocs_build._populate_page = populate
        mkdocs_build._build_page = draw
        Page.render = render  # type: ignore[assignment, method-assign]
        listing.install()


def get_files(config: MkDocsConfig) -> Files:
    """In the place of MkDocs' `get_files`: what the content model lets into the site, and the settings do not keep out."""
    place = config.docs_dir, config.site_dir, config.use_directory_urls
    files = [File(path, *place) for path in config.extra[SITE_FILES]]
    set_exclusions(files, config)
    return Files(files)


def populate(page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
    """In the place of `_populate_page`: the page waits."""
    run: Run | None = config.extra.get(RUN)
    if run is None or dirty:
        _populate(page, config, files, dirty)
    else:
        run.wait(page, files)


def draw(
    page: Page,
    config: MkDocsConfig,
    doc_files: Sequence[File],
    nav: Navigation,
    env: jinja2.Environment,
    dirty: bool = False,
    excluded: bool = False,
) -> None:
    """In the place of `_build_page`: the first call makes all pages that wait."""
    run: Run | None = config.extra.get(RUN)
    if run is None or dirty or excluded:
        _draw(page, config, doc_files, nav, env, dirty, excluded)
    else:
        run.make(doc_files, nav, env)


def make_page(
    page: Page, config: MkDocsConfig, files: Files, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment
) -> None:
    """Reads, draws and writes one page as MkDocs does."""
    _populate(page, config, files)
    _draw(page, config, doc_files, nav, env)


def render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """In the place of `Page.render`, with one Markdown object for all pages."""
    if config.extra.get(RUN) is None:
        _render(page, config, files)
        return
    made: tuple[Any, markdown.Markdown] | None = config.extra.get("markdown")
    if made is None or made[0] is not config.markdown_extensions:
        made = (config.markdown_extensions, new_markdown(config))
        config.extra["markdown"] = made
    md = made[1].reset()
    raw = mkdocs_pages._RawHTMLPreprocessor()
    anchors = mkdocs_pages._ExtractAnchorsTreeprocessor(page.file, files, config)
    paths = mkdocs_pages._RelativePathTreeprocessor(page.file, files, config)
    title = mkdocs_pages._ExtractTitleTreeprocessor()
    for extension in (raw, anchors, paths, title):
        extension._register(md)
    assert page.markdown is not None
    page.content = md.convert(page.markdown)
    page.toc = get_toc(getattr(md, "toc_tokens", []))
    page._title_from_render = title.title
    page.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
    if mkdocs_pages.log.getEffectiveLevel() > logging.DEBUG:
        page.links_to_anchors = paths.links_to_anchors


def new_markdown(config: MkDocsConfig) -> markdown.Markdown:
    """The Markdown object that MkDocs would make for every page."""
    md = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    inline = md.treeprocessors["inline"]
    names = {item.name for item in md.inlinePatterns._priority}  # type: ignore[attr-defined]
    if names <= PATTERNS and type(inline) is InlineProcessor:
        name = "_InlineProcessor__handleInline"
        handle: Callable[..., str] = getattr(inline, name)

        def sparing(data: str, index: int = 0) -> str:
            return handle(data, index) if MEANING.search(data) else data

        setattr(inline, name, sparing)
    return md
