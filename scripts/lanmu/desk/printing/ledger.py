"""信息上报: what is due, the report itself, and the ledger of what was sent where and taken up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from lanmu.channels.registry import CHANNELS
from lanmu.content import front_matter
from lanmu.content.article import Article
from lanmu.content.fingerprint import digest
from lanmu.content.registers import REPORTS, Ledger, Report, resolved_reports
from lanmu.content.site import Site
from lanmu.content.validation import validate
from lanmu.content.yaml_text import parse
from lanmu.desk.articles.pressing import Pressing, as_pressing
from lanmu.desk.context import PREFIX, Desk, Route, page, see, who
from lanmu.desk.printing.about import STANDINGS
from lanmu.desk.printing.prints import Print, Prints, whole_site
from lanmu.desk.versions.store import save_together
from lanmu.desk.yaml_in_place import YamlInPlace, put
from lanmu.diagnostics.errors import ContentError, Problem, UserError
from lanmu.intake.head_fields import with_field
from lanmu.locales.words import Words
from lanmu.storage.write_lock import writing
from lanmu.views.due import DueKind, due

HOME = f"{PREFIX}printing/reports"
FIELDS = ("sent", "to", "taken", "as")
"""The fields of a report in the form, by their names in the file."""
ORDER = ("article", *FIELDS, "sample")
NO_LEDGER = "这个网站没有进展栏目（columns.yml 里 role: progress 的栏目），没有放上报台账的地方。请维护人员加上一个。"
GONE = "台账里没有这一条：已经删去，或者网址不对。请回到信息上报里重新打开。"
CHANGED = "台账在打开以后被别人改过，没有保存。请核对下面填的，再保存一次。"
WRONG = "没有保存：有的地方填得不对。改好写着红字的几处，再保存一次。"
NO_SUCH = "没有选是哪一篇。请从列表里选。"
DONE = {"saved": "记进台账了。", "removed": "删去了一条。删错了的，在“版本”里取回。"}


@dataclass(frozen=True)
class Line:
    """An entry of the ledger: its number in the file (from 0), what stands there, the article's title."""

    number: int
    entry: dict[str, Any]
    title: str


@dataclass(frozen=True)
class Task:
    """Something due: an article to be reported (None: a month without reports), and what was printed of it."""

    pressing: Pressing
    article: Article | None
    prints: tuple[Print, ...]


def ledger_path(site: Site) -> str:
    """Where the ledger of today's campaign lies, below docs/. Raises UserError when there is no place for one."""
    column = site.current.column_with("progress")
    if column is None:
        raise UserError(NO_LEDGER)
    return f"{column.id}/{REPORTS}"


def opened(desk: Desk, path: str) -> bytes:
    """The file of the ledger; empty when there is none yet."""
    file = desk.root / "docs" / path
    return file.read_bytes() if file.is_file() else b""


def entries_in(in_place: YamlInPlace) -> list[Any]:
    """The entries as they stand in the file."""
    if not isinstance(in_place.fields.get("reports"), list):
        in_place.fields["reports"] = []
    entries: list[Any] = in_place.fields["reports"]
    return entries


def outlets_in(in_place: YamlInPlace) -> list[str]:
    """Where reports were sent so far."""
    named = (str(entry["to"]) for entry in entries_in(in_place) if isinstance(entry, dict) and entry.get("to"))
    return list(dict.fromkeys(named))


def lines_of(site: Site, in_place: YamlInPlace) -> list[Line]:
    """The entries, what was sent last first."""
    titles = {article.path: article.title for article in (*site.articles, *site.withdrawn)}
    lines = [
        Line(number, entry, titles.get(str(entry.get("article")), str(entry.get("article", ""))))
        for number, entry in enumerate(entries_in(in_place))
        if isinstance(entry, dict)
    ]
    return sorted(lines, key=lambda line: str(line.entry.get("sent", "")), reverse=True)


def tasks(site: Site, prints: Prints) -> list[Task]:
    """What is due: articles that say when they are reported and are in no ledger, units that have reported nothing."""
    articles = {article.path: article for article in site.articles}
    printed: dict[str, list[Print]] = {}
    for each in prints.of_channel(CHANNELS["report"]):
        if each.files:
            printed.setdefault(each.job.articles[0], []).append(each)
    kinds = (DueKind.REPORT_UNRECORDED, DueKind.NOTHING_REPORTED)
    return [
        Task(as_pressing(each, site.today), articles.get(each.path), tuple(printed.get(each.path, ())))
        for each in due(site, site, Words("zh"))
        if each.kind in kinds
    ]


def home(desk: Desk, request: Request) -> Response:
    """What is due, and the ledger."""
    site = whole_site(desk)
    path = ledger_path(site)
    in_place = YamlInPlace(opened(desk, path), f"docs/{path}")
    return page(
        desk,
        request,
        "printing/reports.html",
        section="printing",
        tasks=tasks(site, Prints(desk)),
        standings=STANDINGS,
        lines=lines_of(site, in_place),
        path=path,
        done=DONE.get(request.args.get("done", ""), ""),
        problems=[p for p in desk.project.reading().problems if p.path == f"docs/{path}"],
    )


def entry_page(desk: Desk, request: Request) -> Response:
    """An entry of the ledger, or a new one, to be filled in."""
    site = whole_site(desk)
    path = ledger_path(site)
    data = opened(desk, path)
    in_place = YamlInPlace(data, f"docs/{path}")
    number = number_in(request.args.get("entry", ""), in_place)
    if number is None:
        article = request.args.get("article", "")
        reported = next((each for each in site.current.articles if each.path == article), None)
        planned = reported.meta.channels.report if reported else None
        # Mostly entered on the day on which it was sent, and to the same journal again.
        outlets = outlets_in(in_place)
        values: dict[str, Any] = {"article": article, "sent": min(planned or site.today, site.today).isoformat()}
        values |= {"to": outlets[0]} if len(outlets) == 1 else {}
    else:
        values = dict(entries_in(in_place)[number])
        if "taken" in request.args:
            values.setdefault("taken", site.today.isoformat())
    return drawn(desk, request, site, path, number, values, digest(data))


def number_in(text: str, in_place: YamlInPlace) -> int | None:
    """The number of an entry in an address; None for a new one. Raises UserError."""
    if not text:
        return None
    entries = entries_in(in_place)
    if not text.isdecimal() or int(text[:6]) >= len(entries) or not isinstance(entries[int(text[:6])], dict):
        raise UserError(GONE)
    return int(text[:6])


def drawn(
    desk: Desk,
    request: Request,
    site: Site,
    path: str,
    number: int | None,
    values: dict[str, Any],
    state: str,
    *,
    errors: dict[str, str] | None = None,
    sentence: str = "",
    status: int = 200,
) -> Response:
    """The form of an entry."""
    in_place = YamlInPlace(opened(desk, path), f"docs/{path}")
    articles = sorted(site.current.articles, key=lambda article: article.date, reverse=True)
    recorded = {str(entry.get("article")) for entry in entries_in(in_place) if isinstance(entry, dict)}
    waiting = [a for a in articles if a.meta.channels.report and a.path not in recorded]
    titles = {article.path: article.title for article in articles}
    return page(
        desk,
        request,
        "printing/report.html",
        section="printing",
        status=status,
        number=number,
        values=values,
        title=titles.get(str(values.get("article", "")), str(values.get("article", ""))),
        waiting=waiting,
        others=[article for article in articles if article not in waiting],
        outlets=outlets_in(in_place),
        state=state,
        errors=errors or {},
        sentence=sentence,
        path=path,
    )


def save(desk: Desk, request: Request) -> Response:
    """Writes an entry, or takes it out. Nothing is written over what somebody else has changed, or when something is wrong."""
    form, site = request.form, whole_site(desk)
    path = ledger_path(site)
    with writing(desk.root):
        site, data = whole_site(desk), opened(desk, path)
        in_place = YamlInPlace(data, f"docs/{path}")
        is_same = form.get("state", "") == digest(data)
        number = number_in(form.get("entry", ""), in_place) if is_same else None
        errors: dict[str, str] = {}
        if is_same and form.get("act") == "remove" and number is not None:
            del entries_in(in_place)[number]
            save_together(desk.root, {desk.root / "docs" / path: in_place.written()}, who(request))
            return see(f"{HOME}?done=removed")
        if is_same:
            errors = recorded(desk, site, path, in_place, number, form, who(request))
    if is_same and not errors:
        return see(f"{HOME}?done=saved")
    values = {name: form.get(name, "") for name in ("article", *FIELDS)}
    sentence, status = (WRONG, 422) if is_same else (CHANGED, 409)
    return drawn(
        desk, request, site, path, number, values, digest(data), errors=errors, sentence=sentence, status=status
    )


def recorded(
    desk: Desk, site: Site, path: str, in_place: YamlInPlace, number: int | None, form: MultiDict[str, str], name: str
) -> dict[str, str]:
    """Writes an entry into the ledger, and the day of the first report into the article; or gives what is wrong, by its field."""
    entries = entries_in(in_place)
    named = str(entries[number].get("article")) if number is not None else form.get("article", "")
    article = next((each for each in site.current.articles if each.path == named), None)
    if article is None:
        return {"article": NO_SUCH}
    if number is None:
        entries.append({"article": article.path} | ({"sample": True} if article.meta.sample else {}))
        number = len(entries) - 1
    for field in FIELDS:
        put(entries[number], field, " ".join(form.get(field, "").split()) or None, ORDER)
    new = in_place.written()
    document = parse(new.decode("utf-8-sig"), f"docs/{path}")
    ledger, problems = validate(Ledger, document)
    if ledger is None:
        if own := by_field(problems, number):
            return own
        raise ContentError(problems)
    first = min(each.sent for each in ledger.reports if each.article == article.path)
    reported = with_day(article, first)
    items = site.by_path | {article.path: reported}
    _, problems = resolved_reports(ledger, document, items, site.current.campaign, frozenset())
    if errors := by_field(problems, number):
        return errors
    files = {desk.root / "docs" / path: new}
    if article.meta.channels.report != first:
        file = desk.root / "docs" / article.path
        text = file.read_bytes().decode("utf-8")
        head: Any = front_matter.split(text, f"docs/{article.path}")[0].data
        channels = dict(head.get("channels") or {}) | {"report": first.isoformat()}
        files[file] = with_field(text, "channels", channels).encode("utf-8")
    save_together(desk.root, files, name)
    return {}


def with_day(article: Article, day: date) -> Article:
    """The article with the day on which it was reported."""
    channels = article.meta.channels.model_copy(update={"report": day})
    return replace(article, meta=article.meta.model_copy(update={"channels": channels}))


def by_field(problems: list[Problem], number: int) -> dict[str, str]:
    """What is wrong with an entry, by its field. What was wrong elsewhere before is not the fault of this form."""
    own = f"reports[{number + 1}]"
    names = {field.alias or name for name, field in Report.model_fields.items()}
    messages: dict[str, str] = {}
    for problem in problems:
        if problem.field.startswith(own):
            name = problem.field.removeprefix(own).lstrip(".")
            name = name if name in names else ""
            messages[name] = messages.get(name, "") + problem.message + problem.remedy
    return messages


ROUTES: tuple[Route, ...] = (
    Route("printing/reports", home),
    Route("printing/report", entry_page),
    Route("printing/report", save, ("POST",)),
)
