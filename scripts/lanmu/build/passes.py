"""The passes of the translations, beside that of the first language: static-i18n makes them one after another.

What they need of the first pass is there when its files are known: what was read, the pictures, the shared files. The
pages of one language and those of another lie in folders of their own. Where nothing has changed that a translation
shows, its whole folder is taken over from the last build.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from mkdocs import utils
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig

from lanmu.build import languages
from lanmu.build.quick.run import Last
from lanmu.build.quick.store import Record
from lanmu.build.quick.workers import Aside, can_copy


def begin(config: MkDocsConfig) -> None:
    """Begins them in the pass of the first language; only in a build that waits for them, with `config.extra["passes"]`."""
    beside: Aside | None = config.extra.get("passes")
    config.extra["made"] = []
    for language in languages.translations(config) if beside else ():
        if taken_over(config, language):
            config.extra["made"].append(language)
        elif can_copy():
            assert beside
            # The search of the first language takes longest, and waits for its pages.
            beside.run(partial(make, config, language), partial(take, config, language), later=True)


def finish(config: MkDocsConfig) -> None:
    """Waits for those that were begun. What is made, static-i18n need not make again."""
    beside: Aside | None = config.extra.get("passes")
    if beside:
        beside.finish()
    for language in config.extra["made"]:
        languages.plugin_of(config).get_language_config(language).build = False


def taken_over(config: MkDocsConfig, language: str) -> bool:
    """Takes all pages of a language over from the last build, when nothing has changed that they show."""
    last: Last | None = config.extra["last"]
    if last is None:
        return False
    known = last.record.pages.get(language)
    if known is None or not last.knows(language) or not last.is_around:
        return False
    site = config.extra["editions"][language].site
    if {path: of for path, (of, _) in last.record.texts.get(language, {}).items()} != {
        item.path: item.text_mark for item in site.items
    }:
        return False
    paths = {path for page in known.values() for path in page[1]}
    paths |= {path for path in last.record.files if path.startswith(f"{language}/")}
    if not last.has(paths):
        return False
    last.take(paths)
    last.new.take(last.record, language)
    config.extra["linked"].update(path for page in known.values() for path in page[4])
    return True


def make(config: MkDocsConfig, language: str) -> tuple[Last | None, set[str]]:
    """Makes the site of a language, in the place of static-i18n; gives back what there is to note of it, and the files that
    it links to."""
    # What goes on beside the first language is not this copy's; and where a copy has failed, it still goes on.
    before = config.extra.get("aside")
    aside = config.extra["aside"] = Aside()
    with passing(config, language):
        mkdocs_build(config)
    aside.finish()
    if before:
        config.extra["aside"] = before
    last: Last | None = config.extra["last"]
    # What the original has itself need not cross processes.
    return last and replace(last, record=Record(), there=set(), files_of_spare={}), config.extra["linked"]


@contextmanager
def passing(config: MkDocsConfig, language: str) -> Iterator[None]:
    """In static-i18n's pass of a language: what is in the site already stays."""
    plugin = languages.plugin_of(config)
    before, clean = plugin.current_language, utils.clean_directory
    plugin.building, plugin.current_language, utils.clean_directory = True, language, keep_directory
    try:
        yield
    finally:
        plugin.building, plugin.current_language, utils.clean_directory = False, before, clean


def keep_directory(directory: str) -> None:
    """In the place of MkDocs' clearing of the site."""


def take(config: MkDocsConfig, language: str, found: tuple[Last | None, set[str]]) -> None:
    """Notes the site of a language that was made."""
    made, linked = found
    config.extra["linked"] |= linked
    config.extra["made"].append(language)
    if made:
        last: Last = config.extra["last"]
        last.taken |= made.taken
        last.sources |= made.sources
        last.new.take(made.new, language)
