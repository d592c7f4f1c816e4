"""The dictionaries for Chinese in a worker: it loads them (0.2 s) while this process reads the articles, and answers for this
process and for the one that makes the search.

For a build that follows another, on Linux, until many pages are to be rendered: then they are loaded in this process, and
its workers inherit them. A process that stays loads them itself (preview/background_build.py).
"""

from __future__ import annotations

import multiprocessing
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from lanmu.build.workers import begin_copy, can_fork
from lanmu.locales.script_conversion import Dictionaries, load_dictionaries, segmenter


class DictionaryClient(Dictionaries):
    """Asks a worker by a connection that one process has for itself; answers itself once that is closed."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection

    def cut(self, text: str) -> list[str]:
        """A text in words."""
        answer: list[str] | None = self._asked("cut", text)
        return super().cut(text) if answer is None else answer

    def convert(self, text: str) -> str:
        """Words in Traditional characters."""
        answer: str | None = self._asked("convert", text)
        return super().convert(text) if answer is None else answer

    def close(self) -> None:
        """Asks no more."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    def _asked(self, question: str, text: str) -> Any:
        if self._connection:
            try:
                self._connection.send((question, text))
                return self._connection.recv()
            except (EOFError, OSError):
                self.close()
            except BaseException:
                # Or the next question would get the answer to this one.
                self.close()
                raise
        return None


class DictionaryWorker:
    """The worker, and its clients: `client` is for this process; one other process is lent another."""

    def __init__(self) -> None:
        self.client = DictionaryClient()
        self._second = DictionaryClient()
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Starts the worker, unless this process has loaded the dictionaries itself, or cannot be copied: then `client` has the
        answers from here."""
        if segmenter.cache_info().currsize or not can_fork():
            return
        fork = multiprocessing.get_context("fork")
        with suppress(OSError), ExitStack() as ends:
            (own, own_end), (second, second_end) = fork.Pipe(), fork.Pipe()
            for end in (own_end, second_end):
                ends.callback(end.close)
            process = fork.Process(target=_answer, args=([own_end, second_end], [own, second]))
            process.start()
            self._process = process
            self.client, self._second = DictionaryClient(own), DictionaryClient(second)

    def lend(self) -> DictionaryClient:
        """A client for a process about to be started, once. It is closed here as soon as that has started: should that be killed,
        the worker then sees that nobody is left to ask."""
        lent, self._second = self._second, DictionaryClient()
        return lent

    def stop(self) -> None:
        """Ends the worker."""
        self.client.close()
        self._second.close()
        process, self._process = self._process, None
        if process:
            process.kill()
            process.join()


def _answer(connections: list[Connection], others: list[Connection]) -> None:
    begin_copy()
    for connection in others:
        connection.close()
    load_dictionaries()
    here = Dictionaries()
    while connections:
        ready = wait(connections)
        for connection in filter(ready.__contains__, connections.copy()):
            try:
                question, text = connection.recv()
                connection.send(here.cut(text) if question == "cut" else here.convert(text))
            except Exception:
                # Nobody is left to ask; or it cannot be answered, and whoever asked tries it, and says why.
                connections.remove(connection)
                connection.close()
