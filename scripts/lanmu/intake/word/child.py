"""Reads a Word document in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from lanmu.diagnostics.errors import UserError, refusal
from lanmu.intake.word.model import WordText

# The longest document that the guard lets through (130,000 paragraphs) takes about half of each.
SECONDS = 120.0
MEMORY = 2_000_000_000
RESULT = "result.json"
MEDIA = "media"
# Signals that mean lack of memory: SIGKILL from the system, SIGABRT from Python when it cannot handle the error.
NO_MEMORY = (-9, -6)
WORKER = "lanmu.intake.word.worker"
SCRIPTS = Path(__file__).resolve().parents[3]
SHORTER = "请把它分成几个文件分别导入；图片多的，先在 Word 里点中任一图片，用“图片格式→压缩图片”（WPS：图片工具→压缩图片）缩小后另存。"
COPY_OVER = (
    "请在 Word 或 WPS 里全选，复制到一份新建的空白文档里，另存为 .docx 再导入；还不行，就把这个文件交给维护人员。"
)


class Ending(StrEnum):
    """How the process that reads ended."""

    READ = "read"
    REFUSED = "refused"
    MEMORY = "memory"
    DEPTH = "depth"


def read_in_child(source: Path, folder: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> WordText:
    """The text of `source`; its pictures are put into `folder`/media, which must not be there yet.

    `seconds` on the clock and `memory` in bytes are what the process may take. Memory is bounded on Linux only: macOS
    and Windows have no such limit for a process that starts itself; time is bounded everywhere. Raises UserError when
    the document cannot be read within them; `folder` is then as it was.
    """
    with TemporaryDirectory(dir=folder) as name:
        inner = Path(name)
        text = run(source, inner, seconds, memory)
        if (inner / MEDIA).is_dir():
            (inner / MEDIA).rename(folder / MEDIA)
    return text


def run(source: Path, folder: Path, seconds: float, memory: int) -> WordText:
    """Runs the process and reads the result that it wrote into `folder`."""
    # -P: nothing is imported from the folder where the editor happens to be.
    command = [sys.executable, "-P", "-m", WORKER, str(source.absolute()), str(folder), str(seconds), str(memory)]
    environment = os.environ | {"PYTHONPATH": str(SCRIPTS), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(f"{source.name}：读了 {seconds:g} 秒还没有读完，已经停下。{SHORTER}") from None
    except OSError as error:
        raise UserError(f"{source.name}：启动不了读 Word 的程序（{refusal(error)}）。请重新启动电脑后再试。") from None
    try:
        outcome, result = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        if outcome == Ending.READ:
            return WordText.from_json(result)
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        raise death(source.name, done.returncode, done.stderr.decode("utf-8", errors="replace")) from None
    raise failure(source.name, Ending(outcome), result)


def failure(name: str, outcome: Ending, reason: str) -> UserError:
    """The error for a document that the process could not read."""
    if outcome is Ending.MEMORY:
        return UserError(f"{name}：内容太多，内存放不下，已经停下。{SHORTER}")
    if outcome is Ending.DEPTH:
        return UserError(f"{name}：内容一层套一层，套得太深，读不下去。{COPY_OVER}")
    return UserError(reason)


def death(name: str, code: int, error_output: str) -> UserError:
    """The error for a process that ended without a result; a negative `code` is a signal."""
    if code in NO_MEMORY:
        return failure(name, Ending.MEMORY, "")
    if code < 0:
        return UserError(f"{name}：读的程序中途垮了（信号 {-code}）。{COPY_OVER}")
    last = error_output.strip().rpartition("\n")[2][:200] or f"代码 {code}"
    return UserError(f"{name}：读的程序出错了（{last}）。{COPY_OVER}")
