"""Checks all external links of a site: several hosts in parallel, recent answers taken from a cache.

The cache is one JSON file; without it all links are requested again.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import AwareDatetime, ValidationError
from tqdm import tqdm

from lanmu.checks.external.address import Address, parse, shown
from lanmu.checks.external.answer import Answer, Kind, LinkError
from lanmu.checks.external.asking import Asker
from lanmu.checks.external.pacing import ExternalSettings, StoppedError, Turns
from lanmu.content.validation import Model
from lanmu.diagnostics import console
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

PURPOSE = "external links"
SECONDS_BETWEEN_LINES = 15.0
GOOD = frozenset({Kind.OK, Kind.REDIRECTED})
# Temporary statuses, as every 5xx is: not cached.
PASSING = frozenset({408, 425, 429})
T = TypeVar("T")
Outcome = tuple[Address, Answer | Exception]


class CachedAnswer(Model):
    """An answer and when it was got."""

    at: AwareDatetime
    answer: Answer


class Stored(Model):
    """The file. Answers got with `allow_private` are of no use without it, and the other way round."""

    version: Literal[1] = 1
    allow_private: bool
    entries: dict[str, CachedAnswer]


class Cache:
    """Answers by address, as far as they are young enough."""

    def __init__(self, path: Path, settings: ExternalSettings, now: datetime) -> None:
        self._path = path
        self._settings = settings
        self._now = now
        self._learned: dict[str, CachedAnswer] = {}
        self.entries: dict[str, CachedAnswer] = {}
        try:
            self.entries = self._read()
        except (OSError, ValidationError):
            console.complain(
                f"外部链接的缓存 {path} 读不了、已损坏，或者不是你在这台电脑上生成的，这次重新检查全部链接。"
            )

    def learn(self, url: str, answer: Answer) -> None:
        """Keeps an answer that will still be true tomorrow: a good one, or a refusal that is not of the moment."""
        refused = answer.kind in (Kind.BROKEN, Kind.BLOCKED) and 400 <= answer.status < 500
        if answer.kind in GOOD or answer.kind is Kind.SOFT or (refused and answer.status not in PASSING):
            self._learned[url] = CachedAnswer(at=self._now, answer=answer)

    def save(self) -> None:
        """Writes what was learned, together with what another run has written meanwhile. A full or read-only disk is
        reported, and costs only the next run's time."""
        if not self._learned:
            return
        entries = dict(self._learned)
        with contextlib.suppress(OSError, ValidationError):
            entries = self._read() | entries
        stored = Stored(allow_private=self._settings.allow_private, entries=dict(sorted(entries.items())))
        try:
            write_bytes(self._path, authenticated(stored.model_dump_json(indent=1).encode(), PURPOSE))
        except UserError as error:
            console.complain(f"外部链接的缓存没有存下，下次会重新检查：{error}")

    def _read(self) -> dict[str, CachedAnswer]:
        """The entries that are young enough; none from the future (the machine's clock was wrong), and none of a file
        that somebody else has written. Raises OSError or ValidationError when the file is no cache."""
        if not self._path.exists():
            return {}
        data = verified(self._path.read_bytes(), PURPOSE)
        stored = Stored.model_validate_json(b"" if data is None else bytes(data))
        if stored.allow_private != self._settings.allow_private:
            return {}
        days = self._settings.max_age_days, self._settings.max_age_days_failed
        ages = (
            (url, entry, timedelta(days=days[entry.answer.kind not in GOOD])) for url, entry in stored.entries.items()
        )
        return {url: entry for url, entry, most in ages if timedelta(0) <= self._now - entry.at < most}


def check(
    urls: Iterable[str],
    settings: ExternalSettings,
    cache_file: Path,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> dict[str, Answer]:
    """The answer for each of `urls` (http or https), asked politely and kept in `cache_file` for later runs.

    When the user stops the run, what was learned so far is kept.
    """
    turns = Turns(settings)
    asker = Asker(settings, turns, clock)
    cache = Cache(cache_file, settings, clock())
    answers: dict[str, Answer] = {}
    wanted: dict[str, Address] = {}
    for url in urls:
        try:
            wanted[url] = asker.admit(parse(url))
        except LinkError as failure:
            answers[url] = Answer(failure.kind, shown(url), reason=failure.reason)
    answer_by_target = {t: cache.entries[t.url].answer for t in wanted.values() if t.url in cache.entries}
    unknown = [target for target in dict.fromkeys(wanted.values()) if target not in answer_by_target]
    try:
        for target, answer in with_progress(ask_all(unknown, asker, settings), len(unknown), "检查外部链接"):
            answer_by_target[target] = answer
            cache.learn(target.url, answer)
    finally:
        turns.stop()
        cache.save()
    return answers | {url: answer_by_target[target] for url, target in wanted.items()}


def ask_all(targets: Sequence[Address], asker: Asker, settings: ExternalSettings) -> Iterator[tuple[Address, Answer]]:
    """Asks for all `targets` in threads and gives each answer as it comes."""
    by_host: dict[str, deque[Address]] = {}
    for target in targets:
        by_host.setdefault(target.host, deque()).append(target)
    lanes: queue.SimpleQueue[deque[Address]] = queue.SimpleQueue()
    outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    # The host with the most links comes first, since it takes longest.
    for lane in sorted(by_host.values(), key=len, reverse=True):
        for _ in range(min(settings.per_host, len(lane))):
            lanes.put(lane)
    for _ in range(min(settings.at_once, lanes.qsize())):
        # Daemons, so that a stop need not wait until slow hosts have answered.
        threading.Thread(target=work, args=(lanes, outcomes, asker), daemon=True).start()
    for _ in targets:
        target, outcome = patient_get(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        yield target, outcome


def work(lanes: queue.SimpleQueue[deque[Address]], outcomes: queue.SimpleQueue[Outcome], asker: Asker) -> None:
    """One thread: takes host after host until none is left or the run is stopped. A defect of ours goes to the main
    thread as it is."""
    with contextlib.suppress(queue.Empty, StoppedError):
        while True:
            lane = lanes.get_nowait()
            # Another thread may take the last one.
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


def with_progress(answers: Iterable[T], count: int, task: str) -> Iterator[T]:
    """The answers, and on standard error how far it is: a bar on a terminal, now and then a line in a log."""
    if sys.stderr.isatty():
        yield from tqdm(answers, total=count, desc=task, unit="个", file=sys.stderr)
        return
    last_line = time.monotonic()
    for done, answer in enumerate(answers, start=1):
        yield answer
        if time.monotonic() - last_line >= SECONDS_BETWEEN_LINES:
            last_line = time.monotonic()
            console.complain(f"{task}：{done}/{count}")
