"""Translations among the sources: which they are and what they were made from."""

from __future__ import annotations

from lanmu.checks.source import Source
from lanmu.content.translation import SUFFIX, source_hash, source_path


def language(source: Source) -> str:
    """`en` or `zh-Hant` for a translation, else an empty string."""
    match = SUFFIX.search(source.path)
    return match["language"] if match else ""


def original(source: Source) -> Source | None:
    """What a translation was made from; None for other files, and when it is not there."""
    return source.project.sources.get(source_path(source.below_docs)) if language(source) else None


def hash_of(source: Source) -> str:
    """What stands for the text of a source as it is now."""
    return source_hash(source.head.data if source.head else None, source.text[source.body_start :])
