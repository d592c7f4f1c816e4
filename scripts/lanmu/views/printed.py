"""Printed editions that the site offers: which article is in which, and what a reader should know before downloading
one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lanmu.content.addresses import PRINT

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# ISO 216; other sheets are called by their millimetres.
PAPERS = {(210, 297): "A4", (297, 420): "A3", (420, 594): "A2", (594, 841): "A1"}


@dataclass(frozen=True)
class PrintedFile:
    """A PDF, or a Word file. `name` is its name below its channel's folder, `size` in bytes; of a PDF there are the number of
    its `pages`, their `width` and `height` in mm."""

    channel: str
    name: str
    size: int
    pages: int
    width: int
    height: int
    traditional: bool

    @property
    def type(self) -> str:
        """Its media type."""
        return WORD if self.name.endswith(".docx") else "application/pdf"

    @property
    def address(self) -> str:
        """Where it stands below the site's root."""
        return f"{PRINT}{self.channel}/{self.name}"

    @property
    def paper(self) -> str:
        """The size of its pages: A4, 210×285 mm."""
        sides = (min(self.width, self.height), max(self.width, self.height))
        return PAPERS.get(sides, f"{self.width}×{self.height} mm")

    @property
    def weight(self) -> str:
        """Its size for readers: 86 KB, 1.4 MB."""
        return f"{self.size / 1_000_000:.1f} MB" if self.size >= 1_000_000 else f"{max(1, self.size // 1000)} KB"


@dataclass(frozen=True)
class Printed:
    """Something printed: in which channel, of which issue (a number, a month, or empty), of which articles (paths), for which
    front (its id; empty where it is for none).

    `files` are the Simplified and the Traditional edition, one of them at the least; `pictures` the addresses of
    pictures of its pages, where there are any.
    """

    channel: str
    issue: str
    articles: tuple[str, ...]
    files: tuple[PrintedFile, ...]
    pictures: tuple[str, ...] = ()
    front: str = ""


@dataclass(frozen=True)
class Offer:
    """All that can be offered; `files` are the files for it by their addresses, `stale` names what is out of date;
    with `is_foreign` somebody else has printed, or the record of it is damaged."""

    printed: tuple[Printed, ...] = ()
    files: tuple[tuple[str, Path], ...] = ()
    stale: tuple[str, ...] = ()
    is_foreign: bool = False


@dataclass(frozen=True)
class Shelf:
    """All that is offered, by article and by issue."""

    by_article: dict[str, tuple[Printed, ...]] = field(default_factory=dict)
    by_issue: dict[tuple[str, str], tuple[Printed, ...]] = field(default_factory=dict)

    def of_article(self, path: str) -> tuple[Printed, ...]:
        """What the article with this path below docs/ stands in."""
        return self.by_article.get(path, ())

    def of_issue(self, front: str, issue: str) -> tuple[Printed, ...]:
        """What belongs to an issue of a front: a newspaper's page, or the posters of a board's set."""
        return self.by_issue.get((front, issue), ())


def shelf(printed: Iterable[Printed]) -> Shelf:
    """Sorts what was printed by article and by issue."""
    by_article: defaultdict[str, list[Printed]] = defaultdict(list)
    by_issue: defaultdict[tuple[str, str], list[Printed]] = defaultdict(list)
    for item in printed:
        by_issue[item.front, item.issue].append(item)
        for path in item.articles:
            by_article[path].append(item)
    return Shelf(
        {path: tuple(items) for path, items in by_article.items()},
        {issue: tuple(items) for issue, items in by_issue.items()},
    )
