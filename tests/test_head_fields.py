"""Fields of a front matter are changed in place: what does not change keeps its comments, order and spelling."""

from __future__ import annotations

from typing import Any

import pytest
from lanmu.diagnostics.errors import UserError
from lanmu.intake.head_fields import with_field

TEXT = """---
# 标题
title: 甲
tags: [一, 二]
notice:
  start: 2008-11-05  # 第一天
  end: 2008-11-12  # 最后一天
  receiver: "某部"
promise:
  - item: 一件
    goal: 做到  # 程度
  - item: 两件
    goal: 全做到
draft: true
---

正文
"""
NOTICE = {"start": "2008-11-05", "end": "2008-11-12", "receiver": "某部"}
ITEMS = [{"item": "一件", "goal": "做到"}, {"item": "两件", "goal": "全做到"}]


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("title", "乙: 丙", "title: 甲", "title: '乙: 丙'"),
        ("tags", ["三"], "[一, 二]", "[三]"),
        ("draft", None, "draft: true\n", ""),
        ("draft", False, "draft: true", "draft: false"),
        ("issue", 3, "draft: true\n", "draft: true\nissue: 3\n"),
        ("notice", {**NOTICE, "end": "2008-11-20"}, "2008-11-12", "2008-11-20"),
        ("notice", {**NOTICE, "contact": "一楼"}, 'receiver: "某部"\n', 'receiver: "某部"\n  contact: 一楼\n'),
        ("notice", {**NOTICE, "receiver": None}, '  receiver: "某部"\n', "  receiver: null\n"),
        ("notice", {"start": "2008-11-05", "end": "2008-11-12"}, '  receiver: "某部"\n', ""),
        ("promise", [ITEMS[0], {**ITEMS[1], "goal": "改"}], "全做到", "改"),
        ("promise", [ITEMS[0], {**ITEMS[1], "unit": "部"}], "全做到\n", "全做到\n    unit: 部\n"),
        (
            "promise",
            ITEMS[:1],
            "  - item: 一件\n    goal: 做到  # 程度\n  - item: 两件\n    goal: 全做到\n",
            "  - item: 一件\n    goal: 做到\n",
        ),
        ("channels", {"board": "2008-11"}, "draft: true\n", "draft: true\nchannels: {board: 2008-11}\n"),
    ],
)
def test_only_what_differs_is_written(name: str, value: Any, old: str, new: str) -> None:
    assert with_field(TEXT, name, value) == TEXT.replace(old, new)
    # With the line ends of Windows the same.
    assert with_field(TEXT.replace("\n", "\r\n"), name, value) == TEXT.replace(old, new).replace("\n", "\r\n")


def test_a_long_value_with_parts_gets_a_line_for_each() -> None:
    long = {"start": "2008-11-05", "end": "2008-11-12", "receiver": "某部" * 20, "contact": "一楼" * 20}
    assert f"  contact: {'一楼' * 20}\n" in with_field(TEXT, "notice", None).replace("draft", "draft") + with_field(
        with_field(TEXT, "notice", None), "notice", long
    )


def test_what_cannot_be_changed_in_place_is_refused_with_the_way_out() -> None:
    text = "---\n? title\n: 甲\nsummary: 乙\n---\n"
    with pytest.raises(UserError, match="请自己改成：title: 丙"):
        with_field(text, "title", "丙")
