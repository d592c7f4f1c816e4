"""Runs the real preview command and talks to it; and the articles that its bar is shown with."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from conftest import ROOT, SITES, copy_project

HEAD = """---
title: {title}
date: 2008-10-19 09:00
genre: 动态
unit: 各支部
summary: 这是为了测试编辑栏写的一篇，人和事都是假的，字数凑到三十个以上就行了。
{more}---

"""
DRAFT = "news/2008-10-19-caogaodemingziyoumeiyoukonggezhemechangkannenghuanhangma.md"
# Below the head of eight lines: the comma is the third character of line 10.
FAULT = "学习,讨论。\n"
MENDED = "学习，讨论。\n"


def draft(text: str, *, title: str = "测试用的草稿") -> str:
    """A draft with this text; without a fault in it, only the reminder that it is a draft is left."""
    return HEAD.format(title=title, more="draft: true\n") + text


def clean_environment() -> dict[str, str]:
    """This process's environment without what its own virtual environment set."""
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTEST"))}
    return variables | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


class Running:
    """A preview that runs, and what it has said so far."""

    def __init__(self, project: Path, log: Path, port: int) -> None:
        self.log = log
        command = [sys.executable, "scripts/preview.py", "--port", str(port)]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=project, env=clean_environment(), stdout=output, stderr=subprocess.STDOUT
            )

    def wait_for(self, words: str, seconds: float = 30) -> str:
        """What was said, once `words` are in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.log.read_text(encoding="utf-8")
            if words in text:
                return text
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"没有等到“{words}”：\n{self.log.read_text(encoding='utf-8')}")


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8")


class Preview:
    """A project, the preview that serves it, and what it answers."""

    def __init__(self, project: Path, log: Path) -> None:
        self.project = project
        self.running = Running(project, log, unused_port())
        said = self.running.wait_for("请在浏览器打开")
        self.url = next(word for word in said.split() if word.startswith("http://127.0.0.1:"))

    def write(self, path: str, text: str) -> None:
        """Saves a file of docs/."""
        (self.project / "docs" / path).write_text(text, encoding="utf-8")

    def page(self, address: str) -> str:
        """A page, as the browser gets it."""
        return fetch(self.url + address)[1]

    def news(self, page: str) -> dict[str, Any]:
        """What the bar of a page asks for."""
        answer: dict[str, Any] = json.loads(self.page(f"_lanmu/findings.json?page={urllib.parse.quote(page)}"))
        return answer

    def bar(self, page: str, shows: Callable[[str], bool] = lambda _bar: True) -> str:
        """The bar of a page, once the checks have ended and it shows what it should."""
        news: dict[str, Any] = {}
        end = time.monotonic() + 60
        while time.monotonic() < end:
            news = self.news(page)
            if not news["running"] and shows(news["html"]):
                return str(news["html"])
            time.sleep(0.1)
        raise AssertionError(f"编辑栏没有变成应有的样子：{news}\n{self.running.log.read_text(encoding='utf-8')}")


@contextmanager
def previewed(folder: Path, prepare: Callable[[Path], object] | None = None) -> Iterator[Preview]:
    """A preview of the small site, with a draft that has a fault. `prepare` is called with the project before it begins."""
    project = copy_project(folder / "project", SITES / "minimal")
    shutil.copy2(ROOT / "requirements.txt", project)
    (project / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    (project / "docs" / DRAFT).write_text(draft(FAULT), encoding="utf-8")
    if prepare:
        prepare(project)
    preview = Preview(project, folder / "preview.log")
    try:
        yield preview
    finally:
        preview.running.process.terminate()
        preview.running.process.wait(20)


@functools.cache
def desk_preview() -> Preview:
    """One preview for all tests that look at the desk only, each with articles of its own: to start one, with its first build and
    its first check, takes longer than many of them."""
    folder = Path(tempfile.mkdtemp(prefix="preview-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(previewed(folder))
