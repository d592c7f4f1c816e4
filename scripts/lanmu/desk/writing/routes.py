"""写稿: the form of an article with its text, which is saved; what its scripts ask is in `live.py`, new articles in `new.py`."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from lanmu.content.fingerprint import digest
from lanmu.content.publication import PLACEHOLDER
from lanmu.content.translation import TranslationMatter
from lanmu.desk.context import Desk, Route, data, page, see, who
from lanmu.desk.forms import as_sent, sent
from lanmu.desk.paths import article_path
from lanmu.desk.versions import store
from lanmu.desk.versions.conflict import as_in, conflict
from lanmu.desk.versions.reading import text_of
from lanmu.desk.writing import live, new, translating
from lanmu.desk.writing.fields import usual
from lanmu.desk.writing.manuscript import Manuscript, composed, judged, manuscript_of, opened
from lanmu.desk.writing.translating import beside, translations
from lanmu.intake.head_fields import with_field
from lanmu.intake.translating import FIELD, why_outdated
from lanmu.preview.bar.view import page_of
from lanmu.storage.write_lock import writing

FINGERPRINT = re.compile(r"[a-p]{12}")
WRONG = "没有保存：有的地方填得不对。改好写着红字的几处，再保存一次。"


def write(desk: Desk, request: Request) -> Response:
    """The article that the address names, to be written in."""
    path = article_path(desk.root, request.args.get("path", ""))
    return drawn(desk, request, opened(desk.root, path, desk.project.reading()))


def drawn(
    desk: Desk,
    request: Request,
    manuscript: Manuscript,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page to write in, with what is wrong in the fields (by their names)."""
    wrong = errors or {}
    if manuscript.head and not errors:
        wrong = judged(manuscript, manuscript.text, sent(manuscript.fields))[1]
    asked = tuple(as_sent(field, request.form) for field in manuscript.fields) if errors else manuscript.fields
    body = request.form.get("text", manuscript.body) if errors else manuscript.body
    site = manuscript.site
    shown, folded = usual(asked, site, manuscript.genre) if site else ((), ())
    title = str(manuscript.head.data.get("title", "")) if manuscript.head else manuscript.path
    state, findings = live.state_of(desk, manuscript.path)
    values: dict[str, Any] = {
        "manuscript": manuscript,
        "title": title or manuscript.path,
        "body": body,
        "shown": shown,
        "folded": folded,
        "is_unfilled": any(PLACEHOLDER.search(str(field.value)) for field in shown),
        "errors": wrong,
        "sentence": WRONG if errors else "",
        "saved": "saved" in request.args,
        "state": live.state_data(state),
        "findings": [noted for noted in findings if noted.finding.path == f"docs/{manuscript.path}"],
        # Names what is kept on the device: another project may be served at the same address another time.
        "project": digest(str(desk.root).encode())[:12],
        "beside": beside(desk.root, desk.project.reading(), manuscript.path),
        "translations": translations(desk, manuscript.path),
        "has_page": live.has_page(desk, manuscript.path),
        "address": page_of(f"docs/{manuscript.path}"),
    }
    return page(desk, request, "writing/write.html", section="writing", status=status, **values)


def save(desk: Desk, request: Request) -> Response:
    """Writes what the form changes, over nothing that somebody else has changed since it was opened. What was there is kept."""
    form = request.form
    path = article_path(desk.root, form.get("path", ""))
    file = desk.root / "docs" / path
    reading = desk.project.reading()
    with writing(desk.root):
        manuscript = opened(desk.root, path, reading)
        is_same = form.get("digest", "") == manuscript.digest
        text, errors = written(manuscript, form) if is_same else ("", {})
        if is_same and not errors and text != manuscript.text:
            store.save(desk.root, file, as_in(file.read_bytes(), text), who(request))
    if not is_same:
        return conflict(desk, request, path, form.get("digest", ""), mine(desk, form, manuscript))
    is_script = "X-Desk-Token" in request.headers
    if errors:
        return (
            data({"error": WRONG, "errors": errors}, 422)
            if is_script
            else drawn(desk, request, manuscript, errors, 422)
        )
    if not is_script:
        return see(f"{live.address(path)}&saved=1")
    after = opened(desk.root, path, reading)
    answer = {"digest": after.digest, "line": after.first_line, "title": live.title_of(after)}
    if manuscript.model is TranslationMatter:
        answer |= {"outdated": why_outdated(desk.project.reading(), path)}
    return data(answer)


def written(manuscript: Manuscript, form: MultiDict[str, str]) -> tuple[str, dict[str, str]]:
    """The whole file as a form has it, and what is wrong in its fields: nothing is saved then, since one wrong head would hold up
    the whole site. A file that was wrong already may be saved: it gets no worse."""
    text = composed(manuscript, form)
    if FINGERPRINT.fullmatch(form.get("caught_up", "")) and manuscript.model is TranslationMatter:
        text = with_field(text, FIELD, form["caught_up"])
    wrong = judged(manuscript, text, form)[1]
    return text, {} if wrong and judged(manuscript, manuscript.text, form)[1] else wrong


def mine(desk: Desk, form: MultiDict[str, str], now: Manuscript) -> str:
    """What somebody wanted to save: the file as it was opened, where it was kept then, with what the form changes."""
    base = store.kept_content(desk.root, f"docs/{now.path}", form.get("digest", ""))
    if base is None:
        return composed(now, form)
    return composed(manuscript_of(now.path, text_of(base).removeprefix("\ufeff"), "", desk.project.reading()), form)


ROUTES: tuple[Route, ...] = (
    Route("writing/", write),
    Route("writing/save", save, ("POST",)),
    *live.ROUTES,
    *new.ROUTES,
    *translating.ROUTES,
)
