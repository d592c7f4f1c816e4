"""Articles are chosen for the issue of a front and put in order: the list of those chosen, those there are to choose from, and
the writing of it, into the articles and the file of the issue together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from lanmu.channels.common.job import Wanted
from lanmu.channels.printing import Order
from lanmu.channels.registry import CHANNELS
from lanmu.content import front_matter
from lanmu.content.article import Article, Channels
from lanmu.content.campaign import Front, FrontKind
from lanmu.content.dates import chinese_month, parse_month
from lanmu.content.site import Site
from lanmu.desk.context import PREFIX, Desk, fragment, page, see
from lanmu.desk.forms import Asked
from lanmu.desk.printing.about import STANDINGS
from lanmu.desk.printing.prints import Prints, whole_site
from lanmu.desk.printing.work import print_order
from lanmu.desk.versions import store
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import with_field

MOST = 40
"""So many articles are offered at once."""
ACT = re.compile(r"(up|down|out):(\d{1,4})")
SAVING = ("save", "print")
"""The buttons that write."""
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


@dataclass(frozen=True)
class Arrangement:
    """An issue, or a set of posters, while it is put together: the `chosen` articles (paths below docs/), a row for each with its
    questions (None without) and how it is laid out, the state of the files when it was `opened`. `sentence` says why it was not
    saved, `errors` what is wrong, by the names of the fields, `now` what stands in the files meanwhile."""

    channel: str
    front: Front
    month: str
    chosen: Sequence[str]
    rows: Sequence[tuple[Candidate, tuple[Asked, ...] | None, str]]
    opened: str
    sentence: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    now: Sequence[str] = ()
    status: int = 200


def arranged(desk: Desk, request: Request, it: Arrangement, template: str, **more: Any) -> Response:
    """The page on which an issue is put together, or, for a script, the lists alone."""
    words = request.form.get("q", "")
    offered, number = candidates(whole_site(desk), it.front, it.month, it.chosen, words)
    lists = {"rows": it.rows, "offered": offered, "number": number, "words": words, "errors": it.errors}
    if "X-Desk-Token" in request.headers and not it.errors:
        return fragment("printing/lists.html", **lists)
    listed = Prints(desk).of_channel(CHANNELS[it.channel], Wanted(issue=it.month))
    place = {path: number for number, path in enumerate(it.chosen)}
    printed = [each for each in listed if each.job.front == it.front.id]
    printed.sort(key=lambda each: place.get(each.job.articles[0], len(place)))
    values = {
        "channel": it.channel,
        "front": it.front,
        "month": it.month,
        "title": Edited(it.front, it.month, 0).name,
        "opened": it.opened,
        "sentence": it.sentence,
        "now": it.now,
        "saved": "saved" in request.args,
        "printed": printed,
        "standings": STANDINGS,
    }
    return page(desk, request, template, section="printing", status=it.status, **(values | lists | more))


def after_saving(desk: Desk, channel: str, front: Front, month: str, act: str) -> Response:
    """Leads back to the page of an issue that was saved; with the button for it, has it printed first."""
    edited = Edited(front, month, 0)
    if act == "save":
        return see(f"{edited.address}&saved=1")
    order = Order(issue=month, channels=(channel,))
    job = desk.jobs.start(f"print {order!r}", f"印{edited.name}", edited.address, print_order, desk.root, order)
    return see(f"{PREFIX}jobs/{job.number}")


def front_of(site: Site, kind: FrontKind, identifier: str) -> Front:
    """The front of today's campaign that an address names. Raises UserError."""
    front = next((each for each in site.current.campaign.fronts_of(kind) if each.id == identifier), None)
    if front is None:
        raise UserError("这次活动的宣传阵地里没有这一个。请回到印刷与上报里重新打开。")
    return front


def month_of(text: str) -> str:
    """The month that an address names. Raises UserError."""
    try:
        return parse_month(text)
    except ValueError as error:
        raise UserError(f"{error}") from None


def said(article: Article, front: Front) -> str:
    """For which month of a front an article says it is; empty for none."""
    return article.meta.channels.issues.get(front.id, "")


def candidates(site: Site, front: Front, month: str, chosen: Sequence[str], words: str) -> tuple[list[Candidate], int]:
    """The articles that can be chosen and have all the `words`: first those that name this month themselves, then those of
    dated columns, the newest first. At most MOST, and their full number."""
    wanted = words.casefold().split()
    matching = []
    for article in site.current.articles:
        text = f"{article.title} {article.path} {article.source_unit} {article.column.name}".casefold()
        if article.path not in chosen and article.is_for("public") and all(word in text for word in wanted):
            matching.append(article)
    matching.sort(key=lambda article: article.date, reverse=True)
    matching.sort(key=lambda article: (said(article, front) != month, article.column.kind != "dated"))
    return [candidate(article, front, month) for article in matching[:MOST]], len(matching)


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
    """The site as it will be when the chosen articles name this month for the front, and the dropped ones no longer do."""

    def changed(article: Article) -> Article:
        if article.path not in (*chosen, *dropped):
            return article
        wanted = month if article.path in chosen else None
        return with_month(article, front.id, wanted)

    return replace(site, articles=tuple(map(changed, site.articles)))


def with_month(article: Article, front: str, month: str | None) -> Article:
    """The article with another month for a front."""
    channels = article.meta.channels.model_dump() | {front: month}
    return replace(article, meta=article.meta.model_copy(update={"channels": Channels.model_validate(channels)}))


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
