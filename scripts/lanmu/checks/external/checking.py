"""All links of a site: hosts side by side, what is known already not asked again."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lanmu.checks.external.answer import Answer, LinkError
from lanmu.checks.external.asking import Asker, Clock
from lanmu.checks.external.cache import Cache
from lanmu.checks.external.progress import Progress
from lanmu.checks.external.settings import ExternalSettings
from lanmu.checks.external.target import Target, parse, shown
from lanmu.checks.external.turns import StoppedError, Turns

Outcome = tuple[Target, Answer | Exception]


def now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


def check(urls: Iterable[str], settings: ExternalSettings, cache_file: Path, clock: Clock = now) -> dict[str, Answer]:
    """The answer for each of `urls` (http or https), asked politely and kept in `cache_file` for later runs.

    When the user stops the run, what was learned so far is kept.
    """
    turns = Turns(settings)
    asker = Asker(settings, turns, clock)
    cache = Cache(cache_file, settings, clock())
    answers: dict[str, Answer] = {}
    wanted: dict[str, Target] = {}
    for url in urls:
        try:
            wanted[url] = asker.admit(parse(url))
        except LinkError as failure:
            answers[url] = Answer(failure.kind, shown(url), reason=failure.reason)
    known: dict[Target, Answer | None] = {target: cache.get(target.url) for target in wanted.values()}
    try:
        unknown = [target for target, kept in known.items() if kept is None]
        for target, learned in ask_all(unknown, asker, settings):
            known[target] = learned
            cache.learn(target.url, learned)
    finally:
        turns.stop()
        cache.save()
    return answers | {url: answer for url, target in wanted.items() if (answer := known[target])}


def ask_all(targets: Sequence[Target], asker: Asker, settings: ExternalSettings) -> Iterator[tuple[Target, Answer]]:
    """Asks for all `targets` in threads and gives each answer as it comes."""
    lanes: queue.SimpleQueue[deque[Target]] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    for lane in by_host(targets):
        for _ in range(min(settings.per_host, len(lane))):
            lanes.put(lane)
    for _ in range(min(settings.at_once, lanes.qsize())):
        # Daemons, so that a stop need not wait until slow hosts have answered.
        threading.Thread(target=work, args=(lanes, outcomes, asker), daemon=True).start()
    with Progress(len(targets)) as progress:
        for _ in targets:
            target, outcome = patient_get(outcomes)
            if isinstance(outcome, Exception):
                raise outcome
            progress.advance()
            yield target, outcome


def by_host(targets: Iterable[Target]) -> list[deque[Target]]:
    """The targets of each host; the host with the most comes first, since it takes longest."""
    lanes: dict[str, deque[Target]] = {}
    for target in targets:
        lanes.setdefault(target.host, deque()).append(target)
    return sorted(lanes.values(), key=len, reverse=True)


def work(lanes: queue.SimpleQueue[deque[Target]], outcomes: queue.SimpleQueue[Outcome], asker: Asker) -> None:
    """One thread: takes host after host until none is left or the run is stopped."""
    with contextlib.suppress(queue.Empty, StoppedError):
        while True:
            drain(lanes.get_nowait(), outcomes, asker)


def drain(lane: deque[Target], outcomes: queue.SimpleQueue[Outcome], asker: Asker) -> None:
    """Asks for the links of one host. Raises StoppedError. A defect of ours goes to the main thread as it is."""
    with contextlib.suppress(IndexError):
        while True:
            target = lane.popleft()
            try:
                outcomes.put((target, asker.answer(target)))
            except StoppedError:
                raise
            except Exception as error:
                outcomes.put((target, error))


def patient_get(outcomes: queue.SimpleQueue[Outcome]) -> Outcome:
    """The next outcome. Waits in short pieces: on Windows Ctrl-C does not interrupt a long wait."""
    while True:
        with contextlib.suppress(queue.Empty):
            return outcomes.get(timeout=0.25)
