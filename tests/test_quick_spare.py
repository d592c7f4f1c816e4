"""The site before the last one is changed into the next, and nobody sees it meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from lanmu.build.site import build
from lanmu.diagnostics.errors import UserError
from property.test_warm_build import differences, files_of
from support.many_articles import MANY, edit, folders_of, spare_of, with_articles

pytestmark = pytest.mark.usefixtures("moment")


def test_an_edit_changes_the_spare_and_leaves_the_site_until_it_is_whole(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    for number in (3, 5):
        # After the first build the spare is one like the site, later the site before.
        before, records = folders_of(spare), records_of(spare).stat().st_ino
        page = edit(project, number)
        build(project, site)
        assert f"第{number}篇" in (site / page).read_text(encoding="utf-8")
        assert f"第{number}篇" not in (spare / page).read_text(encoding="utf-8")
        # What was the spare is the site now: no folder was made anew but those of what was edited.
        after = folders_of(site)
        assert len([name for name, inode in before.items() if after.get(name) == inode]) >= MANY - 2
        # The index has another name, and its folder is the same.
        assert records_of(site).stat().st_ino == records
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


def records_of(site: Path) -> Path:
    """The folder of the index."""
    return next((site / "search").glob("*/d0.js")).parent


def test_a_site_of_which_nothing_is_left_is_no_spare(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    old = folders_of(site)
    with (project / "lanmu.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n# 有了变动\n")
    build(project, site)
    assert files_of(spare) == files_of(site)
    assert not set(folders_of(spare).values()) & set(old.values())


def test_where_files_have_one_name_only_there_is_no_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    project = with_articles(tmp_path / "project", 3)
    build(project, project / "site")
    assert not spare_of(project).exists()
    assert not list(project.glob(".site.*"))


def test_what_somebody_did_to_the_spare_does_not_get_into_the_site(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    page = edit(project, 3)
    build(project, site)
    for number, how in enumerate(("a file less", "a file more", "a folder", "another text", "nothing left"), start=4):
        other = spare / "zh-Hant" / page
        if how == "a file less":
            other.unlink()
        elif how == "a file more":
            (spare / "more.html").write_text("多了", encoding="utf-8")
        elif how == "a folder":
            other.unlink()
            other.mkdir()
        elif how == "another text":
            # The file is the site's too: what a hand changes in the spare is noticed in both.
            other.write_bytes(other.read_bytes()[::-1])
        else:
            shutil.rmtree(spare)
        edit(project, number)
        build(project, site)
        build(project, tmp_path / "cold")
        assert differences(site, tmp_path / "cold") == [], how


def test_a_build_that_fails_leaves_site_and_spare(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, spare = project / "site", spare_of(project)
    build(project, site)
    edit(project, 3)
    build(project, site)
    before = files_of(site), files_of(spare)
    broken = project / "docs" / "news" / edit(project, 4).split("/")[1]
    Path(f"{broken}.md").write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError):
        build(project, site)
    assert (files_of(site), files_of(spare)) == before
