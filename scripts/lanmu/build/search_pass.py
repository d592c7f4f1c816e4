"""The search of one language's pass: made aside while other pages are, or taken over from the last build.

It is begun before the pages are made, where the last build knows the texts of all but a few and nothing that they depend
on has changed: to make the index of thousands of articles takes longer than the pages that have changed. When the pages
are there they are compared with what was foreseen; where it was something else, the index is made again.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.config.defaults import MkDocsConfig

from lanmu.build import languages
from lanmu.build.page_links import PageLinks
from lanmu.build.quick import inside, words
from lanmu.build.quick.keys import mark_of_text
from lanmu.build.quick.run import Last, in_folders
from lanmu.build.quick.workers import Aside, can_copy
from lanmu.build.search_basis import read_basis, write_basis
from lanmu.build.search_files import Earlier, sayings, write_search
from lanmu.content.addresses import SEARCH
from lanmu.content.article import Article, Page
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents, visible
from lanmu.search.variants import variants
from lanmu.views.edition import Edition, Text

if TYPE_CHECKING:
    from lanmu.search.basis import Basis

FEW = 12
"""Up to so many texts that have changed are read before their time."""


class Indexed(NamedTuple):
    """What is left of an index beside its files: what stands for each document and for each file that is no record,
    which files are as those of the last build (with their paths there), and under which name it is kept what all say."""

    said: list[str]
    shards: dict[str, str]
    same: dict[str, str]
    words: str


def begin(config: MkDocsConfig) -> None:
    """Begins the search of the language under way, before its pages are made, if it can be foreseen what they will say."""
    found = foreseen(config) if can_copy() else None
    if found is not None:
        texts, config.extra["foreseen"] = found
        run(config, texts, config.extra["foreseen"])


def finish(config: MkDocsConfig) -> None:
    """When the pages are made: begins the search, unless the one that was begun is right."""
    edition: Edition = config.extra["edition"]
    begun = config.extra.pop("foreseen", None)
    if begun == edition.text_marks:
        return
    if begun is not None:
        aside: Aside = config.extra["aside"]
        aside.stop()
    run(config, edition.texts, edition.text_marks)


def foreseen(config: MkDocsConfig) -> tuple[dict[str, Text], dict[str, str]] | None:
    """What the pages of the language under way will say: texts that have changed as they are turned into now, and what
    stands for each of all. None where the last build knows too little of it.
    """
    last: Last | None = config.extra.get("last")
    edition: Edition = config.extra["edition"]
    language = languages.language_of(config)
    known = last.record.texts.get(language) if last and last.knows(language) else None
    if known is None:
        return None
    marks: dict[str, str] = {}
    changed = []
    for item in edition.site.items:
        of, mark = known.get(item.path, ("", ""))
        if of == item.text_mark:
            marks[item.path] = mark
        else:
            changed.append(item)
    if len(changed) > FEW:
        return None
    md = inside.new_markdown(config)
    # What is wrong with a text is told, with its place, when the page is made.
    with suppress(Exception):
        texts = {item.path: visible(md.reset().convert(body_of(item, config))) for item in changed}
        return texts, marks | {path: mark_of_text(text) for path, text in texts.items()}
    return None


def body_of(item: Article | Page, config: MkDocsConfig) -> str:
    """The Markdown that the page of an item is made of; its links are counted from there."""
    links: PageLinks = config.extra["links"]
    links.page = item.path
    return item.body


def folders(config: MkDocsConfig) -> list[str]:
    """Where the index of the language under way lies, and in the first language the one of the Traditional pages."""
    language = "" if languages.is_first(config) else languages.language_of(config)
    found = [f"{language}/{SEARCH}".lstrip("/")]
    if not language and languages.has_traditional(config):
        found.append(f"{languages.TRADITIONAL}/{SEARCH}")
    return found


def run(config: MkDocsConfig, texts: dict[str, Text], marks: dict[str, str]) -> None:
    """Makes the index aside, or takes it over when it is the one of the last build. `marks` stand for what all pages say;
    what is not among the `texts` is kept."""
    site, own = Path(config.site_dir), folders(config)
    edition: Edition = config.extra["edition"]
    last: Last | None = config.extra.get("last")
    language = languages.language_of(config)
    # Whatever the pages depend on, the index does too.
    folded = config.extra.get("variants") or variants()
    before = last.record.search.get(language, []) if last and last.is_of_this_generation else []

    script = partial(traditional_script, edition)

    def task() -> Indexed:
        # Of one that was begun and not ended.
        for folder in own:
            clear(site / folder)
        there = texts
        if last and marks.keys() - texts.keys():
            there = words.read(last.spare, language, last.record.words[language]) | texts
        there = {path: there[path] for path in marks}
        found = documents(replace(edition, texts=there, text_marks=marks))
        said = sayings(found)
        kept = in_folders(last.record.files, own) if last and before and said == before else []
        if last and kept and last.has(kept):
            same = dict(zip(kept, kept, strict=True))
            return Indexed(said, last.record.shards[language], same, words.write(last.spare, language, there))
        if last is None:
            write_search(found, said, site, own, Earlier(), script, folded, lambda: None, lambda _: None)
            return Indexed(said, {}, {}, "")
        path = last.spare.with_suffix(f".{language}.npz")
        keeping = Aside()
        names: list[str] = []

        def keep(basis: Basis) -> str:
            write_basis(path, last.generation, basis)
            return words.write(last.spare, language, there)

        numbers = {one: number for number, one in enumerate(before)}
        same, shards = write_search(
            found,
            said,
            site,
            own,
            Earlier(last.site, last.there, numbers, last.record.shards.get(language, {}) if before else {}),
            script,
            folded,
            lambda: read_basis(path, last.generation),
            lambda basis: keeping.run(partial(keep, basis), names.append),
        )
        keeping.finish()
        return Indexed(said, shards, same, names[0])

    def done(made: Indexed) -> None:
        if last:
            # What an index that was begun for nothing has taken over.
            last.leave(own)
            last.new.search[language] = made.said
            last.new.shards[language] = made.shards
            last.new.variants = folded
            last.new.words[language] = made.words
            last.take_as(made.same)

    aside: Aside = config.extra.setdefault("aside", Aside())
    aside.run(task, done)


def traditional_script(edition: Edition) -> ScriptConversion:
    """The conversion of an edition's texts; what was converted with its pages is known to it."""
    script = simplified_to_traditional(edition.settings.traditional.quotes)
    script.remember(edition.turned.items())
    return script


def clear(folder: Path) -> None:
    """Takes away what was begun of an index; the page that shows it stays."""
    for path in folder.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".js":
            path.unlink()
