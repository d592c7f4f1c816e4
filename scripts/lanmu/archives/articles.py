"""What an archive holds of every article: its source with what belongs to it, the page of the site, the print, the originals."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from posixpath import splitext

from lanmu.build.gate import Gate
from lanmu.channels import document
from lanmu.channels.common.job import Wanted
from lanmu.channels.common.press import Press
from lanmu.channels.report.photos import ORIGINALS
from lanmu.content.article import Article
from lanmu.content.files import linked_files, walk
from lanmu.content.review import Stage, Text, article_of, stages
from lanmu.content.translation import Translation
from lanmu.diagnostics.errors import UserError
from lanmu.releases.contents import articles_of
from lanmu.releases.manifest import ManifestArticle, ManifestFile, described

SITE, SOURCES, PRINTS = "site", "sources", "pdf"
"""Folders of an archive; ORIGINALS is another."""


@dataclass(frozen=True)
class ArchivedFile:
    """A file of an article: what it is (a key of lists.ROLES), its path in the archive, its size and digest."""

    role: str
    path: str
    facts: ManifestFile


@dataclass(frozen=True)
class Archived:
    """An article or translation with its files, and its reviews as they stand on the day of the archive."""

    text: Text
    entry: ManifestArticle
    reviews: tuple[Stage, ...]
    files: tuple[ArchivedFile, ...]


def chosen(gate: Gate, site: Path, columns: Container[str]) -> list[tuple[ManifestArticle, Text]]:
    """The articles and translations in a built site that are of `columns` (ids)."""
    texts: dict[str, Text] = {text.path: text for text in gate.whole.articles}
    texts |= {text.path: text for text in gate.project.reading.translations}
    entries = ((entry, texts[entry.file]) for entry in articles_of(gate, site))
    return [(entry, text) for entry, text in entries if article_of(text).column.id in columns]


def archived(gate: Gate, folder: Path, entries: Iterable[tuple[ManifestArticle, Text]]) -> list[Archived]:
    """Puts the files of articles into an archive's `folder`, which already has their site and prints. Raises OSError."""
    docs = gate.project.docs
    originals = docs.parent / ORIGINALS
    # A picture that was made smaller has the path of its original, and sometimes another ending.
    originals_by_stem = defaultdict(list)
    for path in walk(originals).files:
        originals_by_stem[splitext(path)[0]].append(path)
    result = []
    for entry, text in entries:
        attachments = [path for path in sorted(linked_files([item_of(text)])) if path in gate.project.attachments]
        copies = [("source", SOURCES, text.path, docs)]
        copies += [("attachment", SOURCES, path, docs) for path in attachments]
        copies += [
            ("original", ORIGINALS, kept_as, originals)
            for path in attachments
            for kept_as in originals_by_stem[splitext(path)[0]]
        ]
        for _, place, path, home in copies:
            (folder / place / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home / path, folder / place / path)
        paths = [("page", f"{SITE}/{entry.address}index.html"), ("print", print_of(text.path))]
        paths += [(role, f"{place}/{path}") for role, place, path, _ in copies]
        files = [(role, path) for role, path in paths if (folder / path).is_file()]
        described_files = tuple(ArchivedFile(role, path, described(folder / path)) for role, path in files)
        result.append(Archived(text, entry, stages(text, docs), described_files))
    return result


def item_of(text: Text) -> Article:
    """What the site shows of a text."""
    item = text.item if isinstance(text, Translation) else text
    assert isinstance(item, Article), "only articles are archived one by one"
    return item


def print_of(path: str) -> str:
    """Where in an archive the print of a source lies."""
    return f"{PRINTS}/{path.removesuffix('.md')}.pdf"


def print_articles(press: Press, folder: Path, texts: Iterable[Text]) -> list[str]:
    """Prints articles (not translations) as PDF/A into an archive's `folder`, and returns remarks. Raises UserError with
    everything that cannot be printed, OSError.
    """
    articles = tuple(text for text in texts if isinstance(text, Article))
    remarks: list[str] = []
    faults = []
    for job in document.jobs(press, Wanted(articles, named=True)) if articles else ():
        try:
            done = job.render()
        except UserError as error:
            faults.append(f"  docs/{job.articles[0]} {error}")
            continue
        place = folder / print_of(job.articles[0])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(done.files[job.name])
        remarks += done.remarks
    if faults:
        raise UserError(f"有 {len(faults)} 篇印不成 PDF，存档没有做：\n" + "\n".join(faults))
    return list(dict.fromkeys(remarks))
