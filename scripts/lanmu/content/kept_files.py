"""Reads docs/ again and again, of its texts only those that have changed since."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from lanmu.content.article import Article, Page
from lanmu.content.column import Column
from lanmu.content.genres import Genres
from lanmu.content.items import Item
from lanmu.content.loading import TextFile, TextFiles
from lanmu.content.yaml_text import YamlText

Signature = tuple[int, ...]
"""Times (nanoseconds), size (bytes) and number of a file: at least one changes with every save."""
COARSE = 2_000_000_000
"""Nanoseconds between two times that a file can bear, at most (FAT): a file that was saved just now may be saved again without
a sign of it."""


def signatures(docs: Path) -> dict[str, Signature]:
    """The signature of every file below `docs`, by its path there; left out are hidden files, and what cannot be looked at or has
    just gone (files are put together beside their places)."""
    return dict(_signatures(str(docs), ""))


def _signatures(folder: str, place: str) -> Iterator[tuple[str, Signature]]:
    try:
        with os.scandir(f"{folder}/{place}") as entries:
            listed = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return
    for entry in listed:
        path = f"{place}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _signatures(folder, f"{path}/")
            continue
        with suppress(OSError):
            yield path, signature_of(entry.stat(follow_symlinks=False))


def signature_of(facts: os.stat_result) -> Signature:
    """The signature of a file, of what the system says of it."""
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino


def is_settled(signature: Signature) -> bool:
    """True when a file can no longer be saved without its signature changing."""
    return signature[0] < time.time_ns() - COARSE


class KeptFiles(TextFiles):
    """Remembers texts and what they are. `now` are the signatures of today's files, taken before they are read."""

    def __init__(self) -> None:
        self.now: Mapping[str, Signature] = {}
        self.files: dict[str, tuple[Signature, TextFile]] = {}
        self.items: dict[str, tuple[YamlText, Article | Page]] = {}
        self.columns: dict[str, Column] = {}
        self.genres: Genres | None = None

    def file(self, docs: Path, path: str) -> TextFile:
        signature = self.now.get(path)
        cached = self.files.get(path)
        if cached and cached[0] == signature:
            return cached[1]
        file = super().file(docs, path)
        if signature and is_settled(signature):
            self.files[path] = signature, file
        else:
            self.files.pop(path, None)
        return file

    def item(self, path: str, head: YamlText, body: str, columns: dict[str, Column], genres: Genres) -> Item:
        if columns is not self.columns or genres is not self.genres:
            if columns != self.columns or genres != self.genres:
                self.items.clear()
            self.columns, self.genres = columns, genres
        cached = self.items.get(path)
        if cached and cached[0] is head:
            return cached[1], []
        item, problems = super().item(path, head, body, columns, genres)
        if item and not problems:
            self.items[path] = head, item
        return item, problems
