"""The one module that knows what is private in MkDocs, static-i18n and Python-Markdown, in the versions named in FITS.

- A page is read, rendered and written in one go, when MkDocs comes to write the first: so pages can be divided over
  processes, and taken over from the last build. MkDocs reads all first and then renders all.
- One Markdown object converts all texts of a language. MkDocs makes one for each page, which takes longer than to use it.
- The list of files comes from what was read of docs/, not from MkDocs, which follows symbolic links out of it; and hidden
  folders of the theme are not looked through.

With other versions MkDocs' own way is taken, which is slower and gives the same pages.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Protocol, cast

import click
import jinja2
import markdown
import yaml
from markdown.treeprocessors import InlineProcessor
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs_static_i18n.plugin import I18n

from lanmu.build.messages import Messages
from lanmu.content.loading import read_text
from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.untrusted.text_limits import check_yaml

FITS = {
    "mkdocs": ("1.6.1",),
    # Carries MkDocs 1.x on, and answers to its name.
    "properdocs": ("1.6.7",),
    "mkdocs-static-i18n": ("1.3.1",),
    "Markdown": ("3.11.3",),
}
PATTERNS = frozenset(
    "backtick escape footnote reference link image_link image_reference short_reference short_image_ref autolink automail"  # noqa: SIM905 (a row of names reads better)
    " linebreak html entity em_strong".split()
)
"""The inline patterns that INLINE_SYNTAX covers."""
INLINE_SYNTAX = re.compile(r"[`\\\[<&*_\x02]|  \n")
"""One of these is in every text that one of the patterns matches (\\x02 encloses what has been matched already)."""
OTHERS = "提示：{versions} 和这里适配过的版本不一样，网页改用 MkDocs 自己的办法生成：慢一些，结果相同。"
BUILD = "build"
"""The one key in `config.extra` that is ours: what this build makes, for the events."""
LogEntry = tuple[str, int, str]
"""A message of MkDocs: the name of the logger, the level, the text."""


class BuildFailedError(UserError):
    """The site could not be built; the text says why, one line for each reason."""

    exit_code = Exit.FINDINGS


class PageRun(Protocol):
    """Renders the pages of one language."""

    def add(self, page: Page, files: Files) -> None:
        """Notes a page that is to be rendered."""

    def render(self, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment) -> None:
        """Renders all pages noted."""


class Hooks(Protocol):
    """The part of `plan.Build` that this module uses. Without `pages` MkDocs renders pages its own way."""

    site_files: tuple[str, ...]
    pages: PageRun | None
    markdown: tuple[object, markdown.Markdown] | None


_get_files = mkdocs_build.get_files  # type: ignore[attr-defined]
_populate_page = mkdocs_build._populate_page
_build_page = mkdocs_build._build_page
_render = Page.render


@cache
def fits() -> bool:
    """True when the versions are those that this was written for; says so, once, when they are not."""
    versions = {name: package.version for name in FITS for package in metadata.distributions(name=name)}
    others = [f"{name} {version}" for name, version in versions.items() if version not in FITS[name]]
    if others:
        complain(OTHERS.format(versions="、".join(others)))
    return not others


def install() -> None:
    """Replaces functions of MkDocs by ours where the versions fit; they leave builds that are not ours as they are."""
    if fits():
        mkdocs_build.get_files = get_files  # type: ignore[attr-defined]
        mkdocs_build._populate_page = populate_page
        mkdocs_build._build_page = build_page
        Page.render = render  # type: ignore[assignment, method-assign]


def refuse_other_commands() -> None:
    """Lets of MkDocs' own commands only `build` run. `serve` shows drafts to any web page that asks, with none of the
    gates of preview.py, and `gh-deploy` publishes them. Raises BuildError."""
    context = click.get_current_context(silent=True)
    if context and context.info_name != "build":
        raise BuildError(
            f"这里不用 mkdocs {context.info_name}：它会把没有发布的稿件给别的网页看，或者发到网上。"
            "预览请运行 python scripts/preview.py，发布请运行 python scripts/build.py --production。"
        )


def load(root: Path, site: Path, site_url: str | None, messages: Messages) -> MkDocsConfig:
    """The project's configuration. Raises UserError with file, line and column when mkdocs.yml is wrong."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise UserError(f"找不到 {path}。请在项目文件夹里运行，或取回完整的项目文件。")
    check_yaml(read_text(path, path.name), path.name, 1)
    overrides = {} if site_url is None else {"site_url": site_url}
    try:
        return load_config(str(path), site_dir=str(site), strict=True, **overrides)
    except ConfigurationError as error:
        cause = error.__context__
        if isinstance(cause, yaml.MarkedYAMLError) and cause.problem_mark:
            place = f"mkdocs.yml:{cause.problem_mark.line + 1}:{cause.problem_mark.column + 1}"
            raise BuildFailedError(
                f"{place} YAML 写法有误（{cause.problem}）。改法：检查冒号后的空格、缩进和引号是否成对。"
            ) from None
        raise BuildFailedError(f"mkdocs.yml 有误：{error}") from None
    except Abort:
        raise BuildFailedError(f"mkdocs.yml 有误：\n{messages.report()}") from None


def run(config: MkDocsConfig, hooks: Hooks, messages: Messages) -> None:
    """Builds all languages with MkDocs. Raises BuildFailedError with all reasons."""
    config.extra[BUILD] = hooks
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except (Abort, BuildError) as error:
        raise BuildFailedError(messages.report() or str(error)) from None
    except jinja2.TemplateError as error:
        place = f"{getattr(error, 'filename', None) or 'overrides'}:{getattr(error, 'lineno', 0)}"
        raise BuildFailedError(f"模板有误，{place}：{error.message}") from None
    finally:
        config.plugins.on_shutdown()


@contextmanager
def collected(docs: Path) -> Iterator[Messages]:
    """Collects MkDocs' warnings and errors instead of letting them go to the terminal."""
    messages = Messages(docs)
    logger = logging.getLogger("mkdocs")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(messages)
    try:
        yield messages
    finally:
        logger.removeHandler(messages)
        logger.propagate = propagate


class _Recorder(logging.Handler):
    def __init__(self, entries: list[LogEntry]) -> None:
        super().__init__()
        self.entries = entries

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append((record.name, record.levelno, record.getMessage()))


@contextmanager
def recorded() -> Iterator[list[LogEntry]]:
    """Collects the log entries of MkDocs about one page, as plain data that can cross processes; when the page fails they are
    logged."""
    entries: list[LogEntry] = []
    logger = logging.getLogger("mkdocs")
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [_Recorder(entries)], False
    is_done = False
    try:
        yield entries
        is_done = True
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        if not is_done:
            repeat(entries)


def repeat(entries: Sequence[LogEntry]) -> None:
    """Logs entries that `recorded` collected."""
    for name, level, text in entries:
        logging.getLogger(name).log(level, "%s", text)


# --- The build of MkDocs ----------------------------------------------------------------------------------------------


def hooks_of(config: MkDocsConfig) -> Hooks | None:
    """The hooks of the running build; None for a build that is not ours."""
    hooks: Hooks | None = config.extra.get(BUILD)
    return hooks


def get_files(config: MkDocsConfig) -> Files:
    """In the place of MkDocs' `get_files`: what the content model lets into the site, and the settings do not keep out."""
    hooks = hooks_of(config)
    if hooks is None:
        return _get_files(config)
    place = config.docs_dir, config.site_dir, config.use_directory_urls
    files = [File(path, *place) for path in hooks.site_files]
    set_exclusions(files, config)
    return SiteFiles(files)


class SiteFiles(Files):
    """The files of docs/, to which MkDocs adds those of the theme."""

    def add_files_from_theme(self, _env: jinja2.Environment, config: MkDocsConfig) -> None:
        """Adds the files of the theme; which, MkDocs says."""
        super().add_files_from_theme(cast(jinja2.Environment, ThemeFiles(config.theme.dirs)), config)


@dataclass(frozen=True)
class ThemeFiles:
    """What MkDocs asks the theme's environment for, without hidden folders: it leaves them out itself, after it has looked at
    each of the 14,000 icons in them, which takes a tenth of a small build."""

    dirs: Sequence[str]

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        """The names of all files that are wanted, once each."""
        names = set()
        for home in self.dirs:
            for folder, folders, files in os.walk(home):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = Path(folder).relative_to(home)
                names |= {(below / name).as_posix() for name in files}
        return sorted(filter(filter_func, names))


def populate_page(page: Page, config: MkDocsConfig, files: Files, dirty: bool = False) -> None:
    """In the place of `_populate_page`: queues the page."""
    hooks = hooks_of(config)
    if hooks and hooks.pages:
        hooks.pages.add(page, files)
    else:
        _populate_page(page, config, files, dirty)


def build_page(
    page: Page,
    config: MkDocsConfig,
    doc_files: Sequence[File],
    nav: Navigation,
    env: jinja2.Environment,
    dirty: bool = False,
    excluded: bool = False,
) -> None:
    """In the place of `_build_page`: the first call renders all queued pages."""
    hooks = hooks_of(config)
    if hooks and hooks.pages and not excluded:
        hooks.pages.render(doc_files, nav, env)
    else:
        _build_page(page, config, doc_files, nav, env, dirty, excluded)


def make_page(
    page: Page, config: MkDocsConfig, files: Files, doc_files: Sequence[File], nav: Navigation, env: jinja2.Environment
) -> None:
    """Reads, renders and writes one page as MkDocs does."""
    _populate_page(page, config, files)
    _build_page(page, config, doc_files, nav, env)


def render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """In the place of `Page.render`, with one Markdown object for all pages of a language."""
    hooks = hooks_of(config)
    if hooks is None or hooks.pages is None:
        _render(page, config, files)
        return
    if hooks.markdown is None or hooks.markdown[0] is not config.markdown_extensions:
        hooks.markdown = config.markdown_extensions, new_markdown(config)
    md = hooks.markdown[1].reset()
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
    """The Markdown object that MkDocs would make for every page. Text without any inline syntax skips the search for inline
    patterns, which saves time."""
    md = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    inline = md.treeprocessors["inline"]
    names = {item.name for item in md.inlinePatterns._priority}  # type: ignore[attr-defined]
    if names <= PATTERNS and type(inline) is InlineProcessor:
        name = "_InlineProcessor__handleInline"
        handle: Callable[..., str] = getattr(inline, name)

        def handle_inline(data: str, index: int = 0) -> str:
            return handle(data, index) if INLINE_SYNTAX.search(data) else data

        setattr(inline, name, handle_inline)
    return md


# --- static-i18n, which makes a pass of the build for each language ---------------------------------------------------


def i18n_of(config: MkDocsConfig) -> I18n:
    """The plug-in."""
    plugin = config.plugins["i18n"]
    assert isinstance(plugin, I18n)
    return plugin


def language_of(config: MkDocsConfig) -> str:
    """The language of the pass under way."""
    plugin = i18n_of(config)
    return str(plugin.current_language or plugin.default_language)


def default_language(config: MkDocsConfig) -> str:
    """The language of the first pass."""
    return str(i18n_of(config).default_language)


def language_names(config: MkDocsConfig) -> dict[str, str]:
    """The names of all languages of mkdocs.yml, by their codes."""
    return {language.locale: language.name for language in i18n_of(config).config.languages}


def choose_languages(config: MkDocsConfig, wanted: Callable[[str], bool]) -> None:
    """Has passes made for the languages besides the default that are wanted."""
    for language in i18n_of(config).config.languages:
        if language.locale != default_language(config):
            language.build = wanted(language.locale)


def is_last_pass_over(config: MkDocsConfig) -> bool:
    """True when all languages are built."""
    return not i18n_of(config).building


class SourceFiles(Files):
    """The files of one pass, found by the path that a link names, as static-i18n finds them: `a.en.md` for `a.md`. It takes
    the path apart with pathlib, which is a tenth of the work on a page with some links.
    """

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        super().__init__(files)
        self.slow = files
        self.endings = [f".{language_of(config)}", f".{default_language(config)}", ""]

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a path below docs/."""
        stem, dot, suffix = path.rpartition(".")
        if dot and "/" not in suffix:
            for ending in self.endings:
                if file := self.src_uris.get(f"{stem}{ending}.{suffix}"):
                    return file
        # static-i18n fails at a path that names nothing: `/`, which leads to the server's root.
        with suppress(ValueError):
            return self.slow.get_file_from_path(path)
        return None
