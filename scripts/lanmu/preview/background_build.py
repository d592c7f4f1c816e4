"""The preview's builds of the whole site: in a process of their own, one after another, while pages are served."""

from __future__ import annotations

import signal
import threading
import traceback
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from lanmu.build.site import build
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import UserError, refusal

DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。"
NOT_STARTED = "网站生成不了：另开一个程序来生成时出错（{reason}）。请关掉一些程序，再保存一次。"


class Done(Protocol):
    """Is told what a build came to: what to say, or what kept it from ending, and whether another follows."""

    def __call__(self, said: str, problem: str, *, again: bool) -> None: ...


class Behind:
    """Builds the project in `root` into `folder`. `done` is called in a thread of its own, which never ends by a fault."""

    def __init__(self, root: Path, folder: Path, url: str, done: Done) -> None:
        self.root = root
        self.folder = folder
        self.url = url
        self.done = done
        self.wanted = False
        self.building = False
        self.closed = False
        self.condition = threading.Condition()
        self.process: Any = None
        self.thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """True while a build is under way or about to begin."""
        return self.wanted or self.building

    def start(self) -> None:
        """Has the whole built, once more when a build is under way: it may have read what was before."""
        with self.condition:
            self.wanted = True
            self.condition.notify_all()
            if self.thread is None:
                # Not before: beside a thread the first reading of all articles could not be divided (quick/workers.py).
                self.thread = threading.Thread(target=self.follow, daemon=True)
                self.thread.start()

    def follow(self) -> None:
        """Builds whenever something has changed, until the preview ends."""
        while True:
            with self.condition:
                self.condition.wait_for(lambda: self.wanted or self.closed)
                if self.closed:
                    return
                self.wanted, self.building = False, True
            try:
                self.build()
            except Exception:
                complain(traceback.format_exc())
            finally:
                self.building = False

    def build(self) -> None:
        """Builds once and tells what came of it."""
        say("▸ 正在生成网站 …")
        try:
            said, problem = self.outcome()
        except OSError as error:
            said, problem = "", NOT_STARTED.format(reason=refusal(error))
        except Exception:
            complain(traceback.format_exc())
            said, problem = "", DEFECT
        with self.condition:
            if self.closed:
                return
            self.building = False
            again = self.wanted
        self.done(said, problem, again=again)

    def outcome(self) -> tuple[str, str]:
        """What one build came to. Raises OSError when there can be no process, or no pipe to it."""
        context = get_context("spawn")
        mine, theirs = context.Pipe(duplex=False)
        with mine:
            with theirs:
                self.process = context.Process(target=work, args=(self.root, self.folder, self.url, theirs))
                self.process.start()
            try:
                said, problem, trace = mine.recv()
            except (EOFError, ConnectionError):
                said, problem, trace = "", DEFECT, ""
        self.process.join()
        if trace and not self.closed:
            complain(trace)
        return said, problem

    def close(self) -> None:
        """Ends a build that is under way."""
        with self.condition:
            self.closed = True
            self.condition.notify_all()
        if self.process and self.process.is_alive():
            self.process.terminate()


def work(root: Path, folder: Path, url: str, end: Connection) -> None:
    """In the process: builds, and sends what is said, the problem, and the trace of a defect."""
    # Ctrl-C reaches the whole group; the preview ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        end.send((str(build(root, folder, site_url=url)), "", ""))
    except UserError as error:
        end.send(("", str(error), ""))
    except Exception:
        end.send(("", DEFECT, traceback.format_exc()))
