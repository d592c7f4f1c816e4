"""The work of `print_channels.py`: prints what was asked for (`printing.py`), and reports the results."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from lanmu.channels.common import free_fonts
from lanmu.channels.common.job import Job
from lanmu.channels.monthly import print_month
from lanmu.channels.printing import NOWHERE, Order, Result, prepared, press_for, results
from lanmu.channels.record import Record
from lanmu.content import settings as config
from lanmu.content.loading import load
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.storage.write_lock import finish_interrupted


@dataclass
class Outcome:
    """The result of a run: how many jobs were printed, how many were up to date, the labels of those that failed. `shown` are
    remarks that were shown already."""

    printed: int = 0
    current: int = 0
    failed: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def add(self, result: Result) -> None:
        """Counts a result."""
        if result.is_passed_over:
            return
        if result.problem:
            self.failed.append(result.job.label)
        else:
            self.current += result.is_current
            self.printed += not result.is_current


def print_channels(root: Path, options: argparse.Namespace) -> int:
    """Prints what `options` ask for into `root`/out. Gives the exit code: 1 when something could not be made.

    Raises UserError for a wrong request, and when a font is missing: nothing could be made then.
    """
    settings = config.load(root / "lanmu.toml").for_audience(options.edition)
    if options.install_fonts:
        for line in free_fonts.report(settings):
            say(line)
        free_fonts.ensure(settings, yes=options.yes)
        say("✓ 排印用的字体齐了。")
        return Exit.OK
    finish_interrupted(root)
    order = Order(
        tuple(options.articles),
        options.issue or "",
        options.all,
        tuple(options.channel or ()),
        options.traditional,
        options.edition,
        options.site_url,
    )
    run = prepared(root, load(root / "docs"), settings, order)
    start = time.monotonic()
    try:
        outcome = run_jobs(run.jobs, run.record, show_current=not options.all)
    except KeyboardInterrupt:
        complain("\n已经印好的留着；再运行一次同样的命令，接着印剩下的。")
        raise
    for article in run.unplaced:
        complain(f"✗ docs/{article.path} {NOWHERE}")
        outcome.failed.append(f"《{article.title}》")
    for article, state in run.proofs:
        say(f"△ 《{article.title}》{state.label}，凡有它的都印着“清样，不得外传”，不要发出去。{state.step}")
    seconds = time.monotonic() - start
    say(f"印好 {outcome.printed} 件，没有变化 {outcome.current} 件，用时 {seconds:.1f} 秒。放在 {run.record.out}")
    if outcome.failed:
        complain(f"✗ 有 {len(outcome.failed)} 件没有印：{'、'.join(outcome.failed)}。原因见上面。")
        return Exit.FINDINGS
    return Exit.OK


def print_monthly(root: Path, options: argparse.Namespace) -> int:
    """Writes the Word file of the month that `options` ask for, and says where it lies. Raises UserError."""
    if options.articles or options.issue or options.all or options.channel:
        raise UserError("--month 做一个月的宣传情况，要单独用：去掉稿件、--issue、--all、--channel。")
    settings = config.load(root / "lanmu.toml").for_audience(options.edition)
    finish_interrupted(root)
    order = Order(traditional=options.traditional, audience=options.edition)
    file = print_month(press_for(root, load(root / "docs"), settings, order), options.month)
    say(f"✓ 每月情况：{file.relative_to(root).as_posix()}")
    return Exit.OK


def run_jobs(jobs: Iterable[Job], record: Record, *, show_current: bool = False) -> Outcome:
    """Runs the jobs that are not up to date, and reports each; with `show_current` also the others."""
    outcome, jobs = Outcome(), list(jobs)
    done = results(jobs, record)
    with tqdm(done, "排印", len(jobs), unit="件", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        for result in bar:
            outcome.add(result)
            if result.problem:
                with bar.external_write_mode(file=sys.stderr):
                    complain(f"{'△' if result.is_passed_over else '✗'} {result.job.label}没有印：{result.problem}")
            elif show_current or not result.is_current:
                lines = lines_of(result, record, outcome.shown)
                with bar.external_write_mode(file=sys.stdout):
                    tell(lines)
    return outcome


def tell(lines: Iterable[str]) -> None:
    """Says the lines. The reader of our output may have closed it (… | head): Python would fail again when it flushes at exit."""
    try:
        for line in lines:
            say(line)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def lines_of(result: Result, record: Record, shown: set[str]) -> list[str]:
    """The report on a job: its files and its remarks. Adds the remarks to `shown` and leaves out those that are in it."""
    job, entry = result.job, record.entry(result.job)
    names = "、".join(f"{record.out.name}/{job.channel}/{name}" for name in entry["files"])
    remarks = [remark for remark in dict.fromkeys(entry["remarks"]) if remark not in shown]
    shown.update(remarks)
    unchanged = "没有变化" if result.is_current else ""
    return [f"✓ {job.label}{unchanged}：{names}", *(f"  · {remark}" for remark in remarks)]
