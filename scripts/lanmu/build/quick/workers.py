"""Work divided over copies of this process, one to a core, where the system can copy a process (Linux).

A copy has all that has been read so far without reading it again. Windows has no copies, and macOS none that are safe:
there, with one core, beside threads, and when there is little to do, the work is done where it is.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
FEW = 60
"""Up to so many pages are made faster than copies."""
AHEAD = 6
"""How many are made before there are copies."""
PORTION = 12
"""How many a copy takes at a time, so that one that is held up leaves more to the others."""
NICE = 2
"""How far behind a task comes that others need not wait for (1 to 19): the pages of two languages then end about
together, and their searches share the cores instead of one following the other."""
DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG (prctl(2))."""
GROUP: list[int] = []
"""In a copy, the one that leads the group it is in."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def can_copy() -> bool:
    """True when this process may be copied."""
    return sys.platform == "linux" and cores() > 1 and threading.active_count() == 1


def spread(task: Callable[[T], R], things: Sequence[T]) -> Iterator[tuple[int, R]]:
    """The number of each thing and what `task` makes of it, in any order; results cross processes and must be plain.

    The first few are done here: what that loads and works out, the copies have. A thing at which the task fails in a copy
    is done again here, and raises here what it raises.
    """
    undivided = len(things) <= FEW or not can_copy()
    yield from ((number, task(thing)) for number, thing in enumerate(things if undivided else things[:AHEAD]))
    if undivided:
        return
    gc.freeze()
    context = multiprocessing.get_context("fork")
    portion = context.Value("l", AHEAD)
    ends: list[Connection] = []
    copies = []
    for _ in range(cores()):
        mine, theirs = context.Pipe(duplex=False)
        copy = context.Process(target=work, args=(task, things, portion, theirs), daemon=True)
        copy.start()
        theirs.close()
        ends.append(mine)
        copies.append(copy)
    left = set(range(AHEAD, len(things)))
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                found: list[tuple[int, R]] = end.recv()
            except EOFError:
                ends.remove(end)
                continue
            for number, made in found:
                left.discard(number)
                yield number, made
    for copy in copies:
        copy.join()
    gc.unfreeze()
    yield from ((number, task(things[number])) for number in sorted(left))


def work(task: Callable[[T], R], things: Sequence[T], portion: Any, end: Connection) -> None:
    """In a copy: takes portions until none is left."""
    end_with_the_original()
    gc.disable()
    logging.getLogger("mkdocs").handlers = [logging.NullHandler()]
    while True:
        with portion.get_lock():
            first = portion.value
            portion.value = first + PORTION
        if first >= len(things):
            break
        found = []
        for number in range(first, min(first + PORTION, len(things))):
            try:
                found.append((number, task(things[number])))
            except Exception:
                # Done again where it can be told.
                continue
        end.send(found)
    end.close()
    # Not the way that runs what the original has registered for its own end.
    os._exit(0)


def end_with_the_original() -> None:
    """In a copy: has the system end it with the process that it is a copy of, however that ends; otherwise a copy would
    wait forever for somebody to take what it has made."""
    original = multiprocessing.parent_process()
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, int(signal.SIGKILL))
    if original is None or os.getppid() != original.pid:
        os._exit(1)


@contextmanager
def no_collection() -> Iterator[None]:
    """Without Python's search for cycles: a build makes few, and to look for them again and again takes a third of it.

    At the end of the process nothing is looked for either.
    """
    atexit.register(gc.freeze)
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Aside:
    """Tasks that go on in copies of this process; without copies they are done at once."""

    def __init__(self) -> None:
        self._copies: list[tuple[Any, Callable[[], None]]] = []

    def run(self, task: Callable[[], R], done: Callable[[R], None], *, later: bool = False) -> None:
        """Begins a task; `done` is called in `finish` with what it gives back, which crosses processes and must be plain.
        With `later` it gets less of the processor than the rest.

        A task that fails in a copy is done again here, and raises here what it raises.
        """

        def here() -> None:
            done(task())

        if not can_copy():
            here()
            return
        context = multiprocessing.get_context("fork")
        mine, theirs = context.Pipe(duplex=False)
        copy: Any = context.Process(target=alone, args=(task, theirs, later))
        copy.start()
        theirs.close()
        if not GROUP:
            # Here too: the copy may be ended before it has come to do it.
            with suppress(OSError):
                os.setpgid(copy.pid, copy.pid)
        self._copies.append((copy, lambda: finished(copy, mine, done, here)))

    def finish(self) -> None:
        """Waits for all."""
        while self._copies:
            _, finish = self._copies[0]
            finish()
            del self._copies[0]

    def stop(self) -> None:
        """Ends what is still going on, with the copies that it has made."""
        for copy, _ in self._copies:
            with suppress(ProcessLookupError):
                os.killpg(copy.pid, signal.SIGKILL)
            copy.join()
        self._copies.clear()


def finished(copy: Any, end: Connection, done: Callable[[R], None], here: Callable[[], None]) -> None:
    """Takes what a copy gives back; does its task here when it has failed."""
    try:
        made: tuple[R] | None = end.recv()
    except EOFError:
        made = None
    end.close()
    copy.join()
    if made is None:
        here()
    else:
        done(made[0])


def alone(task: Callable[[], Any], end: Connection, later: bool) -> None:
    """In a copy: does the task. The copy leads a group, so that it can be ended with all that it begins."""
    if not GROUP:
        os.setpgid(0, 0)
        GROUP.append(os.getpid())
    end_with_the_original()
    if later:
        os.nice(NICE)
    gc.disable()
    logging.getLogger("mkdocs").handlers = [logging.NullHandler()]
    try:
        end.send((task(),))
    except BaseException:
        os._exit(1)
    os._exit(0)
