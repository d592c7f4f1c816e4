"""What a preview's checks may come to, in the place of the real ones. Functions of a module: a worker imports them."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any


def endless(_root: Path) -> Any:
    """Never ends."""
    time.sleep(600)


def nothing(_root: Path) -> Any:
    """Finds nothing."""
    return ()


def defective(_root: Path) -> Any:
    """Fails as a program does that has a defect."""
    raise RuntimeError("broken")


def killed(_root: Path) -> Any:
    """Ends as a process does that the system kills."""
    os._exit(9)


def unsendable(_root: Path) -> Any:
    """Has a result that no other process can be given."""
    return lambda: None


RULE = '''"""稿件信息里写着要等

查什么
    测试用的规则：项目里有文件 hold 时记下文件 held，等到 hold 没有了，再像有毛病的程序那样出错。
为什么
    测试。
不合格
    无。
合格
    无。
怎么改
    无。
"""

import time

from lanmu.checks.engine.rule import Findings, Level, Project, rule


@rule(Level.ERROR)
def check(project: Project) -> Findings:
    hold = project.root / "hold"
    was_there = hold.exists()
    if was_there:
        (project.root / "held").touch()
    while hold.exists():
        time.sleep(0.05)
    if was_there:
        raise RuntimeError("broken")
    yield from ()
'''
"""A rule of a project's own, as TXT998."""


def add_rule(project: Path) -> None:
    """Gives the project that rule."""
    room = project / "scripts" / "lanmu" / "checks"
    # All projects of the tests share the room.
    shared = room.resolve()
    if room.is_symlink():
        room.unlink()
        shutil.copytree(shared, room)
    (room / "rules" / "txt998_waits.py").write_text(RULE, encoding="utf-8")
