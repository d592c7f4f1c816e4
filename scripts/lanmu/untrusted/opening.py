"""Limits for reading a file from a stranger, and the error for one that is rejected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lanmu.diagnostics.errors import refusal

MEGA = 1_000_000
LARGEST_FILE = 64 * MEGA
# Bytes of all parts of a package, unpacked. Photographs hardly shrink in a zip file, so honest packages unpack to little
# more than their size; the rest is XML, which seldom reaches 20 MB.
LARGEST_WHOLE = 100 * MEGA
AGAIN = "请在电脑上打开原文件检查，重新另存后再上传。"
SUSPECT = "请不要发布这个文件；从原来的电脑上重新另存一份，或者请技术人员查看。"
SPLIT = "请把内容拆成几个小文件，重新另存后再上传。"


class RejectedFileError(Exception):
    """A file that cannot be read, or whose metadata cannot be removed; `reason` and `remedy` are Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy

    def without_traceback(self) -> RejectedFileError:
        """A copy that can be stored: the frames of a traceback would keep the whole file in memory."""
        return RejectedFileError(self.reason, self.remedy)


@dataclass
class Budget:
    """The limits that remain for one file and all files inside it: bytes to unpack, XML elements, PDF files (each
    takes a process of its own)."""

    size: int = LARGEST_WHOLE
    elements: int = 600_000
    documents: int = 30

    def take(self, *, size: int = 0, documents: int = 0) -> None:
        """Raises RejectedFileError when nothing is left."""
        self.size -= size
        self.documents -= documents
        if self.size < 0:
            raise RejectedFileError("里面的内容展开后太大，没有看完。", SPLIT)
        if self.elements < 0:
            raise RejectedFileError("里面的内容太多，没有看完。", SPLIT)
        if self.documents < 0:
            raise RejectedFileError("里面的 PDF 太多，没有看完。", SPLIT)

    @property
    def is_spent(self) -> bool:
        """True when nothing more can be unpacked or parsed."""
        return min(self.size, self.elements) < 0


def read(path: Path) -> bytes:
    """The file's bytes. Raises RejectedFileError when it is too large or cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            reason = f"有 {size // MEGA} MB，超过 {LARGEST_FILE // MEGA} MB，没有查看里面的内容。"
            raise RejectedFileError(reason, "请压缩图片或拆成几个小文件后再上传。")
        return path.read_bytes()
    except OSError as error:
        reason = f"读不了（{refusal(error)}）。"
        raise RejectedFileError(reason, "请检查文件和权限，关掉正在使用它的程序。") from None
