"""What the commands take on the command line, with faults told in Chinese. Standard library only: read before the
environment is there."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from lanmu.diagnostics.errors import UserError

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
"""The sentences of argparse, as patterns, and ours."""


WORDS = (
    ("usage: ", "用法："),
    ("positional arguments:", "要写的："),
    ("options:", "选项："),
    ("show this help message and exit", "看这段说明"),
)
"""The words of argparse in what `--help` shows, and ours."""


class CommandLine(argparse.ArgumentParser):
    """A parser that tells what is wrong in Chinese, and shows how the command is written."""

    def format_help(self) -> str:
        """What `--help` shows."""
        text = super().format_help()
        for theirs, ours in WORDS:
            text = text.replace(theirs, ours, 1)
        return text

    def error(self, message: str) -> NoReturn:
        """Raises UserError for a fault in what was written."""
        for pattern, ours in FAULTS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = found.expand(ours)
                break
        raise UserError(f"命令没有写对：{message}。\n  怎么写，看 python scripts/{self.prog} --help")
