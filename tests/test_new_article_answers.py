"""What the answers to new_article.py's questions mean: by Enter, by a part of a name, by an option."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from conftest import WHOLE
from lanmu.content.loading import load
from lanmu.diagnostics.errors import UserError
from lanmu.intake.interview import NONE, Choice, interview, pick_several
from support.builders import minimal_site
from support.new_articles import DAY, complete_options


@pytest.mark.parametrize(
    ("genre", "more", "expected"),
    [
        ("动态", {"unit": "各班组"}, ("各班组", "", "学习调研", (), ())),
        ("动态", {"unit": "各班组", "task": "完善制度"}, ("各班组", "", "整改落实", ("完善制度",), ())),
        ("动态", {"unit": "3", "task": "不写"}, ("各班组", "", "学习调研", (), ())),
        ("动态", {"source": "示例日报", "phase": "不写", "task": "不写"}, ("", "示例日报", "", (), ())),
        ("方案解读", {}, ("", "本站编写", "", (), ())),
        ("调研报告", {"unit": "3"}, ("各班组", "", "分析检查", ("分析报告",), ("专题调研报告",))),
        ("评议结果", {"unit": "3"}, ("各班组", "", "分析检查", ("职工评议",), ("评议结果",))),
        ("总结报告", {"unit": "3", "date": "2009-02-05"}, ("各班组", "", "", (), ())),
        ("总结报告", {"unit": "3", "output": "班组"}, ("各班组", "", "", (), ("班组总结报告",))),
    ],
)
def test_what_enter_means(
    genre: str, more: dict[str, str], expected: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers, the likely thing: what the genre says of task and output, the phase that runs on the day."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    answers = interview(load(WHOLE / "docs"), {"genre": genre, "title": "某事", "date": DAY, **more})
    assert (answers.unit, answers.source, answers.phase, answers.tasks, answers.outputs) == expected
    assert answers.until == (date(2008, 11, 12) if genre == "评议结果" else None)


def test_the_phase_that_begins_is_likelier_than_the_one_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    options = {"genre": "动态", "title": "某事", "unit": "办公室", "date": "2008-11-15"}
    assert [phase.name for phase in minimal_site().campaign.phases_on(date(2008, 11, 15))] == ["学习", "整改"]
    assert interview(minimal_site(), options).phase == "整改"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"genre": "新闻稿"}, "--genre：没有「新闻稿」"),
        ({"genre": "99"}, "--genre：没有第 99 项"),
        ({"genre": "典型"}, "--genre：「典型」有几个：典型人物、典型单位"),
        ({"title": "　"}, "--title：这里要写文字"),
        ({"title": "长" * 81}, "--title：标题有 81 个字，最多 80 个"),
        ({"title": "某\x07事"}, "--title：里面有看不见的控制字符"),
        ({"title": "某\udcff事"}, "--title：里面有看不见的控制字符"),
        ({"date": "2008年11月5日"}, "--date：「2008年11月5日」不是日期，请写成"),
        ({"unit": "各班祖"}, "--unit：没有「各班祖」。是不是「各班组」？"),
        ({"unit": "示例单位A"}, "--unit：没有「示例单位A」"),
        ({"phase": "学习调研", "task": "完善制度"}, "--task：没有「完善制度」"),
        ({"column": "新闻"}, "--column：没有「新闻」"),
        ({"until": "2008-12-01"}, "--until 和别的回答合不上"),
        ({"task": "技能培训"}, "--task 和别的回答合不上"),
        ({"genre": "公开承诺", "source": "某处", "until": "2008-12-01", "unit": "不写"}, "--unit：没有「不写」"),
        ({"genre": "公开承诺", "until": "2008-11-04"}, "--until：2008-11-04 早于发布日期"),
        ({"genre": "整改公示", "until": "明年"}, "--until：「明年」不是日期"),
    ],
)
def test_a_wrong_answer_on_the_command_line_gets_its_sentence(options: dict[str, str], sentence: str) -> None:
    site = load(WHOLE / "docs")
    with pytest.raises(UserError, match=re.escape(sentence)):
        interview(site, complete_options("动态", "某事") | options)


def test_a_name_that_holds_a_comma_is_one_name() -> None:
    choices = [Choice("清理、完善的制度", id="revised"), Choice("制度"), Choice("新，制度"), Choice(NONE)]
    assert pick_several("新，制度、清理、完善的制度", choices) == ("清理、完善的制度", "新，制度")
    assert pick_several("2；revised", choices) == ("清理、完善的制度", "制度")
    assert pick_several("0", choices) == pick_several("制度 不写", choices) == ()
    for wrong in ("制度，9", "别的", "", "，"):
        with pytest.raises(ValueError, match="。"):
            pick_several(wrong, choices)
