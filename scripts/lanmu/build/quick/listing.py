"""What MkDocs and static-i18n find out about every file before the first page is made: the same, in fewer steps.

They take each path apart with pathlib and urllib several times over, and look at all of the theme's thousands of icons.
On a large site that was half of the time until a page could be made. Whatever is not plain takes their own way.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs_static_i18n import reconfigure, suffix

PLAIN_PATH = re.compile(r"[\w-]+(?:[./][\w-]+)*")
"""A path below docs/ with nothing in it that would have to be resolved."""
PLAIN_URL = re.compile(r"(?:[A-Za-z0-9_%~-]+/)+")
"""A page's address with nothing in it that would have to be resolved."""

_create_i18n_file: Callable[..., File] = suffix.create_i18n_file
_is_relative_to: Callable[[str, str], bool] = reconfigure.is_relative_to
_set_canonical_url = Page._set_canonical_url
_add_files_from_theme = Files.add_files_from_theme
_src_path: Any = File.src_path


def install() -> None:
    """Puts our way in the place of theirs."""
    suffix.create_i18n_file = localized
    reconfigure.is_relative_to = is_below
    Page._set_canonical_url = set_canonical_url  # type: ignore[assignment, method-assign]
    Files.add_files_from_theme = add_files_from_theme  # type: ignore[assignment, method-assign]
    File.src_path = _src_path.setter(set_src_path)  # type: ignore[method-assign]


def set_src_path(file: File, path: str) -> None:
    """In the place of `File.src_path`'s setter."""
    if PLAIN_PATH.fullmatch(path):
        file.src_uri = path
    else:
        _src_path.fset(file, path)


def localized(file: File, current: str, default: str, languages: list[str], config: MkDocsConfig) -> File:
    """In the place of static-i18n's `create_i18n_file`: a file as one of the language `current`."""
    name, _, said = file.name.rpartition(".")
    name, said = (name, said) if name else (said, "")
    is_plain = (
        PLAIN_PATH.fullmatch(file.src_uri) and PLAIN_PATH.fullmatch(file.dest_uri) and "README" not in file.src_uri
    )
    if not is_plain or "." in name or name == "index" or (said and not is_named(file, said, languages)):
        return _create_i18n_file(file, current, default, languages, config)
    address = f"{posixpath.dirname(file.src_uri)}/{name}/index.html".lstrip("/") if said else file.dest_uri
    made = File.__new__(File)
    made.src_uri, made.src_dir, made.dest_dir = file.src_uri, config.docs_dir, file.dest_path
    made.use_directory_urls, made.inclusion, made.name = config.use_directory_urls, file.inclusion, name
    made.dest_uri = address if current == default else f"{current}/{address}"
    made.abs_dest_path = os.path.normpath(os.path.join(config.site_dir, made.dest_path))  # noqa: PTH118 (as theirs)
    made.url = made._get_url(config.use_directory_urls)
    vars(made).update(
        alternates={current: made},
        locale=said or default,
        locale_alternate_of=current,
        localization=said or None,
        norm_src_uri=made.src_uri.replace(f".{said}", "", 1) if said else made.src_uri,
    )
    return made


def is_named(file: File, said: str, languages: list[str]) -> bool:
    """True for a page whose name says one of the languages (`a.en.md`) and whose address is the usual one."""
    return said in languages and file.is_documentation_page() and file.dest_uri.endswith(f".{said}/index.html")


def is_below(path: str, folder: str) -> bool:
    """In the place of static-i18n's `is_relative_to`."""
    is_plain = isinstance(path, str) and folder != "" and path.startswith(f"{folder}{os.sep}")
    return is_plain or _is_relative_to(path, folder)


def set_canonical_url(page: Page, base: str | None) -> None:
    """In the place of `Page._set_canonical_url`."""
    if base and PLAIN_URL.fullmatch(page.url):
        start, path = resolved(base)
        page.canonical_url, page.abs_url = f"{start}{page.url}", f"{path}{page.url}"
    else:
        _set_canonical_url(page, base)


@lru_cache(maxsize=8)
def resolved(base: str) -> tuple[str, str]:
    """What stands before every page's address: all of it, and from the server's root on."""
    start = urljoin(base if base.endswith("/") else f"{base}/", "x/")[: -len("x/")]
    return start, urlsplit(start).path


class Visible(jinja2.FileSystemLoader):
    """Does not look into hidden folders to list what is there: the theme keeps its icons in one."""

    def list_templates(self) -> list[str]:
        """The names of all templates that are not hidden."""
        found: set[str] = set()
        for place in self.searchpath:
            for folder, inner, names in os.walk(place, followlinks=self.followlinks):
                inner[:] = [name for name in inner if not name.startswith(".")]
                path = os.path.relpath(folder, place).replace(os.sep, "/")
                found.update(name if path == "." else f"{path}/{name}" for name in names)
        return sorted(found)


def add_files_from_theme(files: Files, env: jinja2.Environment, config: MkDocsConfig) -> None:
    """In the place of `Files.add_files_from_theme`, which takes nothing that is hidden."""
    if type(env.loader) is jinja2.FileSystemLoader:
        env.loader = Visible(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
    _add_files_from_theme(files, env, config)
