"""The gate before everything that the preview serves: only a browser on this machine that shows the preview gets in.

Any web page that is open in the same browser can send requests to this port, which serves drafts. What a request says of
its origin is compared with lists (Fetch Metadata Request Headers, W3C; `Origin` and `Host`, RFC 6454 and 9110: a name of a
stranger's that leads to this machine, "DNS rebinding", stands in `Host`); what is answered forbids other origins to load it
(`Cross-Origin-Resource-Policy`, Fetch), which holds also in browsers that say nothing.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lanmu.build import headers
from lanmu.diagnostics.console import complain
from lanmu.preview.request_path import decoded, name_of

METHODS = ("GET", "HEAD")
WRITING = ("POST", "/_desk/")
"""The method that writes, and below which address: the desk's own token decides there (desk/application.py)."""
NAMES = ("127.0.0.1", "localhost", "[::1]")
OWN_SITE = ("same-origin", "none")
"""`Sec-Fetch-Site` of what a page of the preview asks for, and of what a person does: typing an address, a bookmark."""
HEADERS = {
    **dict(headers.OTHERS),
    # The desk shows a page of the site beside its text.
    "Content-Security-Policy": headers.policy(headers.FRAMES),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "lanmu",
}
"""On every answer, also a refusal: the published site's, and stricter where other origins are concerned."""
SENTENCES = {
    HTTPStatus.BAD_REQUEST: "这个网址不对，请检查一下。",
    HTTPStatus.FORBIDDEN: "预览只给本机的浏览器看。请在地址栏里输入命令行窗口里显示的网址。",
    HTTPStatus.NOT_FOUND: "没有这一页。",
    HTTPStatus.METHOD_NOT_ALLOWED: "预览只能看，不接受这种请求。",
    HTTPStatus.INTERNAL_SERVER_ERROR: "预览自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。",
    HTTPStatus.SERVICE_UNAVAILABLE: "同时打开的网页太多，请过一会儿再刷新。",
}


class SameOrigin:
    """A WSGI application (PEP 3333) around that of the preview, which is served at `port`."""

    def __init__(self, application: WSGIApplication, port: int) -> None:
        self.application = application
        self.hosts = {f"{name}:{port}" for name in NAMES}
        self.origins = {f"http://{host}" for host in self.hosts}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Any:
            present = {name for name, _ in headers}
            others = [(name, value) for name, value in HEADERS.items() if name not in present]
            return start_response(status, [*headers, *others], error)

        refused = self.refusal(environ)
        if refused:
            return sentence(refused, begin)
        try:
            chunks = self.application(environ, begin)
        except Exception:
            complain(traceback.format_exc())
            return sentence(HTTPStatus.INTERNAL_SERVER_ERROR, begin, sys.exc_info())
        if environ["REQUEST_METHOD"] != "HEAD":
            return chunks
        if hasattr(chunks, "close"):
            chunks.close()
        return []

    def refusal(self, environ: WSGIEnvironment) -> HTTPStatus | None:
        """Why a request is not answered; None when it is."""
        writes = environ["REQUEST_METHOD"] == WRITING[0] and environ["PATH_INFO"].startswith(WRITING[1])
        if not writes and environ["REQUEST_METHOD"] not in METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED
        # Headers that come twice are joined by a comma (wsgiref), which is on no list.
        if environ.get("HTTP_HOST", "").lower() not in self.hosts:
            return HTTPStatus.FORBIDDEN
        # Browsers say it with everything that writes (Fetch, "append a request Origin header").
        if (writes or "HTTP_ORIGIN" in environ) and environ.get("HTTP_ORIGIN") not in self.origins:
            return HTTPStatus.FORBIDDEN
        if environ.get("HTTP_SEC_FETCH_SITE", "none") not in OWN_SITE and not leads_home(environ):
            return HTTPStatus.FORBIDDEN
        path = decoded(environ["PATH_INFO"])
        return None if path is not None and name_of(path) is not None else HTTPStatus.BAD_REQUEST


def leads_home(environ: WSGIEnvironment) -> bool:
    """True for a link on another site to the preview's home page, in a window of its own: that site learns nothing of it
    (`Cross-Origin-Opener-Policy`)."""
    how = (environ.get("HTTP_SEC_FETCH_MODE"), environ.get("HTTP_SEC_FETCH_DEST"))
    return how == ("navigate", "document") and environ["PATH_INFO"] == "/"


def sentence(status: HTTPStatus, start_response: StartResponse, error: Any = None) -> list[bytes]:
    """Answers with a sentence for people, and nothing more."""
    body = SENTENCES[status].encode("utf-8")
    own = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        own.append(("Allow", ", ".join(METHODS)))
    start_response(f"{status.value} {status.phrase}", own, error)
    return [body]


def plain_answer(status: HTTPStatus) -> bytes:
    """A complete HTTP answer for a connection that is refused before WSGI: no valid request, or too many connections."""
    body = SENTENCES[status].encode("utf-8")
    own = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    headers = (f"{name}: {value}" for name, value in (own | HEADERS).items())
    lines = [f"HTTP/1.0 {status.value} {status.phrase}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
