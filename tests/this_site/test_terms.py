"""The table of words of this project finds what it is for, and lets pass what is right."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ROOT
from lanmu.checks.sources.set_phrases import faults, words_of
from lanmu.checks.sources.wording import Index, misplaced, own_words
from lanmu.content.loading import load_model
from lanmu.content.wording import Terms

TABLE = load_model(ROOT / "docs", "terms.yml", Terms, [])
assert TABLE


def words_flagged(text: str, day: date = date(2008, 11, 5)) -> list[str]:
    """What the table of this project finds in a text of a day."""
    assert TABLE
    forms = Index((term.wrong, term) for term in TABLE.terms)
    phrases = Index(pair for formula in TABLE.formulas for pair in words_of(formula))
    members = Index((member, entry) for entry in TABLE.enumerations for member in entry.members)
    places = [*forms.places(text), *faults(text, phrases), *misplaced(text, members)]
    return [place.word for place in own_words(text, places) if place.entry.holds_on(day)]


@pytest.mark.parametrize(
    "text",
    [
        "中华人名共和国成立了。",
        "中国共产党第十七届全国代表大会召开。",
        "党的十七大三中全会通过了决定。",
        "以邓小平理论和三个代表重要思想为指导。",
        "以“三个代表”重要思想、邓小平理论为指导。",
        "总要求是“党员干部受教育，人民群众得实惠，科学发展上水平”。",
        "努力做到党员干部受教育、人民群众得实惠。",
        "第一要义是发展，核心是以人为本，根本方法是统筹兼顾。",
        "认真进行“三查三看”（一查思想认识，二查作风形象）。",
        "泰国、香港等国家的代表参加。",
        "台湾政府的代表。",
    ],
)
def test_the_table_finds_what_it_is_for(text: str) -> None:
    assert words_flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "中国共产党第十七次全国代表大会，党的十七届三中全会。",
        "以邓小平理论和“三个代表”重要思想为指导，坚持以人为本、全面协调可持续发展。",
        "围绕“党员干部受教育，科学发展上水平，人民群众得实惠”的总要求。",
        "第一要义是发展，核心是以人为本，基本要求是全面协调可持续，根本方法是统筹兼顾。",
        "进行“三查三看”（一查思想认识，看领会没有；二查工作状况，看做到没有；三查作风形象，看清廉没有）。",
        "学习调研、分析检查两个阶段做完了，加强社会建设、文化建设。",
        "泰国、香港等国家和地区的代表参加。",
        "前苏联的歌，解放后的新生活，某省省委作了部署。",
    ],
)
def test_what_is_right_or_was_right_then_passes(text: str) -> None:
    assert words_flagged(text) == []


def test_later_requirements_hold_for_later_texts() -> None:
    assert words_flagged("前苏联的歌。", date(2016, 7, 1)) == ["前苏联"]


def test_nobody_is_invented_in_the_table_of_office_holders() -> None:
    assert TABLE
    assert TABLE.holders == ()
