"""One publisher at a time: a file on the target says that somebody is at work.

It names nobody, as it may lie where readers can fetch it. A killed publisher leaves it there: the next one on the same
machine takes it over at once, others when it has not been renewed for a while.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import sleep

from filelock import FileLock, Timeout

from lanmu.content.dates import now, pub_date
from lanmu.diagnostics.errors import UserError
from lanmu.releases.targets.target import HIDDEN, Target
from lanmu.storage.authentication import owner
from lanmu.storage.signing_keys import key_folder

LOCK = f"{HIDDEN}lock"
CLOCK = f"{HIDDEN}clock"
RENEWED = 60.0
"""Seconds after which a publisher renews its lock."""
STALE = 900.0
"""Seconds without renewal after which a publisher is taken for dead."""
WRITTEN = 5.0
"""Seconds within which whoever makes the lock writes into it; an empty one is left by a connection that was cut in between."""


@contextmanager
def publishing(target: Target) -> Iterator[None]:
    """Keeps other publishers away from the target. Raises UserError while there is one, OSError."""
    file = key_folder().parent / "publishing" / f"{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.lock"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(file)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise UserError("这台电脑上另一个窗口正在往这里发布，这一次什么也没有传。请等它做完，再运行一次。") from None
    done = threading.Event()
    try:
        token = taken(target)
        renewal = threading.Thread(target=renew, args=(target, token, done), daemon=True)
        renewal.start()
        try:
            yield
        finally:
            done.set()
            renewal.join()
            # Where the connection is gone, the next publisher of this machine knows that it is nobody's.
            with suppress(OSError):
                if target.read(LOCK) == token:
                    target.remove(LOCK)
    finally:
        lock.release()


def taken(target: Target) -> bytes:
    """What this publisher has written into the lock. Raises UserError when another is at work."""
    token = json.dumps({"owner": owner(), "since": pub_date(now()), "token": secrets.token_hex(8)}).encode()
    try:
        target.create(LOCK, token)
    except FileExistsError:
        lock = read(target)
        if not lock:
            sleep(WRITTEN)
            lock = read(target)
        if lock and lock.get("owner") != owner() and age(target) < STALE:
            raise UserError(
                f"另一位同志（或者另一台电脑）正在往这里发布，{lock.get('since', '刚才')} 开始的，这一次什么也没有传。"
                f"请等它做完再运行一次；它要是断了，过 {STALE / 60:g} 分钟就能发布。"
            ) from None
        with suppress(FileNotFoundError):
            target.remove(LOCK)
        try:
            target.create(LOCK, token)
        except FileExistsError:
            raise UserError("另一位同志刚刚开始往这里发布，这一次什么也没有传。请等它做完再运行一次。") from None
    return token


def read(target: Target) -> dict[str, str]:
    """What the lock says; nothing where it is gone, or holds nothing of ours. Raises OSError."""
    with suppress(FileNotFoundError, ValueError):
        data = json.loads(target.read(LOCK))
        return data if isinstance(data, dict) else {}
    return {}


def clock(target: Target) -> float:
    """What time it is on the target (seconds since 1970)."""
    target.put(CLOCK, b"")
    moment = target.modified(CLOCK)
    target.remove(CLOCK)
    return moment


def age(target: Target) -> float:
    """Seconds since the lock was renewed, by the target's clock; endless when it is gone."""
    try:
        return clock(target) - target.modified(LOCK)
    except FileNotFoundError:
        return STALE


def renew(target: Target, token: bytes, done: threading.Event) -> None:
    """Shows that this publisher is at work until it is `done`."""
    while not done.wait(RENEWED):
        with suppress(OSError):
            target.put(LOCK, token)
