"""The search of one language's pass: made in the background while the next language's pages are, or taken over from the last
build."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.config.defaults import MkDocsConfig

from lanmu.build.languages import TRADITIONAL
from lanmu.build.plan import Build, LanguagePass
from lanmu.build.reuse import Output
from lanmu.build.search_basis import read_basis, write_basis
from lanmu.build.search_files import Earlier, sayings, write_search
from lanmu.build.workers import BackgroundTasks
from lanmu.content.addresses import SEARCH
from lanmu.content.article import Article, Page
from lanmu.content.fingerprint import digest
from lanmu.locales.script_conversion import ScriptConversion, simplified_to_traditional
from lanmu.search.documents import documents
from lanmu.search.variants import variants

if TYPE_CHECKING:
    from lanmu.search.basis import Basis


class Indexed(NamedTuple):
    """What is left of an index beside its files: what stands for each document and for each file that is no record,
    which files are as those of the last build (with their paths there), and under which name it is kept what all say."""

    said: list[str]
    shards: dict[str, str]
    same: dict[str, str]
    texts: str


def body_of(item: Article | Page, now: LanguagePass) -> str:
    """The Markdown that the page of an item is made of; its links are counted from there."""
    now.links.page = item.path
    return item.body


def folders(build: Build) -> list[str]:
    """Where the index of the language under way lies, and in the first language the one of the Traditional pages."""
    language = build.current.folder
    found = [f"{language}/{SEARCH}".lstrip("/")]
    if not language and build.has_traditional:
        found.append(f"{TRADITIONAL}/{SEARCH}")
    return found


def finish(build: Build, config: MkDocsConfig) -> None:
    """When the pages are made: makes the index in the background, or takes it over when it is the one of the last build. What
    pages say that were taken over is kept from then."""
    site, own, now, previous = Path(config.site_dir), folders(build), build.current, build.previous
    texts, digests = now.texts, now.text_digests
    language, name = now.language, f"{now.language} search"
    edition, script = now.edition, partial(traditional_script, build.quotes, now.converted)
    # Whatever the pages depend on, the index does too.
    is_same_version = previous is not None and previous.is_same_version
    folded = previous.record.variants if previous and is_same_version else variants()
    before: list[str] = []
    shards_before: dict[str, str] = {}
    if previous and is_same_version and name in previous.record.outputs:
        before, shards_before = previous.record.outputs[name][2]

    def task() -> Indexed:
        # Of a task that failed in another process.
        for folder in own:
            clear(site / folder)
        there = texts
        if previous and digests.keys() - texts.keys():
            there = previous.store.read_texts(language, previous.record.texts[language]) | texts
        there = {path: there[path] for path in digests}
        found = documents(edition, there, digests)
        said = sayings(found)
        if previous is None:
            write_search(found, said, site, own, Earlier(), script, folded, lambda: None, lambda _: None)
            return Indexed(said, {}, {}, "")
        files = previous.intact(name) if before else set()
        if files and said == before and files == set(previous.record.outputs[name][1]):
            same = {path: path for path in files}
            return Indexed(said, shards_before, same, previous.store.write_texts(language, there))
        path = previous.store.path.with_suffix(f".{language}.npz")
        keeping = BackgroundTasks()
        names: list[str] = []

        def keep(basis: Basis) -> str:
            write_basis(path, previous.version, basis)
            return previous.store.write_texts(language, there)

        numbers = {one: number for number, one in enumerate(before)}
        same, shards = write_search(
            found,
            said,
            site,
            own,
            Earlier(previous.site, files, numbers, shards_before),
            script,
            folded,
            lambda: read_basis(path, previous.version),
            lambda basis: keeping.run(partial(keep, basis), names.append),
        )
        keeping.finish()
        return Indexed(said, shards, same, names[0])

    def done(made: Indexed) -> None:
        if previous:
            previous.taken |= made.same
            files = sorted({*made.same, *(path for folder in own for path in files_below(site, folder))})
            previous.keep(name, digest(repr(made.said).encode()), Output(files, (made.said, made.shards)))
            previous.new.variants = folded
            previous.new.texts[language] = made.texts

    build.tasks.run(task, done)


def files_below(site: Path, folder: str) -> list[str]:
    """The paths of the files of an index."""
    return [path.relative_to(site).as_posix() for path in (site / folder).rglob("*.js")]


def traditional_script(quotes: str, converted: dict[str, str]) -> ScriptConversion:
    """The conversion of an edition's texts; what was converted with its pages is known to it."""
    script = simplified_to_traditional(quotes)
    script.remember(converted.items())
    return script


def clear(folder: Path) -> None:
    """Takes away what was begun of an index; the page that shows it stays."""
    for path in folder.glob("*"):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix == ".js":
            path.unlink()
