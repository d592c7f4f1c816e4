"""The search of one language's pass: made in a worker while pages are rendered, or kept from the last build.

It is begun before the pages are, where the last build knows what all but a few of them say: it takes longer than the pages
that have changed, and an edit would take a third more. If a page then says something else, the search is made again.
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
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents, visible
from lanmu.search.variants import variants
from lanmu.search.writing import Previous, Written, write_search
from lanmu.views.edition import Text

FEW = 12
"""Up to so many texts that have changed are converted before their time."""


def folders(build: Build, now: LanguagePass) -> dict[str, ScriptConversion | None]:
    """Where the index of a language is written, and in the first language what its Traditional pages show."""
    if not now.is_first:
        return {f"{now.folder}/{SEARCH}": None}
    if not build.has_traditional:
        return {SEARCH: None}
    conversion = simplified_to_traditional(build.quotes)
    # What was converted with its page.
    conversion.remember(now.converted.items())
    return {SEARCH: None, f"{TRADITIONAL}/{SEARCH}": conversion}


def begin(files: Files, config: MkDocsConfig) -> Files:
    """on_files: begins the search, if what the pages will say is known but for a few that are converted now."""
    build = build_of(config)
    now, last = build.current, build.previous
    if last is None or now.is_by_hand or not last.has_texts(now.language) or not can_fork():
        return files
    digests: dict[str, str] = {}
    changed = []
    folder = f"{now.folder}/" if now.folder else ""
    for item in now.edition.site.items:
        page = last.record.outputs.get(f"{now.language} {folder}{item.address}index.html")
        if page and page[0].endswith(f" {item.text_digest}"):
            digests[item.path] = page[2][-1]
        else:
            changed.append(item)
    if len(changed) <= FEW:
        md = mkdocs.new_markdown(config)
        # What is wrong with a text is told, with its place, when the page is rendered.
        with suppress(Exception):
            texts = {item.path: visible(md.reset().convert(now.body_of(item))) for item in changed}
            now.foreseen = digests | {path: text_digest(text) for path, text in texts.items()}
            now.cancel_search = run(build, config, texts, now.foreseen)
    return files


def finish(build: Build, config: MkDocsConfig) -> None:
    """When the pages are rendered: begins the search, unless the one that was begun is right."""
    now = build.current
    if now.foreseen == now.text_digests:
        return
    now.cancel_search()
    for folder in folders(build, now):
        for path in (Path(config.site_dir) / folder).glob("*/"):
            shutil.rmtree(path)
    run(build, config, now.texts, now.text_digests)


def run(build: Build, config: MkDocsConfig, known: dict[str, Text], digests: dict[str, str]) -> Callable[[], None]:
    """Writes the search in a worker; gives back what stops it. `digests` are those of what all pages say; what is not
    `known` is kept from the last build."""
    now, last, site = build.current, build.previous, Path(config.site_dir)
    name = f"{now.language} search"
    # Whatever the pages depend on, the index does too.
    kept_texts = last.record.texts.get(now.language) if last and last.is_same_version else None
    forms = last.record.variants if last and last.is_same_version else variants()

    def task() -> tuple[Written, str]:
        texts = known
        if last and kept_texts and digests.keys() - known.keys():
            texts = last.store.read_texts(now.language, kept_texts) | known
        texts = {path: texts[path] for path in digests}
        previous = Previous()
        if last and kept_texts and name in last.record.outputs:
            _, files, fingerprints = last.record.outputs[name]
            previous = Previous(fingerprints, files, last.intact(name))
        written = write_search(documents(now.edition, texts), forms, site, folders(build, now), previous)
        return written, last.store.write_texts(now.language, texts) if last else ""

    def done(result: tuple[Written, str]) -> None:
        if last:
            written, last.new.texts[now.language] = result
            last.new.variants = forms
            last.taken |= written.kept
            # Beside them lies the page of the search, which is noted by itself.
            made = (path for folder in folders(build, now) for path in (site / folder).rglob("*.js"))
            files = sorted({*written.kept, *(path.relative_to(site).as_posix() for path in made)})
            key = digest(repr(written.fingerprints).encode())
            last.keep(name, key, Output(files, written.fingerprints))

    return build.tasks.run(task, done)
