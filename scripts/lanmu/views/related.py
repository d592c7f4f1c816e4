"""Neighbours in the column, and articles about the same things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lanmu.content.article import Article
from lanmu.content.site import Site

MOST = 5
# Only this many of the newest articles under each key are weighed, so that an article's cost does not grow with the
# number of articles.
CANDIDATES = 30
WEIGHTS = {"task": 3, "tag": 2, "unit": 2, "phase": 1}


@dataclass(frozen=True)
class Neighbours:
    """The articles before and after one in its column: in dated columns the older and the newer."""

    previous: Article | None
    following: Article | None


def neighbours(site: Site) -> dict[str, Neighbours]:
    """The neighbours of every article, by its path."""
    neighbours = {}
    for column in site.columns:
        row = list(site.by_column[column.id])
        if column.kind == "dated":
            row.reverse()
        for before, article, after in zip([None, *row], row, [*row[1:], None], strict=False):
            neighbours[article.path] = Neighbours(before, after)
    return neighbours


def keys_of(article: Article) -> Iterator[tuple[str, str]]:
    """What an article is about, as (kind, name)."""
    meta = article.meta
    yield from (("task", name) for name in meta.tasks)
    yield from (("tag", name) for name in meta.tags)
    if meta.unit:
        yield "unit", meta.unit
    if meta.phase:
        yield "phase", meta.phase


class RelatedIndex:
    """Articles by what they are about, newest first, and at most `CANDIDATES` under each key."""

    def __init__(self, site: Site) -> None:
        self.by_key: dict[tuple[str, str], list[Article]] = defaultdict(list)
        for article in reversed(site.articles):
            for key in keys_of(article):
                if len(self.by_key[key]) < CANDIDATES:
                    self.by_key[key].append(article)

    def related(self, article: Article) -> tuple[Article, ...]:
        """Up to five articles that share most with this one; the newer first among equals."""
        scores: dict[str, int] = defaultdict(int)
        others: dict[str, Article] = {}
        for key in keys_of(article):
            for other in self.by_key[key]:
                if other.path != article.path:
                    scores[other.path] += WEIGHTS[key[0]]
                    others[other.path] = other
        ranked = sorted(others.values(), key=lambda a: (scores[a.path], a.date, a.path), reverse=True)
        return tuple(ranked[:MOST])
