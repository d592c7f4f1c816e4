"""Worker processes, which are forks of this one, one to a core: pages in parallel, and tasks in the background.

A fork has everything that was read so far. Windows cannot fork, and macOS not safely: there, on one core, and when this
process has threads, the work is done in this process. A task that fails in a worker is done again here, where its exception
is raised; when it succeeds here, the reason why it failed there is reported.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import itertools
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from lanmu.diagnostics.console import complain

T = TypeVar("T")
R = TypeVar("R")
FEW = 60
"""Up to this number of pages, one process is faster than starting workers."""
FIRST = 6
"""How many are done before the fork, so that workers inherit what these have loaded."""
CHUNK = 12
"""How many a worker takes at a time."""
COLLECT = 600
"""After how many pages a worker looks for garbage: each leaves some 50 kB, and looking takes as long as rendering one."""
DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG (prctl(2))."""
FAILED = "另开的进程里有一步没有做成（{reason}），已在本进程里重新做好。"
KILLED = "进程被系统结束，可能是内存不够"


@dataclass(frozen=True)
class Failure:
    """What a worker sends in the place of a result."""

    reason: str


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def can_fork() -> bool:
    """True when this process may be forked."""
    return sys.platform == "linux" and cores() > 1 and threading.active_count() == 1


def parallel_map(task: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """The results of `task` for the items, in their order. They cross processes, so they must be picklable."""
    if len(items) <= FEW or not can_fork():
        yield from map(task, items)
        return
    yield from map(task, items[:FIRST])
    gc.freeze()
    pool = ProcessPoolExecutor(cores(), multiprocessing.get_context("fork"), _enter, (task, items))
    reasons = set()
    try:
        for item, result in zip(items[FIRST:], _results(pool, len(items)), strict=False):
            if isinstance(result, Failure):
                yield task(item)
                reasons.add(result.reason)
            else:
                yield result
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
    for reason in sorted(reasons):
        complain(FAILED.format(reason=reason))


def _results(pool: ProcessPoolExecutor, count: int) -> Iterator[Any]:
    """The results in their order; only failures once a worker was killed."""
    try:
        yield from pool.map(_run, range(FIRST, count), chunksize=CHUNK)
    except BrokenProcessPool:
        yield from itertools.repeat(Failure(KILLED))


_work: tuple[Callable[[Any], Any], Sequence[Any]]
"""Set in a worker alone: the task and its things, which are inherited and not pickled."""


def _enter(task: Callable[[T], R], items: Sequence[T]) -> None:
    global _work
    _work = task, items
    begin_copy()


def _run(number: int) -> Any:
    task, items = _work
    if number % COLLECT == 0:
        # What was there before is not looked at (gc.freeze), so this is quick.
        gc.collect()
    try:
        return task(items[number])
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}")


def begin_copy() -> None:
    """In a worker: has the system kill it when its parent ends, however that ends; it would wait forever."""
    original = multiprocessing.parent_process()
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, int(signal.SIGKILL))
    if original is None or os.getppid() != original.pid:
        os._exit(1)
    # Ctrl-C reaches the workers too; the parent ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    logging.getLogger("mkdocs").handlers = [logging.NullHandler()]


@contextmanager
def without_gc() -> Iterator[None]:
    """Turns the garbage collector off: a build makes few cycles, and looking for them takes a third of its time."""
    # Nor at the end of the process.
    atexit.register(gc.freeze)
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What was made is old from now on; otherwise all of it would be looked through at once.
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Running:
    """A task in its worker: `collect` waits for its result and hands that on."""

    process: BaseProcess
    receiver: Connection
    collect: Callable[[], None]

    def kill(self) -> None:
        """Ends it without a result."""
        self.process.kill()
        self.process.join()


class BackgroundTasks:
    """Tasks that run in workers; where there can be none they are done at once."""

    def __init__(self) -> None:
        self._running: list[Running] = []

    def run(
        self, task: Callable[[], R], done: Callable[[R], None], *, is_worth_worker: bool = True
    ) -> Callable[[], None]:
        """Starts a task; `done` is called with its result, which must be plain data, by `finish` or when another is started.
        What is not worth a worker is done at once. Returns a function that cancels the task; `done` is not called then."""
        if not is_worth_worker or not can_fork():
            done(task())
            return lambda: None
        # Finished tasks let go of their data first, so that the fork does not inherit it.
        self._collect(lambda running: running.receiver.poll())
        return_memory()
        fork = multiprocessing.get_context("fork")
        receiver, sender = fork.Pipe(duplex=False)
        process = fork.Process(target=_send_result, args=(task, sender))
        process.start()
        sender.close()

        def collect() -> None:
            try:
                result = receiver.recv()
            except EOFError:
                result = Failure(KILLED)
            receiver.close()
            process.join()
            if isinstance(result, Failure):
                done(task())
                complain(FAILED.format(reason=result.reason))
            else:
                done(result)

        running = Running(process, receiver, collect)
        self._running.append(running)

        def cancel() -> None:
            running.kill()
            self._running.remove(running)

        return cancel

    def finish(self) -> None:
        """Waits for all."""
        self._collect(lambda _: True)

    def stop(self) -> None:
        """Kills the tasks that are still running."""
        for running in self._running:
            running.kill()
        self._running.clear()

    def _collect(self, is_wanted: Callable[[Running], bool]) -> None:
        for running in list(filter(is_wanted, self._running)):
            running.collect()
            self._running.remove(running)


def return_memory() -> None:
    """Gives the system the memory that is free in this process, which it may keep otherwise; only glibc can."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _send_result(task: Callable[[], Any], sender: Connection) -> None:
    begin_copy()
    try:
        sender.send(task())
    except BaseException as error:
        sender.send(Failure(f"{type(error).__name__}: {error}"))
    # Not sys.exit, which would run the exit handlers that the parent has registered.
    os._exit(0)
