"""The report for people at a terminal, and the commands that show findings beside the lines on GitHub."""

from __future__ import annotations

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.report import Report, for_utf8, sentence
from lanmu.diagnostics.terminal_text import one_line

RED, YELLOW, GREEN, BOLD = "31", "33", "32", "1"


def render(report: Report, *, color: bool = False) -> str:
    """A finding a line, a summary and what to do next; `color` adds ANSI colours (ECMA-48), for a terminal only."""
    lines = []
    for finding in report.findings:
        # docs/a.md:12:5 错误 LNK001 站内链接失效：「b.md」不存在。改法：…
        place = paint(one_line(finding.place), BOLD, color=color)
        label = paint(finding.level.label, RED if finding.level is Level.ERROR else YELLOW, color=color)
        lines.append(f"{place} {label} {one_line(f'{finding.code} {report.name(finding)}：{sentence(finding)}')}")
    return "\n".join((*lines, summary(report, color=color), *hints(report))) + "\n"


def summary(report: Report, *, color: bool) -> str:
    looked = f"查了 {report.checked} {report.checked_word}、{len(report.rules)} 条规则，用时 {report.seconds:.1f} 秒。"
    if report.errors:
        return f"{paint('✗', RED, color=color)} 错误 {report.errors} 处，提醒 {report.warnings} 处；{looked}"
    if report.warnings:
        return f"{paint('△', YELLOW, color=color)} 没有错误，提醒 {report.warnings} 处；{looked}"
    return f"{paint('✓', GREEN, color=color)} 没有发现问题；{looked}"


def hints(report: Report) -> list[str]:
    """The commands that help with what was found."""
    lines = []
    if report.findings:
        worst = next((f for f in report.findings if f.level is Level.ERROR), report.findings[0])
        lines.append(f"看某条规则的说明：python scripts/{report.tool}.py --explain {one_line(worst.code)}")
    if report.fixable:
        lines.append(f"能自动改的 {report.fixable} 处：刚才的命令后面加 --fix --dry-run 看改动，去掉 --dry-run 就改")
    return lines


def paint(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def github_commands(report: Report) -> str:
    """One workflow command a finding, `::error …::…` or `::warning …::…`, and nothing else.

    GitHub shows at most 10 annotations of each kind for a step; the others are in the log, and all of them in the text.
    """
    return for_utf8("".join(f"{github_command(report, finding)}\n" for finding in report.findings))


def github_command(report: Report, finding: Finding) -> str:
    """The command of one finding, escaped as the runner reads it back (actions/toolkit, docs/commands.md); a line or
    column that is not known is left out."""
    values = {
        "file": finding.path,
        "line": str(finding.line or ""),
        "col": str(finding.column or "") if finding.line else "",
        "title": f"{finding.code} {report.name(finding)}",
    }
    escaped = {name: escape(value).replace(":", "%3A").replace(",", "%2C") for name, value in values.items() if value}
    properties = ",".join(f"{name}={value}" for name, value in escaped.items())
    return f"::{finding.level.value} {properties}::{escape(sentence(finding))}"


def escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
