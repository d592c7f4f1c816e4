"""The report in JUnit's form: its structure, its counts, and that only errors fail."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from lanmu.checks.reports.writing import FORMATS
from support.sample_reports import CLEAN, FULL

# What Jenkins' junit-10.xsd allows and demands.
JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"skipped"}, {"testcase"}),
    "testcase": ({"name"}, {"classname"}, {"failure", "system-out"}),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def check_junit(root: ET.Element) -> None:
    """The structure, and that the counts add up."""
    for element in root.iter():
        needed, allowed, children = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed
        assert {child.tag for child in element} <= children
    cases = root.findall("testsuite/testcase")
    for counted in (root, root[0]):
        assert counted.get("tests") == str(len(cases))
        assert counted.get("failures") == str(len(root.findall(".//failure")))
        assert counted.get("errors") == "0"
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)


def test_junit_fails_for_errors_only_and_shows_what_is_in_order() -> None:
    root = ET.fromstring(FORMATS["junit"](FULL).encode())
    check_junit(root)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == [
        "LNK001 站内链接失效 docs/a.md",
        "LNK001 站内链接失效 docs/图 片/b c.md",
        "REV001 三审不全",
        "TXT001 半角标点 docs/a.md",
    ]
    failure = cases["LNK001 站内链接失效 docs/a.md"][0]
    assert failure.get("message") == "共2处，第一处：「b.md」不存在。改法：是不是想写 c.md？"
    assert (failure.text or "").split("\n") == [
        "docs/a.md:12:5 错误 「b.md」不存在。改法：是不是想写 c.md？",
        "docs/a.md:20 错误 「d.md」不存在。改法：删去链接。",
    ]
    assert [child.tag for child in cases["TXT001 半角标点 docs/a.md"]] == ["system-out"]
    assert len(cases["REV001 三审不全"]) == 0


def test_junit_of_a_clean_run_has_a_passing_case_for_every_rule() -> None:
    root = ET.fromstring(FORMATS["junit"](CLEAN).encode())
    check_junit(root)
    assert [case.get("classname") for case in root.iter("testcase")] == [
        f"check_structure.{code}" for code in ("LNK001", "REV001", "TXT001")
    ]
