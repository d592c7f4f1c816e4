"""Workflow commands of GitHub Actions: findings appear beside the lines of a pull request.

GitHub shows at most 10 annotations of each kind for a step; the others are in the log, and all of them in the text.
"""

from __future__ import annotations

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.characters import for_utf8
from lanmu.checks.reports.report import Report, sentence


def render(report: Report) -> str:
    """One `::error …::…` or `::warning …::…` a finding, and nothing else."""
    return for_utf8("".join(f"{command(report, finding)}\n" for finding in report.findings))


def command(report: Report, finding: Finding) -> str:
    """The command of one finding; a line or column that is not known is left out."""
    kind = "error" if finding.level is Level.ERROR else "warning"
    values = {
        "file": finding.path,
        "line": str(finding.line or ""),
        "col": str(finding.column or "") if finding.line else "",
        "title": f"{finding.code} {report.name(finding)}",
    }
    properties = ",".join(f"{name}={escape_property(value)}" for name, value in values.items() if value)
    return f"::{kind} {properties}::{escape_data(sentence(finding))}"


def escape_data(text: str) -> str:
    """The message of a command, as the runner reads it back (actions/toolkit, docs/commands.md)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """A value in front of the message: there the separators are escaped as well."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
