"""Articles are chosen for the issue of a front and put in order: the list of those chosen, those there are to choose from, and
the writing of it, into the articles and the file of the issue together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from lanmu.content import front_matter
from lanmu.content.article import Article, Channels
from lanmu.content.campaign import Front, FrontKind
from lanmu.content.dates import chinese_month, parse_month
from lanmu.content.site import Site
from lanmu.desk.context import PREFIX, Desk
from lanmu.desk.printing.prints import UNREADABLE
from lanmu.desk.versions import store
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import with_field

MOST = 40
"""So many articles are offered at once."""
ACT = re.compile(r"(up|down|out):(\d{1,4})")
T = TypeVar("T")


@dataclass(frozen=True)
class Candidate:
    """An article that can be chosen; `note` says where on this front it stands already."""

    path: str
    title: str
    column: str
    day: str
    note: str = ""


@dataclass(frozen=True)
class Edited:
    """An issue of a front that exists already: its month, how many articles it has."""

    front: Front
    month: str
    count: int

    @property
    def name(self) -> str:
        """The front and the month."""
        return f"{self.front.name} {chinese_month(self.month)}"

    @property
    def address(self) -> str:
        """Where it is put together."""
        kind = "issue" if self.front.kind == "newspaper" else "board"
        return f"{PREFIX}printing/{kind}?{urlencode({'front': self.front.id, 'month': self.month})}"


def whole_site(desk: Desk) -> Site:
    """The site. Raises UserError when docs/ cannot be read."""
    site = desk.project.reading().site
    if site is None:
        raise UserError(UNREADABLE)
    return site


def front_of(site: Site, kind: FrontKind, given: str) -> Front:
    """The front of today's campaign that an address names. Raises UserError."""
    found = next((front for front in site.current.campaign.fronts_of(kind) if front.id == given), None)
    if found is None:
        raise UserError("这次活动的宣传阵地里没有这一个。请回到印刷与上报里重新打开。")
    return found


def month_of(given: str) -> str:
    """The month that an address names. Raises UserError."""
    try:
        return parse_month(given)
    except ValueError as error:
        raise UserError(f"{error}") from None


def said(article: Article, front: Front) -> str:
    """For which month of a front an article says it is; empty for none."""
    return article.meta.channels.issues.get(front.id, "")


def candidates(site: Site, front: Front, month: str, chosen: Sequence[str], words: str) -> tuple[list[Candidate], int]:
    """The articles that can be chosen and have all the `words`: first those that say so themselves, then those of columns that
    go by date, the newest first; at the most MOST, and how many there are."""
    wanted = words.casefold().split()
    found = []
    for article in site.current.articles:
        text = f"{article.title} {article.path} {article.source_unit} {article.column.name}".casefold()
        if article.path not in chosen and article.is_for("public") and all(word in text for word in wanted):
            found.append(article)
    found.sort(key=lambda article: article.date, reverse=True)
    found.sort(key=lambda article: (said(article, front) != month, article.column.kind != "dated"))
    return [candidate(article, front, month) for article in found[:MOST]], len(found)


def candidate(article: Article, front: Front, month: str) -> Candidate:
    """An article as it is offered."""
    own = said(article, front)
    notes = ["示例"] if article.meta.sample else []
    notes += [] if not own else ["写着登这一期"] if own == month else [f"写着登{chinese_month(own)}"]
    return Candidate(
        article.path, article.title, article.column.name, article.date.date().isoformat(), "，".join(notes)
    )


def acted(rows: Sequence[T], act: str) -> list[T]:
    """The rows after a button was pressed: `up:2`, `down:2`, `out:2` (from 0); others change nothing."""
    rows = list(rows)
    match = ACT.fullmatch(act)
    if match is None or int(match[2]) >= len(rows):
        return rows
    place = int(match[2])
    row = rows.pop(place)
    if match[1] != "out":
        rows.insert(max(0, place - 1) if match[1] == "up" else place + 1, row)
    return rows


def as_chosen(site: Site, front: Front, month: str, chosen: Sequence[str], dropped: Sequence[str]) -> Site:
    """The site as it will be when the articles that are chosen say so, and those that were dropped no longer do."""

    def changed(article: Article) -> Article:
        if article.path not in (*chosen, *dropped):
            return article
        wanted = month if article.path in chosen else None
        return with_month(article, front.id, wanted)

    return replace(site, articles=tuple(map(changed, site.articles)))


def with_month(article: Article, front: str, month: str | None) -> Article:
    """The article with another month for a front."""
    given = article.meta.channels.model_dump() | {front: month}
    return replace(article, meta=article.meta.model_copy(update={"channels": Channels.model_validate(given)}))


def dropped_of(site: Site, front: Front, month: str, before: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """The articles that were in the issue, say so, and are chosen no longer."""
    articles = {article.path: article for article in site.articles}
    gone = [articles[path] for path in before if path in articles and path not in chosen]
    return [article.path for article in gone if said(article, front) == month]


def write(
    root: Path,
    front: Front,
    month: str,
    chosen: Sequence[str],
    dropped: Sequence[str],
    files: Mapping[Path, bytes],
    who: str,
) -> None:
    """Writes `files`, and into the articles that they are chosen, or not any more: all or nothing. The writing lock is held; what
    was there before is kept. Raises UserError."""
    written = dict(files)
    for path in (*chosen, *dropped):
        file = root / "docs" / path
        before = file.read_bytes()
        text = before.decode("utf-8")
        head: Any = front_matter.split(text, f"docs/{path}")[0].data
        own = dict(head.get("channels") or {})
        wanted = own | {front.id: month} if path in chosen else {k: v for k, v in own.items() if k != front.id}
        if wanted != own:
            written[file] = with_field(text, "channels", wanted or None).encode("utf-8")
    store.save_together(root, written, who)
