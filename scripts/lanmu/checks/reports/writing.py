"""The formats of reports; which are wanted, and where they go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from lanmu.checks.engine.finding import Finding, Level
from lanmu.checks.reports import html, json, junit, sarif, text
from lanmu.checks.reports.report import Report
from lanmu.content.validation import nearest
from lanmu.diagnostics import console
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.storage.files import write_whole

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text.render,
    "github": text.github_commands,
    "junit": junit.render,
    "sarif": sarif.render,
    "json": json.render,
    "html": html.render,
}
"""What `--report` can be given: a whole report as text that UTF-8 can hold, with the end of its last line."""


@dataclass(frozen=True)
class ReportFile:
    """A report in one format; `file` is None for the terminal."""

    format: str
    file: Path | None = None


def parse_targets(specs: Sequence[str]) -> tuple[ReportFile, ...]:
    """Reads specs such as `text`, `junit=-` (both to the terminal) and `html=out/检查报告.html`.

    The terminal gets the text when no spec names another format for it. Raises UserError.
    """
    targets = [parse_target(spec) for spec in specs]
    shown = [target.format for target in targets if target.file is None]
    if len(shown) > 1:
        raise UserError(
            f"屏幕上只能显示一种报告，现在要了 {len(shown)} 种：{'、'.join(shown)}。"
            f"其余的请写进文件，例如 {shown[-1]}=out/report.{shown[-1]}。"
        )
    files = [os.path.abspath(target.file) for target in targets if target.file]  # noqa: PTH100 (no links followed)
    if twice := next((file for file in files if files.count(file) > 1), None):
        raise UserError(f"有两种报告要写进同一个文件 {twice}。请给它们不同的文件名。")
    return tuple(targets) if shown else (ReportFile("text"), *targets)


def parse_target(spec: str) -> ReportFile:
    name, has_file, file = spec.partition("=")
    if name not in FORMATS:
        near = nearest(name, FORMATS)
        guess = f"是不是 {near}？" if near else ""
        raise UserError(f"没有叫「{name}」的报告格式。{guess}可用的格式：{'、'.join(FORMATS)}。")
    if has_file and not file.strip():
        raise UserError(f"「{spec}」的等号后面要写文件名，例如 {name}=out/report.{name}；只在屏幕上看就写 {name}。")
    return ReportFile(name, Path(file) if file not in ("", "-") else None)


def write(report: Report, targets: Iterable[ReportFile], environment: Mapping[str, str]) -> None:
    """Writes every report. Raises UserError when a file cannot be written.

    On GitHub (GITHUB_ACTIONS=true) the text is followed by the commands that show the findings beside the lines.
    """
    for target in targets:
        if target.file:
            write_whole(target.file, FORMATS[target.format](report))
        elif target.format == "text":
            show(text.render(report, color=wants_color(sys.stdout, environment)))
            if environment.get("GITHUB_ACTIONS") == "true":
                show(text.github_commands(report))
        else:
            show(FORMATS[target.format](report))


def show(rendered: str) -> None:
    """Prints a report on the terminal; an empty one prints nothing."""
    if rendered:
        console.show(rendered.removesuffix("\n"))


def wants_color(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether colours are shown as colours: on a terminal that knows them, unless NO_COLOR is set (no-color.org)."""
    # The old console of Windows prints the codes themselves; Windows Terminal sets this variable.
    knows_them = os.name != "nt" or "WT_SESSION" in environment
    return stream.isatty() and knows_them and not environment.get("NO_COLOR")


def exit_code(findings: Iterable[Finding], *, strict: bool) -> Exit:
    """Errors fail a check; warnings only when asked for."""
    fails = any(strict or finding.level is Level.ERROR for finding in findings)
    return Exit.FINDINGS if fails else Exit.OK
