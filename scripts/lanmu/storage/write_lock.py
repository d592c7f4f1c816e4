"""One writer at a time: whatever changes the project (sources, prints, their records) does it under this lock.

The system releases the lock when a process ends, however it ends. So its holder knows that half-written files belong to
nobody, and first finishes them or clears them away.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import UserError
from lanmu.storage import changes
from lanmu.storage.files import PREFIX, unwritable

LOCK = ".cache/writing.lock"
# Seconds. Nothing is done under the lock that takes longer; a share that cannot lock would keep one waiting for ever.
PATIENCE = 120.0
WAITING = "▸ 另一个窗口正在改这个项目的文件，等它完成 …"
STUCK = (
    "等了 {seconds:g} 秒，另一个窗口还在改这个项目的文件，这一次什么也没有写。请等它做完，或者关掉它，再运行一次；"
    "没有别的窗口的，是这个磁盘不能给文件上锁（有的网络盘是这样）：请把项目放到本机的磁盘上。"
)
# Where `files.py` puts things together, and nobody but the holder of the lock does. Of what was made, only the folders of the
# channels and those in them: below lie archives with all their pages.
OUTPUTS = ("out/*", "out/*/*", "out-internal/*", "out-internal/*/*")
PLACES = ("docs/**", "originals/**", *OUTPUTS, ".cache/print", ".cache/intake", ".schemas", ".vscode", ".")
SHOWN = 10


@contextmanager
def writing(root: Path) -> Iterator[frozenset[Path]]:
    """Keeps all other writers of the project in `root` away; waits for one that is at work. Not to be nested.

    Gives the files that a killed writer had prepared and that were put in place now. Raises UserError when the lock cannot
    be had within PATIENCE, or not be made.
    """
    file = root / LOCK
    lock = FileLock(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            complain(WAITING)
            lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise UserError(STUCK.format(seconds=PATIENCE)) from None
    except OSError as error:
        raise unwritable(file, error) from None
    try:
        yield recovered(root)
    finally:
        lock.release()


def finish_interrupted(root: Path) -> None:
    """To be called before reading the project: finishes a change of many files that was killed, and waits for one under
    way. Raises UserError."""
    if any(root.glob(f"{changes.READY}*")):
        with writing(root):
            pass


def recovered(root: Path) -> frozenset[Path]:
    """Finishes what was ready, clears away what was not; gives the files that were put into their places."""
    finished: set[Path] = set()
    for place in PLACES:
        for leftover in sorted(root.glob(f"{place}/{PREFIX}*")):
            try:
                if leftover.is_symlink() or not leftover.is_dir():
                    leftover.unlink()
                elif leftover.name.startswith(changes.READY):
                    finished.update(changes.finish(leftover, []))
                else:
                    shutil.rmtree(leftover)
            except OSError as error:
                raise unwritable(leftover, error) from None
    if finished:
        names = [file.relative_to(root).as_posix() for file in sorted(finished)]
        more = f" 等 {len(names)} 个文件" if len(names) > SHOWN else ""
        complain(f"▸ 上一次没有做完就停下了，现在补上：{'、'.join(names[:SHOWN])}{more}")
    return frozenset(finished)
