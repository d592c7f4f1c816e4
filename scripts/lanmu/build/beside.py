"""Work that goes on in a second process while MkDocs builds what does not need it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec

P = ParamSpec("P")
MANY = 300
"""From so many pages on it is worth a process of its own: starting one takes as long as turning some hundred pages."""


class Beside:
    """Tasks in the order given, in another process when there are many pages, else at once."""

    def __init__(self, pages: int) -> None:
        # A new Python rather than a copy of this one: that is all Windows has, and all that is safe beside threads.
        self._pool = ProcessPoolExecutor(1, get_context("spawn")) if pages >= MANY else None
        self._tasks: list[Future[object]] = []

    def run(self, task: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Does the task, or has it done; what it raises, this or `finish` raises."""
        if self._pool:
            self._tasks.append(self._pool.submit(task, *args, **kwargs))
        else:
            task(*args, **kwargs)

    def finish(self) -> None:
        """Waits until all is done."""
        if self._pool:
            try:
                for future in self._tasks:
                    future.result()
            finally:
                self._pool.shutdown(cancel_futures=True)
