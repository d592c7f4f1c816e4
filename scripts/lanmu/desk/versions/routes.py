"""版本: the history of a file, two of its states side by side, one of them taken back; who has it open."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from lanmu.content import front_matter
from lanmu.content.fingerprint import digest
from lanmu.desk.context import PREFIX, Desk, Route, data, page, see, who
from lanmu.desk.versions import presence, store
from lanmu.desk.versions.comparison import comparison
from lanmu.desk.versions.conflict import Choice, as_in, opened_conflict, settle
from lanmu.desk.versions.history import NOW, SHOWN, content_of, entry_of, history, listed
from lanmu.desk.versions.reading import PICTURES, label_of, state_of, text_of
from lanmu.desk.versions.subject import Subject, subject
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import with_field
from lanmu.preview.request_path import file_in
from lanmu.storage.write_lock import writing

CHANGED = "这个文件刚才又改过，没有取回。请看过现在的样子，再取一次。"
SAME = "现在的文件就是这一版，不用取回。"
STAYING = ("channels", "withdrawn")
"""Fields that say what became of an article elsewhere (an issue, a set of posters, a report, its withdrawal): other files know of
that too, and it is not undone with the text."""
KINDS = {"jpg": "jpeg", "svg": "svg+xml"}
ABOUT = "versions/"


def address(of: str, about: Subject, **values: str) -> str:
    """The address of a page of this part about a file."""
    return f"{PREFIX}{ABOUT}{of}?{urlencode({'path': about.name} | values)}"


def shown(desk: Desk, request: Request, template: str, about: Subject, **values: Any) -> Response:
    """A page about a file: its title stands above it."""
    entry = None if about.is_there else next(iter(history(desk.root, about.path)), None)
    now = state_of(about.path, content_of(desk.root, about.path, entry))
    title = now.fields.get(label_of("title")) or about.name
    common: dict[str, Any] = {"section": "articles", "about": about, "title": title, "address": address}
    return page(desk, request, f"versions/{template}", **common | values)


def asked(desk: Desk, request: Request) -> Subject:
    """The file that the address names."""
    return subject(desk.root, request.values.get("path", ""))


def table(desk: Desk, request: Request) -> Response:
    """Every state of a file, the newest first; two of them can be chosen to be compared."""
    about = asked(desk, request)
    entries = history(desk.root, about.path)
    start = max(0, request.args.get("start", 0, type=int))
    rows = listed(desk.root, about.path, entries, start)
    following = start + SHOWN if start + SHOWN < len(entries) else None
    others = [opened for opened in presence.open_now(desk.root) if opened.path == about.name]
    values = {
        "rows": rows,
        "start": start,
        "following": following,
        "others": others,
        "restored": "restored" in request.args,
    }
    return shown(desk, request, "table.html", about, **values)


def version_page(desk: Desk, request: Request) -> Response:
    """One state of a file: its fields, its text, its pictures."""
    about = asked(desk, request)
    entry = entry_of(history(desk.root, about.path), request.args.get("version", NOW))
    state = state_of(about.path, content_of(desk.root, about.path, entry))
    return shown(desk, request, "version.html", about, entry=entry, state=state)


def compared(desk: Desk, request: Request) -> Response:
    """Two states of a file, what differs marked character by character."""
    about = asked(desk, request)
    entries = history(desk.root, about.path)
    chosen = [entry_of(entries, request.args.get(name, NOW)) for name in ("old", "new")]
    # Whichever was chosen first: the older one stands before the newer.
    old, new = sorted(chosen, key=entries.index, reverse=True)
    states = [state_of(about.path, content_of(desk.root, about.path, entry)) for entry in (old, new)]
    return shown(desk, request, "compare.html", about, old=old, new=new, difference=comparison(*states))


def restoring(desk: Desk, request: Request) -> Response:
    """Asks whether a state is to be taken back, and shows what that would change."""
    about = asked(desk, request)
    entry = entry_of(history(desk.root, about.path), request.args.get("version", ""))
    now = content_of(desk.root, about.path, None)
    text = taken_back(about, now, content_of(desk.root, about.path, entry))
    if text == text_of(now):
        raise UserError(SAME)
    changes = comparison(state_of(about.path, now), state_of(about.path, text.encode()))
    return shown(desk, request, "restore.html", about, entry=entry, difference=changes, now=digest(now))


def taken_back(about: Subject, now: bytes, written: bytes) -> str:
    """The text of a state that is taken back: what became of an article elsewhere since then stays as it is now."""
    text = text_of(written)
    if not (about.is_text and now):
        return text
    try:
        fields = front_matter.split(text_of(now), about.path)[0].data
        for name in STAYING:
            text = with_field(text, name, fields.get(name))
    except (UserError, AttributeError):
        return text_of(written)
    return text


def restore(desk: Desk, request: Request) -> Response:
    """Takes a state back: what is there now is kept first."""
    about = asked(desk, request)
    written = content_of(
        desk.root, about.path, entry_of(history(desk.root, about.path), request.form.get("version", ""))
    )
    with writing(desk.root):
        now = content_of(desk.root, about.path, None)
        if digest(now) != request.form.get("now"):
            raise UserError(CHANGED)
        text = taken_back(about, now, written)
        store.save(desk.root, about.file, as_in(now, text), who(request), store.Reason.RESTORED)
    return see(address("", about, restored="1"))


def deleted(desk: Desk, request: Request) -> Response:
    """The files of which only versions are left, to be taken back."""
    files = []
    for version in store.deleted(desk.root):
        name = version.path.removeprefix("docs/")
        if name != version.path and name.endswith((".md", ".yml")):
            state = state_of(version.path, store.content(version))
            files.append((name, state.fields.get(label_of("title")) or name, version))
    return page(desk, request, "versions/deleted.html", section="articles", files=files)


def conflict_page(desk: Desk, request: Request) -> Response:
    """What somebody could not save beside the file as it is now, to be put together."""
    about = asked(desk, request)
    conflict = opened_conflict(desk, about, request.values.get("mine", ""), request.values.get("opened", ""))
    return shown(desk, request, "conflict.html", about, conflict=conflict)


def settled(desk: Desk, request: Request) -> Response:
    """Writes what was chosen on that page."""
    about = asked(desk, request)
    conflict = opened_conflict(desk, about, request.form.get("mine", ""), request.form.get("opened", ""))
    if conflict.theirs != request.form.get("theirs"):
        raise UserError(CHANGED)
    whole = request.form.get("whole", "")
    if whole == "theirs":
        return see(address("", about))
    answers = [answer for choice in conflict.choices if choice.is_open for answer in answered(request, choice, whole)]
    settle(desk, request, conflict, answers)
    return see(address("", about))


def answered(request: Request, choice: Choice, whole: str) -> list[str]:
    """What was chosen for an open block; empty when nothing was."""
    answer = whole or request.form.get(f"choice-{choice.number}", "")
    own = request.form.get(f"own-{choice.number}", "").replace("\r\n", "\n").rstrip("\n")
    texts = {"mine": choice.block.mine, "theirs": choice.block.theirs, "own": f"{own}\n" if own else ""}
    return [texts[answer]] if answer in texts else []


def picture(desk: Desk, request: Request) -> Response:
    """A picture of docs/, as it is now."""
    name = request.args.get("path", "")
    suffix = PurePosixPath(name).suffix[1:].lower()
    file = file_in(desk.root / "docs", f"/{name}")
    if file is None or suffix not in PICTURES or not file.is_file() or file.stat().st_size > store.LARGEST:
        raise NotFound
    response = Response(file.read_bytes(), mimetype=f"image/{KINDS.get(suffix, suffix)}")
    # An SVG that is opened by itself runs nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def opened(desk: Desk, request: Request) -> Response:
    """Records that a page has the article open, and answers who else has. The first time, it keeps a version of the
    article."""
    about = asked(desk, request)
    session = request.form.get("session", "")
    if "first" in request.form:
        store.keep(desk.root, about.file)
    presence.renew(desk.root, about.name, session, who(request))
    others = [
        {"who": each.who, "since": each.since.strftime("%H:%M"), "own": each.own}
        for each in presence.open_now(desk.root)
        if each.path == about.name and each.session != session
    ]
    return data({"others": others})


def closed(desk: Desk, request: Request) -> Response:
    """The page has been closed."""
    presence.closed(desk.root, request.form.get("session", ""))
    return Response(status=204)


ROUTES: tuple[Route, ...] = (
    Route("versions/", table),
    Route("versions/deleted", deleted),
    Route("versions/one", version_page),
    Route("versions/compare", compared),
    Route("versions/restore", restoring),
    Route("versions/restore", restore, ("POST",)),
    Route("versions/conflict", conflict_page),
    Route("versions/conflict", settled, ("POST",)),
    Route("versions/picture", picture),
    Route("versions/open", opened, ("POST",)),
    Route("versions/closed", closed, ("POST",)),
)
