"""What is suggested for a name or a file that is not there: the one that was meant, or nothing."""

from __future__ import annotations

import pytest
from lanmu.checks.suggestions import nearest_path
from lanmu.content.validation import nearest

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
