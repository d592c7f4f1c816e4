"""The reports in JSON: SARIF, held against the part of its standard that is used, and our own."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema
from conftest import ROOT
from lanmu.checks.engine.finding import Finding
from lanmu.checks.reports.report import Report
from lanmu.checks.reports.writing import FORMATS
from support.sample_reports import BROKEN, BROKEN_AGAIN, CLEAN, DOCUMENT, FULL, E, report_of


def closed(properties: dict[str, Any], *needed: str) -> dict[str, Any]:
    """A schema of an object with these properties and no others."""
    names = list(needed or properties)
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


# The part of SARIF 2.1.0 that is used here, from the text of the standard.
TEXT = closed({"text": {"type": "string", "minLength": 1}})
ARTIFACT = closed({"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": {"const": "%SRCROOT%"}})
COUNT = {"type": "integer", "minimum": 1}
OFFSET = {"type": "integer", "minimum": 0}
REPLACEMENT = closed(
    {"deletedRegion": closed({"charOffset": OFFSET, "charLength": OFFSET}), "insertedContent": {"type": "object"}}
)
FIX = closed(
    {
        "description": TEXT,
        "artifactChanges": {
            "type": "array",
            "minItems": 1,
            "items": closed(
                {"artifactLocation": ARTIFACT, "replacements": {"type": "array", "minItems": 1, "items": REPLACEMENT}}
            ),
        },
    }
)
PLACE = closed(
    {"artifactLocation": ARTIFACT, "region": closed({"startLine": COUNT, "startColumn": COUNT}, "startLine")},
    "artifactLocation",
)
RESULT = closed(
    {
        "ruleId": {"type": "string"},
        "ruleIndex": OFFSET,
        "level": {"enum": ["error", "warning"]},
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": closed({"physicalLocation": PLACE})},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "fixes": {"type": "array", "items": FIX},
    },
    *("ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"),
)
DESCRIPTOR = closed(
    {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": closed({"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}}),
        "defaultConfiguration": closed({"level": {"enum": ["none", "note", "warning", "error"]}}),
        "properties": closed({"tags": {"type": "array", "uniqueItems": True}}),
    }
)
DRIVER = closed(
    {"name": {"const": "lanmu"}, "version": {"type": "string"}, "rules": {"type": "array", "items": DESCRIPTOR}}
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "automationDetails": closed({"id": {"type": "string", "pattern": "/$"}}),
        "language": {"const": "zh-CN"},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": closed({"%SRCROOT%": closed({"description": TEXT})}),
        "results": {"type": "array", "items": RESULT},
    }
)
SARIF = closed(
    {
        "$schema": {"type": "string", "pattern": "^https://.*sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    }
)


def sarif_run(report: Report) -> dict[str, Any]:
    """The run, after the log was held against the schema."""
    log = json.loads(FORMATS["sarif"](report))
    jsonschema.validate(log, SARIF)
    run: dict[str, Any] = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def test_sarif_rules_and_results() -> None:
    run = sarif_run(FULL)
    driver = run["tool"]["driver"]
    assert (
        driver["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    )
    assert [rule["id"] for rule in driver["rules"]] == ["LNK001", "REV001", "TXT001"]
    assert driver["rules"][0]["help"]["markdown"] == DOCUMENT
    assert driver["rules"][2]["defaultConfiguration"] == {"level": "warning"}
    assert run["columnKind"] == "unicodeCodePoints"
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place.get("region") for place in places] == [
        {"startLine": 12, "startColumn": 5},
        {"startLine": 14, "startColumn": 8},
        {"startLine": 20},
        None,
    ]
    assert places[3]["artifactLocation"]["uri"] == "docs/%E5%9B%BE%20%E7%89%87/b%20c.md"
    assert run["results"][1]["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {"deletedRegion": {"charOffset": 300, "charLength": 1}, "insertedContent": {"text": "，"}}
    ]
    assert "fixes" not in run["results"][0]
    assert sarif_run(CLEAN)["results"] == []


def test_sarif_knows_a_finding_again_on_another_line() -> None:
    def fingerprints(*findings: Finding) -> list[str]:
        return [next(iter(r["partialFingerprints"].values())) for r in sarif_run(report_of(*findings))["results"]]

    moved = Finding("docs/a.md", 40, 1, BROKEN.message, BROKEN.remedy, "LNK001", E)
    assert fingerprints(BROKEN) == fingerprints(moved)
    assert len(set(fingerprints(BROKEN, BROKEN_AGAIN, moved))) == 3
    assert fingerprints(BROKEN) != fingerprints(Finding("docs/b.md", 12, 5, BROKEN.message, BROKEN.remedy, "LNK001", E))


def test_json_has_everything() -> None:
    data = json.loads(FORMATS["json"](FULL))
    assert (data["version"], data["tool"]) == (1, "check_structure")
    assert data["summary"] == {"errors": 3, "warnings": 1, "checked": 119}
    assert data["findings"][1] == {
        "path": "docs/a.md",
        "line": 14,
        "column": 8,
        "code": "TXT001",
        "name": "半角标点",
        "level": "warning",
        "message": "用了半角逗号「,」。",
        "remedy": "改成全角「，」。",
        "page": "",
        "fixable": True,
    }
    assert "半角标点" in FORMATS["json"](FULL)
