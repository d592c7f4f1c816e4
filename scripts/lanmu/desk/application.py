"""The web application of the desk: finds what answers at an address, and lets nothing be written without this start's token."""

from __future__ import annotations

import hmac
import mimetypes
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from lanmu.build import headers
from lanmu.build.assets import tokens
from lanmu.content.settings import Look
from lanmu.desk.context import HERE, NAME, PREFIX, Desk, Route, data, page, see
from lanmu.desk.jobs import Job
from lanmu.desk.uploads import DeskRequest
from lanmu.desk.words import without_commands
from lanmu.diagnostics.errors import UserError
from lanmu.preview.request_path import file_in

STATIC = (".css", ".js", ".svg", ".txt")
POLICY = headers.policy(("frame-src", "'self'"), ("frame-ancestors", "'none'"))
"""The site's policy; besides, the desk shows pages of the site in a frame, and is itself shown in none."""
YEAR = 365 * 24 * 3600
SENTENCES = {
    HTTPStatus.FORBIDDEN: "编辑台重新打开过，这一页是以前的。请刷新这一页再做一次；没有保存的文字先复制出来。",
    HTTPStatus.NOT_FOUND: "编辑台没有这一页。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个网址不接受这种请求。",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "传上来的内容太大，没有收。请分几次传，或者先把图片缩小。",
}


class DeskApplication:
    """A WSGI application (PEP 3333) for everything below PREFIX."""

    def __init__(self, desk: Desk, routes: Iterable[Route]) -> None:
        self.desk = desk
        rules = [
            Rule(PREFIX + route.rule, endpoint=route, methods=route.methods, strict_slashes=False)
            for route in (*routes, *OWN)
        ]
        self.map = Map(rules, redirect_defaults=False, merge_slashes=False)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = DeskRequest(environ)
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Frame-Options"] = "DENY"
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """The answer to a request; a fault of the user's or the machine's becomes a page with a sentence, or, for a script, data."""
        try:
            route, values = self.map.bind_to_environ(request.environ).match()
            request.max_content_length = route.largest
            # Files come to disk; what else is in a form stays in memory.
            request.max_form_memory_size = min(route.largest, Route.largest)
            if request.method not in ("GET", "HEAD") and not self.may_write(request):
                return self.refused(request, HTTPStatus.FORBIDDEN)
            response: Response = route.endpoint(self.desk, request, **values)
            return response
        except HTTPException as error:
            return self.refused(request, HTTPStatus(error.code or HTTPStatus.BAD_REQUEST))
        except UserError as error:
            return self.sentence(request, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)

    def may_write(self, request: Request) -> bool:
        """True for a page of this start of the desk: another page knows neither this header nor the field."""
        token = request.headers.get("X-Desk-Token") or request.form.get("token", "")
        return hmac.compare_digest(token.encode(), self.desk.token.encode())

    def refused(self, request: Request, status: HTTPStatus) -> Response:
        """Says why a request is not answered."""
        return self.sentence(request, SENTENCES.get(status, "这个请求不对，请检查一下。"), status)

    def sentence(self, request: Request, text: str, status: HTTPStatus) -> Response:
        """A sentence for people, in the form that was asked for."""
        if request.headers.get("X-Desk-Token"):
            return data({"error": without_commands(text)}, status)
        return page(self.desk, request, "common/sentence.html", status=status, text=without_commands(text))


def static(_desk: Desk, _request: Request, name: str) -> Response:
    """A style sheet, script or picture of the desk."""
    file = file_in(HERE, f"/{name}")
    if file is None or file.suffix not in STATIC or not file.is_file():
        raise NotFound
    kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
    return Response(file.read_bytes(), mimetype=kind)


def colours(desk: Desk, _request: Request) -> Response:
    """The colours of the site, in the look that is chosen; the usual ones while the settings cannot be read."""
    try:
        look = desk.project.settings().site.look
    except UserError:
        look = Look()
    return Response(tokens(desk.root / "overrides", look), mimetype="text/css")


def name(_desk: Desk, request: Request) -> Response:
    """Remembers who works at this browser."""
    back = request.form.get("back", PREFIX)
    response = see(back if back.startswith(PREFIX) else PREFIX)
    encoded_name = quote(request.form.get("name", "").strip()[:40])
    response.set_cookie(NAME, encoded_name, max_age=YEAR, path=PREFIX, samesite="Strict", httponly=True)
    return response


def job_of(desk: Desk, number: int) -> Job:
    """A job by its number. Raises NotFound."""
    job = desk.jobs.get(number)
    if job is None:
        raise NotFound
    return job


def job_page(desk: Desk, request: Request, number: int) -> Response:
    """What a job has said, and how it stands; for a script as data."""
    job = job_of(desk, number)
    if request.headers.get("X-Desk-Token"):
        facts = {
            "condition": job.condition,
            "lines": job.lines,
            "progress": job.progress,
            "problem": without_commands(job.problem),
        }
        return data(facts | {"next": job.next})
    return page(desk, request, "common/job.html", job=job)


def stop_job(desk: Desk, _request: Request, number: int) -> Response:
    """Ends a job."""
    desk.jobs.stop(job_of(desk, number))
    return see(f"{PREFIX}jobs/{number}")


OWN = (
    Route("static/<path:name>", static),
    Route("colours.css", colours),
    Route("name", name, ("POST",)),
    Route("jobs/<int:number>", job_page),
    Route("jobs/<int:number>/stop", stop_job, ("POST",)),
)
