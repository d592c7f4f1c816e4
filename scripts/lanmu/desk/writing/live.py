"""What the scripts of the page ask while somebody writes: is it right, how would it look, what did the checks find, what would be
mended, what becomes of what is pasted or dropped in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.fixes import apply, mended
from lanmu.checks.engine.project import Project, Source
from lanmu.checks.engine.runner import run
from lanmu.content import front_matter
from lanmu.content.article import Article
from lanmu.content.fingerprint import folded
from lanmu.content.loading import Reading
from lanmu.content.publication import State
from lanmu.desk.context import MEGABYTE, PREFIX, Desk, Route, data, templates
from lanmu.desk.forms import sent
from lanmu.desk.paths import article_path
from lanmu.desk.states import is_about_reviews
from lanmu.desk.versions.comparison import comparison
from lanmu.desk.versions.reading import state_of as words_of
from lanmu.desk.words import about_field, in_desk_words
from lanmu.desk.writing.manuscript import Manuscript, composed, judged, manuscript_of, opened
from lanmu.diagnostics.errors import ContentError, UserError
from lanmu.intake.pasted import pasted
from lanmu.intake.pictures import take_in
from lanmu.preview.bar.findings import ReportedFinding
from lanmu.preview.bar.sources import source_at
from lanmu.preview.bar.view import page_of, shows
from lanmu.preview.request_path import file_in
from lanmu.storage.write_lock import writing

WINDOW = re.compile(r"[0-9a-z-]{8,40}")
SHOWN = 20
"""So many articles are offered to link to."""
NOTHING = "这一处已经改好，或者文字已经变了。保存以后会再查一次。"


def address(path: str) -> str:
    """Where an article is written in."""
    return f"{PREFIX}writing/?{urlencode({'path': path}, safe='/', quote_via=quote)}"


def title_of(manuscript: Manuscript) -> str:
    """The headline; the path where there is none."""
    return str((manuscript.head.data if manuscript.head else {}).get("title") or manuscript.path)


def asked(desk: Desk, request: Request) -> tuple[Manuscript, str]:
    """The file that a form names as it lies on disk, and the whole text that the form makes of it."""
    path = article_path(desk.root, request.form.get("path", ""))
    manuscript = opened(desk.root, path, desk.project.reading())
    return manuscript, composed(manuscript, request.form)


def state_of(desk: Desk, path: str) -> tuple[State | None, tuple[ReportedFinding, ...]]:
    """The publication state of an article as it is saved, as the bar has it, and what the checks found in it and its files, but
    for its reviews: the state says what they wait for."""
    results = desk.preview.findings.results
    source = source_at(desk.root / "docs", page_of(f"docs/{path}") or "")
    if source is None:
        return None, ()
    own = tuple(
        noted for noted in results.findings if not is_about_reviews(noted) and shows(source, noted.finding.path)
    )
    return desk.preview.application.view.state(source, results.findings), own


def has_page(desk: Desk, path: str) -> bool:
    """True when the page of a file is served already; that of a new one takes some seconds."""
    preview = desk.preview
    name = f"{(page_of(f'docs/{path}') or '')[1:]}index.html"
    file = file_in(preview.served(name), f"/{name}")
    ready = preview.instant_pages.ready
    return bool(file and file.is_file()) or bool(not preview.has_site and ready and name in ready.pages)


def check(desk: Desk, request: Request) -> Response:
    """What is wrong in the fields of a form that is not saved, and its page for the frame beside it."""
    manuscript, text = asked(desk, request)
    article, errors = judged(manuscript, text, request.form)
    window = request.form.get("window", "")
    html = None
    if article and WINDOW.fullmatch(window):
        html = desk.preview.instant_pages.unsaved(article)
        if html:
            desk.preview.application.show_unsaved(f"{article.address}index.html", window, html)
    is_changed = request.form.get("digest", "") != manuscript.digest
    return data({"errors": errors, "shown": bool(html), "changed": is_changed})


def findings(desk: Desk, request: Request) -> Response:
    """What the checks found in the saved article, by line; its state and next step. A script asks again while they run."""
    path = article_path(desk.root, request.args.get("path", ""))
    results = desk.preview.findings.results
    answer: dict[str, Any] = {"revision": results.revision, "running": results.running, "trouble": results.trouble}
    if request.args.get("revision") != str(results.revision):
        state, own = state_of(desk, path)
        manuscript = opened(desk.root, path, desk.project.reading())
        answer["findings"] = [as_data(noted, manuscript) for noted in own]
        answer["state"] = state_data(state)
        answer["complete"] = results.complete
    return data(answer)


def state_data(state: State | None) -> dict[str, str]:
    """A state for a page or a script."""
    if state is None:
        return {}
    return {"label": state.label, "step": state.advice, "kind": state.readiness.name.lower()}


def as_data(noted: ReportedFinding, manuscript: Manuscript) -> dict[str, Any]:
    """A finding for a script: `line` counts from the first of the text in the editor, 0 is not in it; `field` is that of the form."""
    finding = noted.finding
    is_own = finding.path == f"docs/{manuscript.path}"
    line = finding.line - manuscript.first_line + 1
    keys = [
        key
        for key, place in (manuscript.head.lines.items() if manuscript.head else ())
        if place == finding.line and key
    ]
    names = [".".join(str(part) for part in key) for key in keys]
    return {
        "line": line if is_own and line > 0 else 0,
        "column": finding.column,
        "field": names[0] if is_own and line <= 0 and names else "",
        "where": "" if is_own else finding.path.removeprefix("docs/"),
        "message": about_field(finding.message),
        "remedy": in_desk_words(finding.remedy),
        "code": finding.code,
        "name": noted.name,
        "level": finding.level.value,
        "label": finding.level.label,
        "fixable": noted.fixable and is_own,
    }


def mend(desk: Desk, request: Request) -> Response:
    """What `check_structure.py --fix` would change in the text as it stands in the form, in one place or everywhere: the difference,
    the text, and the fields that change. Nothing is written."""
    manuscript, text = asked(desk, request)
    reading = desk.project.reading()
    settings = desk.project.settings()

    def findings_of(draft: str) -> Iterable[Finding]:
        return findings_in(Project(desk.root, settings, reading), manuscript.path, draft)

    if request.form.get("all"):
        after = mended(text, findings_of)
    else:
        now = manuscript_of(manuscript.path, text, "", reading)
        edits = [finding.edit for finding in at_place(findings_of(text), request.form, now) if finding.edit]
        after = apply(text, edits)
    if after == text:
        raise UserError(NOTHING)
    names = f"docs/{manuscript.path}"
    shown = comparison(words_of(names, text.encode()), words_of(names, after.encode()))
    html = templates().get_template("writing/mended.html").render(difference=shown)
    return data({"html": html, **changed(manuscript_of(manuscript.path, text, "", reading), after, reading)})


def findings_in(project: Project, path: str, text: str) -> Iterator[Finding]:
    """What the rules about one text find in it, were it the file at a path below docs/."""
    try:
        head, _ = front_matter.split(text, f"docs/{path}")
        item = None if project.site is None else project.site.by_path.get(path)
        yield from run(project, (Source(f"docs/{path}", text, head, item, project),)).findings
    except ContentError:
        return


def at_place(findings: Iterable[Finding], form: MultiDict[str, str], manuscript: Manuscript) -> Iterator[Finding]:
    """The findings with the code, the line and the column that a form names; a field is known by its line."""
    line = form.get("line", 0, type=int)
    in_file = line + manuscript.first_line - 1 if line else place_of(form.get("field", ""), manuscript)
    same = [finding for finding in findings if finding.code == form.get("code") and finding.line == in_file]
    column = form.get("column", 0, type=int)
    yield from ([finding for finding in same if finding.column == column] or same)[:1]


def place_of(field: str, manuscript: Manuscript) -> int:
    """The line of a field in the file; 0 where it is not there."""
    lines = manuscript.head.lines if manuscript.head else {}
    return next((line for key, line in lines.items() if ".".join(map(str, key)) == field), 0)


def changed(before: Manuscript, text: str, reading: Reading) -> dict[str, Any]:
    """The text in the editor, and the values of the form that differ."""
    after = manuscript_of(before.path, text, "", reading)
    old = sent(before.fields)
    return {
        "text": after.body.rstrip("\n"),
        "fields": {name: value for name, value in sent(after.fields).items() if old.get(name) != value},
    }


def paste(_desk: Desk, request: Request) -> Response:
    """What is pasted as Markdown, as an import makes it."""
    converted = pasted(request.form.get("html", ""), max(1, min(request.form.get("note", 1, type=int), 9999)))
    return data({"markdown": converted.markdown, "remarks": converted.remarks})


def picture(desk: Desk, request: Request) -> Response:
    """A picture, made ready and put beside the article; the original is kept."""
    path = article_path(desk.root, request.form.get("path", ""))
    upload = request.files.get("picture")
    content = upload.read() if upload else b""
    with writing(desk.root):
        file, remarks = take_in(desk.root, path, content)
    return data({"name": file.name, "remarks": remarks})


def articles(desk: Desk, request: Request) -> Response:
    """Articles to link to, the newest first: those whose title or path has every word that is asked for."""
    path = article_path(desk.root, request.args.get("path", ""))
    words = [folded(word) for word in request.args.get("q", "").split()[:10]]
    site = desk.project.reading().site
    matching = (
        article
        for article in reversed(site.articles if site else ())
        if article.path != path
        and all(word in folded(f"{article.title} {article.column.name}{article.path}") for word in words)
    )
    return data({"articles": [as_link(article, path) for article, _ in zip(matching, range(SHOWN), strict=False)]})


def as_link(article: Article, path: str) -> dict[str, str]:
    """An article, and the address by which the text at a path links to it."""
    target = quote(posixpath.relpath(article.path, posixpath.dirname(path)), safe="/")
    about = f"{article.column.name} · {article.date:%Y-%m-%d}"
    return {"title": article.title, "about": about, "target": target}


ROUTES: tuple[Route, ...] = (
    Route("writing/check", check, ("POST",)),
    Route("writing/findings", findings),
    Route("writing/mend", mend, ("POST",)),
    Route("writing/paste", paste, ("POST",), 24 * MEGABYTE),
    Route("writing/picture", picture, ("POST",), 64 * MEGABYTE),
    Route("writing/articles", articles),
)
