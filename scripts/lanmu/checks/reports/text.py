"""The report for people at a terminal: a finding a line, then a summary and what to do next."""

from __future__ import annotations

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports.report import Report, sentence
from lanmu.diagnostics.terminal_text import one_line

RED, YELLOW, GREEN, BOLD = "31", "33", "32", "1"


def render(report: Report, *, color: bool = False) -> str:
    """The report as plain lines; `color` adds ANSI colours (ECMA-48), for a terminal only."""
    lines = [*(finding_line(report, finding, color=color) for finding in report.findings)]
    lines += [summary(report, color=color), *hints(report)]
    return "\n".join(lines) + "\n"


def finding_line(report: Report, finding: Finding, *, color: bool = False) -> str:
    """`docs/a.md:12:5 错误 LNK001 站内链接失效：「b.md」不存在。改法：…`"""
    label = paint(finding.level.label, RED if finding.level is Level.ERROR else YELLOW, color=color)
    place = paint(one_line(finding.place), BOLD, color=color)
    said = one_line(f"{finding.code} {report.name(finding)}：{sentence(finding)}")
    return f"{place} {label} {said}"


def summary(report: Report, *, color: bool) -> str:
    """How much was found, and in how much."""
    looked = f"查了 {report.checked} {report.checked_word}、{len(report.rules)} 条规则，用时 {report.seconds:.1f} 秒。"
    if report.errors:
        return f"{paint('✗', RED, color=color)} 错误 {report.errors} 处，提醒 {report.warnings} 处；{looked}"
    if report.warnings:
        return f"{paint('△', YELLOW, color=color)} 没有错误，提醒 {report.warnings} 处；{looked}"
    return f"{paint('✓', GREEN, color=color)} 没有发现问题；{looked}"


def hints(report: Report) -> list[str]:
    """The commands that help with what was found."""
    command = f"python scripts/{report.tool}.py"
    lines = []
    if report.findings:
        worst = next((f for f in report.findings if f.level is Level.ERROR), report.findings[0])
        lines.append(f"看某条规则的说明：{command} --explain {one_line(worst.code)}")
    if report.fixable:
        lines.append(f"能自动改的 {report.fixable} 处：刚才的命令后面加 --fix --dry-run 看改动，去掉 --dry-run 就改")
    return lines


def paint(text: str, code: str, *, color: bool) -> str:
    """The text in a colour, when colours are wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
