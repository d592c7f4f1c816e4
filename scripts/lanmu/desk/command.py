"""Serves the site on this machine with the desk."""

from __future__ import annotations

import secrets
from pathlib import Path

from lanmu.desk.application import DeskApplication
from lanmu.desk.articles.routes import ROUTES as ARTICLES
from lanmu.desk.context import PREFIX, Desk, Route
from lanmu.desk.intake.routes import ROUTES as INTAKE
from lanmu.desk.intake.tray import Tray
from lanmu.desk.jobs import Jobs
from lanmu.desk.printing.routes import ROUTES as PRINTING
from lanmu.desk.project import Project
from lanmu.desk.publishing.routes import ROUTES as PUBLISHING
from lanmu.desk.reviewing.routes import ROUTES as REVIEWING
from lanmu.desk.settings.routes import ROUTES as SETTINGS
from lanmu.desk.versions.routes import ROUTES as VERSIONS
from lanmu.desk.writing.routes import ROUTES as WRITING
from lanmu.preview import command

ROUTES: tuple[Route, ...] = (
    *ARTICLES,
    *INTAKE,
    *WRITING,
    *VERSIONS,
    *REVIEWING,
    *PRINTING,
    *PUBLISHING,
    *SETTINGS,
)


def serve(root: Path, port: int, *, open_browser: bool) -> int:
    """Serves the project in `root`, readers' pages and the desk, until Ctrl-C (or SIGTERM)."""
    jobs, tray = Jobs(), Tray()
    tray.begin()

    def desk(preview: command.Preview) -> DeskApplication:
        return DeskApplication(Desk(root, secrets.token_urlsafe(32), Project(root), preview, jobs, tray), ROUTES)

    try:
        return command.serve(root, port, open_browser=open_browser, beside=(PREFIX, desk))
    finally:
        jobs.close()
        tray.close()
