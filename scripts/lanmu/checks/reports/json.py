"""The report for other programs, in JSON."""

from __future__ import annotations

import json
from typing import Any

from lanmu.checks.reports.report import SURROGATES, Report

VERSION = 1
"""Counts up when a field is renamed or removed, not when one is added."""


def render(report: Report) -> str:
    """The whole report; lines and columns count from 1, 0 when they are not known."""
    findings = [
        {
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
        for finding in report.findings
    ]
    summary = {"errors": report.errors, "warnings": report.warnings, "checked": report.checked}
    return json_text({"version": VERSION, "tool": report.tool, "summary": summary, "findings": findings})


def json_text(data: Any) -> str:
    """The data as JSON in UTF-8: Chinese stays readable, a lone half of a pair is written as its escape."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
