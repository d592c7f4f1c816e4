"""What holds for every format of the reports: no finding is lost, and the same run gives the same bytes."""

from __future__ import annotations

from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports.report import Report
from lanmu.checks.reports.writing import FORMATS
from support.sample_reports import FULL, RULES, TITLES, E, report_of


def test_a_finding_of_an_unknown_rule_is_not_lost() -> None:
    stray = report_of(Finding("docs/a.md", 1, 1, "怪事。", "改。", "ODD001", E))
    for name, render in FORMATS.items():
        assert "ODD001" in render(stray), name
        assert "怪事。" in render(stray), name


def test_reports_do_not_change_from_run_to_run() -> None:
    """The order of the rules given and the time taken leave no trace outside the text."""
    again = Report(FULL.tool, FULL.findings, RULES[::-1], 119, "个文件", 7.0, dict(reversed(TITLES.items())))
    for name in FORMATS.keys() - {"text"}:
        assert FORMATS[name](again) == FORMATS[name](FULL), name
