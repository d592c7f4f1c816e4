"""The one place that talks to the terminal: UTF-8 everywhere, sentences instead of tracebacks, also for what is wrong on
the command line. Standard library only: read before the environment is there."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from lanmu.diagnostics.errors import Exit, UserError
from lanmu.diagnostics.terminal_text import harmless

# What argparse writes, and our translation: literal words of `--help`, and error messages as patterns.
WORDS = (
    ("usage: ", "用法："),
    ("positional arguments:", "要写的："),
    ("options:", "选项："),
    ("show this help message and exit", "看这段说明"),
)
FAULTS = (
    (r"the following arguments are required: (.+)", r"还要写 \1"),
    (r"one of the arguments (.+) is required", r"\1 里要写一个"),
    (r"unrecognized arguments: (.+)", r"不认识“\1”"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能和 \2 一起写"),
    (r"argument (.+?): expected .+", r"\1 后面缺了内容"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不用写 \2"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 后面不能写 \2，可以写的有 \3"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 后面要写数字，不能写 \2"),
    (r"ambiguous option: (.+) could match (.+)", r"“\1”没有写全，是 \2 里的哪一个"),
)


def say(text: str = "") -> None:
    """Prints text for the user; it may contain what strangers wrote: names of files, titles, output of other programs."""
    print(harmless(text), flush=True)


def complain(text: str) -> None:
    """Prints an error for the user."""
    print(harmless(text), file=sys.stderr, flush=True)


def show(text: str) -> None:
    """Prints text as it is, for programs or with colours; the caller must have made it harmless (terminal_text.py)."""
    print(text, flush=True)


def agrees(question: str, *, yes: bool) -> bool:
    """Asks the user before something is installed outside the project; Enter agrees.

    Returns true without asking with `yes` (`--yes`), in continuous integration (CI is set), or where the input is no
    terminal.
    """
    if yes or os.environ.get("CI") or not sys.stdin.isatty():
        return True
    try:
        answer = input(f"{question}（回车：可以；n：不装）> ")
    except EOFError:
        return False
    return answer.strip().lower() in ("", "y", "yes", "是", "可以", "好")


def confirmed(question: str, *, yes: bool) -> bool:
    """Asks before files of the project are changed; only a clear yes will do.

    Nobody is asked who said `yes` (`--yes`) beforehand. Raises UserError where nobody sits who could answer.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UserError("这里没有人回答要不要做，什么也没有做。看过上面列的，加 --yes 再运行一次。")
    try:
        answer = input(f"{question}（y：做；回车：不做）> ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes", "是", "可以", "好")


@contextmanager
def step(text: str) -> Iterator[None]:
    """Shows what is being done, and how long it took when it is done."""
    say(f"▸ {text} …")
    start = time.monotonic()
    yield
    say(f"  完成，用时 {time.monotonic() - start:.1f} 秒")


def run(main: Callable[[], int]) -> int:
    """Runs a script's work and turns every outcome into an exit code."""
    # A Chinese Windows console defaults to GBK and would raise on some characters.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    try:
        return main()
    except UserError as error:
        complain(f"✗ {error}")
        return error.exit_code
    except KeyboardInterrupt:
        complain("\n已停止。")
        return Exit.STOPPED
    except BrokenPipeError:
        return Exit.STOPPED
    except Exception:
        complain(traceback.format_exc())
        complain("✗ 程序自身出错了（不是稿件的问题）。请把上面的文字连同所用的命令发给维护人员。")
        return Exit.INTERNAL


class CommandLine(argparse.ArgumentParser):
    """A parser that says in Chinese what is wrong, and shows how the command is written."""

    def add_edition(self, text: str) -> None:
        """Adds `--edition`: the public site, or as `text` says the internal one."""
        words = f"public 公开的网站（不写就是它）；{text}"
        self.add_argument("--edition", choices=("public", "internal"), default="public", help=words)

    def format_help(self) -> str:
        """What `--help` shows."""
        text = super().format_help()
        for theirs, ours in WORDS:
            text = text.replace(theirs, ours, 1)
        return text

    def error(self, message: str) -> NoReturn:
        """Raises UserError for a fault in what was written."""
        for pattern, ours in FAULTS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                message = match.expand(ours)
                break
        raise UserError(f"命令没有写对：{message}。\n  怎么写，看 python scripts/{self.prog} --help")
