"""The desk of a small project, asked without a server: the same application, the same files."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from conftest import SITES, WHOLE, copy_project
from lanmu.desk.application import DeskApplication
from lanmu.desk.command import ROUTES
from lanmu.desk.context import PREFIX, Desk
from lanmu.desk.jobs import Job, Jobs
from lanmu.desk.project import Project
from lanmu.preview.command import Preview
from werkzeug.test import Client, TestResponse

TOKEN = "token-of-this-start"


class Asked:
    """The desk of the project in `root`, and a browser that asks it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        preview = Preview(root, root / ".cache" / "preview" / "0", "http://127.0.0.1:8000/")
        self.desk = Desk(root, TOKEN, Project(root), preview, Jobs())
        self.client = Client(DeskApplication(self.desk, ROUTES))

    def get(self, address: str, /, **values: Any) -> TestResponse:
        """The answer to reading `/_desk/<address>`."""
        return self.client.get(PREFIX + address, query_string=values)

    def post(self, address: str, /, script: bool = False, **values: Any) -> TestResponse:
        """The answer to a form that is sent to `/_desk/<address>`; lists and files as werkzeug's client takes them. `script`: as a
        script of the desk sends it, which gets data instead of pages."""
        headers = {"X-Desk-Token": TOKEN} if script else {}
        return self.client.post(PREFIX + address, data={"token": TOKEN} | values, headers=headers)

    def ended(self, answer: TestResponse) -> Job:
        """The job to whose page an answer leads, once it has ended."""
        number = int(answer.headers["Location"].rstrip("/").rpartition("/")[2])
        job = self.desk.jobs.get(number)
        assert job
        while job.is_running:
            time.sleep(0.05)
        return job


def desk_of(folder: Path, site: str = "minimal") -> Asked:
    """The desk of a copy in `folder` of one of the small sites."""
    return Asked(copy_project(folder, SITES / site))


def afresh(root: Path, site: str = "minimal") -> Asked:
    """The desk of a project that `desk_of` has made, as it was then: its texts, its settings, and nothing kept."""
    for name in ("docs", ".cache", ".git"):
        place = root / name
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    shutil.copytree(SITES / site, root / "docs")
    shutil.copy2(WHOLE / "lanmu.toml", root)
    return Asked(root)
