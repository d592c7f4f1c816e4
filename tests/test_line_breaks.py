"""Where titles and mottos may end a line on a page: between words, never inside one, a date, or what markup is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import WHOLE
from lanmu.build.line_breaks import clauses, phrases
from lanmu.content.loading import load
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("学技能、强本领", "学|技能、|强|本领"),
        ("科学发展上水平", "科学|发展|上|水平"),
        ("2026年12月8日举行第3次大赛", "2026年12月8日|举行|第|3次|大赛"),
        ("2008年12月中旬至2009年2月上旬", "2008年12月中旬|至|2009年2月上旬"),
        ("护理分会二十四人参加", "护理|分会|二十四人|参加"),
        ("Plain words & more", "Plain words &amp; more"),
        ("Requirements: “from start to finish”", "Requirements: “from start to finish”"),
        ("<b>办事</b>", "&lt;|b|&gt;|办事|&lt;|/|b|&gt;"),
        ("", ""),
    ],
)
def test_lines_end_between_words(text: str, shown: str) -> None:
    assert phrases(text).replace("<wbr>", "|") == shown


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("职工得提高，工作上水平", ["职工得提高，", "工作上水平"]),
        ("总体要求：为什么开展、谁参加", ["总体要求：", "为什么开展、", "谁参加"]),
        ("他说“好。”就走了，", []),
        ("“学习，再学习”、《方案》", ["“学习，", "再学习”、", "《方案》"]),
        ("Learn, and act: <now>", []),
    ],
)
def test_clauses_are_kept_whole_where_there_is_room(text: str, parts: list[str]) -> None:
    shown = clauses(text)
    spans = LexborHTMLParser(shown).css("span.clause")
    assert [span.text() for span in spans] == parts
    assert parts or shown == phrases(text)


def test_words_of_campaign_yml_stay_whole() -> None:
    site = load(WHOLE / "docs")
    own = replace(site, campaign=site.campaign.model_copy(update={"title_words": ("学技能",)}))
    assert phrases("学技能、强本领", own.names_in_titles).startswith("学技能、<wbr>")


def test_names_of_the_campaign_stay_whole() -> None:
    assert phrases("学习实践科学发展观活动", ("学习实践", "科学发展观")) == "学习实践<wbr>科学发展观<wbr>活动"
