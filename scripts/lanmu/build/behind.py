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
from lanmu.console import complain, say
from lanmu.errors import UserError

DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。"


class Done(Protocol):
    """Is told what a build came to: what to say, or what kept it from ending, and whether another follows."""

    def __call__(self, said: str, problem: str, *, again: bool) -> None: ...


class Behind:
    """Builds the project in `root` into `folder`. `done` is called in a thread."""

    def __init__(self, root: Path, folder: Path, url: str, done: Done) -> None:
        self.root = root
        self.folder = folder
        self.url = url
        self.done = done
        self.running = False
        self.wanted = False
        self.closed = False
        self.lock = threading.Lock()
        self.process: Any = None

    def start(self) -> None:
        """Has the whole built, once more when a build is under way: it may have read what was before."""
        with self.lock:
            self.wanted = True
            if self.running or self.closed:
                return
            self.running = True
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self) -> None:
        """Builds until nothing has changed meanwhile."""
        while True:
            with self.lock:
                self.wanted = False
            say("▸ 正在生成网站 …")
            said, problem = self.outcome()
            with self.lock:
                if self.closed:
                    return
                again = self.running = self.wanted
            self.done(said, problem, again=again)
            if not again:
                return

    def outcome(self) -> tuple[str, str]:
        """What one build came to."""
        context = get_context("spawn")
        mine, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=work, args=(self.root, self.folder, self.url, theirs))
        self.process.start()
        theirs.close()
        try:
            said, problem, trace = mine.recv()
        except EOFError:
            said, problem, trace = "", DEFECT, ""
        self.process.join()
        if trace and not self.closed:
            complain(trace)
        return said, problem

    def close(self) -> None:
        """Ends a build that is under way."""
        with self.lock:
            self.closed = True
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
