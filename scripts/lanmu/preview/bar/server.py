"""Puts the bar into what the preview's server answers, and answers for the bar's own addresses (`/_lanmu/…`)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lanmu.preview.bar.findings import Findings, Known
from lanmu.preview.bar.view import OPEN, View
from lanmu.preview.request_path import decoded

OWN = "/_lanmu/"
FILES = {"bar.css": "text/css", "overview.css": "text/css", "bar.js": "text/javascript"}
# After the head: what stands there as data may look like a tag. The link that skips to the text comes before the bar:
# it is the first thing that the keyboard reaches, as on the published page.
BODY = re.compile(
    rb"""</head>\s*<body(?=[\s>])(?:[^>"']|"[^"]*"|'[^']*')*>(?:.*?<a class="skip"[^>]*>[^<]*</a>)?""", re.DOTALL
)
REFRESH = b'http-equiv="refresh"'


class BarServer:
    """A WSGI application (PEP 3333) around that of the preview.

    `problem` gives what kept the last build from ending, empty when it went well; `behind` is true while a build is
    under way and other pages may show what was before.
    """

    def __init__(
        self,
        application: WSGIApplication,
        root: Path,
        findings: Findings,
        problem: Callable[[], str],
        behind: Callable[[], bool] = lambda: False,
    ) -> None:
        self.application = application
        self.view = View(root)
        self.findings = findings
        self.problem = problem
        self.behind = behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = decoded(environ["PATH_INFO"]) or ""
        query = parse_qs(environ.get("QUERY_STRING", ""))
        editor = self.view.editor_address(query) if path == OPEN else None
        if editor:
            start_response("302 Found", [("Location", editor), ("Content-Length", "0")])
            return []
        own = self.own(path, query) if path.startswith(OWN) else None
        if own is None:
            return self.decorated(path, environ, start_response)
        kind, text = own
        body = text.encode("utf-8", "replace")
        start_response("200 OK", [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def own(self, path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
        """Type and text of what stands at an address of the bar's own; None when there is nothing."""
        name = path.removeprefix(OWN)
        if name == "":
            return "text/html", self.drawn(path, self.findings.known)
        if name == "findings.json":
            return "application/json", self.news(query)
        if name in FILES:
            return FILES[name], Path(__file__).with_name(name).read_text(encoding="utf-8")
        return None

    def news(self, asked: dict[str, list[str]]) -> str:
        """What is known now about a page; its parts drawn anew when they are not those of `revision`."""
        known = self.findings.known
        news: dict[str, Any] = {"revision": known.revision, "running": known.running}
        if asked.get("revision") != [str(known.revision)]:
            news["html"] = self.drawn(asked.get("page", [""])[0], known)
        return json.dumps(news, ensure_ascii=False)

    def drawn(self, page: str, known: Known) -> str:
        """The bar of a page, or the page of all findings."""
        problem = self.problem()
        return (
            self.view.overview(known, problem)
            if page == OWN
            else self.view.bar(page, known, problem, behind=self.behind())
        )

    def decorated(self, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The preview's own answer, with the bar when it is a page."""
        begun = Begun()
        chunks = self.application(environ, begun)
        headers = dict(begun.headers)
        if headers.get("Content-Type", "").startswith("text/html"):
            body = self.with_bar(b"".join(chunks), path)
            chunks, headers["Content-Length"] = [body], str(len(body))
        start_response(begun.status, list(headers.items()))
        return chunks

    def with_bar(self, html: bytes, page: str) -> bytes:
        """A page with the bar at the beginning of its body; one that leads on at once, or has no body, as it is."""
        start = BODY.search(html)
        if not start or REFRESH in html:
            return html
        bar = self.drawn(page, self.findings.known).encode("utf-8", "replace")
        return html[: start.end()] + bar + html[start.end() :]


class Begun:
    """What an application answers before the body comes."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return self.refuse

    @staticmethod
    def refuse(_data: bytes, /) -> None:
        """The old way of answering (PEP 3333, "The write() Callable"); the preview's server does not use it."""
        raise NotImplementedError
