"""The report for the office: one page, to be mailed, printed on A4, signed and filed.

It needs nothing but itself: no script, no picture, no address on the network.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.engine.rule import SECTIONS
from lanmu.checks.reports.report import ArticleInfo, Report, for_xml, joined
from lanmu.storage.program_data import html_templates

if TYPE_CHECKING:
    from jinja2 import Template

TITLES = {"check_structure": "稿件检查报告", "check_links": "链接检查报告"}
NO_UNIT = "未注明供稿单位"
# In a rule's documentation text is indented once, an example once more.
INDENT = "    "
ITEM = re.compile(r"[-*] |\d+[.、]")


@dataclass(frozen=True)
class Block:
    """A piece of a rule's documentation. `kind` is heading, text, item or example; an example keeps its lines."""

    kind: str
    text: str


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
    """The page. Everything that comes from a manuscript is escaped."""
    title = TITLES.get(report.tool, "检查报告")
    occurring = {finding.code for finding in report.findings}
    rules = [rule for rule in report.rules_by_code.values() if rule.code in occurring]
    page = template().render(report=report, title=title, units=units(report), rules=rules, blocks=blocks)
    return for_xml(page)


@cache
def template() -> Template:
    environment = html_templates(Path(__file__).parent)
    environment.filters["place"] = place
    return environment.get_template("report.html")


def units(report: Report) -> Sequence[Unit]:
    """The units by name, each with its files by path; files that belong to none come last."""
    by_unit: dict[str, list[Part]] = {info.unit: [] for info in report.titles.values() if info.unit}
    for path, findings in groupby(sorted(report.findings, key=lambda f: f.path), key=lambda f: f.path):
        article = report.titles.get(path, ArticleInfo(path, ""))
        by_unit.setdefault(article.unit, []).append(Part(path, article, tuple(findings)))
    names = sorted(by_unit, key=lambda name: (not name, name))
    return [Unit(name or NO_UNIT, tuple(by_unit[name])) for name in names]


def place(finding: Finding) -> str:
    """Where in the file, in words."""
    if not finding.line:
        return "整个文件"
    return f"第{finding.line}行" + (f"第{finding.column}字" if finding.column else "")


def blocks(documentation: str, name: str) -> Iterator[Block]:
    """A rule's documentation in blocks. A first line that only says the rule's name again is left out."""
    lines = documentation.splitlines()
    if lines and lines[0].strip() == name:
        del lines[0]
    for is_heading, part in groupby(lines, key=lambda line: line in SECTIONS):
        if is_heading:
            yield from (Block("heading", line) for line in part)
        else:
            yield from paragraphs("\n".join(line.removeprefix(INDENT) for line in part))


def paragraphs(body: str) -> Iterator[Block]:
    """Text that is not indented, in paragraphs and items; indented lines are an example."""
    for part in re.split(r"\n(?:[ \t]*\n)+", body.strip("\n")):
        if part.startswith(INDENT):
            yield Block("example", textwrap.dedent(part))
            continue
        pieces: list[tuple[str, list[str]]] = [("text", [])]
        for line in part.splitlines():
            if ITEM.match(line):
                pieces.append(("item", []))
            pieces[-1][1].append(ITEM.sub("", line, count=1).strip() if ITEM.match(line) else line.strip())
        yield from (Block(kind, text) for kind, lines in pieces if (text := joined(lines)))
