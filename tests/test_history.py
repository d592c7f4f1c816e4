"""When files first came into Git, asked of real repositories."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from lanmu.checks.engine.git import first_commits
from support.sealing import commit, run_git

LONG = "一篇稿件的正文，写得长一些，Git 才认得出改名以后还是它。\n" * 5


def put(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}\n{LONG}", encoding="utf-8")


def test_the_first_commit_counts_also_under_another_name(tmp_path: Path) -> None:
    put(tmp_path, "docs/news/a.md", "docs/news/b.md", "docs/news/中 文.md", "other.md")
    commit(
        tmp_path, ["2008-11-05 23:59 docs/news/a.md", "2008-11-06 00:00 docs/news/b.md 'docs/news/中 文.md' other.md"]
    )
    put(tmp_path, "docs/news/b.md")
    commit(
        tmp_path, ["2008-11-20 09:00 docs/news/a.md -> docs/news/c.md", "2008-11-21 09:00 docs/news/c.md -> docs/d.md"]
    )
    assert first_commits(tmp_path) == {
        "docs/news/a.md": datetime(2008, 11, 5, 23, 59),
        "docs/news/b.md": datetime(2008, 11, 6),
        "docs/news/中 文.md": datetime(2008, 11, 6),
        "docs/news/c.md": datetime(2008, 11, 5, 23, 59),
        "docs/d.md": datetime(2008, 11, 5, 23, 59),
    }


def test_a_project_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    put(tmp_path, "site/docs/a.md", "docs/b.md")
    commit(tmp_path, ["2008-11-05 09:00 site/docs/a.md docs/b.md"])
    assert first_commits(tmp_path / "site") == {"docs/a.md": datetime(2008, 11, 5, 9)}


def test_the_end_of_a_history_says_nothing(tmp_path: Path) -> None:
    put(tmp_path / "whole", "docs/a.md", "docs/b.md")
    commit(tmp_path / "whole", ["2008-11-05 09:00 docs/a.md", "2008-11-06 09:00 docs/b.md"])
    whole = (tmp_path / "whole").as_uri()
    run_git(tmp_path, "clone", "--quiet", "--depth", "1", whole, "end")
    run_git(tmp_path, "clone", "--quiet", whole, "all")
    assert first_commits(tmp_path / "end") == {}
    assert sorted(first_commits(tmp_path / "all")) == ["docs/a.md", "docs/b.md"]


def test_without_a_history_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "docs/a.md")
    assert first_commits(tmp_path) == {}
    run_git(tmp_path, "init", "--quiet")
    assert first_commits(tmp_path) == {}
    commit(tmp_path, ["2008-11-05 09:00 docs/a.md"])
    monkeypatch.setenv("PATH", "")
    assert first_commits(tmp_path) == {}
