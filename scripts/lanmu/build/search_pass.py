"""The search of one language's pass: made in a worker while the next language's pages are, or kept from the last build."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from lanmu.build.languages import TRADITIONAL
from lanmu.build.plan import Build
from lanmu.build.reuse import Output
from lanmu.content.addresses import SEARCH
from lanmu.content.fingerprint import digest
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents
from lanmu.search.variants import variants
from lanmu.search.writing import Previous, Written, write_search


def folders(build: Build) -> dict[str, ScriptConversion | None]:
    """Where the index of the language under way is written, and in the first language what its Traditional pages show."""
    now = build.current
    if not now.is_first:
        return {f"{now.folder}/{SEARCH}": None}
    if not build.has_traditional:
        return {SEARCH: None}
    conversion = simplified_to_traditional(build.quotes)
    # What was converted with its page.
    conversion.remember(now.converted.items())
    return {SEARCH: None, f"{TRADITIONAL}/{SEARCH}": conversion}


def finish(build: Build, config: MkDocsConfig) -> None:
    """When the pages are made: writes the search in a worker, with the texts of pages that were taken over as they were
    kept by the last build."""
    now, last, site = build.current, build.previous, Path(config.site_dir)
    name = f"{now.language} search"
    # Whatever the pages depend on, the index does too.
    kept_texts = last.record.texts.get(now.language) if last and last.is_same_version else None
    forms = last.record.variants if last and last.is_same_version else variants()

    def task() -> tuple[Written, str]:
        texts = now.texts
        if last and kept_texts and now.text_digests.keys() - texts.keys():
            texts = last.store.read_texts(now.language, kept_texts) | texts
        texts = {path: texts[path] for path in now.text_digests}
        previous = Previous()
        if last and kept_texts and name in last.record.outputs:
            _, files, fingerprints = last.record.outputs[name]
            previous = Previous(fingerprints, files, last.intact(name))
        written = write_search(documents(now.edition, texts), forms, site, folders(build), previous)
        return written, last.store.write_texts(now.language, texts) if last else ""

    def done(result: tuple[Written, str]) -> None:
        if last:
            written, last.new.texts[now.language] = result
            last.new.variants = forms
            last.taken |= written.kept
            made = (path for folder in folders(build) for path in (site / folder).rglob("*.js"))
            files = sorted({*written.kept, *(path.relative_to(site).as_posix() for path in made)})
            key = digest(repr(written.fingerprints).encode())
            last.keep(name, key, Output(files, written.fingerprints))

    build.tasks.run(task, done)
