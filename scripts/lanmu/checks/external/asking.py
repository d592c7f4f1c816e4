"""Requests one link: HEAD, then GET, retries and redirects, and classifies the answer."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property

import urllib3

from lanmu.checks.external.address import Address, Resolver, joined, matches, parse, shown
from lanmu.checks.external.answer import (
    PROVEN_BY_HEAD,
    REDIRECTS,
    WORTH_ANOTHER_TRY,
    Answer,
    Hop,
    Kind,
    LinkError,
    kind_of,
    words_of,
)
from lanmu.checks.external.pacing import ExternalSettings, Turns
from lanmu.checks.external.request import Reply, Request, ask, certificate_end
from lanmu.checks.external.soft_404 import soft_reason

MOST_REDIRECTS = 10


@dataclass
class Allowance:
    """The seconds that are left for one link."""

    left: float

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Takes the time of the block off. Raises LinkError when nothing is left."""
        if self.left <= 0:
            raise LinkError(Kind.UNREACHABLE, "时间用完了，对方还没有完整的答复")
        start = time.monotonic()
        try:
            yield
        finally:
            self.left -= time.monotonic() - start


class Asker:
    """Asks for links, one after the other; several threads may share it."""

    def __init__(self, settings: ExternalSettings, turns: Turns, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._turns = turns
        self._clock = clock
        self._resolver = Resolver(allow_private=settings.allow_private)
        self._out_of_reach: dict[tuple[str, int], LinkError] = {}

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """How encrypted hosts are checked; reading the system's certificates takes a while, so only when needed."""
        return ssl.create_default_context()

    def answer(self, target: Address) -> Answer:
        """The outcome of requesting `target` with its redirects. Raises StoppedError."""
        allowance = Allowance(self._settings.total_timeout)
        asked, hops = target, tuple[Hop, ...]()
        try:
            while (reply := self._reply(target, allowance)).status in REDIRECTS:
                target = self._next(target, reply, {asked.url, *(hop.url for hop in hops)})
                hops += (Hop(reply.status, target.url),)
        except LinkError as failure:
            return Answer(failure.kind, target.url, failure.status, hops, failure.reason)
        kind = kind_of(reply.status)
        if kind is not Kind.OK:
            return Answer(kind, target.url, reply.status, hops, f"答复 {words_of(reply.status)}")
        if reason := soft_reason(asked, target, reply.html):
            return Answer(Kind.SOFT, target.url, reply.status, hops, reason)
        return Answer(Kind.REDIRECTED if hops else Kind.OK, target.url, reply.status, hops)

    def admit(self, target: Address) -> Address:
        """`target` when its host may be asked at all. Raises LinkError."""
        if matches(target.host, self._settings.skip_hosts):
            raise LinkError(Kind.SKIPPED, f"按设置不检查「{target.host}」")
        return target

    def _next(self, target: Address, reply: Reply, seen: set[str]) -> Address:
        if not reply.location:
            raise LinkError(Kind.BROKEN, f"答复 {reply.status}（已搬走），却没有说搬到哪里", status=reply.status)
        try:
            new = self.admit(parse(joined(target.url, reply.location)))
        except LinkError as failure:
            raise LinkError(failure.kind, f"被转到别处，{failure.reason}", status=reply.status) from None
        if new.url in seen and reply.sets_cookie:
            raise LinkError(Kind.BLOCKED, "对方只让保存 Cookie 的浏览器打开", status=reply.status)
        if new.url in seen:
            raise LinkError(Kind.BROKEN, f"转来转去又回到「{shown(new.url)}」", status=reply.status)
        if len(seen) > MOST_REDIRECTS:
            raise LinkError(Kind.BROKEN, f"转了 {MOST_REDIRECTS} 次还没有到头", status=reply.status)
        return new

    def whole(self, target: Address, coding: str = "identity") -> Reply:
        """The reply to one address with its whole body, which may be a redirect or an error. Raises LinkError, StoppedError."""
        allowance, request = Allowance(self._settings.total_timeout), Request("GET", coding, whole=True)
        return self._patiently(target, allowance, lambda _: self._ask(request, target, allowance))

    def certificate_end(self, target: Address) -> datetime:
        """When the certificate of an encrypted host ends. Raises LinkError, StoppedError."""
        with self._turns.turn(target.host):
            seconds = self._settings.connect_timeout
            address = self._resolver.addresses(target.host, target.port, seconds)[0]
            return certificate_end(target, address, seconds, self._tls)

    def _reply(self, target: Address, allowance: Allowance) -> Reply:
        """The reply to a link. Raises LinkError."""

        get = Request("GET")
        return self._patiently(
            target,
            allowance,
            lambda is_first: self._head_or_get(target, allowance) if is_first else self._ask(get, target, allowance),
        )

    def _patiently(self, target: Address, allowance: Allowance, ask_once: Callable[[bool], Reply]) -> Reply:
        """The reply to one address, after further tries where they may help; `ask_once` is given whether it is the first.
        Raises LinkError."""
        wait = self._settings.backoff
        for left in range(self._settings.retries, -1, -1):
            first, asks_to_wait = left == self._settings.retries, False
            try:
                reply = ask_once(first)
                if reply.status not in WORTH_ANOTHER_TRY:
                    return reply
                asks_to_wait = self._postpone(target, reply)
                if not left:
                    return reply
            except LinkError as failure:
                if not failure.again or not left or wait > allowance.left:
                    if failure.connecting:
                        # The host was not reached at all: its other links need not wait as long again.
                        self._out_of_reach[target.host, target.port] = failure
                    raise
            if not asks_to_wait:
                with allowance.spending():
                    self._turns.sleep(wait)
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _head_or_get(self, target: Address, allowance: Allowance) -> Reply:
        """HEAD, and GET as well where HEAD proves nothing."""
        try:
            reply = self._ask(Request("HEAD"), target, allowance)
            if reply.is_page and 200 <= reply.status < 300:
                # What a page says can only be got by GET.
                return self._ask(Request("GET"), target, allowance)
            has_retry_time = reply.retry_after and reply.status in WORTH_ANOTHER_TRY
            if reply.status < 400 or reply.status in PROVEN_BY_HEAD or has_retry_time:
                return reply
        except LinkError as failure:
            if not failure.dropped:
                raise
        return self._ask(Request("GET"), target, allowance)

    def _ask(self, request: Request, target: Address, allowance: Allowance) -> Reply:
        """One request, to the first of the host's addresses that takes the connection. Raises LinkError."""
        earlier = self._out_of_reach.get((target.host, target.port))
        if earlier:
            raise LinkError(earlier.kind, earlier.reason)
        with self._turns.turn(target.host):
            with allowance.spending():
                seconds = min(self._settings.connect_timeout, allowance.left)
                addresses = self._resolver.addresses(target.host, target.port, seconds)
            for address in addresses:
                try:
                    with allowance.spending():
                        settings = self._settings
                        timeout = urllib3.Timeout(allowance.left, settings.connect_timeout, settings.read_timeout)
                        tls = self._tls if target.scheme == "https" else None
                        return ask(request, target, address, timeout, tls)
                except LinkError as failure:
                    if not failure.connecting or address == addresses[-1]:
                        raise
            raise AssertionError("a host without addresses is an error before")

    def _postpone(self, target: Address, reply: Reply) -> bool:
        """Leaves the host alone for as long as it asks. False when it does not; raises LinkError when that is too long."""
        seconds = seconds_to_wait(reply.retry_after, self._clock())
        if seconds is None:
            return False
        self._turns.postpone(target.host, seconds)
        if seconds > self._settings.longest_wait:
            reason = f"答复 {words_of(reply.status)}，要求过 {seconds:.0f} 秒再来"
            raise LinkError(Kind.BLOCKED, reason, status=reply.status)
        return True


def seconds_to_wait(field: str, now: datetime) -> float | None:
    """`Retry-After` (RFC 9110, 10.2.3): seconds, or a date; None when it is neither."""
    text = field.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        day = parsedate_to_datetime(text)
    except ValueError:
        return None
    day = day if day.tzinfo else day.replace(tzinfo=UTC)
    return max(0.0, (day - now).total_seconds())
