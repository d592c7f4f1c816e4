"""SARIF 2.1.0 (OASIS standard), for code scanning and editors. Clause numbers below are the standard's."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any
from urllib.parse import quote

from lanmu.checks.engine.finding import Edit, Finding
from lanmu.checks.reports.json import json_text
from lanmu.checks.reports.report import Report, RuleInfo, sentence

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "0.1.0"
"""The project's version, as pyproject.toml has it."""
ROOT = "%SRCROOT%"


def render(report: Report) -> str:
    """The log with one run."""
    rules = list(report.rules_by_code.values())
    driver = {"name": "lanmu", "version": VERSION, "rules": [descriptor(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{report.tool}/"},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        # The folder itself is another on every machine; the name says that paths begin at the project.
        "originalUriBaseIds": {ROOT: {"description": {"text": "项目文件夹"}}},
        "results": results_of(report, [rule.code for rule in rules]),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def descriptor(rule: RuleInfo) -> dict[str, Any]:
    """A rule (3.49). It has no `name` of its own: the standard wants an identifier there that is not the code again."""
    text = rule.documentation or rule.summary or rule.name
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.summary or rule.name},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": rule.level.value},
        # The family: `LNK` of `LNK001`.
        "properties": {"tags": [rule.code.rstrip("0123456789")]},
    }


def results_of(report: Report, codes: list[str]) -> list[dict[str, Any]]:
    index = {code: number for number, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    results = []
    for finding in report.findings:
        # The same finding in the next run, on whatever line it is by then.
        text = "\0".join((finding.code, finding.path, finding.message))
        fingerprint = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[fingerprint] += 1
        result = {
            "ruleId": finding.code,
            "ruleIndex": index[finding.code],
            "level": finding.level.value,
            "message": {"text": sentence(finding)},
            "locations": [{"physicalLocation": place(finding)}],
            "partialFingerprints": {"lanmuFinding/v1": f"{fingerprint}:{seen[fingerprint]}"},
        }
        if finding.edit:
            result["fixes"] = [fix(finding, finding.edit)]
        results.append(result)
    return results


def place(finding: Finding) -> dict[str, Any]:
    """The file, and the line and column as far as they are known (3.29)."""
    location: dict[str, Any] = {"artifactLocation": artifact(finding)}
    if finding.line:
        column = {"startColumn": finding.column} if finding.column else {}
        location["region"] = {"startLine": finding.line, **column}
    return location


def artifact(finding: Finding) -> dict[str, str]:
    """The file as a relative reference (RFC 3986), so that Chinese names and spaces are safe in it."""
    return {"uri": quote(finding.path, safe="/", errors="surrogatepass"), "uriBaseId": ROOT}


def fix(finding: Finding, edit: Edit) -> dict[str, Any]:
    """The safe fix (3.55): characters of the file, counted as `columnKind` says."""
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": artifact(finding), "replacements": [replacement]}
    return {"description": {"text": finding.remedy or finding.message}, "artifactChanges": [change]}
