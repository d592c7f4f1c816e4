"""Limits on requests to other hosts: how many at a time, timeouts, and the pause between two to one host, longer when the
host asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, field_validator

from lanmu.checks.external.address import ascii_host
from lanmu.checks.external.answer import Kind, LinkError
from lanmu.content.validation import Model

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Limit = Annotated[float, Field(ge=0.1, allow_inf_nan=False)]
AtLeastOne = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]


class ExternalSettings(Model):
    """The `[links.external]` part of lanmu.toml. Times are in seconds where nothing else is said."""

    connect_timeout: Limit = 10.0
    read_timeout: Limit = 20.0
    """The time for the whole head of an answer, not for each piece of it."""
    total_timeout: Limit = 60.0
    """All that one link may take, redirects and further tries together; waiting for the host's turn is not counted."""
    at_once: AtLeastOne = 8
    """Requests at a time, all hosts together."""
    per_host: AtLeastOne = 1
    """Connections to one host at a time."""
    pause: Seconds = 0.2
    """Between two requests to one host."""
    retries: Count = 2
    backoff: Seconds = 1.0
    """Before the first further try; twice as long before each later one."""
    longest_wait: Seconds = 30.0
    """The longest `Retry-After` that is waited for."""
    skip_hosts: tuple[str, ...] = ()
    """Host names that are not asked: `www.example.org`, or `*.example.org` for all below example.org."""
    allow_private: bool = False
    """Whether hosts inside the office's network may be asked."""
    max_age_days: Count = 7
    max_age_days_failed: Count = 1

    @field_validator("skip_hosts")
    @classmethod
    def hosts_only(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            try:
                ascii_host(host.removeprefix("*."))
            except ValueError:
                problem = f"「{host}」不是主机名，请只写主机名，例如 www.example.org 或 *.example.org。"
                raise ValueError(problem) from None
        return hosts


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
            while (seconds := self._seconds_until_turn(lane)) > 0 or self._stop.is_set():
                self.sleep(seconds)
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

    def _seconds_until_turn(self, lane: Lane) -> float:
        """0 when the turn has come; it is then taken."""
        with lane.lock:
            now = time.monotonic()
            rest = lane.closed_until - now
            if rest > self._settings.longest_wait:
                raise LinkError(Kind.BLOCKED, f"对方要求过 {rest:.0f} 秒再来")
            start = max(lane.next_at, lane.closed_until)
            if start <= now:
                # With several connections to a host their starts keep the pause as well.
                lane.next_at = now + self._settings.pause
            return max(0.0, start - now)

    def _lane(self, host: str) -> Lane:
        with self._lock:
            if host not in self._lanes:
                self._lanes[host] = Lane(threading.Semaphore(self._settings.per_host))
            return self._lanes[host]
