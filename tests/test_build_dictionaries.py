"""The worker that has the dictionaries for Chinese: the same answers, whoever ends first, and the same site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.build.site import build
from lanmu.build.workers import can_fork
from property.test_warm_build import differences
from support.many_articles import edit, with_articles

pytestmark = pytest.mark.skipif(not can_fork(), reason="这台电脑不能复制进程")
ENDED = """
import os, struct
from lanmu.build.dictionaries import DictionaryWorker
from lanmu.locales.script_conversion import IN_THIS_PROCESS, segmenter

TEXT = "学习了如何开空白发票，干部的头发" * 300

def answers(dictionaries):
    return dictionaries.cut(TEXT), dictionaries.convert("\\n".join(("头发", "空白")))

def loaded():
    return segmenter.cache_info().currsize

worker = DictionaryWorker()
worker.start()
lent = worker.lend()
if not (child := os.fork()):
    assert answers(lent) == answers(IN_THIS_PROCESS)
    # Killed while it asks: half a message.
    os.write(lent._connection.fileno(), struct.pack("!i", 100_000) + b"x" * 10)
    os._exit(0)
lent.close()
assert os.waitpid(child, 0)[1] == 0
by_worker = answers(worker.client)
assert loaded() == 0
second = worker.lend()
assert answers(second) == by_worker and loaded() == 1
worker._process.kill()
worker._process.join()
assert answers(worker.client) == by_worker == answers(IN_THIS_PROCESS)
worker.stop()
assert answers(worker.client) == by_worker
"""
REFUSED = """
import os
from lanmu.build.dictionaries import DictionaryWorker
from lanmu.locales.script_conversion import IN_THIS_PROCESS

def refuse():
    raise BlockingIOError(11, "Resource temporarily unavailable")

os.fork = refuse
worker = DictionaryWorker()
worker.start()
assert worker.client.cut("学习实践") == worker.lend().cut("学习实践") == IN_THIS_PROCESS.cut("学习实践")
worker.stop()
"""
BUILD = """
import pathlib, sys
from lanmu.build import dictionaries, search_pass
from lanmu.build.site import build
from lanmu.locales.script_conversion import segmenter

# Otherwise worth a worker only on a larger site.
search_pass.ENOUGH = 0
write, lend, lent = search_pass.write_search, dictionaries.DictionaryWorker.lend, []

def reported(*arguments):
    written = write(*arguments)
    print("search", segmenter.cache_info().currsize, flush=True)
    return written

def noted(worker):
    lent.append(lend(worker))
    return lent[-1]

search_pass.write_search, dictionaries.DictionaryWorker.lend = reported, noted
build(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "site"))
print("pages", segmenter.cache_info().currsize, [client._connection for client in lent])
"""


def run_here(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'scripts')\n{code}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_whoever_ends_first_the_answers_are_the_same() -> None:
    run_here(ENDED)


def test_a_refused_worker_is_no_fault() -> None:
    run_here(REFUSED)


def test_an_edit_is_built_without_loading_dictionaries(tmp_path: Path) -> None:
    project = with_articles(tmp_path / "project", 3)
    assert run_here(BUILD, str(project)).splitlines() == ["search 1", "pages 1 [None]"]
    edit(project, 1)
    assert run_here(BUILD, str(project)).splitlines() == ["search 0", "pages 0 [None]"]
    build(project, tmp_path / "cold")
    assert differences(project / "site", tmp_path / "cold") == []
