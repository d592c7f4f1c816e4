"""收稿: the tray, what became of each file, and the form for what an article still lacks."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from lanmu.content.addresses import address_of
from lanmu.content.site import Site
from lanmu.desk.context import MEGABYTE, PREFIX, Desk, Route, data, fragment, page, see, who
from lanmu.desk.intake.completing import Question, completed, questions
from lanmu.desk.intake.outcomes import choices_of
from lanmu.desk.intake.tray import Item
from lanmu.desk.intake.work import take_all
from lanmu.desk.paths import article_path
from lanmu.desk.uploads import Upload
from lanmu.desk.versions import store
from lanmu.desk.writing.manuscript import judged, opened
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.importer import SUFFIXES
from lanmu.intake.pictures import DROPPED_SUFFIXES
from lanmu.intake.received import articles_by_digest
from lanmu.preview.request_path import file_in
from lanmu.storage.files import in_form_of
from lanmu.storage.write_lock import writing
from lanmu.untrusted.kinds import kind_of

HOME = f"{PREFIX}intake/"
KEY = "intake"
CHANGED = "这篇稿件刚才在别处改过，这一次没有写进去。下面是它现在的样子和你填的，请核对以后再存一次。"
LARGEST_AT_ONCE = 2048 * MEGABYTE
SHOWN_ARTICLES = 300
PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "avif": "image/avif"}


def site_of(desk: Desk) -> Site:
    """The site as its files say now. Raises UserError when its lists cannot be used."""
    reading = desk.project.reading()
    if reading.site is None:
        raise ContentError(list(reading.problems))
    return reading.site


def tray_view(desk: Desk) -> dict[str, Any]:
    """What the tray shows."""
    site = site_of(desk)
    items = desk.tray.items()
    waiting = [item for item in items if not item.is_taken]
    return {
        "waiting": waiting,
        "taken": [item for item in reversed(items) if item.is_taken],
        "manuscripts": [item for item in waiting if not item.is_picture],
        "imported": articles_by_digest(desk.root),
        "titles": {article.path: article.title for article in site.articles},
        "columns": [column for column in site.current.columns if not column.archived],
        "archived": [column for column in site.current.columns if column.archived],
        "genres": tuple(site.genres.by_name),
        "articles": tuple(reversed(site.articles))[:SHOWN_ARTICLES],
        "last": desk.tray.last,
        "desk_token": desk.token,
    }


def home(desk: Desk, request: Request, refused: tuple[str, ...] = ()) -> Response:
    """The tray, and where files are handed in."""
    suffixes = ",".join(dict.fromkeys((*SUFFIXES, *DROPPED_SUFFIXES)))
    values = {"section": "intake", "suffixes": suffixes, "refused": refused} | tray_view(desk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return page(desk, request, "intake/home.html", status=status, **values)


def tray(desk: Desk, _request: Request) -> Response:
    """The tray alone, for the script that has sent files."""
    return fragment("intake/tray.html", **tray_view(desk))


def hand_in(desk: Desk, request: Request) -> Response:
    """Takes sent files into the tray; answers with a sentence for each that cannot be taken."""
    sent = [file for file in request.files.getlist("files") if file.filename or size_of(file)]
    desk.tray.last = choices_of(request.form)
    refused = []
    for file in sent:
        assert isinstance(file.stream, Upload)
        try:
            desk.tray.add(file.filename or "", file.stream, desk.tray.last)
        except UserError as error:
            refused.append(str(error))
    if not sent:
        refused.append("没有选文件。请先选好要收的文件，或者把它们拖到这一页上。")
    if request.headers.get("X-Desk-Token"):
        return data({"refused": refused})
    return home(desk, request, tuple(refused)) if refused else see(f"{HOME}#tray")


def size_of(file: FileStorage) -> int:
    """The bytes that were sent of a file."""
    return file.stream.size if isinstance(file.stream, Upload) else 0


def do(desk: Desk, request: Request) -> Response:
    """Notes what was chosen for every file in the tray, and does what was asked for: to take, to try or to drop one or all."""
    for item in desk.tray.items():
        prefix = f"{item.number}-"
        if any(name.startswith(prefix) for name in request.form):
            desk.tray.choose(item.number, choices_of(request.form, prefix))
    doing, _, which = request.form.get("do", "").partition(":")
    wanted = [item for item in desk.tray.items() if which in ("all", str(item.number))]
    if doing == "drop":
        for item in wanted:
            desk.tray.drop(item.number)
    elif doing == "clear":
        for item in (item for item in desk.tray.items() if item.is_taken):
            desk.tray.drop(item.number)
    elif doing in ("take", "try"):
        return work(desk, wanted, which, who(request), dry_run=doing == "try")
    return see(f"{HOME}#tray")


def work(desk: Desk, wanted: list[Item], which: str, name: str, *, dry_run: bool) -> Response:
    """Starts the work on some files. What was imported before is not taken once more together with all others."""
    if any(job.key == KEY for job in desk.jobs.running()):
        raise UserError("正在收上一批。请等它收完，或者先停下它，再收这一批。")
    imported = articles_by_digest(desk.root) if which == "all" else {}
    waiting = [item for item in wanted if not item.is_taken and item.digest not in imported]
    if not waiting:
        raise UserError("没有等着收的文件。收过的要再收一次，请在那一个文件下面点“收进来”。")
    folders = {item.number: item.file.parent for item in desk.tray.items() if not item.is_picture}
    verb = "试看" if dry_run else "收稿"
    title = f"{verb}：{waiting[0].name}" if len(waiting) == 1 else f"{verb}：{len(waiting)} 个文件"
    next_address = f"{HOME}{waiting[0].number}" if len(waiting) == 1 else f"{HOME}#tray"
    job = desk.jobs.start(
        KEY, title, next_address, partial(take_all, dry_run=dry_run), desk.root, waiting, folders, name
    )
    return see(f"{PREFIX}jobs/{job.number}")


def report(desk: Desk, request: Request, number: int) -> Response:
    """What became of a file."""
    item = desk.tray.item(number)
    return report_page(desk, request, item)


def report_page(
    desk: Desk,
    request: Request,
    item: Item,
    sentences: tuple[str, ...] = (),
    errors: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """The report on a file, with the form for what its article lacks: as it stands there, or, when it was sent and not saved for
    these reasons, as it was filled in."""
    outcome = item.outcome
    asked: tuple[Question, ...] = ()
    before = ""
    is_refused = bool(sentences or errors)
    if outcome and outcome.written and (desk.root / "docs" / outcome.path).is_file():
        site_of(desk)
        manuscript = opened(desk.root, outcome.path, desk.project.reading())
        asked = questions(manuscript, request.form if is_refused else None) if manuscript.head else ()
        before = manuscript.digest
    names = {name for each in asked for name in (each.asked.name, *(part.name for part in each.asked.parts))}
    values = {
        "item": item,
        "outcome": outcome,
        "asked": asked,
        "errors": errors,
        "others": (*sentences, *(text for field, text in errors.items() if field not in names)),
        "before": before,
        "folder": f"{posixpath.dirname(outcome.path)}/" if outcome else "",
        "address": f"/{address_of(outcome.path)}" if outcome and outcome.path else "",
        "saved": "saved" in request.args,
        "is_draft": bool(asked) and is_draft(desk, outcome.path if outcome else ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return page(desk, request, "intake/report.html", section="intake", status=status, **values)


def is_draft(desk: Desk, path: str) -> bool:
    """True for an article that says that it is a draft."""
    article = next((article for article in site_of(desk).articles if article.path == path), None)
    return article is not None and article.meta.draft


def fill_in(desk: Desk, request: Request, number: int) -> Response:
    """Writes answers into the article that a file was taken into, over nothing that somebody else has changed."""
    item = desk.tray.item(number)
    if item.outcome is None or not item.outcome.written:
        raise UserError("这个文件还没有收进来，没有稿件可以补。")
    path = article_path(desk.root, item.outcome.path)
    site_of(desk)
    with writing(desk.root):
        manuscript = opened(desk.root, path, desk.project.reading())
        if manuscript.digest != request.form.get("before", ""):
            return report_page(desk, request, item, (CHANGED,))
        text = completed(manuscript, request.form)
        if errors := judged(manuscript, text, request.form)[1]:
            return report_page(desk, request, item, (), errors)
        if text != manuscript.text:
            file = desk.root / "docs" / path
            store.save(desk.root, file, in_form_of(file.read_bytes(), text), who(request))
    return see(f"{HOME}{number}?saved=1")


def picture(desk: Desk, request: Request) -> Response:
    """A picture that lies beside an article: the site shows it only once it is built again."""
    file = file_in(desk.root / "docs", f"/{request.args.get('path', '')}")
    if file is None or not file.is_file():
        raise NotFound
    mimetype = PICTURES.get(kind_of(file).value)
    if mimetype is None:
        raise NotFound
    return Response(file.read_bytes(), mimetype=mimetype)


ROUTES = (
    Route("intake/", home),
    Route("intake/", hand_in, ("POST",), LARGEST_AT_ONCE),
    Route("intake/tray", tray),
    Route("intake/do", do, ("POST",)),
    Route("intake/picture", picture),
    Route("intake/<int:number>", report),
    Route("intake/<int:number>", fill_in, ("POST",)),
)
