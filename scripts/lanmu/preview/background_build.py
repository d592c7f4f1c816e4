"""The preview's builds of the whole site: one after another, in a worker, while pages are served."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from lanmu.build.site import build
from lanmu.diagnostics.console import complain, say
from lanmu.diagnostics.errors import refusal
from lanmu.locales.script_conversion import load_dictionaries
from lanmu.preview.worker import Worker

DEFECT = "程序自身出错了（不是稿件的问题）。请把命令行窗口里的文字发给维护人员。"
NOT_STARTED = "网站生成不了：另开一个程序来生成时出错（{reason}）。请关掉一些程序，再保存一次。"


class BackgroundBuild:
    """Builds the project in `root` into `folder`. After each build `done` is called, in a thread, with the summary, the error
    (one of the two is empty), and the time at which it began (`time.monotonic`). An exception in it does not end the thread."""

    def __init__(self, root: Path, folder: Path, url: str, done: Callable[[str, str, float], None]) -> None:
        self.root = root
        self.folder = folder
        self.url = url
        self.done = done
        self.wanted = False
        self.building = False
        self.closed = False
        self.condition = threading.Condition()
        self.worker = Worker(summary_of)
        self.thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """True while a build is under way or about to begin."""
        return self.wanted or self.building

    def start(self) -> None:
        """Has the site built, once more when a build is under way: it may have read what was before."""
        with self.condition:
            self.wanted = True
            self.condition.notify_all()
            if self.thread is None:
                # Not before: a process with threads cannot divide the first reading of all articles (build/workers.py).
                self.thread = threading.Thread(target=self.run, daemon=True)
                self.thread.start()

    def run(self) -> None:
        while True:
            with self.condition:
                self.condition.wait_for(lambda: self.wanted or self.closed)
                if self.closed:
                    return
                self.wanted, self.building = False, True
                began = time.monotonic()
            try:
                say("▸ 正在生成网站 …")
                summary, problem = self.outcome()
            except OSError as error:
                summary, problem = "", NOT_STARTED.format(reason=refusal(error))
            except Exception:
                complain(traceback.format_exc())
                summary, problem = "", DEFECT
            with self.condition:
                self.building = False
            if self.closed:
                return
            try:
                self.done(summary, problem, began)
            except Exception:
                complain(traceback.format_exc())

    def outcome(self) -> tuple[str, str]:
        """Summary and problem of one build. Raises OSError when there can be no process, or no pipe to it."""
        with self.condition:
            # `close` waits for this: a worker that starts while the preview ends leaves a traceback in the terminal.
            if self.closed:
                return "", ""
            self.worker.begin(self.root, self.folder, self.url)
        answer = self.worker.answer()
        if answer.trace and not self.closed:
            complain(answer.trace)
        return answer.result or "", answer.problem or ("" if answer.result else DEFECT)

    def close(self) -> None:
        """Ends a build that is under way."""
        with self.condition:
            self.closed = True
            self.condition.notify_all()
        self.worker.close()


def summary_of(root: Path, folder: Path, url: str) -> str:
    """In the worker: builds. It stays, so that what its builds need is loaded once."""
    load_dictionaries()
    return str(build(root, folder, site_url=url))
