"""Every rule finds its bad fixture exactly and leaves its good one alone; what its documentation says is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.checks.engine.documentation import HANDBOOK, handbook
from lanmu.checks.engine.registry import RETIRED, all_rules
from lanmu.checks.engine.rule import SECTIONS
from support import rules_harness as harness

FIXTURES = sorted((Path(__file__).parent / "rules").glob("*.txt"))
RULES = all_rules()
EXAMPLES = [
    pytest.param(code, word, index, id=f"{code}-{word}-{index}")
    for code, rule in RULES.items()
    for word in ("不合格", "合格")
    for index in range(len(harness.examples(rule.sections[word])))
]


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_findings_equal_the_markers(file: Path, tmp_path: Path) -> None:
    fixture = harness.parse(file.read_text(encoding="utf-8"))
    findings = harness.check(fixture, tmp_path)
    assert sorted(map(harness.place, findings)) == harness.expected(fixture), "\n".join(
        f"{finding.place} {finding.code} {finding.message}{finding.remedy}" for finding in findings
    )


def test_every_rule_has_a_bad_and_a_good_fixture() -> None:
    names = {file.stem for file in FIXTURES}
    assert {f"{code.lower()}.{kind}" for code in RULES for kind in ("bad", "good")} <= names


@pytest.mark.parametrize("file", [f for f in FIXTURES if f.stem.endswith(".bad")], ids=lambda file: file.stem)
def test_a_bad_fixture_is_about_its_rule(file: Path) -> None:
    expected = harness.expected(harness.parse(file.read_text(encoding="utf-8")))
    assert file.stem.split(".")[0].upper() in {code for _, _, _, code in expected}


@pytest.mark.parametrize("file", [f for f in FIXTURES if f.stem.endswith(".good")], ids=lambda file: file.stem)
def test_a_good_fixture_has_no_finding_of_its_rule(file: Path) -> None:
    expected = harness.expected(harness.parse(file.read_text(encoding="utf-8")))
    assert file.stem.split(".")[0].upper() not in {code for _, _, _, code in expected}


@pytest.mark.parametrize(("code", "word", "index"), EXAMPLES)
def test_the_examples_in_the_documentation_are_true(code: str, word: str, index: int, tmp_path: Path) -> None:
    rule = RULES[code]
    text = harness.examples(rule.sections[word])[index]
    findings = harness.check_with(rule, harness.example_fixture(text, rule), tmp_path)
    assert bool(findings) == (word == "不合格"), [(f.place, f.message) for f in findings]


@pytest.mark.parametrize("code", RULES)
def test_documentation_has_its_parts(code: str) -> None:
    rule, options = RULES[code], RULES[code].options.model_fields
    assert re.fullmatch(r"[A-Z]+\d{3}", code)
    assert [*rule.sections] == [name for name in SECTIONS if name != "选项" or options]
    assert all(rule.sections.values()), code
    assert all(name in rule.sections["选项"] for name in options)
    for word in ("不合格", "合格"):
        assert harness.examples(rule.sections[word]), f"{code} 没有“{word}”的例子"


def test_no_number_is_skipped_or_given_twice() -> None:
    """A code that is gone stays gone: it is listed with the rule that took over."""
    assert RETIRED.keys().isdisjoint(RULES)
    assert {code for code in RETIRED.values() if code} <= RULES.keys()
    families: dict[str, list[int]] = {}
    for code in (*RULES, *RETIRED):
        families.setdefault(code[:-3], []).append(int(code[-3:]))
    for family, numbers in families.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), family


def test_the_tables_of_rules_are_current() -> None:
    written = (ROOT / HANDBOOK).read_text(encoding="utf-8")
    assert handbook(ROOT) == written, "run: python scripts/write_reference.py"
    assert [code for code in all_rules() if f"`{code}`" not in written] == []
