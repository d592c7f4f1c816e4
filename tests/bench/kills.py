"""Kills builds, the swap of sites, offline editions and prints at their steps, and looks at what is left.

    PYTHONPATH=scripts:tests python tests/bench/kills.py [--rounds N] [SCENARIO …]

A step is a file opened for writing, made, renamed, linked or removed, and the exchange of two folders; the process is
killed (SIGKILL) before it. Steps are spread evenly over all that a run takes, the last ones all among them. After each
kill the site must be whole, the last one or the new; then a run that fails must leave a whole site; then a run that is
not killed must end, give what a run from nothing gives, and leave nothing over. Prints how many kills there were; ends
with an error when one was not survived. tests/test_kills.py runs a few of each.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lanmu.build import offline, stage
from lanmu.build.site import build
from lanmu.channels.command import print_channels
from lanmu.diagnostics.errors import UserError
from property.test_warm_build import differences, files_of
from support.many_articles import edit, with_articles

URL = "https://www.example.org/zhuanti/"
CHANGES = frozenset(f"os.{name}" for name in ("rename", "link", "remove", "rmdir", "mkdir", "truncate", "symlink"))
LAST = 12
"""So many steps at the end of a run are all tried: there the new takes the place of the old."""
Task = Callable[[], object]


def in_child(task: Task, kill_at: int | None = None, *, copies: bool = False) -> tuple[int, int]:
    """Runs a task in a copy of this process, which is killed before a step; with `copies` its own copies are instead,
    each at that step of its own. Gives its exit code (1: UserError; -9: killed) and how many steps it took."""
    theirs, mine = os.pipe()
    process = os.fork()
    if not process:
        os.close(theirs)
        own, count = os.getpid(), [0, own_process()]

        def step() -> None:
            if count[1] != own_process():
                count[:] = [0, own_process()]
            count[0] += 1
            if (own_process() != own) is copies and count[0] == kill_at:
                os.kill(own_process(), signal.SIGKILL)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE):
                step()

        exchange = stage.exchange
        stage.exchange = lambda first, second: (step(), exchange(first, second), step())[1]  # type: ignore[func-returns-value]
        sys.addaudithook(hook)
        code = 0
        try:
            task()
        except UserError:
            code = 1
        except BaseException:
            sys.excepthook(*sys.exc_info())
            code = 3
        kill_at = None
        os.write(mine, str(count[0]).encode())
        os._exit(code)
    os.close(mine)
    with os.fdopen(theirs) as end:
        said = end.read()
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), int(said or 0)


def own_process() -> int:
    """The number of this process."""
    return os.getpid()


def steps(total: int, rounds: int) -> list[int]:
    """So many of the steps of a run, the last ones more densely."""
    last = list(range(max(1, total - LAST + 1), total + 1))[-max(1, rounds // 2) :]
    spread = rounds - len(last)
    return [1 + number * max(1, total - LAST) // spread for number in range(spread)] + last


def no_exchange(first: Path, second: Path) -> bool:
    """A drive that cannot exchange two folders."""
    return False


class Scene:
    """A small project with a built site, and `task` is done in it again and again."""

    def __init__(self, folder: Path, task: str) -> None:
        self.folder = folder
        self.task = task
        self.project = with_articles(folder / "project", 6)
        self.site = self.project / "site"
        self.zip = self.project / "out" / "lanmu-offline.zip"
        self.broken = self.project / "docs" / "news" / "broken.md"
        if task == "fallback":
            stage.exchange = no_exchange
        self.number = 0
        for _ in range(2):
            self.change()
            # Typesetting leaves threads, and a process that has any cannot be copied; what a build loads, copies have.
            if task in ("build", "fallback", "offline"):
                self.run()
            else:
                assert in_child(self.run)[0] == 0

    def run(self) -> None:
        """Does it."""
        if self.task == "offline":
            offline.make(self.project, self.zip, site_url=URL)
        elif self.task == "print":
            options = {"articles": [], "issue": None, "all": True, "channel": ["bulletin"], "install_fonts": False}
            print_channels(
                self.project, argparse.Namespace(**options, traditional=False, site_url="", edition="public")
            )
        else:
            build(self.project, self.site, site_url=URL)

    def change(self) -> None:
        """Changes a text, so that there is something to do."""
        self.number += 1
        edit(self.project, self.number % 6)
        issue = next((self.project / "docs" / "news").glob("2008-10-20-peixun.md"))
        issue.write_text(f"{issue.read_text(encoding='utf-8')}\n又一句{self.number}。\n", encoding="utf-8")

    def state(self) -> dict[str, bytes]:
        """What must be whole."""
        if self.task == "print":
            return {path.name: path.read_bytes() for path in (self.project / "out").rglob("*.pdf")}
        if self.task == "offline":
            with zipfile.ZipFile(self.zip) as archive:
                assert archive.testzip() is None
            return {"": self.zip.read_bytes()}
        return files_of(self.site)

    def left_over(self) -> list[Path]:
        """What nobody needs any more. (What is printed is written as every text is, see tests of writing.)"""
        cache = self.project / ".cache" / "build"
        return [*self.project.rglob(".*.building"), *cache.glob("*new"), *(self.project / "out").glob(".*.new")]

    def recovers(self, kill_at: int, *, copies: bool) -> bool:
        """One kill, and what follows; False when the run had ended before."""
        before = self.state()
        self.change()
        code, _ = in_child(self.run, kill_at, copies=copies)
        assert code == 0 or (code == -signal.SIGKILL and not copies), code
        if self.task != "fallback":
            self.is_whole(before)
        self.broken.write_text("没有稿件信息", encoding="utf-8")
        assert in_child(self.run)[0] == 1
        self.broken.unlink()
        self.is_whole(before)
        assert in_child(self.run)[0] == 0
        assert not self.left_over(), self.left_over()
        if self.task in ("build", "fallback", "copies"):
            cold = self.folder / "cold"
            assert in_child(lambda: build(self.project, cold, site_url=URL))[0] == 0
            assert differences(self.site, cold) == []
        else:
            assert self.state() != before
        return copies or code < 0

    def is_whole(self, before: dict[str, bytes]) -> None:
        """What is there is the last one, or the new one with all its files."""
        now = self.state()
        if self.task == "print":
            # Each file is for itself.
            assert now.keys() == before.keys()
            assert all(data.rstrip().endswith(b"%%EOF") for data in now.values())
        elif self.task != "offline" and now != before:
            assert {path for path in now if path.endswith(".html")} == {
                path for path in before if path.endswith(".html")
            }
            assert sum(before.get(path) != data for path, data in now.items()) < len(now) / 2


def scenes(names: list[str], rounds: int) -> Iterator[tuple[str, int, int]]:
    """Goes through scenarios; gives the name of each, its kills and the steps of a run."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            exchange = stage.exchange
            scene = Scene(Path(folder), name)
            scene.change()
            code, total = in_child(scene.run)
            assert code == 0
            # A copy has fewer steps, and which of them takes them is chance.
            chosen = range(1, rounds + 1) if name == "copies" else steps(total, rounds)
            kills = 0
            for kill_at in chosen:
                try:
                    kills += scene.recovers(kill_at, copies=name == "copies")
                except AssertionError:
                    sys.stderr.write(f"{name}: killed at step {kill_at} of {total}\n")
                    raise
            stage.exchange = exchange
            yield name, kills, total


SCENARIOS = ("build", "fallback", "copies", "offline", "print")


def main() -> int:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS, metavar="SCENARIO")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    os.environ["LANMU_TEST_CLOCK"] = "1224000000"
    for name, kills, total in scenes(list(options.scenarios), options.rounds):
        sys.stdout.write(f"{name}: {kills} kills among {total} steps survived\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
