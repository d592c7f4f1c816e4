"""The table of articles."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from lanmu.content.publication import publication_states
from lanmu.desk.context import Desk, Route, page


def table(desk: Desk, request: Request) -> Response:
    """Every article with its state, the newest first."""
    site = desk.project.reading().site
    articles = tuple(reversed(site.articles)) if site else ()
    states = publication_states(site, desk.project.settings().review.columns) if site else {}
    return page(desk, request, "articles/table.html", section="articles", articles=articles, states=states)


ROUTES = (Route("", table),)
