"""A process of its own that does one piece of work after another, so that what it has loaded stays loaded.

Not a thread: while one works, every request of the browser takes twenty times as long (33 ms instead of 1.6 ms on two cores),
since both want the same interpreter; and a process can be ended at any moment.
"""

from __future__ import annotations

import atexit
import gc
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from lanmu.diagnostics.errors import UserError


@dataclass(frozen=True)
class Answer:
    """What came of a piece of work: its result, the sentence of its UserError, or the trace of a defect; nothing where the process was
    ended."""

    result: Any = None
    problem: str = ""
    trace: str = ""


class Worker:
    """Does `work`, a function of a module, in a process of its own. Arguments and results are pickled."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.work = work
        self.process: Any = None
        self.connection: Connection | None = None

    def begin(self, *order: Any) -> None:
        """Has the work done with these arguments; the process is started where there is none. Raises OSError when there can be no
        process, or no pipe to it."""
        if not (self.process and self.process.is_alive()):
            self.close()
            self.start()
        assert self.connection
        self.connection.send(order)

    def start(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        try:
            with theirs, without_ctrl_c():
                self.process = context.Process(target=serve, args=(self.work, theirs))
                self.process.start()
        except BaseException:
            self.process = None
            ours.close()
            raise
        self.connection = ours
        # Before the system's own handler, which waits for the process.
        atexit.register(self.close)

    def answer(self, seconds: float | None = None) -> Answer:
        """The answer to what was begun last. Raises TimeoutError when it takes longer than so many seconds."""
        connection = self.connection
        try:
            is_there = connection is None or connection.poll(seconds)
            answer: Answer = connection.recv() if connection and is_there else Answer()
        except (EOFError, OSError):
            return Answer()
        if not is_there:
            raise TimeoutError
        return answer

    def close(self) -> None:
        """Ends the process, whatever it does."""
        process, self.process = self.process, None
        # Not closed here: whoever waits for an answer still has it, and would read what the next pipe of the same number brings.
        self.connection = None
        if process:
            process.terminate()
            process.join()
            atexit.unregister(self.close)


@contextmanager
def without_ctrl_c() -> Iterator[None]:
    """Blocks Ctrl-C in a process that is started inside. It reaches the whole process group, and a process that cannot ignore it
    yet would end with a traceback in the terminal. (Windows has no signal mask.)"""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Starting multiprocessing's resource tracker unblocks SIGINT, so it must run before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(work: Callable[..., Any], orders: Connection) -> None:
    """In the process: answers orders until the other side ends."""
    # Ctrl-C reaches the whole group; the preview ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            order = orders.recv()
        except EOFError:
            return
        try:
            answer = Answer(work(*order))
        except UserError as error:
            answer = Answer(problem=str(error))
        except Exception:
            answer = Answer(trace=traceback.format_exc())
        orders.send(answer)
        # Nobody waits now; a build looks for no garbage.
        gc.collect()
