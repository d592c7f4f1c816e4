"""Removes personal metadata from files before they are published.

Everything that readers do not see is removed. What cannot be removed (comments, tracked changes, hidden sheets, old
formats) is reported by the rules of the family PRI.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lanmu.untrusted.kinds import OFFICE, FileKind, kind_in
from lanmu.untrusted.metadata import CLEANERS, without_metadata
from lanmu.untrusted.opening import Budget, RejectedFileError
from lanmu.untrusted.stripping.parts import package

PACKAGES = OFFICE | {FileKind.ZIP}
STRIPPED = PACKAGES | {FileKind.PDF, *CLEANERS}
"""The kinds of files that are changed for publication."""
VERSION = 1
"""To be raised when more or less metadata is removed, so that cached files are made again."""
PDF_CHILD = Path(__file__).with_name("pdf_child.py")
PDF_TIMEOUT = 120  # seconds
PDF_DAMAGED = ("PDF 已损坏，里面的作者等文件信息去不掉。", "请用 PDF 阅读器打开检查，重新导出后再放进来。")


def stripped(data: bytes, budget: Budget, depth: int = 0) -> bytes:
    """The file without metadata, files inside it included; signed and encrypted files are returned unchanged.

    Raises RejectedFileError for a file that cannot be read.
    """
    kind = kind_in(data)
    if kind in PACKAGES:
        return package(data, budget, depth, stripped)
    if kind is FileKind.PDF:
        budget.take(documents=1)
        return pdf(data)
    return without_metadata(kind, data)


def pdf(data: bytes) -> bytes:
    """The PDF written again by qpdf, in a child process."""
    # -I: neither the folder of the script nor the environment decides which modules are imported.
    command = [sys.executable, "-I", str(PDF_CHILD)]
    try:
        process = subprocess.run(command, input=data, capture_output=True, timeout=PDF_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise RejectedFileError(*PDF_DAMAGED) from None
    if process.stdout.startswith(b"left\n"):
        return data
    if process.returncode or not process.stdout.startswith(b"done\n"):
        raise RejectedFileError(*PDF_DAMAGED)
    return process.stdout.removeprefix(b"done\n")
