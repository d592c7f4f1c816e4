"""JUnit XML, which Jenkins and GitLab show as test results.

A rule is a class. It has a failing case for each file with errors, and one passing case when it found none, so that what
was checked and is in order shows as green. Warnings do not fail a case: they are its output.
The elements and attributes are those of Jenkins' junit-10.xsd; no attribute beyond, as its validation refuses them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.report import Report, RuleInfo, for_xml, sentence
from lanmu.diagnostics.terminal_text import one_line


def render(report: Report) -> str:
    """One suite for the tool, with the cases of every rule."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.code, finding.path].append(finding)
    for code in report.rules_by_code.keys() - {code for code, _ in groups}:
        groups[code, ""] = []
    cases = [case(report.tool, report.rules_by_code[code], path, findings) for (code, path), findings in groups.items()]
    cases.sort(key=lambda element: (element.get("classname", ""), element.get("name", "")))
    failures = sum(element.find("failure") is not None for element in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    root = ET.Element("testsuites", {"name": "lanmu", **counts})
    ET.SubElement(root, "testsuite", {"name": report.tool, **counts, "skipped": "0"}).extend(cases)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def case(tool: str, rule: RuleInfo, path: str, findings: list[Finding]) -> ET.Element:
    """The case of one rule in one file; without findings, of the rule as a whole."""
    name = " ".join((rule.code, rule.name, path)).rstrip()
    element = ET.Element("testcase", {"classname": for_xml(f"{tool}.{rule.code}"), "name": for_xml(name)})
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    warnings = [finding for finding in findings if finding.level is not Level.ERROR]
    if errors:
        first = sentence(errors[0])
        message = first if len(errors) == 1 else f"共{len(errors)}处，第一处：{first}"
        failure = ET.SubElement(element, "failure", {"type": for_xml(rule.code), "message": for_xml(message)})
        failure.text = listing(errors)
    if warnings:
        ET.SubElement(element, "system-out").text = listing(warnings)
    return element


def listing(findings: list[Finding]) -> str:
    return for_xml("\n".join(one_line(f"{f.place} {f.level.label} {sentence(f)}") for f in findings))
