"""The findings of the checks on the current sources, from a worker that checks after every change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lanmu.checks.engine.finding import Finding, Level
from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import refusal
from lanmu.preview.worker import Answer, Worker
from lanmu.storage.write_lock import finish_interrupted

LIMIT = 300
"""Seconds; a thousand articles take six."""
COMMAND = "python scripts/check_structure.py"
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
class CheckResults:
    """The outcome of the last complete check of the sources.

    `revision` counts up with every change. `complete` is false until the first check has ended. `running`: a newer
    check is under way. `trouble` says why the last check failed; the findings are then older.
    """

    revision: int = 0
    findings: tuple[ReportedFinding, ...] = ()
    complete: bool = False
    running: bool = False
    trouble: str = ""


def findings_in(root: Path) -> tuple[ReportedFinding, ...]:
    """In the worker: what the checks find in the sources."""
    # Imported here: the preview itself runs no rules.
    from lanmu.checks.engine.command import checked

    finish_interrupted(root)
    outcome = checked(root, None)[1]
    names = {ready.rule.code: ready.rule.name for ready in outcome.rules}
    return tuple(
        ReportedFinding(finding, names.get(finding.code, finding.code), finding.edit is not None)
        for finding in outcome.findings
    )


class Findings:
    """Checks the project in `root` in the background and keeps the outcome in `results`, which any thread may read at any time."""

    def __init__(self, root: Path, check: Callable[[Path], tuple[ReportedFinding, ...]] = findings_in) -> None:
        self.root = root
        self.check = check
        self.results = CheckResults()
        self.worker = Worker(check)
        self.lock = threading.Lock()

    def renew(self) -> None:
        """Checks the sources anew and returns at once; a check that is still under way is given up."""
        with self.lock:
            if self.results.running:
                self.end()
            try:
                self.worker.begin(self.root)
                threading.Thread(target=self.follow, args=(self.worker,), daemon=True).start()
                self.change(running=True)
            except (OSError, RuntimeError) as error:
                # RuntimeError: no thread can be started.
                self.end()
                reason = refusal(error) if isinstance(error, OSError) else "同时做的事情太多"
                self.change(running=False, trouble=NOT_STARTED.format(reason=reason))

    def follow(self, worker: Worker) -> None:
        """Waits for a check to end, and takes its findings unless a newer one has been started in another worker."""
        try:
            answer = worker.answer(LIMIT)
        except TimeoutError:
            worker.close()
            answer = Answer(problem=TOO_LONG)
        changes: dict[str, Any] = {"trouble": answer.problem or CRASHED}
        if answer.result is not None:
            changes = {"findings": answer.result, "complete": True, "trouble": ""}
        with self.lock:
            if worker is self.worker:
                if answer.trace:
                    complain(answer.trace)
                self.change(running=False, **changes)

    def change(self, **changes: Any) -> None:
        """Replaces values of `results`."""
        self.results = replace(self.results, revision=self.results.revision + 1, **changes)

    def close(self) -> None:
        """Ends a check that is under way."""
        with self.lock:
            self.end()

    def end(self) -> None:
        """Ends the worker; nobody waits for its answer any more."""
        self.worker.close()
        self.worker = Worker(self.check)
