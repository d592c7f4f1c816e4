"""The table of words: what is wrong in it is reported by line, and it costs no more for being long."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from lanmu.checks.sources.set_phrases import faults, words_of
from lanmu.checks.sources.wording import Index, misplaced, quotations
from lanmu.content.dates import bounds_of
from lanmu.content.wording import Enumeration, Formula, WrongForm
from support import rules_harness as harness


def test_bounds_are_years_months_or_days() -> None:
    assert bounds_of("2008") == bounds_of(2008) == (date(2008, 1, 1), date(2008, 12, 31))
    assert bounds_of("2008-02") == (date(2008, 2, 1), date(2008, 2, 29))
    assert bounds_of("2008-11-05") == (date(2008, 11, 5), date(2008, 11, 5))
    for wrong in ("2008-13", "2008-02-30", "0000", "十月", "2008-1"):
        with pytest.raises(ValueError, match="不是日期"):
            bounds_of(wrong)


def test_entries_that_are_wrong_are_reported_by_line(tmp_path: Path) -> None:
    table = """-- docs/terms.yml --
terms:
  - {wrong: 前苏联, right: 苏联, reason: 国名, kind: 慎}
  - {wrong: 前苏联, right: 苏联, reason: 国名, from: 2008-13}
formulas:
  - {parts: [甲乙], reason: 一项}
  - {parts: [甲乙, 甲乙丙], reason: 相含}
enumerations:
  - {members: [香港], called: [国家], right: 等国家和地区, unless: [地区], reason: 不含}
holders:
  - {name: 示例人员甲, post: 示例单位主席, from: 2008, until: 2007}
"""
    findings = harness.check(harness.parse(table), tmp_path)
    assert [(f.path, f.line, f.code) for f in findings] == [
        ("docs/terms.yml", line, code)
        for line, code in ((2, "FM004"), (3, "FM004"), (5, "FM006"), (6, "FM006"), (8, "FM006"), (10, "FM006"))
    ]
    assert all(finding.message.endswith("。") and finding.remedy for finding in findings)


def test_a_long_text_is_compared_with_a_thousand_entries() -> None:
    """What takes the square of the length would not end within the limit for each test."""
    draw = random.Random(1)
    letters = [chr(0x4E00 + number) for number in range(600)]

    def word(length: int) -> str:
        return "".join(draw.choices(letters, k=length))

    forms = Index((term.wrong, term) for term in (form(word(4)) for _ in range(1000)))
    formula = Formula(parts=(word(6), word(6), word(7)), reason="例")
    phrases = Index(words_of(formula))
    members = Index([("香港", Enumeration(members=("香港",), called=("国家",), right="例", reason="例"))])
    size = 200_000
    texts = (
        word(size),
        "、".join(draw.choices(formula.parts, k=size // 7)),
        (formula.parts[0] + word(18)) * (size // 24),
    )
    list(forms.places(texts[0]))
    for text in texts:
        list(faults(text, phrases))
    list(misplaced("香港和" * (size // 3), members))
    quotations("说“" * size)


def form(wrong: str) -> WrongForm:
    return WrongForm(wrong=wrong, right="对的", reason="例")
