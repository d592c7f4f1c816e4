"""Whenever the process is killed, there is a whole site, and the next run completes. (All of it: tests/bench/kills.py.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.build import stage
from lanmu.build.site import build
from lanmu.diagnostics.errors import UserError
from property.test_warm_build import files_of
from support.many_articles import with_articles

pytestmark = pytest.mark.usefixtures("moment")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="在子进程里做，要 fork")
@pytest.mark.parametrize(("scenario", "rounds"), [("build", 2), ("fallback", 1), ("offline", 1)])
def test_kills_are_survived(scenario: str, rounds: int) -> None:
    command = [sys.executable, "tests/bench/kills.py", "--rounds", str(rounds), scenario]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(("scripts", "tests"))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "survived" in done.stdout


def test_two_folders_are_exchanged_or_one_lies_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, target, old_folder = tmp_path / "new", tmp_path / "site", tmp_path / "aside"
    for cannot in (False, True):
        if cannot:
            monkeypatch.setattr(stage, "exchange", lambda _one, _other: False)
        for folder in (new, target):
            folder.mkdir(exist_ok=True)
            (folder / "name").write_text(folder.name, encoding="utf-8")
        old = stage.swap(new, target, old_folder)
        assert (target / "name").read_text(encoding="utf-8") == "new"
        assert (old / "name").read_text(encoding="utf-8") == "site"
        assert old == old_folder or not cannot


def test_what_a_killed_swap_left_is_put_back_even_by_a_build_that_fails(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 1)
    site = project / "site"
    build(project, site)
    before = files_of(site)
    # Between the two renames, where folders cannot be exchanged.
    (project / ".site.building").mkdir()
    site.rename(project / ".site.building" / "old")
    (project / "docs" / "news" / "broken.md").write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError):
        build(project, site)
    assert files_of(site) == before
    assert not (project / ".site.building").exists()


def test_where_the_last_site_cannot_be_put_back_nothing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_articles(tmp_path / "project", 1)
    old_site = project / ".site.building" / "old"
    old_site.mkdir(parents=True)
    (old_site / "index.html").write_text("旧", encoding="utf-8")

    def refuse(*_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(stage, "rename", refuse)
        with pytest.raises(UserError, match="原来的还在"):
            build(project, project / "site")
    assert (old_site / "index.html").read_text(encoding="utf-8") == "旧"
