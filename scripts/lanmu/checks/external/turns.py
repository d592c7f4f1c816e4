"""Whose turn it is: so many requests to a host at a time, a pause between them, and longer when the host asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lanmu.checks.external.answer import Kind, LinkError
from lanmu.checks.external.settings import ExternalSettings


class StoppedError(Exception):
    """The user stopped the run."""


@dataclass
class Lane:
    """One host. Times are those of `time.monotonic`."""

    slots: threading.Semaphore
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    """When the next request may start."""
    closed_until: float = 0.0
    """Until when the host has asked to be left alone."""


class Turns:
    """The lanes of all hosts of a run."""

    def __init__(self, settings: ExternalSettings) -> None:
        self._settings = settings
        self._lanes: dict[str, Lane] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def stop(self) -> None:
        """Lets nobody start any more, and wakes who is waiting."""
        self._stop.set()

    def sleep(self, seconds: float) -> None:
        """Waits. Raises StoppedError when the run is stopped before or meanwhile."""
        if self._stop.wait(max(0.0, seconds)):
            raise StoppedError

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits for a turn at `host` and holds it. Raises LinkError when the host wants to be left alone for longer than
        is waited, StoppedError when the run is stopped."""
        lane = self._lane(host)
        with lane.slots:
            self._wait_for(lane)
            try:
                yield
            finally:
                with lane.lock:
                    lane.next_at = max(lane.next_at, time.monotonic() + self._settings.pause)

    def postpone(self, host: str, seconds: float) -> None:
        """Leaves `host` alone for so many seconds, as it has asked."""
        lane = self._lane(host)
        with lane.lock:
            lane.closed_until = max(lane.closed_until, time.monotonic() + seconds)

    def _wait_for(self, lane: Lane) -> None:
        while True:
            with lane.lock:
                now = time.monotonic()
                rest = lane.closed_until - now
                if rest > self._settings.longest_wait:
                    raise LinkError(Kind.BLOCKED, f"对方要求过 {rest:.0f} 秒再来")
                start = max(lane.next_at, lane.closed_until)
                if start <= now and not self._stop.is_set():
                    # With several connections to a host their starts keep the pause as well.
                    lane.next_at = now + self._settings.pause
                    return
            self.sleep(start - now)

    def _lane(self, host: str) -> Lane:
        with self._lock:
            if host not in self._lanes:
                self._lanes[host] = Lane(threading.Semaphore(self._settings.per_host))
            return self._lanes[host]
