"""The preview sees every save, also when the system can report none, and goes on when a process cannot be made."""

from __future__ import annotations

import errno
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from lanmu.build.site import build
from lanmu.preview import watching, worker
from lanmu.preview.background_build import BackgroundBuild
from lanmu.preview.bar.findings import Findings
from lanmu.preview.command import Preview
from lanmu.preview.watching import Watch
from support.many_articles import TRANSLATION
from support.other_checks import nothing
from support.previewing import DRAFT, FAULT, draft

NAMES = ("docs", "lanmu.toml")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with two articles and a file beside them."""
    for name in ("a.md", "b.md"):
        (tmp_path / "docs" / "news").mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / "news" / name).write_text("一", encoding="utf-8")
    (tmp_path / "lanmu.toml").touch()
    return tmp_path


@pytest.fixture
def no_handle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system has no inotify instance left; elsewhere than on Linux, no observer can be started."""

    def refused(*_values: Any) -> None:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    if sys.platform == "linux":
        monkeypatch.setattr("watchdog.observers.inotify_c.InotifyFD._create_inotify_fd", refused)
    else:
        monkeypatch.setattr(watching.Observer, "start", refused)


@pytest.fixture(params=["notified", "looked"])
def watch(project: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """A watch that the system notifies of changes, and one where it has no handle left."""
    if request.param == "looked":
        request.getfixturevalue("no_handle")
    monkeypatch.setattr(watching, "EVERY", 0.05)
    watch = Watch(project, NAMES)
    watch.start()
    yield watch
    watch.stop()


def replaced(docs: Path) -> None:
    """As many editors save."""
    (docs / "news" / ".a.md.tmp").write_text("二", encoding="utf-8")
    (docs / "news" / ".a.md.tmp").replace(docs / "news" / "a.md")


def saved_twice(docs: Path) -> None:
    """The same size and the same time."""
    before = (docs / "news" / "a.md").stat()
    (docs / "news" / "a.md").write_text("三", encoding="utf-8")
    os.utime(docs / "news" / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))


def moved_away(docs: Path) -> None:
    """A whole folder, to where nobody looks."""
    (docs / "news").rename(docs.parent / "elsewhere")


def put_in_place(docs: Path) -> None:
    """The watched folder itself is another one, as after a restored copy."""
    docs.rename(docs.parent / "before")
    (docs / "news").mkdir(parents=True)
    (docs / "news" / "a.md").write_text("四", encoding="utf-8")


SAVES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "written": (lambda docs: (docs / "news" / "a.md").write_text("二", encoding="utf-8"), {"docs/news/a.md"}),
    "replaced": (replaced, {"docs/news/a.md"}),
    "same size and time": (saved_twice, {"docs/news/a.md"}),
    "new": (lambda docs: (docs / "c.md").touch(), {"docs/c.md"}),
    "removed": (lambda docs: (docs / "news" / "a.md").unlink(), {"docs/news/a.md"}),
    "renamed": (lambda docs: (docs / "news" / "a.md").rename(docs / "c.md"), {"docs/news/a.md", "docs/c.md"}),
    "folder renamed": (
        lambda docs: (docs / "news").rename(docs / "plan"),
        {"docs/news/a.md", "docs/news/b.md", "docs/plan/a.md", "docs/plan/b.md"},
    ),
    "folder moved away": (moved_away, {"docs/news/a.md", "docs/news/b.md"}),
    "docs replaced": (put_in_place, {"docs/news/a.md", "docs/news/b.md"}),
    "settings": (lambda docs: (docs.parent / "lanmu.toml").write_text("x", encoding="utf-8"), {"lanmu.toml"}),
}


def gathered(watch: Watch, wanted: set[str]) -> set[str]:
    """What is reported until nothing that is wanted is missing."""
    saved: set[str] = set()
    end = time.monotonic() + 10
    while not saved >= wanted and time.monotonic() < end:
        saved |= watch.saved(0.05)
    return saved


@pytest.mark.parametrize("name", SAVES)
def test_every_save_is_seen(watch: Watch, project: Path, name: str) -> None:
    change, wanted = SAVES[name]
    change(project / "docs")
    assert gathered(watch, wanted) == wanted


def test_what_is_saved_in_a_folder_put_in_place_is_seen_too(watch: Watch, project: Path) -> None:
    put_in_place(project / "docs")
    gathered(watch, SAVES["docs replaced"][1])
    (project / "docs" / "news" / "a.md").write_text("改了又改", encoding="utf-8")
    assert gathered(watch, {"docs/news/a.md"}) == {"docs/news/a.md"}


def test_what_is_saved_before_the_watch_begins_and_after_the_observer_died_is_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY", 0.05)
    watch = Watch(project, NAMES)
    (project / "docs" / "news" / "a.md").write_text("早", encoding="utf-8")
    watch.start()
    assert gathered(watch, {"docs/news/a.md"}) == {"docs/news/a.md"}
    assert watch.observer
    watch.observer.stop()
    watch.observer.join()
    (project / "docs" / "news" / "b.md").write_text("晚", encoding="utf-8")
    assert gathered(watch, {"docs/news/b.md"}) == {"docs/news/b.md"}


def test_nothing_is_reported_when_nothing_is_saved(watch: Watch, project: Path) -> None:
    (project / "docs" / ".a.md.swp").touch()
    (project / "docs" / ".git").mkdir()
    (project / "docs" / ".git" / "x.md").touch()
    (project / "elsewhere.md").touch()
    assert [watch.saved(0.1) for _ in range(3)] == [set()] * 3


@pytest.mark.usefixtures("no_handle")
def test_no_handle_is_a_line_and_no_traceback(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch(project, NAMES)
    watch.start()
    watch.stop()
    said = capsys.readouterr()
    assert said.out == f"{watching.NOT_REPORTED}\n"
    assert said.err == ""


def test_what_is_saved_while_a_build_is_under_way_is_built_after_it(
    builds: tuple[BackgroundBuild, Outcomes], monkeypatch: pytest.MonkeyPatch
) -> None:
    background, outcomes = builds
    begun, go = threading.Event(), threading.Event()

    def outcome(_self: BackgroundBuild) -> tuple[str, str]:
        begun.set()
        go.wait(20)
        return "生成了", ""

    monkeypatch.setattr(BackgroundBuild, "outcome", outcome)
    background.start()
    begun.wait(20)
    background.start()
    background.start()
    go.set()
    outcomes.wait(2)
    time.sleep(0.1)
    assert len(outcomes.all) == 2
    assert not background.running


class Outcomes:
    """What builds came to, one after another."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self.began: list[float] = []
        self.condition = threading.Condition()
        self.fails = False

    def __call__(self, said: str, problem: str, began: float) -> None:
        with self.condition:
            self.all.append((said, problem))
            self.began.append(began)
            self.condition.notify_all()
        if self.fails:
            raise ValueError("a defect")

    def wait(self, count: int) -> tuple[str, str]:
        """The outcome with this number, counted from one."""
        with self.condition:
            assert self.condition.wait_for(lambda: len(self.all) >= count, 30)
        return self.all[count - 1]


@pytest.fixture
def builds(tmp_path: Path) -> Iterator[tuple[BackgroundBuild, Outcomes]]:
    """Builds of a folder that is no project."""
    outcomes = Outcomes()
    background = BackgroundBuild(tmp_path, tmp_path / "site", "http://127.0.0.1:8000/", outcomes)
    yield background, outcomes
    background.close()


def open_handles() -> int:
    """How many files and pipes this process has open, where the system says."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir()) if sys.platform == "linux" else 0


INTERRUPTED = """
import os, signal, sys, time
sys.path.insert(0, "scripts")
from lanmu.preview.worker import Worker

signal.signal(signal.SIGINT, lambda *_: None)
worker = Worker(os.path.basename)
worker.begin("docs/a.md")
for _ in range(40):
    os.killpg(0, signal.SIGINT)
    time.sleep(0.01)
print(worker.answer(60).result)
worker.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有信号掩码")
def test_ctrl_c_does_not_end_a_worker_that_is_just_starting() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("a.md", "")


class OnceRefused:
    """A context of multiprocessing one part of which (`part`, its name) the system refuses once."""

    def __init__(self, part: str, error: Exception) -> None:
        self.part = part
        self.error: Exception | None = error

    def __call__(self, _method: str) -> OnceRefused:
        return self

    def __getattr__(self, name: str) -> Any:
        if name == self.part and self.error:
            error, self.error = self.error, None
            raise error
        return getattr(multiprocessing.get_context("spawn"), name)


@pytest.mark.parametrize(
    ("part", "error", "problem"),
    [
        ("Pipe", OSError(errno.EMFILE, "Too many open files"), "打开的文件太多"),
        ("Process", BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "再保存一次"),
        ("Process", ValueError("a defect"), "程序自身出错了"),
    ],
)
def test_the_next_save_builds_after_a_process_could_not_be_made(
    builds: tuple[BackgroundBuild, Outcomes], monkeypatch: pytest.MonkeyPatch, part: str, error: Exception, problem: str
) -> None:
    background, outcomes = builds
    # It has a pipe for the rest of the process.
    resource_tracker.ensure_running()
    monkeypatch.setattr(worker, "get_context", OnceRefused(part, error))
    handles = open_handles()
    background.start()
    assert problem in outcomes.wait(1)[1]
    assert not background.running
    assert open_handles() <= handles
    background.start()
    # Built, in a real process: it reports that there is no project.
    assert "mkdocs.yml" in outcomes.wait(2)[1]


def test_a_fault_in_what_follows_a_build_does_not_end_the_builds(
    builds: tuple[BackgroundBuild, Outcomes], monkeypatch: pytest.MonkeyPatch
) -> None:
    background, outcomes = builds
    reading: list[float] = []

    def outcome(_self: BackgroundBuild) -> tuple[str, str]:
        reading.append(time.monotonic())
        return "生成了", ""

    monkeypatch.setattr(BackgroundBuild, "outcome", outcome)
    outcomes.fails = True
    background.start()
    outcomes.wait(1)
    background.start()
    assert outcomes.wait(2) == ("生成了", "")
    # What is saved from the time that is told on, the build may not have read.
    assert all(began <= read for began, read in zip(outcomes.began, reading, strict=True))


@pytest.mark.parametrize("by_hand", [False, True], ids=["converted", "by hand"])
def test_a_build_that_began_before_a_save_does_not_bring_the_older_page_back(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_hand: bool
) -> None:
    """The build under way ends after the save: with the site of what it had read."""
    monkeypatch.setattr(BackgroundBuild, "start", lambda _self: None)
    monkeypatch.setattr(Findings, "renew", lambda _self: None)
    file, address = minimal / "docs" / DRAFT, f"{DRAFT.removesuffix('.md')}/index.html"
    file.write_text(draft(FAULT), encoding="utf-8")
    if by_hand:
        # Shown in its own pass: there is no instant page of it, and what is served is the site's.
        text = TRANSLATION.format(title="改了標題的草稿", body="學習。")
        file.with_suffix(".zh-Hant.md").write_text(text, encoding="utf-8")
    preview = Preview(minimal, tmp_path / "home", "http://127.0.0.1:8000/")
    preview.open_instant_pages()

    def shown() -> list[bool]:
        """For the page and its Traditional one, whether it has the new title."""
        pages = [(preview.served(name) / name).read_text(encoding="utf-8") for name in (address, f"zh-Hant/{address}")]
        return ["改了标题" in pages[0], "改了標題" in pages[1]]

    began = time.monotonic()
    build(minimal, preview.folder, site_url=preview.url)
    preview.built("生成了", "", began)
    assert shown() == [False, by_hand]
    began = time.monotonic()
    file.write_text(draft(FAULT, title="改了标题"), encoding="utf-8")
    preview.changed({f"docs/{DRAFT}"})
    assert shown() == [True, True]
    preview.built("生成了", "", began)
    assert shown() == [True, True]
    preview.built("", "稿件有错", time.monotonic())
    assert shown() == [True, True]
    began = time.monotonic()
    build(minimal, preview.folder, site_url=preview.url)
    preview.built("生成了", "", began)
    assert preview.served(address) == preview.folder
    assert shown() == [True, True]


def test_a_check_that_gets_no_thread_is_a_sentence_and_the_next_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = Findings(tmp_path, nothing)
    start = threading.Thread.start

    def refused(self: threading.Thread) -> None:
        monkeypatch.setattr(threading.Thread, "start", start)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    findings.renew()
    assert "检查启动不了" in findings.results.trouble
    assert not findings.results.running
    findings.renew()
    end = time.monotonic() + 20
    while findings.results.running:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert findings.results.complete
    findings.close()
