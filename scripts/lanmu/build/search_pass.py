"""The search of one language's pass: made in a worker while the next language's pages are, or kept from the last build."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from lanmu.build import languages
from lanmu.build.page_links import PageLinks
from lanmu.build.quick import words
from lanmu.build.quick.run import Last, in_folders
from lanmu.build.quick.workers import Aside
from lanmu.content.addresses import SEARCH
from lanmu.content.article import Article, Page
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents
from lanmu.search.variants import variants
from lanmu.search.writing import Previous, Written, write_search
from lanmu.views.edition import Edition


def body_of(item: Article | Page, config: MkDocsConfig) -> str:
    """The Markdown that the page of an item is made of; its links are counted from there."""
    links: PageLinks = config.extra["links"]
    links.page = item.path
    return item.body


def folders(config: MkDocsConfig, edition: Edition) -> dict[str, ScriptConversion | None]:
    """Where the index of the language under way is written, and in the first language what its Traditional pages show."""
    if not languages.is_first(config):
        return {f"{languages.language_of(config)}/{SEARCH}": None}
    if not languages.has_traditional(config):
        return {SEARCH: None}
    conversion = simplified_to_traditional(edition.settings.traditional.quotes)
    # What was converted with its page.
    conversion.remember(edition.turned.items())
    return {SEARCH: None, f"{languages.TRADITIONAL}/{SEARCH}": conversion}


def finish(config: MkDocsConfig) -> None:
    """When the pages are made: writes the search in a worker, with the texts of pages that were taken over as they were
    kept by the last build."""
    edition: Edition = config.extra["edition"]
    last: Last | None = config.extra.get("last")
    language = languages.language_of(config)
    # Whatever the pages depend on, the index does too.
    forms = config.extra.get("variants") or variants()
    kept_words = last.record.words.get(language) if last and last.is_of_this_generation else None

    def task() -> tuple[Written, str]:
        texts = edition.texts
        if last and kept_words and edition.text_marks.keys() - texts.keys():
            texts = words.read(last.spare, language, kept_words) | texts
        texts = {path: texts[path] for path in edition.text_marks}
        own = folders(config, edition)
        previous = Previous()
        if last and kept_words:
            fingerprints = last.record.search.get(language, [])
            previous = Previous(fingerprints, in_folders(last.record.files, list(own)), last.there)
        written = write_search(documents(replace(edition, texts=texts)), forms, Path(config.site_dir), own, previous)
        return written, words.write(last.spare, language, texts) if last else ""

    def done(result: tuple[Written, str]) -> None:
        if last:
            written, last.new.words[language] = result
            last.new.search[language] = written.fingerprints
            last.new.variants = forms
            last.take_as(written.kept)

    aside: Aside = config.extra.setdefault("aside", Aside())
    aside.run(task, done)
