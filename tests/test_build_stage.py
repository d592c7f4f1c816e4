"""The site before the last one is changed into the next, and nobody sees it meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from lanmu.build import site as sites
from lanmu.build import stage
from lanmu.build.site import build
from lanmu.diagnostics.errors import UserError
from property.test_warm_build import differences, files_of
from support.many_articles import MANY, copy_of, edit, folders_of, with_articles

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def copy_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is changed whenever there is one, which on so small a site would not be worth it."""
    for module in (stage, sites):
        monkeypatch.setattr(module, "is_mostly_taken", lambda _taken, _made: True)


def test_an_edit_changes_the_copy_and_leaves_the_site_until_it_is_whole(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, copy = project / "site", copy_of(project)
    build(project, site)
    assert files_of(copy) == files_of(site), "nothing was taken over"
    for number in (3, 5):
        before = folders_of(copy)
        page = edit(project, number)
        build(project, site)
        assert f"第{number}篇" in (site / page).read_text(encoding="utf-8")
        assert f"第{number}篇" not in (copy / page).read_text(encoding="utf-8")
        # What was the copy is the site now: no folder was made anew.
        after = folders_of(site)
        assert len([name for name, inode in before.items() if after.get(name) == inode]) >= MANY - 2
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


def test_a_site_of_which_nothing_is_left_is_no_copy(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    site, copy = project / "site", copy_of(project)
    build(project, site)
    old = folders_of(site)
    with (project / "lanmu.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n# 有了变动\n")
    build(project, site)
    assert files_of(copy) == files_of(site)
    assert not set(folders_of(copy).values()) & set(old.values())


@pytest.mark.usefixtures("copy_changed")
def test_where_files_have_one_name_only_they_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    project = with_articles(tmp_path / "project", 3)
    build(project, project / "site")
    monkeypatch.setattr(os, "link", refuse)
    for number in (1, 2):
        edit(project, number)
        build(project, project / "site")
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


@pytest.mark.usefixtures("copy_changed")
def test_what_somebody_did_to_the_copy_does_not_get_into_the_site(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 10)
    site, copy = project / "site", copy_of(project)
    build(project, site)
    page = edit(project, 3)
    build(project, site)
    for number, how in enumerate(("a file less", "a file more", "a folder", "another text", "nothing left"), start=4):
        other = copy / "zh-Hant" / page
        if how == "a file less":
            other.unlink()
        elif how == "a file more":
            (copy / "more.html").write_text("多了", encoding="utf-8")
        elif how == "a folder":
            other.unlink()
            other.mkdir()
        elif how == "another text":
            # The file is the site's too: what a hand changes in the copy is noticed in both.
            other.write_bytes(other.read_bytes()[::-1])
        else:
            shutil.rmtree(copy)
        edit(project, number)
        build(project, site)
        build(project, tmp_path / "cold")
        assert differences(site, tmp_path / "cold") == [], how


def test_a_build_that_fails_leaves_site_and_copy(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site, copy = project / "site", copy_of(project)
    build(project, site)
    edit(project, 3)
    build(project, site)
    before = files_of(site), files_of(copy)
    broken = project / "docs" / "news" / edit(project, 4).split("/")[1]
    Path(f"{broken}.md").write_text("没有稿件信息", encoding="utf-8")
    with pytest.raises(UserError):
        build(project, site)
    assert (files_of(site), files_of(copy)) == before
