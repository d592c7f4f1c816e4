"""栏目与活动: the data of the columns and the campaign and the settings of the site as forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from lanmu.content.settings import FILE as SETTINGS
from lanmu.desk.context import Desk, Route, see, who
from lanmu.desk.forms import NEW, Asked, as_sent, read, sent
from lanmu.desk.settings import look, translated
from lanmu.desk.settings.column_files import FILE as COLUMNS
from lanmu.desk.settings.column_files import Consequences, linking
from lanmu.desk.settings.drawing import anchor, drawn
from lanmu.desk.settings.editing import Judgement, errors_by_field, judged, others_of, save, save_value
from lanmu.desk.settings.form import Editing, offered_now
from lanmu.desk.settings.levels import ROUTES as LEVEL_ROUTES
from lanmu.desk.settings.levels import levels
from lanmu.desk.settings.overview import sections_of, states
from lanmu.desk.settings.parts import PARTS
from lanmu.desk.settings.places import (
    TARGET_NAME,
    at_of,
    fingerprint,
    found_again,
    key_of,
    tables,
    value_at,
    words,
)
from lanmu.diagnostics.errors import UserError
from lanmu.storage.signing_keys import known_public_key
from lanmu.storage.write_lock import writing

GONE = "原来的那一项已经不在了，或者被别人改过，没有写。下面是您填的；存了就是新加一项。"
CHANGED = "打开以后，别人改过这里，没有覆盖。不一样的地方，下面写着文件里现在是什么；核对以后再存一次。"
MOVED = "这张表刚才被别人改过，没有动。下面是现在的样子，请再做一次。"
NO_NAME = "名称用英文小写字母开头，里面只用小写字母、数字和短横，例如 web。"
TAKEN = "已经有叫这个名称的，请换一个。"


def overview(desk: Desk, request: Request) -> Response:
    """All parts, and what is not filled in yet."""
    return drawn(desk, request, "settings/overview.html", states=states(desk, offered_now(desk)))


def part(desk: Desk, request: Request, identifier: str) -> Response:
    """The forms and tables of a part."""
    part = next((each for each in PARTS if each.id == identifier), None)
    if part is None:
        raise NotFound
    shown = sections_of(desk, part, offered_now(desk))
    values: dict[str, Any] = {
        "part": part,
        "shown": shown,
        "words": words,
        "levels": levels(desk) if identifier == "checks" else None,
        "new_key": key_to_note(desk) if identifier == "publish" else "",
    }
    return drawn(desk, request, "settings/part.html", **values)


def edit(desk: Desk, request: Request) -> Response:
    """The form of a place, the lists within it below."""
    return shown(desk, request, Editing(desk, request.args.get("file", ""), request.args.get("at", "")))


def shown(
    desk: Desk,
    request: Request,
    editing: Editing,
    status: int = 200,
    errors: dict[str, str] | None = None,
    fields: tuple[Asked, ...] = (),
    **values: Any,
) -> Response:
    inner = (
        []
        if editing.is_new or editing.section
        else list(tables(editing.about.name, editing.about.model, editing.at, editing.about.data, editing.offered))
    )
    common = {
        "editing": editing,
        "fields": fields or editing.fields,
        "errors": errors or {},
        "was": fingerprint(editing.value),
        "tables": inner,
        "notice": "",
        "effects": {},
        "target": request.form.get("target", ""),
        "english": editing.english
        and (as_sent(editing.english, request.form) if translated.FIELD in request.form else editing.english),
        "preview": look.preview_of(desk, request.form) if editing.at == look.AT else None,
    }
    return drawn(desk, request, "settings/edit.html", status, **(common | values))


def do_edit(desk: Desk, request: Request) -> Response:
    """Writes a form if its effects are right, or the editor has agreed to them."""
    form = request.form
    editing = Editing(desk, form.get("file", ""), form.get("at", ""))
    if "preview" in form:
        return shown(desk, request, editing, fields=tuple(as_sent(field, form) for field in editing.fields))
    with writing(desk.root):
        editing = Editing(desk, form.get("file", ""), form.get("at", ""))
        if not editing.is_new and fingerprint(editing.value) != form.get("was", ""):
            where = found_again(editing.about.data, editing.key, form.get("was", ""))
            if where is None:
                return in_conflict(desk, request, editing)
            editing = Editing(desk, editing.about.name, at_of(where))
        name = form.get("target", "").strip()
        filled = tuple(as_sent(field, form) for field in editing.fields)
        key = editing.key
        if editing.is_new and editing.is_named:
            taken = value_at(editing.about.data, (*key[:-1], name)) is not None
            if taken or not TARGET_NAME.fullmatch(name):
                return shown(desk, request, editing, 422, {"target": TAKEN if taken else NO_NAME}, filled)
            key = (*key[:-1], name)
        value: dict[str, Any] | None = editing.merged(form)
        if not value and editing.section and editing.key:
            value = None
        written = editing.about.with_value(key, value)
        judgement = judged(desk, editing.about, written)
        at = at_of((*key[:-1], len(value_at(editing.about.data, key[:-1]) or ()))) if key[-1:] == (NEW,) else at_of(key)
        others = others_of(desk, editing.about, key_of(at), words_in(form))
        judgement = judgement.without(others.going(desk.root))
        errors = errors_by_field((*judgement.own, *others.problems), at, editing.fields)
        if editing.english and not words_in(form):
            errors[translated.FIELD] = translated.NO_WORDS
        if errors:
            return shown(desk, request, editing, 422, errors, filled)
        if judgement.others and "agreed" not in form:
            return shown(desk, request, editing, 409, {}, filled, effects=judgement.articles)
        save(desk, editing.about, written, who(request), others.files)
    if editing.section:
        return see(leading(editing, at, saved="1"))
    return see(leading(editing, at, saved="1", moved=at))


def words_in(form: MultiDict[str, str]) -> str:
    """The English name that a form gives."""
    return " ".join(form.get(translated.FIELD, "").split())


def leading(editing: Editing, at: str, **values: str) -> str:
    """The page that a form was opened from, where a place is shown: with the focus on what was moved, which browsers give only
    where the address names no part of the page (HTML, 6.6.7)."""
    page = f"{editing.back}{'&' if '?' in editing.back else '?'}{urlencode(values)}"
    return page if "moved" in values else f"{page}#{anchor(at)}"


def in_conflict(desk: Desk, request: Request, editing: Editing) -> Response:
    """Shows what somebody filled in, and what stands in the file by now."""
    form = request.form
    filled = tuple(as_sent(field, form) for field in editing.fields)
    first = next((field for field in editing.fields if field.name in ("id", "name", "term", "wrong")), None)
    is_listed = bool(editing.key) and isinstance(editing.key[-1], int)
    if is_listed and first and form.get(first.name, "") != words(first):
        new = Editing(desk, editing.about.name, at_of((*editing.key[:-1], NEW)))
        return shown(desk, request, new, 409, {}, filled, notice=GONE)
    now = {
        field.name: f"文件里现在是「{words(field) or '（空）'}」。"
        for field in editing.fields
        if read(field, form) != read(field, sent([field]))
    }
    return shown(desk, request, editing, 409, now, filled, notice=CHANGED)


def without(desk: Desk, file: str, at: str) -> tuple[Editing, bytes, Judgement, Consequences]:
    """An item of a list, the file without it, the effects of that, and the other files to change."""
    editing = Editing(desk, file, at)
    if not editing.is_item or editing.is_new:
        raise NotFound
    written = editing.about.with_value(editing.key, None)
    others = others_of(desk, editing.about)
    judgement = judged(desk, editing.about, written).without(others.going(desk.root))
    own = (*judgement.own, *others.problems)
    links = linking(desk.project.reading(), editing.value or {}) if editing.about.path == COLUMNS else ()
    return editing, written, Judgement(own, () if others.problems else (*judgement.others, *links)), others


def removing(desk: Desk, request: Request, status: int = 200, notice: str = "") -> Response:
    """Asks whether an item is to go, and says what that would do."""
    editing, _, judgement, others = without(desk, request.values.get("file", ""), request.values.get("at", ""))
    values = {
        "editing": editing,
        "was": fingerprint(editing.value),
        "judgement": judgement,
        "going": others.going(desk.root),
        "followed": others.written(desk.root),
        "words": words,
        "notice": notice,
    }
    return drawn(desk, request, "settings/remove.html", status, **values)


def remove(desk: Desk, request: Request) -> Response:
    """Takes an item out of its list."""
    file, at = request.form.get("file", ""), request.form.get("at", "")
    with writing(desk.root):
        editing = Editing(desk, file, at)
        where = found_again(editing.about.data, editing.key, request.form.get("was", ""))
        if where is None:
            return removing(desk, request, 409, MOVED)
        editing, written, judgement, others = without(desk, file, at_of(where))
        if judgement.own or (judgement.others and "agreed" not in request.form):
            return removing(desk, request, 409)
        save(desk, editing.about, written, who(request), others.files)
    return see(leading(editing, at_of(editing.key[:-1]), saved="1"))


def move(desk: Desk, request: Request) -> Response:
    """Moves an item up or down by one."""
    form = request.form
    step = {"up": -1, "down": 1}.get(form.get("to", ""), 0)
    with writing(desk.root):
        editing = Editing(desk, form.get("file", ""), form.get("at", ""))
        where = found_again(editing.about.data, editing.key, form.get("was", ""))
        if where is None or not isinstance(where[-1], int):
            raise UserError(MOVED)
        items = list(value_at(editing.about.data, where[:-1]))
        place = where[-1] + step
        if step and 0 <= place < len(items):
            items.insert(place, items.pop(where[-1]))
            written = editing.about.with_value(where[:-1], items)
            judgement = judged(desk, editing.about, written)
            if judgement.own or judgement.others:
                raise UserError("\n".join(str(problem) for problem in (*judgement.own, *judgement.others)))
            save(desk, editing.about, written, who(request), others_of(desk, editing.about).files)
    at = at_of((*where[:-1], max(0, min(place, len(items) - 1))))
    return see(leading(editing, at, moved=at, to=form.get("to", "")))


def key_to_note(desk: Desk) -> str:
    """The public half of the key that releases were signed with; empty where there is none, or the settings have it."""
    try:
        noted = desk.project.settings().publish.public_key
    except UserError:
        return ""
    return "" if noted else known_public_key(desk.root)


def note_key(desk: Desk, request: Request) -> Response:
    """Writes the public key into the settings, where it is missing."""
    with writing(desk.root):
        editing = Editing(desk, SETTINGS, "publish")
        if key := key_to_note(desk):
            save_value(desk, editing.about, ("publish", "public_key"), key, who(request))
    return see(f"{editing.back}?saved=1")


ROUTES: tuple[Route, ...] = (
    Route("settings/", overview),
    Route("settings/public-key", note_key, ("POST",)),
    Route("settings/edit", edit),
    Route("settings/edit", do_edit, ("POST",)),
    Route("settings/remove", removing),
    Route("settings/remove", remove, ("POST",)),
    Route("settings/move", move, ("POST",)),
    *LEVEL_ROUTES,
    *look.ROUTES,
    Route("settings/<identifier>", part),
)
