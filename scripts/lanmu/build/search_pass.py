"""The search of one language's pass: made aside while other pages are, or taken over from the last build.

It is begun before the pages are made, where the last build knows the texts of all but a few and nothing that they depend
on has changed: to make the index of thousands of articles takes longer than the pages that have changed. When the pages
are there they are compared with what was foreseen; where it was something else, the index is made again.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from lanmu.build import languages
from lanmu.build.quick import inside
from lanmu.build.quick.keys import text_of
from lanmu.build.quick.run import Last
from lanmu.build.quick.workers import Aside, can_copy
from lanmu.build.search_files import Earlier, sayings, write_search
from lanmu.build.waiting import unlinked
from lanmu.content.addresses import SEARCH
from lanmu.content.article import Article, Page
from lanmu.content.exemptions import without
from lanmu.views.edition import Edition, Text
from lanmu.views.search.documents import NOTHING, documents, visible

FEW = 12
"""Up to so many texts that have changed are read before their time."""


def begin(config: MkDocsConfig) -> None:
    """Begins the search of the language under way, before its pages are made, if it can be foreseen what they will say."""
    texts = foreseen(config) if can_copy() else None
    if texts is not None:
        config.extra["foreseen"] = texts
        run(config, texts)


def finish(config: MkDocsConfig) -> None:
    """When the pages are made: begins the search, unless the one that was begun is right."""
    texts = config.extra["edition"].texts
    begun = config.extra.pop("foreseen", None)
    if begun == texts:
        return
    if begun is not None:
        aside: Aside = config.extra["aside"]
        aside.stop()
    run(config, texts)


def foreseen(config: MkDocsConfig) -> dict[str, Text] | None:
    """What the pages of the language under way will say: what the last build noted, and of texts that have changed what
    they are turned into now. None where the last build knows too little of it.
    """
    last: Last | None = config.extra.get("last")
    edition: Edition = config.extra["edition"]
    known = last.texts.get(languages.language_of(config)) if last and last.is_of_this_generation else None
    if not known:
        return None
    found: dict[str, Text] = {}
    changed = []
    for item in edition.site.items:
        of, text = known.get(item.path, ("", NOTHING))
        if of == text_of(item):
            found[item.path] = text
        else:
            changed.append(item)
    if len(changed) > FEW:
        return None
    md = inside.new_markdown(config)
    # What is wrong with a text is told, with its place, when the page is made.
    with suppress(Exception):
        return found | {item.path: visible(md.reset().convert(body_of(item, config))) for item in changed}
    return None


def body_of(item: Article | Page, config: MkDocsConfig) -> str:
    """The Markdown that the page of an item is made of."""
    edition: Edition = config.extra["edition"]
    body = unlinked(without(item.body), item.path, config.extra["waiting"])
    if languages.is_first(config):
        return body
    first = next(iter(config.extra["editions"].values()))
    return languages.point_to_source(body, item.path, languages.language_of(config), edition, first)


def folders(config: MkDocsConfig) -> list[str]:
    """Where the index of the language under way lies, and in the first language the one of the Traditional pages."""
    language = "" if languages.is_first(config) else languages.language_of(config)
    found = [f"{language}/{SEARCH}".lstrip("/")]
    if not language and languages.has_traditional(config):
        found.append(f"{languages.TRADITIONAL}/{SEARCH}")
    return found


def run(config: MkDocsConfig, texts: dict[str, Text]) -> None:
    """Makes the index of texts aside, or takes it over when it is the one of the last build."""
    site, own = Path(config.site_dir), folders(config)
    edition: Edition = config.extra["edition"]
    last: Last | None = config.extra.get("last")
    language = languages.language_of(config)
    # Whatever the pages depend on, the index does too.
    before = last.record.search.get(language, []) if last and last.is_of_this_generation else []

    def task() -> tuple[list[str], list[str]]:
        # Of one that was begun and not ended.
        for folder in own:
            clear(site / folder)
        found = documents(replace(edition, texts=texts))
        said = sayings(found)
        kept = last.in_folders(own) if last and before and said == before else []
        if kept and last and last.has(kept):
            return said, kept
        numbers = {one: number for number, one in enumerate(before)}
        earlier = Earlier()
        if last:
            earlier = Earlier(last.generation, last.site, last.record.files, numbers)
        basis = last.spare.with_suffix(f".{language}.npz") if last else None
        write_search(found, said, site, own, earlier, edition.turned, basis)
        return said, []

    def done(made: tuple[list[str], list[str]]) -> None:
        said, kept = made
        if last:
            last.new.search[language] = said
            last.take(kept)

    aside: Aside = config.extra.setdefault("aside", Aside())
    aside.run(task, done)


def clear(folder: Path) -> None:
    """Takes away what was begun of an index; the page that shows it stays."""
    for path in folder.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".js":
            path.unlink()
