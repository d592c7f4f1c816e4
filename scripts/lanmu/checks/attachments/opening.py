"""Reads a published file into memory, within a limit."""

from __future__ import annotations

from pathlib import Path

from lanmu.checks.attachments.budget import MEGA
from lanmu.checks.attachments.text import CannotLook
from lanmu.diagnostics.errors import refusal

LARGEST = 64 * MEGA


def read(path: Path) -> bytes:
    """The file's bytes. Raises CannotLook when it is too large or cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            reason = f"有 {size // MEGA} MB，超过 {LARGEST // MEGA} MB，没有查看里面的内容。"
            raise CannotLook(reason, "请压缩图片或拆成几个小文件后再上传。")
        return path.read_bytes()
    except OSError as error:
        raise CannotLook(f"读不了（{refusal(error)}）。", "请检查文件和权限，关掉正在使用它的程序。") from None
