"""Where titles and mottos may end a line on a page: between words, never inside one, a date, or what markup is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import WHOLE
from lanmu.build.line_breaks import phrases
from lanmu.content.loading import load


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


def test_words_of_campaign_yml_stay_whole() -> None:
    site = load(WHOLE / "docs")
    own = replace(site, campaign=site.campaign.model_copy(update={"title_words": ("学技能",)}))
    assert phrases("学技能、强本领", own.names_in_titles).startswith("学技能、<wbr>")


def test_names_of_the_campaign_stay_whole() -> None:
    assert phrases("学习实践科学发展观活动", ("学习实践", "科学发展观")) == "学习实践<wbr>科学发展观<wbr>活动"
