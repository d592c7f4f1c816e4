"""Work that takes long (import, printing, building, publishing), in processes of its own: pages stay usable, what is being done
is shown, and it can be stopped."""

from __future__ import annotations

import itertools
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from enum import StrEnum
from io import TextIOBase
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import UserError, refusal

DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。"
NOT_STARTED = "做不了：另开一个程序时出错（{reason}）。请关掉一些程序，再试一次。"
KEPT = 30
"""So many ended jobs are remembered."""
LINES = 400
"""So many of a job's lines are remembered."""


class Condition(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Job:
    """A piece of work under way, or ended. `title` says what it is, `next` is the address to go to when it is done.

    `lines` is what it has said, `progress` the last state of its progress bar; `result` is what the work returned, `problem` the
    sentence with which it failed.
    """

    def __init__(self, number: int, key: str, title: str, next_address: str) -> None:
        self.number = number
        self.key = key
        self.title = title
        self.next = next_address
        self.condition = Condition.RUNNING
        self.lines: list[str] = []
        self.progress = ""
        self.result: Any = None
        self.problem = ""
        self.started = time.monotonic()
        self.process: Any = None

    @property
    def is_running(self) -> bool:
        """True until it has ended, in whatever way."""
        return self.condition is Condition.RUNNING


class Jobs:
    """Starts jobs and remembers them. Any thread may ask."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.jobs: dict[int, Job] = {}
        self.lock = threading.Lock()

    def start(self, key: str, title: str, next_address: str, work: Callable[..., Any], *arguments: Any) -> Job:
        """Has `work(*arguments)` done in a process of its own: a function of a module, with arguments and a result that can be
        pickled. One with the same key that is still under way is given instead. In `next_address`, `{number}` is the job's own
        number: a page that shows its result.

        Raises UserError when no process can be started.
        """
        with self.lock:
            for job in self.jobs.values():
                if job.key == key and job.is_running:
                    return job
            number = next(self.numbers)
            job = Job(number, key, title, next_address.replace("{number}", str(number)))
            context = get_context("spawn")
            receiver, sender = context.Pipe(duplex=False)
            job.process = context.Process(target=run, args=(work, arguments, sender))
            try:
                job.process.start()
            except OSError as error:
                receiver.close()
                raise UserError(NOT_STARTED.format(reason=refusal(error))) from None
            finally:
                sender.close()
            self.jobs[job.number] = job
            for old in [each.number for each in self.jobs.values() if not each.is_running][:-KEPT]:
                del self.jobs[old]
        threading.Thread(target=follow, args=(job, receiver), daemon=True).start()
        return job

    def get(self, number: int) -> Job | None:
        """A job by its number; None when it is not remembered."""
        return self.jobs.get(number)

    def running(self) -> list[Job]:
        """The jobs under way, the oldest first."""
        return [job for job in list(self.jobs.values()) if job.is_running]

    def stop(self, job: Job) -> None:
        """Ends a job that is under way; what it had begun to write is cleared away by the next that writes (storage/)."""
        with self.lock:
            if job.is_running:
                job.condition = Condition.STOPPED
                job.process.terminate()

    def close(self) -> None:
        """Ends all jobs: the desk is closed."""
        for job in self.running():
            self.stop(job)


def follow(job: Job, receiver: Connection) -> None:
    """Takes what a job's process sends until it ends."""
    ended: tuple[Condition, Any] = (Condition.FAILED, DEFECT)
    with receiver:
        while True:
            try:
                kind, value = receiver.recv()
            except (EOFError, OSError):
                break
            if kind == "line":
                job.lines.append(value)
                del job.lines[:-LINES]
                job.progress = ""
            elif kind == "progress":
                job.progress = value
            elif kind == "defect":
                complain(value)
            else:
                ended = (Condition(kind), value)
    job.process.join()
    if job.is_running:
        condition, value = ended
        if condition is Condition.DONE:
            job.result = value
        else:
            job.problem = value
        job.condition = condition


class Said(TextIOBase):
    """Standard output and error of a job: sends whole lines, and the states of a progress bar, which ends with a return."""

    def __init__(self, sender: Connection) -> None:
        self.sender = sender
        self.rest = ""

    def write(self, text: str, /) -> int:
        """Takes a text."""
        *pieces, self.rest = re.split(r"([\r\n])", self.rest + text)
        for line, end in zip(pieces[::2], pieces[1::2], strict=True):
            if line.strip():
                self.sender.send(("line" if end == "\n" else "progress", line.rstrip()))
        return len(text)

    def flush(self) -> None:
        """Shows the beginning of a line, such as a progress bar."""
        if self.rest.strip():
            self.sender.send(("progress", self.rest.rstrip()))


def run(work: Callable[..., Any], arguments: tuple[Any, ...], sender: Connection) -> None:
    """In the process: does the work, and sends how it ended."""
    # Ctrl-C reaches the whole group; the desk ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr = Said(sender)
    try:
        sender.send((Condition.DONE, work(*arguments)))
    except UserError as error:
        sender.send((Condition.FAILED, str(error)))
    except Exception:
        sender.send(("defect", traceback.format_exc()))
        sender.send((Condition.FAILED, DEFECT))
