"""Builds in several processes: they share the work, wait for each other, are killed, and find no room on the disk."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.build import search_pass
from lanmu.build.reuse import Store
from lanmu.build.site import build
from lanmu.build.stage import build_lock
from lanmu.build.workers import can_fork
from lanmu.diagnostics.errors import REASONS, UserError
from lanmu.preview.instant_page import InstantPages
from property.test_warm_build import differences, files_of
from support.many_articles import MANY, URL, building, copy_of, edit, with_articles

pytestmark = pytest.mark.usefixtures("moment")
PARALLEL = """
import os, sys
sys.path.insert(0, "scripts")
from lanmu.build import workers

def task(number):
    if number % 40 == 7 and workers.multiprocessing.parent_process():
        raise ValueError("number 7 of 40")
    return number * number, os.getpid()

squares = list(workers.parallel_map(task, range(200)))
assert [square for square, _ in squares] == [number**2 for number in range(200)]
assert {squares[n][1] for n in range(7, 200, 40)} == {os.getpid()}, "what fails in a copy is done again here"
print(len({pid for _, pid in squares}), workers.can_fork())
"""
KILLED = """
import os, signal, sys
sys.path.insert(0, "scripts")
from lanmu.build import workers

def task(number):
    if number == 60 and workers.multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return number

assert list(workers.parallel_map(task, range(200))) == list(range(200))
tasks, done = workers.BackgroundTasks(), []
tasks.run(lambda: task(60), done.append)
tasks.finish()
assert done == [60]
print(workers.can_fork())
"""
FINISHED = """
import sys
sys.path.insert(0, "scripts")
from lanmu.build import workers

tasks, done = workers.BackgroundTasks(), []
tasks.run(lambda: 1, done.append)
while workers.can_fork() and not tasks._running[0].receiver.poll(60):
    pass
tasks.run(lambda: 2, done.append)
assert done[:1] == [1], "what is finished is kept while the next runs"
tasks.finish()
assert done == [1, 2]
"""
FAILING = """
import errno, multiprocessing, pathlib, sys
sys.path.insert(0, "scripts")
from lanmu.build import search_pass
from lanmu.build.site import build

write = search_pass.write_search

def failing(*arguments):
    if multiprocessing.parent_process():
        write(*arguments)
        raise OSError(errno.ENOSPC, "No space left on device")
    return write(*arguments)

search_pass.write_search = failing
search_pass.ENOUGH = 0
build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "site"))
"""
ADDING_HOOK = """
import lanmu.build.search_pass
from mkdocs.plugins import event_priority

# Before the text is kept for the search; the search that is started early knows nothing of it.
@event_priority(100)
def on_page_content(html, page, **_):
    return html + ("<p>钩子加的一句。</p>" if "又一段" in html else "")

finish = lanmu.build.search_pass.finish
lanmu.build.search_pass.ENOUGH = 0

def reported(build, config):
    predicted = build.current.predicted
    print("early, and right:", predicted == build.current.text_digests, predicted is not None)
    finish(build, config)

lanmu.build.search_pass.finish = reported
"""
"""A hook of MkDocs that changes the text of a page; it also prints whether the search was started early, and for the right
texts."""
HELD_UP = """
import sys, time
sys.path.insert(0, "scripts")
from lanmu.build import workers

# More than the system keeps for somebody who does not take it.
texts = workers.parallel_map(lambda number: "x" * 1_000_000, range(200))
_ = [next(texts) for _ in range(workers.FIRST + 1)]
print(workers.can_fork(), flush=True)
time.sleep(1000)
"""


OTHER_MACHINE = """
import os
os.umask(0o077)
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])
"""
"""One core, and files that others may not read."""


def test_two_machines_give_the_same_bytes(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    build(project, project / "site")
    other = with_articles(tmp_path / "elsewhere" / "p", MANY)
    process = building(other, OTHER_MACHINE, TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="7")
    _, said = process.communicate()
    assert process.returncode == 0, said
    assert differences(project / "site", other / "site") == []


def run_here(code: str) -> tuple[str, str]:
    """What a program says, and what it complains of."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def test_copies_share_the_work_and_say_why_one_failed() -> None:
    said, complaints = run_here(PARALLEL)
    count, can_fork = said.split()
    assert can_fork == "False" or (int(count) > 1 and complaints.count("ValueError: number 7 of 40") == 1)


def test_what_a_killed_copy_was_to_do_is_done_here_and_reported() -> None:
    said, complaints = run_here(KILLED)
    assert said.strip() == "False" or complaints.count("进程被系统结束") == 2


def test_what_is_finished_is_let_go_of_before_the_next_begins() -> None:
    run_here(FINISHED)


def below(process: int) -> list[int]:
    """The processes that a process has begun, and those that they have."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [descendant for child in map(int, children) for descendant in (child, *below(child))]


def is_over(process: int) -> bool:
    """True when a process has ended, whether or not somebody has taken note of it."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 上生成网站要分几个进程")
def test_copies_end_with_the_process_that_made_them() -> None:
    process = subprocess.Popen([sys.executable, "-c", HELD_UP], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    can_copy = process.stdout.readline().strip() == "True"
    copies = below(process.pid)
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(copies) > 1 or not can_copy
    end = time.monotonic() + 10
    while not all(map(is_over, copies)):
        assert time.monotonic() < end, "copies go on"
        time.sleep(0.05)


def test_a_build_that_is_killed_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", MANY)
    site = project / "site"
    build(project, site)
    before = files_of(site)
    (project / "overrides" / "partials" / "lanmu" / "title.html").write_text("<title>新</title>", encoding="utf-8")
    process = building(project)
    while process.poll() is None and not (project / ".site.building" / "site" / "news").is_dir():
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert files_of(site) == before
    assert (project / ".site.building").is_dir()
    build(project, site)
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []
    assert not list(project.glob(".site.*"))


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    store = Store(project / ".cache" / "build", project / "site")
    with build_lock(store.lock):
        process = building(project)
        assert process.stdout
        assert "另一个窗口正在生成同一个网站（或者同一份存档）" in process.stdout.readline()
        assert not (project / ".site.building").exists()
    assert process.wait(60) == 0
    assert (project / "site" / "index.html").is_file()


def test_a_search_that_a_copy_did_not_end_is_made_again(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    command = [sys.executable, "-c", FAILING, str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not can_fork() or "No space left on device" in done.stderr
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []


def test_a_search_that_was_started_for_other_texts_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The hook changes both in this process too, which other tests share.
    for name in ("ENOUGH", "finish"):
        monkeypatch.setattr(search_pass, name, getattr(search_pass, name))
    project = with_articles(tmp_path / "project", 3)
    (project / "hook.py").write_text(ADDING_HOOK, encoding="utf-8")
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("hooks:\n", "hooks:\n  - hook.py\n", 1), encoding="utf-8")
    outputs = []
    for number in (None, 1):
        if number is not None:
            edit(project, number)
        process = building(project)
        output, complaints = process.communicate()
        assert process.returncode == 0, complaints
        outputs.append(output)
    assert not can_fork() or "False True" in outputs[1], "the search was not started early, or for the right texts"
    site = project / "site"
    assert any("钩子加的一句" in path.read_text(encoding="utf-8") for path in (site / "search").rglob("*.js"))
    build(project, tmp_path / "cold")
    assert differences(site, tmp_path / "cold") == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_is_a_sentence_and_the_last_good_site_stays(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_articles(tmp_path / "project", 3)
    site = project / "site"
    build(project, site)
    before = files_of(site), files_of(copy_of(project))
    edit(project, 1)
    instant = InstantPages(project, tmp_path / "instant", URL)
    instant.open()

    def refuse(_content: bytes, path: str) -> None:
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr("mkdocs.utils.write_file", refuse)
    for task in (lambda: build(project, site), lambda: instant.page("plan/points/index.html"), instant.open):
        with pytest.raises(UserError, match=REASONS[number]):
            task()
    assert (files_of(site), files_of(copy_of(project))) == before
    assert not list(project.glob(".site.*"))
    # What may be a fault of ours is no sentence.
    number = errno.ENOENT
    with pytest.raises(FileNotFoundError):
        build(project, site)
