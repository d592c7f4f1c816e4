"""What is suggested for a name or a file that is not there: the one that was meant, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.checks.engine.project import read_project
from lanmu.checks.engine.registry import all_rules
from lanmu.checks.engine.suggestions import nearest_path
from lanmu.content.settings import load
from lanmu.content.validation import nearest
from support import rules_harness as harness

FILES = (
    "plan/index.md",
    "plan/overview.md",
    "srs/index.md",
    "news/2008-11-05-xuexi.md",
    "news/tongzhi.docx",
    "news/huichang.jpg",
    "news/baoming.md",
    "campaign.yml",
)


@pytest.mark.parametrize(
    ("missing", "meant"),
    [
        ("plan/overveiw.md", "plan/overview.md"),
        ("overview.md", "plan/overview.md"),
        ("plan.md", "plan/index.md"),
        ("news/plan/index.md", "plan/index.md"),
        ("news/tongzhi.doc", "news/tongzhi.docx"),
        ("news/huichang.png", "news/huichang.jpg"),
        ("news/huichnag.jpg", "news/huichang.jpg"),
        ("news/2008-11-05-xuexii.md", "news/2008-11-05-xuexi.md"),
        # Another kind, another number, another word: nothing is suggested.
        ("news/baoming.jpg", ""),
        ("news/tongzhi.md", ""),
        ("sys/index.md", ""),
        ("news/2008-11-06-xuexi.md", ""),
        ("campaigns.md", ""),
        ("news/huiyi.jpg", ""),
    ],
)
def test_a_path_of_the_same_kind_is_suggested_or_none(missing: str, meant: str) -> None:
    assert nearest_path(missing, FILES) == meant


def test_of_several_that_fit_none_is_suggested() -> None:
    assert nearest_path("a/tongzhi.docx", ["b/tongzhi.docx", "c/tongzhi.docx"]) == ""


def test_short_words_are_not_taken_for_each_other() -> None:
    assert nearest("sys", ["srs", "news"]) == ""
    assert nearest("titel", ["title", "date"]) == "title"
    assert nearest("动太", ["动态", "公示"]) == "动态"


def remedies(root: Path, code: str, path: str = "") -> list[str]:
    """What one rule finds in the project, with the ways out."""
    project = read_project(root, load(root / "lanmu.toml"))
    rule = all_rules()[code]
    subject = project.sources[path] if path else project
    return [finding.message + finding.remedy for finding in rule(subject)]


def test_the_landing_page_that_is_missing_is_named(tmp_path: Path) -> None:
    harness.write(harness.Fixture(), tmp_path)
    for file in (tmp_path / "docs" / "plan").glob("*.md"):
        file.unlink()
    article = tmp_path / "docs" / "plan" / "2008-11-05-wenjian.md"
    article.write_text(harness.with_head({"genre": "文件"}, "大家读了书。\n"), encoding="utf-8")
    (remedy,) = remedies(tmp_path, "COL006")
    assert "指向栏目「方案」的介绍页「plan/index.md」，这一页还没有写。写一个 docs/plan/index.md；" in remedy


def test_what_may_have_moved_is_looked_for_not_deleted(tmp_path: Path) -> None:
    body = "见[通知](tongzhi.md)、![图](plan.jpg)、[方案](#没有的一节)。\n"
    fixture = harness.Fixture({harness.DEFAULT_ARTICLE: (body, "")})
    harness.write(fixture, tmp_path)
    path = harness.DEFAULT_ARTICLE.removeprefix("docs/")
    texts = remedies(tmp_path, "LNK001", path) + remedies(tmp_path, "LNK002", path)
    assert len(texts) == 3
    assert not any("删" in text or "是不是" in text for text in texts), texts
