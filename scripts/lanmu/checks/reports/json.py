"""The report for other programs, in JSON."""

from __future__ import annotations

from typing import Any

from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports.characters import json_text
from lanmu.checks.reports.report import Report

VERSION = 1
"""Counts up when a field is renamed or removed, not when one is added."""


def render(report: Report) -> str:
    """The whole report; lines and columns count from 1, 0 when they are not known."""
    return json_text(
        {
            "version": VERSION,
            "tool": report.tool,
            "summary": {"errors": report.errors, "warnings": report.warnings, "checked": report.checked},
            "findings": [finding_of(report, finding) for finding in report.findings],
        }
    )


def finding_of(report: Report, finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "code": finding.code,
        "name": report.name(finding),
        "level": finding.level.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "page": finding.page,
        "fixable": finding.edit is not None,
    }
