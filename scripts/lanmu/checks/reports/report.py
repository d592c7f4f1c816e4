"""What every report is made from: the findings of one run, and what is known about rules and articles.

Characters that a format cannot carry are shown as U+FFFD, never dropped and never a reason to fail.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lanmu.checks.engine.finding import Finding, Level
from lanmu.content.validation import finish
from lanmu.diagnostics.terminal_text import REPLACEMENT

SURROGATES = re.compile("[\ud800-\udfff]")
# XML 1.0 (fifth edition), production 2 "Char", and what it leaves out.
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class RuleInfo:
    """A rule that ran. `level` is the one in force; `summary` is one sentence, `documentation` the whole Chinese text
    that `--explain` shows."""

    code: str
    name: str
    level: Level
    summary: str
    documentation: str


@dataclass(frozen=True)
class ArticleInfo:
    """The article that a path belongs to. `unit` is empty when it names none; `url` is the full address of the
    published page, empty while the site has none."""

    title: str
    unit: str
    url: str = ""


@dataclass(frozen=True)
class Report:
    """One run of `tool` ("check_structure" or "check_links").

    `findings` are in `Finding.order`. `checked` counts what was looked at, and `checked_word` is the measure word and
    noun for it. `seconds` is how long it took. `titles` gives the article of a path.
    """

    tool: str
    findings: tuple[Finding, ...]
    rules: tuple[RuleInfo, ...]
    checked: int
    checked_word: str = "个文件"
    seconds: float = 0.0
    titles: Mapping[str, ArticleInfo] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.level is Level.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    @property
    def fixable(self) -> int:
        """How many findings `--fix` can fix."""
        return sum(finding.edit is not None for finding in self.findings)

    @cached_property
    def rules_by_code(self) -> dict[str, RuleInfo]:
        """The rules, sorted. A finding of a rule that is not among them is shown all the same, under its bare code."""
        infos = {finding.code: RuleInfo(finding.code, finding.code, finding.level, "", "") for finding in self.findings}
        infos |= {rule.code: rule for rule in self.rules}
        return {code: infos[code] for code in sorted(infos)}

    def name(self, finding: Finding) -> str:
        """What the finding's rule is called in Chinese."""
        return self.rules_by_code[finding.code].name


def sentence(finding: Finding) -> str:
    """What is wrong, where it shows on the site, and how to fix it."""
    seen = f"见网页 {finding.page}。" if finding.page not in ("", finding.path) else ""
    remedy = f"改法：{finish(finding.remedy)}" if finding.remedy else ""
    return f"{finish(finding.message)}{seen}{remedy}"


def for_utf8(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return SURROGATES.sub(REPLACEMENT, text)


def for_xml(text: str) -> str:
    """The text as XML and HTML can hold it."""
    return FORBIDDEN_IN_XML.sub(REPLACEMENT, text)


def joined(lines: Iterable[str]) -> str:
    """Wrapped lines as one: Chinese takes no space between them."""

    def join(text: str, line: str) -> str:
        spaced = text and line and text[-1].isascii() and line[0].isascii()
        return f"{text} {line}" if spaced else text + line

    return functools.reduce(join, lines, "")
