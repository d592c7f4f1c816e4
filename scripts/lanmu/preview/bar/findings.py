"""The findings of the checks on the current sources, from a process of its own that is started after every change.

Not a thread: while one checks, every request of the browser takes twenty times as long (33 ms instead of 1.6 ms on
two cores), since both want the same interpreter; and a process can be ended when the next change comes, or when it
never ends by itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lanmu.checks.engine.finding import Finding, Level
from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import Exit, refusal

LIMIT = 300
"""Seconds; a thousand articles take six."""
COMMAND = "python scripts/check_structure.py"
# How a script begins a sentence for the user (lanmu.diagnostics.console), here about settings that cannot be used.
REFUSED = "✗ "
TOO_LONG = f"检查{LIMIT // 60}分钟还没有做完，已经停下。改一处并保存会再查一次；也可以在命令行运行 {COMMAND}。"
NOT_STARTED = f"检查启动不了（{{reason}}）。请关掉一些程序，再保存一次；也可以在命令行运行 {COMMAND}。"
CRASHED = f"检查程序自身出错了（不是稿件的问题），这一次没有结果。请在命令行运行 {COMMAND}，把显示的文字发给维护人员。"


@dataclass(frozen=True)
class ReportedFinding:
    """A finding with the Chinese name of its rule. `fixable`: `check_structure.py --fix` can mend it."""

    finding: Finding
    name: str
    fixable: bool

    @property
    def is_error(self) -> bool:
        """True for an error, false for a reminder."""
        return self.finding.level is Level.ERROR


@dataclass(frozen=True)
class Known:
    """The outcome of the last complete check.

    `revision` counts up with every change. `complete` is false until the first check has ended. `running`: a newer
    check is under way. `trouble` says why the last check failed; the findings are then older.
    """

    revision: int = 0
    findings: tuple[ReportedFinding, ...] = ()
    complete: bool = False
    running: bool = False
    trouble: str = ""


class Findings:
    """Runs the checks in the background and keeps their outcome in `known`, which any thread may read at any time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known = Known()
        self.process: subprocess.Popen[str] | None = None
        self.lock = threading.Lock()

    def renew(self) -> None:
        """Checks the sources anew and returns at once; a check that is still under way is given up."""
        command = [sys.executable, str(self.root / "scripts" / "check_structure.py"), "--report", "json"]
        pipe, none = subprocess.PIPE, subprocess.DEVNULL
        self.close()
        with self.lock:
            try:
                self.process = subprocess.Popen(
                    command, cwd=self.root, stdin=none, stdout=pipe, stderr=pipe, encoding="utf-8", errors="replace"
                )
                threading.Thread(target=self.follow, args=(self.process,), daemon=True).start()
                self.change(running=True)
            except (OSError, RuntimeError) as error:
                # RuntimeError: no thread can be started.
                if self.process:
                    self.process.kill()
                    self.process = None
                reason = refusal(error) if isinstance(error, OSError) else "同时做的事情太多"
                self.change(running=False, trouble=NOT_STARTED.format(reason=reason))

    def follow(self, process: subprocess.Popen[str]) -> None:
        """Waits for a check to end, and takes its findings unless a newer one has been started."""
        changes: dict[str, Any] = {"trouble": CRASHED}
        try:
            report, complaints = process.communicate(timeout=LIMIT)
            changes = outcome(process.returncode, report, complaints)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            changes = {"trouble": TOO_LONG}
        finally:
            with self.lock:
                if process is self.process:
                    self.process = None
                    self.change(running=False, **changes)

    def change(self, **changes: Any) -> None:
        """Replaces values of `known`."""
        self.known = replace(self.known, revision=self.known.revision + 1, **changes)

    def close(self) -> None:
        """Ends a check that is under way; nobody waits for its answer any more."""
        with self.lock:
            if self.process:
                self.process.kill()
                self.process = None


def outcome(code: int, report: str, complaints: str) -> dict[str, Any]:
    """The new values of `Known` after a check has ended with this exit code, JSON report and standard error."""
    if code == Exit.STOPPED:
        # Ctrl-C reaches the check too, and the preview is ending.
        return {}
    if complaints.startswith(REFUSED):
        return {"trouble": complaints.removeprefix(REFUSED).strip()}
    names = ("path", "line", "column", "message", "remedy", "code", "page")
    try:
        findings = tuple(
            ReportedFinding(
                Finding(**{name: entry[name] for name in names}, level=Level(entry["level"])),
                entry["name"],
                entry["fixable"],
            )
            for entry in json.loads(report)["findings"]
        )
    except (ValueError, KeyError, TypeError):
        complain(complaints)
        return {"trouble": CRASHED}
    return {"findings": findings, "complete": True, "trouble": ""}
