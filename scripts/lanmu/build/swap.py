"""Puts a new folder in the place of the old one, so that there is always a whole one, whenever the process ends.

Linux and macOS exchange two folders in one step. Elsewhere, and on drives that cannot, the old one is renamed first;
for the moment until the new one is in its place it lies beside, and `recover` puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from lanmu.diagnostics.errors import UserError, refusal

TRIES = 10
AT_CWD = -100
"""AT_FDCWD (fcntl.h of Linux)."""
EXCHANGE = 2
"""RENAME_EXCHANGE (renameat2(2), Linux), RENAME_SWAP (renamex_np(2), macOS)."""
CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def swap(new: Path, target: Path, backup: Path) -> Path:
    """Puts the folder `new` at `target`; gives back where the one is that was there: at `new`, or `backup` where two
    folders cannot be exchanged. Raises UserError; `target` is then as it was."""
    try:
        if not target.exists():
            rename(new, target)
            return backup
        if exchange(new, target):
            return new
        rename(target, backup)
        try:
            rename(new, target)
        except OSError:
            rename(backup, target)
            raise
    except OSError as error:
        raise UserError(
            f"新站点已经生成，但换不进 {target}（{refusal(error)}）。"
            "请关掉正在使用这个文件夹的程序再试；原来的站点没有动。"
        ) from None
    return backup


def recover(target: Path, backup: Path) -> None:
    """Puts back the folder that `swap` was about to replace when the process was ended. Raises UserError; nothing may be
    removed then."""
    if backup.exists() and not target.exists():
        try:
            rename(backup, target)
        except OSError as error:
            raise UserError(
                f"上次生成网站时被中断，原来的网站还在 {backup}，放不回 {target}（{refusal(error)}）。"
                "请关掉正在使用这个文件夹的程序再试。"
            ) from None


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system or the drive cannot. Raises OSError."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(AT_CWD, paths[0], AT_CWD, paths[1], EXCHANGE)
        else:
            failed = library.renamex_np(*paths, EXCHANGE)
    except (AttributeError, TypeError, OSError):
        # No such function, or (Windows) no such library.
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def rename(source: Path, target: Path) -> None:
    """Renames a folder; on Windows a virus scanner may hold a fresh one for a moment, so it is tried for two seconds."""
    for _ in range(TRIES):
        with suppress(PermissionError):
            source.rename(target)
            return
        time.sleep(0.2)
    source.rename(target)
