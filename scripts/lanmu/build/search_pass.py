"""The search index of one language: written in a worker while pages are rendered.

When only a few texts have changed since the last build, the index is started early (`begin`): the texts that pages will have
are predicted by converting the changed ones. Otherwise an edit would take a quarter more, because the index takes longer than
the changed pages. When the rendered pages (`finish`) have other texts than predicted, the index is made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from lanmu.build import mkdocs
from lanmu.build.languages import TRADITIONAL
from lanmu.build.plan import Build, LanguagePass, build_of
from lanmu.build.reuse import Output, text_digest
from lanmu.build.workers import can_fork
from lanmu.content.addresses import SEARCH
from lanmu.content.fingerprint import digest
from lanmu.locales.script_conversion import Dictionaries, ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents, visible
from lanmu.search.variants import variants
from lanmu.search.writing import Previous, Written, write_search
from lanmu.views.edition import Text

FEW = 12
"""How many texts may have changed for the index to be started early."""
ENOUGH = 60
"""Up to this number of texts, writing their index takes less time than starting a worker that does it."""


def folders(build: Build, current: LanguagePass) -> list[str]:
    """The folders of the index of a language, below the site; in the first language also that of the Traditional pages."""
    if not current.is_first:
        return [f"{current.folder}/{SEARCH}"]
    return [SEARCH, *([f"{TRADITIONAL}/{SEARCH}"] if build.has_traditional else [])]


def conversions(build: Build, current: LanguagePass, dictionaries: Dictionaries) -> dict[str, ScriptConversion | None]:
    """The same folders, each with the script conversion for the results shown there (None: no conversion)."""
    unconverted = dict.fromkeys(folders(build, current))
    if not current.is_first or not build.has_traditional:
        return unconverted
    conversion = simplified_to_traditional(build.quotes, dictionaries)
    # Pieces that were converted with their page.
    conversion.remember(current.converted.items())
    return {**unconverted, f"{TRADITIONAL}/{SEARCH}": conversion}


def begin(files: Files, config: MkDocsConfig) -> Files:
    """on_files: starts the index early, if all texts but a few are known from the last build."""
    build = build_of(config)
    current, last = build.current, build.previous
    items = current.edition.site.items
    if len(items) <= ENOUGH or not can_fork():
        return files
    if last is None or current.is_by_hand or not last.has_texts(current.language):
        return files
    digests: dict[str, str] = {}
    changed = []
    folder = f"{current.folder}/" if current.folder else ""
    for item in items:
        page = last.record.outputs.get(f"{current.language} {folder}{item.address}index.html")
        if page and page[0].endswith(f" {item.text_digest}"):
            digests[item.path] = page[2][-1]
        else:
            changed.append(item)
    if len(changed) <= FEW:
        md = mkdocs.new_markdown(config)
        # A fault in a text is reported, with its place, when the page is rendered.
        with suppress(Exception):
            texts = {item.path: visible(md.reset().convert(current.body_of(item))) for item in changed}
            current.predicted = digests | {path: text_digest(text) for path, text in texts.items()}
            current.cancel_search = run(build, config, texts, current.predicted)
    return files


def finish(build: Build, config: MkDocsConfig) -> None:
    """When the pages are rendered: starts the index, unless the one that was started early has exactly their texts."""
    current = build.current
    if current.predicted == current.text_digests:
        return
    current.cancel_search()
    for folder in folders(build, current):
        for path in (Path(config.site_dir) / folder).glob("*/"):
            shutil.rmtree(path)
    run(build, config, current.texts, current.text_digests)


def run(
    build: Build, config: MkDocsConfig, fresh_texts: dict[str, Text], digests: dict[str, str]
) -> Callable[[], None]:
    """Writes the index, in a worker if that is worth it; returns a function that stops it. `digests` are those of the texts of all
    pages; texts that are not in `fresh_texts` are read from the store of the last build."""
    current, last, site = build.current, build.previous, Path(config.site_dir)
    name = f"{current.language} search"
    # The index depends on the same programs and settings as the pages.
    kept_texts = last.record.texts.get(current.language) if last and last.is_same_version else None
    forms = last.record.variants if last and last.is_same_version else variants()
    texts_key = digest(repr(sorted(digests.items())).encode())
    if last and kept_texts and last.reuse(name, last.key(texts_key)):
        last.new.texts[current.language], last.new.variants = kept_texts, forms
        return lambda: None

    dictionaries = build.dictionaries.lend()

    def task() -> tuple[Written, list[str], str]:
        texts = fresh_texts
        if last and kept_texts and digests.keys() - fresh_texts.keys():
            texts = last.store.read_texts(current.language, kept_texts) | fresh_texts
        texts = {path: texts[path] for path in digests}
        previous = Previous()
        if last and kept_texts and name in last.record.outputs:
            _, files, fingerprints = last.record.outputs[name]
            previous = Previous(fingerprints, files, last.intact(name))
        converted = conversions(build, current, dictionaries)
        written = write_search(documents(current.edition, texts), forms, site, converted, previous)
        # Scripts only: the search page in the same folder is an output of its own.
        new_files = (path for folder in folders(build, current) for path in (site / folder).rglob("*.js"))
        files = sorted({*written.reused, *(path.relative_to(site).as_posix() for path in new_files)})
        return written, files, last.store.write_texts(current.language, texts) if last else ""

    def done(result: tuple[Written, list[str], str]) -> None:
        if last:
            written, files, last.new.texts[current.language] = result
            last.new.variants = forms
            last.taken |= written.reused
            last.keep(name, last.key(texts_key), Output(files, written.fingerprints))

    cancel = build.tasks.run(task, done, is_worth_worker=len(digests) > ENOUGH)
    dictionaries.close()
    return cancel
