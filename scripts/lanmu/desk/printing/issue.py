"""报刊的专版: an issue is put together as a form; what it says goes into its file and into the articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.wrappers import Request, Response

from lanmu.content import newspaper_issue
from lanmu.content.article import Article
from lanmu.content.campaign import Front
from lanmu.content.dates import chinese_month
from lanmu.content.fingerprint import digest
from lanmu.content.newspaper_issue import NewspaperIssue, Piece, issue_months, issue_path
from lanmu.content.site import Site
from lanmu.content.yaml_text import parse
from lanmu.desk.context import Desk, Route, who
from lanmu.desk.forms import name_in_form
from lanmu.desk.printing.arranging import (
    SAVING,
    Arrangement,
    Candidate,
    Edited,
    acted,
    after_saving,
    arranged,
    as_chosen,
    candidate,
    dropped_of,
    front_of,
    month_of,
    said,
    write,
)
from lanmu.desk.printing.issue_form import asked_of, composed, how, pieces_in, questions_of, values_in
from lanmu.desk.printing.prints import whole_site
from lanmu.diagnostics.errors import Problem, UserError
from lanmu.storage.write_lock import writing

WRONG = "没有保存：有的地方填得不对。改好写着红字的几处，再保存一次。"
CHANGED = "这一期在打开以后被别人改过，没有保存。下面是您的排法；上面写着现在文件里的次序。再保存一次，就以您的为准。"
ELSEWHERE = "《{title}》已经编进{month}一期，一篇只登一期。要登在这里，先到那一期去掉它。"
CONFLICT = 409
NO_PIECES = "还没有选稿件。请从下面的稿件里选。"
SHARED = ("masthead", "section", "format", "columns", "text_size", "pages", "first_page", "editor")
"""What a new issue takes over from the last one."""


def issues_of(site: Site) -> list[Edited]:
    """The issues of today's newspapers, the newest first."""
    issues = []
    for front in site.current.campaign.fronts_of("newspaper"):
        for month in reversed(issue_months(site.docs, front.id)):
            issues.append(Edited(front, month, len(paths_in(data_of(site, front, month)))))
    return issues


def bytes_of(site: Site, front: Front, month: str) -> bytes:
    """The issue's file as it lies there; empty when there is none."""
    file = site.docs / issue_path(front.id, month)
    return file.read_bytes() if file.is_file() else b""


def data_of(site: Site, front: Front, month: str) -> dict[str, Any]:
    """What the file of an issue says, right or wrong; empty for what is no YAML."""
    try:
        text = bytes_of(site, front, month).decode("utf-8-sig")
        data = parse(text, "").data
    except (UserError, UnicodeDecodeError):
        return {}
    return data if isinstance(data, dict) else {}


def paths_in(data: dict[str, Any]) -> list[str]:
    """The articles that an issue names."""
    pieces = data.get("pieces")
    return (
        [str(each.get("article", "")) for each in pieces if isinstance(each, dict)] if isinstance(pieces, list) else []
    )


def begun(site: Site, front: Front, month: str) -> dict[str, Any]:
    """What the form of an issue begins with: its file, or what the last issue had, with the articles that say they are in it."""
    if data := data_of(site, front, month):
        return data
    months = issue_months(site.docs, front.id)
    last = data_of(site, front, months[-1]) if months else {}
    named = {"masthead": front.name.strip("《》")[:8], "section": f"{site.current.campaign.short_name}专版"}
    shared = {name: last[name] for name in SHARED if name in last}
    articles = [
        article for article in site.current.articles if said(article, front) == month and article.is_for("public")
    ]
    return named | shared | {"pieces": [{"article": article.path} for article in articles]}


def open_issue(desk: Desk, request: Request) -> Response:
    """The issue of a month, to be put together."""
    site = whole_site(desk)
    front, month = front_of(site, "newspaper", request.args.get("front", "")), month_of(request.args.get("month", ""))
    data = begun(site, front, month)
    pieces = [each for each in data.get("pieces") or [] if isinstance(each, dict)]
    return drawn(desk, request, front, month, data, pieces, digest(bytes_of(site, front, month)))


def drawn(
    desk: Desk,
    request: Request,
    front: Front,
    month: str,
    data: dict[str, Any],
    pieces: Sequence[dict[str, Any]],
    opened: str,
    *,
    errors: dict[str, str] | None = None,
    sentence: str = "",
    status: int = 200,
) -> Response:
    """The page of an issue, or, for a script, the lists alone."""
    site = whole_site(desk)
    articles = {article.path: article for article in site.current.articles}
    chosen = [str(piece.get("article", "")) for piece in pieces]
    rows = [
        (shown(articles, front, month, path), asked_of(place, piece), how(piece))
        for place, (path, piece) in enumerate(zip(chosen, pieces, strict=True))
    ]
    written = paths_in(data_of(site, front, month)) if status == CONFLICT else []
    now = [shown(articles, front, month, path).title for path in written]
    it = Arrangement("newspaper", front, month, chosen, rows, opened, sentence, errors or {}, now, status)
    values: dict[str, Any] = {
        "path": issue_path(front.id, month),
        "is_new": not bytes_of(site, front, month),
        "questions": questions_of(data),
    }
    return arranged(desk, request, it, "printing/issue.html", **values)


def shown(articles: dict[str, Article], front: Front, month: str, path: str) -> Candidate:
    """An article of an issue; what is none is named by its path."""
    article = articles.get(path)
    return candidate(article, front, month) if article else Candidate(path, path, "", "", "没有这一篇")


def change(desk: Desk, request: Request) -> Response:
    """Arranges the issue as the pressed button says; or saves it."""
    form, site = request.form, whole_site(desk)
    front, month = front_of(site, "newspaper", form.get("front", "")), month_of(form.get("month", ""))
    data, pieces, act = values_in(form, begun(site, front, month)), pieces_in(form), form.get("act", "")
    if act not in SAVING:
        added = act.removeprefix("in:")
        addable = {article.path for article in site.current.articles} - {piece.get("article") for piece in pieces}
        pieces = acted(pieces, act) + ([{"article": added}] if added in addable else [])
        return drawn(desk, request, front, month, data, pieces, form.get("opened", ""))
    with writing(desk.root):
        site = whole_site(desk)
        now = digest(bytes_of(site, front, month))
        is_same = form.get("opened", "") == now
        errors = saved(desk, site, front, month, data, pieces, who(request)) if is_same else {}
    if not is_same:
        return drawn(desk, request, front, month, data, pieces, now, sentence=CHANGED, status=CONFLICT)
    if errors:
        return drawn(desk, request, front, month, data, pieces, now, errors=errors, sentence=WRONG, status=422)
    return after_saving(desk, "newspaper", front, month, act)


def saved(
    desk: Desk,
    site: Site,
    front: Front,
    month: str,
    data: dict[str, Any],
    pieces: Sequence[dict[str, Any]],
    name: str,
) -> dict[str, str]:
    """Writes an issue, or, when something in it is wrong, nothing, and gives the sentences by the names of the fields. The writing
    lock is held."""
    chosen = [str(piece.get("article", "")) for piece in pieces]
    if not chosen:
        return {"": NO_PIECES}
    path = issue_path(front.id, month)
    new = composed(bytes_of(site, front, month), f"docs/{path}", data, pieces)
    dropped = dropped_of(site, front, month, paths_in(data_of(site, front, month)), chosen)
    after = as_chosen(site, front, month, chosen, dropped)
    _, problems = newspaper_issue.read_issue(after.current, front, month, new.decode("utf-8-sig"))
    errors = by_field(problems) | elsewhere(site, front, month, chosen)
    if not errors:
        write(desk.root, front, month, chosen, dropped, {site.docs / path: new}, name)
    return errors


def by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """What is wrong, by the field of the form that it is about."""
    field_names = {*NewspaperIssue.model_fields, *Piece.model_fields, "text", "signed"}
    messages: dict[str, list[str]] = {}
    for problem in problems:
        name = name_in_form(problem.field, {})
        if name.rpartition(".")[2] not in field_names:
            name = name.rpartition(".")[0]
        messages.setdefault(name, []).append(f"{problem.message}{problem.remedy}")
    return {name: "".join(sentences) for name, sentences in messages.items()}


def elsewhere(site: Site, front: Front, month: str, chosen: Sequence[str]) -> dict[str, str]:
    """What is wrong with articles that another issue has."""
    articles = {article.path: article for article in site.current.articles}
    errors = {}
    for number, path in enumerate(chosen):
        own = said(articles[path], front) if path in articles else ""
        if own not in ("", month) and path in paths_in(data_of(site, front, own)):
            errors[f"pieces.{number}.article"] = ELSEWHERE.format(title=articles[path].title, month=chinese_month(own))
    return errors


ROUTES: tuple[Route, ...] = (Route("printing/issue", open_issue), Route("printing/issue", change, ("POST",)))
