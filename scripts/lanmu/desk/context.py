"""What every page of the desk works with, and how it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Request, Response

from lanmu.checks.reports.html import place
from lanmu.desk.intake.tray import Tray
from lanmu.desk.jobs import Jobs
from lanmu.desk.project import Project
from lanmu.desk.words import about_field, field_label, in_desk_words
from lanmu.diagnostics.errors import UserError
from lanmu.preview.bar.view import count
from lanmu.preview.command import Preview

HERE = Path(__file__).parent
PREFIX = "/_desk/"
NAME = "desk_name"
"""The cookie with the name of whoever works at this browser; it only fills in forms and says who has an article open."""
MEGABYTE = 1024 * 1024
SECTIONS = (
    ("articles", "稿件", PREFIX),
    ("intake", "收稿", f"{PREFIX}intake/"),
    ("writing", "写稿", f"{PREFIX}writing/new"),
    ("reviewing", "三审", f"{PREFIX}reviewing/"),
    ("printing", "印刷与上报", f"{PREFIX}printing/"),
    ("publishing", "发布", f"{PREFIX}publishing/"),
    ("settings", "栏目与活动", f"{PREFIX}settings/"),
)
"""The parts of the desk in the order of the work: id, name, address. Versions belong to one file each."""


@dataclass(frozen=True)
class Desk:
    """The desk of the project in `root`. `token` is this start's: without it nothing is written."""

    root: Path
    token: str
    project: Project
    preview: Preview
    jobs: Jobs
    tray: Tray = field(default_factory=Tray)


Endpoint = Callable[..., Response]
"""Called with the desk, the request, and the values in its address by name. May raise UserError: it is shown as a sentence."""


@dataclass(frozen=True)
class Route:
    """An address below PREFIX, as werkzeug writes rules, and what answers there. `largest` is the limit of a request's body in
    bytes."""

    rule: str
    endpoint: Endpoint
    methods: tuple[str, ...] = ("GET",)
    largest: int = 4 * MEGABYTE


@cache
def templates() -> Environment:
    """Every template of the desk, by its path below this folder. What comes from a manuscript is escaped."""
    environment = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"place": place, "count": count, "query": quote, "said": in_desk_words}
    environment.filters |= {"about_field": about_field, "field_label": field_label}
    return environment


def who(request: Request) -> str:
    """The name of whoever works at this browser; empty when it was not given."""
    return unquote(request.cookies.get(NAME, ""))[:40].strip()


def page(desk: Desk, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of the desk, drawn from a template that extends `common/layout.html`. `section` is the id of its part."""
    site = desk.project.reading().site
    common = {
        "desk_token": desk.token,
        "sections": SECTIONS,
        "section": "",
        "who": who(request),
        "here": request.full_path.rstrip("?"),
        "organisation": organisation(desk),
        "campaign": site.campaign.name if site else "",
        "problem": desk.preview.problem,
        "running": [job for job in desk.jobs.running() if f"{PREFIX}jobs/{job.number}" != request.path],
    }
    return Response(templates().get_template(template).render(common | values), status=status, mimetype="text/html")


def organisation(desk: Desk) -> str:
    """The name of the site; empty while the settings cannot be read: the pages that say so have no name above them."""
    try:
        return desk.project.settings().site.name
    except UserError:
        return ""


def fragment(template: str, **values: Any) -> Response:
    """A piece of a page, for a script to put in its place."""
    return Response(templates().get_template(template).render(values), mimetype="text/html")


def data(values: Mapping[str, Any], status: int = 200) -> Response:
    """An answer for a script, as JSON."""
    return Response(json.dumps(values, ensure_ascii=False), status=status, mimetype="application/json")


def as_download(content: bytes, kind: str, name: str) -> Response:
    """An answer to be kept as a file, whatever letters its name has (RFC 6266, 4.3)."""
    header = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": header})


def see(address: str) -> Response:
    """Leads the browser to a page after something was written, so that reloading writes nothing again (303 See Other, RFC 9110
    15.4.4)."""
    return Response(status=303, headers={"Location": address})
