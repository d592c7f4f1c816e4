"""The web application of the preview: the files of the site, its pages with the bar and a script that reloads them, the bar's own
addresses (`/_lanmu/…`), and the news that open pages wait for (`/livereload/…`)."""

from __future__ import annotations

import json
import mimetypes
import re
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from lanmu.preview.bar.findings import CheckResults, Findings
from lanmu.preview.bar.view import OPEN, View
from lanmu.preview.request_path import decoded, file_in, name_of
from lanmu.preview.same_origin import SENTENCES

OWN = "/_lanmu/"
OWN_FILES = dict.fromkeys(("bar.css", "overview.css"), "text/css")
OWN_FILES |= dict.fromkeys(("bar.js", "reload.js"), "text/javascript")
BAR = Path(__file__).with_name("bar")
NEWS = re.compile(r"/livereload/([0-9]+)/[0-9.]+")
SECONDS_TO_WAIT = 5
"""How long a request of a page for news is held open; then the page asks again, and closed pages free their thread."""
PICTURES = (".jpg", ".png", ".webp", ".avif")
"""What becomes of a picture that is handed in (intake/pictures.py), and its lighter files (build/pictures.py)."""
WINDOWS = 20
"""In so many windows of the desk a text is shown that is not saved."""
NO_PAGE = '<!doctype html>\n<html lang="zh-CN"><meta charset="utf-8"><title>{0}</title><p>{0}</p></html>\n'
# After the head: what stands there as data may look like a tag. The link that skips to the text comes before the bar:
# it is the first thing that the keyboard reaches, as on the published page.
BODY = re.compile(
    rb"""</head>\s*<body(?=[\s>])(?:[^>"']|"[^"]*"|'[^']*')*>(?:.*?<a class="skip"[^>]*>[^<]*</a>)?""", re.DOTALL
)
REFRESH = b'http-equiv="refresh"'
Answer = tuple[str, dict[str, str], Iterable[bytes]]
"""Status, headers and body."""


class Application:
    """A WSGI application (PEP 3333) for the project in `root`.

    `served` returns the folder in which the file of a name is shown; `asked` is called with the name of each requested file
    before it is looked up; `problem` returns the error of the last build, empty when it succeeded; `building` is true while a
    build runs, when pages may be out of date; `instant` is the folder of instant pages, with what was made for them alone.
    `beside` is another application, and the path below which it answers instead.
    """

    def __init__(
        self,
        root: Path,
        findings: Findings,
        served: Callable[[str], Path],
        asked: Callable[[str], None] = lambda _: None,
        problem: Callable[[], str] = lambda: "",
        building: Callable[[], bool] = lambda: False,
        instant: Path | None = None,
    ) -> None:
        self.beside: tuple[str, WSGIApplication] | None = None
        self.view = View(root)
        self.findings = findings
        self.served = served
        self.asked = asked
        self.problem = problem
        self.building = building
        self.instant = instant
        self.unsaved: dict[tuple[str, str], bytes] = {}
        """Pages of texts that are not saved, by their files and by the window of the desk in which they are written."""
        self.version = 0
        self.changed = threading.Condition()
        self.reload()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = decoded(environ["PATH_INFO"]) or ""
        if self.beside and path.startswith(self.beside[0]):
            return self.beside[1](environ, start_response)
        is_framed = environ.get("HTTP_SEC_FETCH_DEST") == "iframe"
        status, headers, body = self.answer(path, parse_qs(environ.get("QUERY_STRING", "")), is_framed=is_framed)
        start_response(status, list(headers.items()))
        return body

    def answer(self, path: str, query: dict[str, list[str]], *, is_framed: bool = False) -> Answer:
        """The answer to a request for a path. A page in a frame of the desk has no bar: the desk shows the same."""
        if news := NEWS.fullmatch(path):
            with self.changed:
                self.changed.wait_for(lambda: self.version > int(news[1]), SECONDS_TO_WAIT)
                return text("text/plain", str(self.version))
        if path == OPEN and (editor := self.view.editor_address(query)):
            return "302 Found", {"Location": editor, "Content-Length": "0"}, []
        name = path.removeprefix(OWN)
        if path == OWN:
            return text("text/html", self.bar(path, self.findings.results))
        if path == f"{OWN}findings.json":
            return text("application/json", self.news(query))
        if path.startswith(OWN) and name in OWN_FILES:
            return text(OWN_FILES[name], (BAR / name).read_text(encoding="utf-8"))
        if is_framed and (html := self.unsaved.get((name_of(path) or "", query.get("unsaved", [""])[0]))):
            return self.page("200 OK", html, path, is_framed=True)
        return self.file(path, is_framed=is_framed) or self.missing(path, is_framed=is_framed)

    def file(self, path: str, *, is_framed: bool) -> Answer | None:
        """A file of the site; None when there is none."""
        name = name_of(path)
        if name is None:
            return None
        self.asked(name)
        file = file_in(self.served(name), path)
        if name.endswith(PICTURES) and file and not file.is_file():
            # Put beside its article just now, or made lighter for its instant page: the next build brings it.
            others = [file_in(folder, path) for folder in (self.view.root / "docs", self.instant) if folder]
            file = next((each for each in others if each and each.is_file()), None)
        if file is None:
            return None
        if file.is_dir() and (file / "index.html").is_file():
            return "302 Found", {"Location": f"{quote(path)}/", "Content-Length": "0"}, []
        try:
            if name.endswith(".html"):
                return self.page("200 OK", file.read_bytes(), path, is_framed=is_framed)
            # Windows may have another type for scripts in its registry.
            kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
            headers = {"Content-Type": kind or "application/octet-stream", "Content-Length": str(file.stat().st_size)}
            return "200 OK", headers, FileWrapper(file.open("rb"))
        except OSError:
            return None

    def missing(self, path: str, *, is_framed: bool) -> Answer:
        """The site's own page for what is not there; a sentence where it has none."""
        page = self.served("404.html") / "404.html"
        html = page.read_bytes() if page.is_file() else NO_PAGE.format(SENTENCES[HTTPStatus.NOT_FOUND]).encode()
        return self.page("404 Not Found", html, path, is_framed=is_framed)

    def page(self, status: str, html: bytes, path: str, *, is_framed: bool) -> Answer:
        """A page with the script that reloads it, a file so that the site's policy allows it, and with the bar at the
        beginning of its body; but no bar where a page leads on at once, or has no body."""
        before, end, after = html.rpartition(b"</body>")
        script = b'<script src="/_lanmu/reload.js" data-version="%d"></script>' % self.version
        html = before + script + end + after if end else html + script
        start = BODY.search(html)
        if start and REFRESH not in html and not is_framed:
            bar = self.bar(path, self.findings.results).encode("utf-8", "replace")
            html = html[: start.end()] + bar + html[start.end() :]
        return status, {"Content-Type": "text/html", "Content-Length": str(len(html))}, [html]

    def bar(self, page: str, results: CheckResults) -> str:
        """The bar of a page, or the page of all findings."""
        if page == OWN:
            return self.view.overview(results, self.problem())
        return self.view.bar(page, results, self.problem(), building=self.building())

    def news(self, query: dict[str, list[str]]) -> str:
        """What is known now about a page, as JSON; its bar only when it is not that of `revision`."""
        results = self.findings.results
        news: dict[str, Any] = {"revision": results.revision, "running": results.running}
        if query.get("revision") != [str(results.revision)]:
            news["html"] = self.bar(query.get("page", [""])[0], results)
        return json.dumps(news, ensure_ascii=False)

    def show_unsaved(self, name: str, window: str, html: bytes) -> None:
        """Shows a page of a text that is not saved in the frame of one window of the desk, which asks for it by
        `?unsaved=<window>`."""
        self.unsaved.pop((name, window), None)
        self.unsaved[name, window] = html
        if len(self.unsaved) > WINDOWS:
            self.unsaved.pop(next(iter(self.unsaved)))

    def forget_unsaved(self, name: str) -> None:
        """Shows the page as it is saved in every window."""
        for key in [key for key in list(self.unsaved) if key[0] == name]:
            self.unsaved.pop(key, None)

    def reload(self) -> None:
        """Has every open page load itself again, also one that is still open from an earlier preview."""
        with self.changed:
            self.version = max(round(time.monotonic() * 1000), self.version + 1)
            self.changed.notify_all()


def text(kind: str, body: str) -> Answer:
    """An answer with text."""
    data = body.encode("utf-8", "replace")
    return "200 OK", {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(data))}, [data]
