"""Printing as a job of the desk, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from lanmu.channels.command import Outcome, lines_of
from lanmu.channels.printing import Order, prepared, results
from lanmu.content import settings as config
from lanmu.content.loading import load
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError
from lanmu.storage.write_lock import finish_interrupted

FAILED = "有 {number} 件没有印成，印成的留着：\n{reasons}"


def print_order(root: Path, order: Order) -> tuple[int, int]:
    """Prints an order, reports each print, and returns how many were printed and how many were up to date. Raises UserError
    when some failed; the others are there."""
    finish_interrupted(root)
    settings = config.load(root / "lanmu.toml").for_audience(order.audience)
    run = prepared(root, load(root / "docs"), settings, order)
    outcome, reasons = Outcome(), list[str]()
    for number, result in enumerate(results(run.jobs, run.record), 1):
        outcome.add(result)
        print(f"第 {number} 件，共 {len(run.jobs)} 件：{result.job.label}", end="\r", flush=True)
        if result.is_passed_over:
            say(f"△ {result.job.label}没有印：{result.problem}")
        elif result.problem:
            reasons.append(f"{result.job.label}：{result.problem}")
        else:
            for line in lines_of(result, run.record, outcome.shown):
                say(line)
    for article, state in run.proofs:
        say(f"△ 《{article.title}》{state.label}，凡有它的都印着“清样，不得外传”，不要发出去。")
    if reasons:
        raise UserError(FAILED.format(number=len(reasons), reasons="\n".join(reasons)))
    return outcome.printed, outcome.current
