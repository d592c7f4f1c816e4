"""Reads a file that somebody hands in into memory: a plain file of a sensible size, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

from lanmu.diagnostics.errors import UserError, refusal

# Bytes. Word shrinks pictures to some 300 kB each when it saves; 50 MB are more than 100 photographs left as taken.
LARGEST = 50_000_000


def read(path: Path) -> bytes:
    """The file's bytes. Raises UserError; its sentence does not name the file, which the caller does."""
    try:
        check(path)
        with path.open("rb") as file:
            # A bound again: the file may grow meanwhile.
            return file.read(LARGEST)
    except FileNotFoundError:
        raise UserError("找不到这个文件。请检查文件名和它所在的文件夹。") from None
    except OSError as error:
        raise UserError(f"读不了（{refusal(error)}）。请检查文件名和权限，或先关掉正在使用它的程序。") from None


def check(path: Path) -> None:
    """Refuses what is no plain file: opening a pipe or a device might never return."""
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        raise UserError("是一个链接，不是文件本身。请写出它指向的那个文件。")
    if stat.S_ISDIR(facts.st_mode):
        raise UserError("是文件夹，不是文件。请写出其中的一个 Word 文件。")
    if not stat.S_ISREG(facts.st_mode):
        raise UserError("是设备或管道，不是存在磁盘上的文件。请写出一个 Word 文件。")
    if facts.st_size == 0:
        raise UserError("是空文件，可能没有传完。请重新复制一份再导入。")
    if facts.st_size > LARGEST:
        raise UserError(
            f"有 {facts.st_size / 1_000_000:.0f} MB，超过 {LARGEST // 1_000_000} MB。"
            "请在 Word 里点中任一图片，用“图片格式→压缩图片”（WPS：图片工具→压缩图片）缩小后另存，或者分成几个文件，再导入。"
        )
