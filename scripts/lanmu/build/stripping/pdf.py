"""PDF files without what they tell of people; qpdf does it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lanmu.untrusted.metadata.unstrippable import UnstrippableError

CHILD = Path(__file__).with_name("pdf_child.py")
TIMEOUT = 120  # seconds
DONE, LEFT = b"done\n", b"left\n"
DAMAGED = ("PDF 已损坏，里面的作者等文件信息去不掉。", "请用 PDF 阅读器打开检查，重新导出后再放进来。")


def pdf(data: bytes) -> bytes:
    """The PDF written anew; one that is signed or locked as it was. Raises UnstrippableError."""
    # -I: neither the folder of the script nor the environment decides which modules are imported.
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise UnstrippableError(*DAMAGED) from None
    if done.stdout.startswith(LEFT):
        return data
    if done.returncode or not done.stdout.startswith(DONE):
        raise UnstrippableError(*DAMAGED)
    return done.stdout.removeprefix(DONE)
