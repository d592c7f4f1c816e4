"""Writers of the project: one at a time, and killed at any point they leave all or nothing, and no litter."""

from __future__ import annotations

import io
import os
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from conftest import SITES
from filelock import FileLock
from lanmu.channels.command import run_jobs
from lanmu.channels.common.job import Job, Rendered
from lanmu.channels.record import Record
from lanmu.content import settings as config
from lanmu.content.loading import read_docs
from lanmu.content.review import Standing, stages
from lanmu.content.settings import Settings
from lanmu.diagnostics.errors import UserError
from lanmu.intake.importer import Import, store
from lanmu.intake.report import Report
from lanmu.intake.review import sign_files
from lanmu.storage import scratch
from lanmu.storage import write_lock as writing
from lanmu.storage.changes import READY
from support.builders import NEWS
from support.reviewing import PEOPLE

# What changes a disk, by the objects that have it.
STEPS = [
    *((pathlib.Path, name) for name in ("replace", "rename", "write_bytes", "unlink", "mkdir", "rmdir", "chmod")),
    *((os, name) for name in ("fdopen",)),
    (shutil, "rmtree"),
]
DAY = "2008-10-20"
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small site's sources and settings: no more is needed to write."""
    shutil.copytree(SITES / "minimal", tmp_path / "project" / "docs")
    shutil.copy(SITES / "checked" / "lanmu.toml", tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return config.load(SITES / "checked" / "lanmu.toml")


class Killer:
    """Ends this process at its n-th step that changes the disk, before the step or after it."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.left = number
        self.after = after

    def around(self, step: Callable[..., object]) -> Callable[..., object]:
        """The step, which counts."""

        def counted(*args: object, **named: object) -> object:
            self.left -= 1
            is_last = self.left == 0
            if is_last and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return step(*args, **named)
            finally:
                if is_last:
                    os.kill(os.getpid(), signal.SIGKILL)

        return counted


def begun(work: Callable[[], object], kill_at: int = 0, *, after: bool = False) -> int:
    """Begins some work in a copy of this process, which is killed at the n-th step where `kill_at` is given; its number."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            killer = Killer(kill_at, after=after)
            for owner, name in STEPS:
                setattr(owner, name, killer.around(getattr(owner, name)))
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                work()
            code = 0
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """How a process ended: 0, 1 for an error, -9."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def in_child(work: Callable[[], object], kill_at: int = 0, *, after: bool = False) -> int:
    """Does some work as `begun`; how it ended."""
    return ended(begun(work, kill_at, after=after))


def kills(work: Callable[[], object]) -> Iterator[str]:
    """Kills some work at every one of its steps in turn, before and after it, as long as it does not come to its end."""
    for after in (False, True):
        for number in range(1, 100):
            code = in_child(work, number, after=after)
            assert code in (0, -signal.SIGKILL), f"step {number}: {code}"
            if code == 0:
                break
            yield f"{'after' if after else 'before'} step {number}"


def litter(project: Path) -> list[str]:
    """What lies about below the project that somebody did not finish."""
    return sorted(path.relative_to(project).as_posix() for path in project.rglob(".*") if path.name != ".cache")


PLAN = Import(Path("a.md"), "正文。\n", Report(()), {"a-1.png": b"1", "a-2.png": b"2"})


@forks
def test_an_import_that_is_killed_leaves_all_or_nothing(project: Path) -> None:
    folder = project / "docs" / "news"
    before = set(folder.iterdir())
    wanted = {folder / name for name in ("a.md", "a-1.png", "a-2.png")}
    plan = Import(folder / "a.md", PLAN.text, PLAN.report, PLAN.pictures)

    def work() -> None:
        store(project / "docs", plan)

    count = 0
    seen = set()
    for where in kills(work):
        count += 1
        # Whoever writes next, whatever it is, finds all of it or nothing.
        with redirect_stderr(io.StringIO()), writing.writing(project):
            pass
        files = set(folder.iterdir()) - before
        assert files in (set(), wanted), where
        assert litter(project) == [], where
        seen.add(len(files))
        for file in files:
            file.unlink()
        # And the import itself comes to its end.
        assert in_child(work, 0) == 0, where
        assert set(folder.iterdir()) - before == wanted, where
        for file in wanted:
            file.unlink()
    assert seen == {0, 3}
    assert count >= 15


@forks
def test_the_import_that_was_killed_can_be_run_again(project: Path) -> None:
    """Without another command between: what was ready is put in its place, and is what was asked for."""
    folder = project / "docs" / "news"
    plan = Import(folder / "a.md", PLAN.text, PLAN.report, PLAN.pictures)

    def work() -> None:
        store(project / "docs", plan)

    ends = []
    for where in kills(work):
        is_there = (folder / "a.md").exists() and not list(folder.glob(f"{READY}*"))
        ends.append(in_child(work))
        # Only where nothing was left to do it is said that the article is there.
        assert ends[-1] == (1 if is_there else 0), where
        assert {file.name for file in folder.glob("a*")} == {"a.md", "a-1.png", "a-2.png"}
        assert litter(project) == [], where
        for file in folder.glob("a*"):
            file.unlink()
    assert ends.count(0) > len(ends) / 2


@forks
def test_a_review_that_is_killed_loses_nothing(project: Path, settings: Settings) -> None:
    docs, file = project / "docs", project / "docs" / NEWS

    def work() -> None:
        sign_files(docs, [NEWS], settings, ["first"], PEOPLE["first"], DAY)

    before = file.read_bytes()
    assert in_child(work) == 0
    signed = file.read_bytes()
    assert signed != before
    file.write_bytes(before)
    count = 0
    for where in kills(work):
        count += 1
        assert file.read_bytes() in (before, signed), where
        assert in_child(work) == 0, where
        assert file.read_bytes() == signed, where
        assert litter(project) == [], where
        file.write_bytes(before)
    assert count >= 6


def job(root: Path, number: int) -> Job:
    rendered = Rendered({f"{number}.txt": f"第{number}件".encode()})
    return Job("report", f"{number}.txt", f"第{number}件", (root / "docs" / NEWS,), "", lambda: rendered)


@forks
def test_prints_that_are_killed_lose_no_entry(project: Path) -> None:
    file, out = project / ".cache" / "print" / "made.json", project / "out"
    run_jobs([job(project, 0)], Record(file, out))
    before = file.read_bytes()

    def work() -> None:
        run_jobs([job(project, 1), job(project, 2)], Record(file, out))

    count = 0
    for where in kills(work):
        count += 1
        record = Record(file, out)
        assert record.is_current(job(project, 0)), where
        # What is noted is there.
        assert all(
            record.holds(print_job) for print_job in (job(project, 1), job(project, 2)) if record.entry(print_job)
        ), where
        assert in_child(work) == 0, where
        assert all(Record(file, out).is_current(job(project, number)) for number in range(3)), where
        assert litter(project) == [], where
        file.write_bytes(before)
        for number in (1, 2):
            (out / "report" / f"{number}.txt").unlink()
    assert count >= 12


@forks
def test_reviews_at_the_same_time_are_all_there(project: Path, settings: Settings) -> None:
    docs = project / "docs"
    fields = ("secrecy", "privacy", "first")

    def signed(field: str) -> int:
        return begun(lambda: sign_files(docs, [NEWS], settings, [field], PEOPLE[field], DAY))

    for _ in range(4):
        assert [ended(pid) for pid in [signed(field) for field in fields]] == [0, 0, 0]
        site = read_docs(docs).site
        assert site
        (article,) = [article for article in site.articles if article.path == NEWS]
        valid = {stage.field for stage in stages(article, docs) if stage.standing is Standing.VALID}
        assert valid == set(fields)
        shutil.copy(SITES / "minimal" / NEWS, docs / NEWS)


def test_a_print_keeps_what_another_has_noted_meanwhile(project: Path) -> None:
    file, out = project / "made.json", project / "out"
    first, second = Record(file, out), Record(file, out)
    run_jobs([job(project, 1)], first)
    run_jobs([job(project, 2)], second)
    record = Record(file, out)
    assert all(record.is_current(job(project, number)) for number in (1, 2))


def test_whoever_waits_is_told_and_not_for_ever(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.0)
    (project / ".cache").mkdir()
    with FileLock(project / writing.LOCK, is_singleton=False):
        with (
            pytest.raises(UserError, match="另一个窗口还在改这个项目的文件，这一次什么也没有写"),
            writing.writing(project),
        ):
            pass
        assert "等它完成" in capsys.readouterr().err
    with writing.writing(project):
        pass
    (project / ".cache" / "writing.lock").unlink()
    (project / ".cache").rmdir()
    (project / ".cache").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="写不了"), writing.writing(project):
        pass


def test_only_what_is_ours_is_cleared_away(project: Path) -> None:
    news = project / "docs" / "news"
    files = [news / name for name in (".a.part", ".import-a", "b.part", ".lanmu.png")]
    for file in files:
        file.write_text("1", encoding="utf-8")
    (news / ".lanmu-abcdefgh.part").write_text("1", encoding="utf-8")
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "a.md").write_text("1", encoding="utf-8")
    (news / ".lanmu-new-link").symlink_to(project / "elsewhere", target_is_directory=True)
    with writing.writing(project):
        pass
    assert all(file.is_file() for file in files)
    assert not list(news.glob(".lanmu-*"))
    assert (project / "elsewhere" / "a.md").is_file()


@forks
@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use stays there")
def test_the_next_import_clears_what_a_killed_one_has_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(scratch, "FRESH", -1.0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def work() -> None:
        with scratch.scratch_folder("import") as folder:
            (folder / "a.docx").write_text("1", encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_child(work) == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    with scratch.scratch_folder("import") as mine:
        assert list(tmp_path.iterdir()) == [mine]
        scratch.clear(mine)
        assert mine.is_dir()
    assert list(tmp_path.iterdir()) == []
