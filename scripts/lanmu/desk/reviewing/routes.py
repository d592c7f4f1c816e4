"""三审: what waits for which review; one text with all that a reviewer needs, to be signed; the approval form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from lanmu.content.article import Article
from lanmu.content.languages import NAMES
from lanmu.content.publication import Readiness, void_reviews
from lanmu.content.review import ALL, Stage, Standing, Text, latest_day, text_hash
from lanmu.content.translation import Translation
from lanmu.desk.context import PREFIX, Desk, Route, as_download, data, page, see, who
from lanmu.desk.paths import article_path
from lanmu.desk.reviewing.queue import queue
from lanmu.desk.reviewing.signed_text import is_void, last_void, since
from lanmu.desk.states import is_about_reviews
from lanmu.desk.versions import store
from lanmu.diagnostics.errors import UserError
from lanmu.intake.review import NotSignedError, TextInReview, hindrance, opened, sign_files
from lanmu.intake.review_form import form_data, form_name
from lanmu.views.printed import WORD

HOME = f"{PREFIX}reviewing/"
ANYBODY = "审稿的人"
"""A stand-in name for the question what may be signed, while no reviewer is named."""
FAULTY = "《{title}》有 {count} 处检查出来的错误，改好了才能签：改动了文字，签了的字就作废。"
NOTHING_CHOSEN = "没有选稿件，或者没有选签哪一关。请选好再签。"


@dataclass(frozen=True)
class StageRow:
    """A review as the page shows it: why nobody may sign it now, and why the person named above may not; `is_open` when it may be signed."""

    stage: Stage
    hindrance: str
    remark: str
    has_difference: bool

    @property
    def is_open(self) -> bool:
        """True when it may be signed now, by whoever: two reviewers may share a computer, the name is a field of the form."""
        return self.stage.standing is not Standing.VALID and not self.hindrance


def at(path: str, **values: str) -> str:
    """The address of the page of one text."""
    return f"{HOME}?{urlencode({'path': path} | values)}"


def named(desk: Desk, path: str) -> TextInReview:
    """The article or the translation that an address names. Raises UserError."""
    path = article_path(desk.root, path)
    return opened(desk.root / "docs", path, desk.project.reading(), desk.project.settings())


def overview(desk: Desk, request: Request) -> Response:
    """What waits; with a path, one text."""
    if request.args.get("path"):
        return text_page(desk, request)
    results = desk.preview.findings.results
    waiting = queue(desk.project.standings(results))
    today = known_today(desk)
    return page(
        desk,
        request,
        "reviewing/queue.html",
        section="reviewing",
        queue=waiting,
        today=today,
        labels=ALL,
        done=done(request.args),
        checked=is_checked(desk),
        at=at,
    )


def is_checked(desk: Desk) -> bool:
    """True when what the checks have found is about the files as they are now."""
    results = desk.preview.findings.results
    return results.complete and not results.running


def checked(desk: Desk, _request: Request) -> Response:
    """Whether the checks have ended, for a script that waits for it."""
    return data({"checked": is_checked(desk), "trouble": desk.preview.findings.results.trouble})


def known_today(desk: Desk) -> date:
    """The day of the project."""
    site = desk.project.reading().site
    return site.today if site else date.min


def done(values: MultiDict[str, str]) -> str:
    """Which reviews have just been signed, as the address says."""
    return "、".join(label for field, label in ALL.items() if field in values.get("done", "").split(","))


def text_page(desk: Desk, request: Request) -> Response:
    """One text with its reviews, what has changed since, what the checks found, and the page as readers see it."""
    reviewed = named(desk, request.args["path"])
    text, standings = reviewed.text, desk.project.standings(desk.preview.findings.results)
    stages = reviewed.stages
    void = next((s for s in stages if s.field == request.args.get("since") and is_void(s)), None) or last_void(stages)
    errors = standings.errors(text.path, of_reviews=False)
    name = who(request)
    rows = [
        StageRow(
            stage,
            why_not(reviewed, stage, ANYBODY, errors),
            why_not(reviewed, stage, name or ANYBODY, errors),
            is_void(stage),
        )
        for stage in stages
    ]
    language = text.language if isinstance(text, Translation) else ""
    values: dict[str, Any] = {
        "text": text,
        "article": reviewed.article,
        "translations": [
            (translation, NAMES.get(translation.language, translation.language))
            for translation in reviewed.translations
        ],
        "language": NAMES.get(language, language),
        "state": standings.inside.get(text.path) or standings.states.get(text.path) or reviewed.state,
        "rows": rows,
        "void": void_reviews(stages),
        "since": since(desk.root, text, void) if void else None,
        "errors": errors,
        "findings": [noted for noted in standings.findings.get(text.path, ()) if not is_about_reviews(noted)],
        "results": desk.preview.findings.results,
        "is_checked": is_checked(desk),
        "late": late(text, stages),
        "site": f"/{f'{language}/' if language else ''}{quote(text.address)}",
        "seen": text_hash(text, reviewed.site.docs),
        "today": reviewed.site.today,
        "is_draft": reviewed.article.meta.draft,
        "is_ready": standings.states[text.path].readiness in (Readiness.READY, Readiness.SCHEDULED),
        "is_signed": all(stage.standing is Standing.VALID for stage in stages),
        "is_needed": reviewed.article.column.kind in reviewed.settings.review.columns,
        "done": done(request.args),
        "at": at,
    }
    return page(desk, request, "reviewing/text.html", section="reviewing", **values)


def why_not(reviewed: TextInReview, stage: Stage, name: str, errors: int) -> str:
    """Why somebody may not sign a review now; empty when they may."""
    if errors:
        return f"检查有 {errors} 处错误，先改好再审。"
    return hindrance(reviewed, stage.field, name)


def late(text: Text, stages: tuple[Stage, ...]) -> date | None:
    """The day of the last valid review, where that is after the day of publication; None otherwise."""
    days = [stage.signature.date for stage in stages if stage.signature and stage.standing is Standing.VALID]
    if not isinstance(text, Article) or text.meta.draft or not days or max(days) <= latest_day(text):
        return None
    return max(days)


def sign(desk: Desk, request: Request) -> Response:
    """Signs one or more texts in somebody's name, all or none; what has been changed since it was shown is not signed."""
    form = request.form
    paths = [article_path(desk.root, path) for path in form.getlist("path")]
    fields = [field for field in ALL if field in form.getlist("stage")]
    if not paths or not fields:
        raise UserError(NOTHING_CHOSEN)
    seen = {path: letters for letters, _, path in (entry.partition(" ") for entry in form.getlist("seen"))}
    standings = desk.project.standings(desk.preview.findings.results)
    for path in paths:
        if errors := standings.errors(path, of_reviews=False):
            title = named(desk, path).text.title
            raise UserError(FAULTY.format(title=title, count=errors))
    name, day = form.get("name", "").strip(), form.get("date", "").strip() or None
    files = [desk.root / "docs" / path for path in paths]
    for file in files:
        store.keep(desk.root, file)
    try:
        sign_files(
            desk.root / "docs",
            paths,
            desk.project.settings(),
            fields,
            name,
            day,
            seen,
            lambda _docs: desk.project.reading(),
        )
    except NotSignedError as error:
        raise UserError(error.sentence) from None
    for file in files:
        store.keep(desk.root, file, name, store.Reason.SIGNED)
    address = at(paths[0], done=",".join(fields)) if "one" in form else f"{HOME}?done={','.join(fields)}"
    return data({"next": address}) if request.headers.get("X-Desk-Token") else see(address)


def approval_form(desk: Desk, request: Request) -> Response:
    """The form that goes round on paper."""
    reviewed = named(desk, request.args.get("path", ""))
    return as_download(form_data(reviewed), WORD, form_name(reviewed))


ROUTES: tuple[Route, ...] = (
    Route("reviewing/", overview),
    Route("reviewing/checked", checked),
    Route("reviewing/sign", sign, ("POST",)),
    Route("reviewing/form", approval_form),
)
