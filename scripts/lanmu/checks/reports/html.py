"""The report for the office: one page, to be mailed, printed on A4, signed and filed.

It needs nothing but itself: no script, no picture, no address on the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.characters import for_xml
from lanmu.checks.reports.documentation import blocks
from lanmu.checks.reports.report import ArticleInfo, Report

TITLES = {"check_structure": "稿件检查报告", "check_links": "链接检查报告"}
NO_UNIT = "未注明供稿单位"


@dataclass(frozen=True)
class Part:
    """The findings of one file, under its article's title (the path itself when it is no article)."""

    path: str
    article: ArticleInfo
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Unit:
    """A unit's files; empty when nothing was found in them."""

    name: str
    parts: tuple[Part, ...]

    def count(self, level: str) -> int:
        """How many findings of a level."""
        return sum(finding.level is Level(level) for part in self.parts for finding in part.findings)


def render(report: Report) -> str:
    """The page."""
    title = TITLES.get(report.tool, "检查报告")
    page = template_environment().get_template("report.html")
    occurring = {finding.code for finding in report.findings}
    rules = [rule for rule in report.rules_by_code.values() if rule.code in occurring]
    return for_xml(page.render(report=report, title=title, units=units(report), rules=rules, blocks=blocks))


@cache
def template_environment() -> Environment:
    """Everything that comes from a manuscript is escaped."""
    folder = FileSystemLoader(Path(__file__).parent, encoding="utf-8")
    environment = Environment(
        loader=folder,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["place"] = place
    return environment


def units(report: Report) -> Sequence[Unit]:
    """The units by name, each with its files by path; files that belong to none come last."""
    by_unit: dict[str, list[Part]] = {info.unit: [] for info in report.titles.values() if info.unit}
    for path, found in groupby(sorted(report.findings, key=lambda f: f.path), key=lambda f: f.path):
        article = report.titles.get(path, ArticleInfo(path, ""))
        by_unit.setdefault(article.unit, []).append(Part(path, article, tuple(found)))
    names = sorted(by_unit, key=lambda name: (not name, name))
    return [Unit(name or NO_UNIT, tuple(by_unit[name])) for name in names]


def place(finding: Finding) -> str:
    """Where in the file, in words."""
    if not finding.line:
        return "整个文件"
    return f"第{finding.line}行" + (f"第{finding.column}字" if finding.column else "")
