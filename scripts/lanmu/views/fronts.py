"""Which articles went into which issue of 《泉州工人》 or onto which board poster, from their channels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from lanmu.content.article import Article
from lanmu.content.column import Column
from lanmu.content.site import Site


@dataclass(frozen=True)
class Part:
    """The pieces of one issue under one of the front's own column names."""

    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Issue:
    """One issue or poster: its month and its parts, in the order of the site's columns."""

    month: str
    parts: tuple[Part, ...]


def mirror_name(column: Column, front: str) -> str:
    """The column's name on that front; its own name where none is given."""
    return str(getattr(column.fronts, front)) or column.name


def issues(site: Site, front: str) -> tuple[Issue, ...]:
    """Issues of the front `worker` or `board`, newest first."""
    order = {column.id: index for index, column in enumerate(site.columns)}
    placed = [(str(month), a) for a in site.articles if (month := getattr(a.meta.channels, front))]
    placed.sort(key=lambda pair: (pair[0], -order[pair[1].column.id]), reverse=True)
    return tuple(
        Issue(
            month,
            tuple(
                Part(name, tuple(article for _, article in part))
                for name, part in groupby(group, key=lambda pair: mirror_name(pair[1].column, front))
            ),
        )
        for month, group in groupby(placed, key=lambda pair: pair[0])
    )


def mirrored(site: Site, front: str) -> tuple[tuple[str, Column], ...]:
    """The front's column names beside the site's columns that fill them."""
    return tuple((name, column) for column in site.shown_columns if (name := getattr(column.fronts, front)))
