"""Runs pip, shows its progress, and puts its faults into sentences. Standard library only."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lanmu.diagnostics.console import say

OPTIONS = "--require-hashes --no-deps --only-binary :all: --disable-pip-version-check --progress-bar off"
"""Only what its makers have built (wheels) is taken: to build a package would fetch tools that no hash was noted of."""
TAIL = 15
"""How many of pip's last lines are shown with a fault that has no sentence."""
Faults = tuple[tuple[str, ...], ...]
# By which of pip's words a fault is known.
CHANGED = "THESE PACKAGES DO NOT MATCH THE HASHES"
DISK_FULL = ("No space left", "Disk quota exceeded")
NOT_WRITABLE = ("Permission denied", "Read-only file system")
CONNECTION = (
    *("NewConnectionError", "ConnectTimeout", "ReadTimeout", "Name or service", "getaddrinfo", "ProxyError"),
    *("Temporary failure", "SSLError"),
)
OF_THE_DISK: Faults = (
    ("磁盘已满，装不下所需的文件。请清出至少 1 GB 空间再试。", *DISK_FULL),
    ("项目文件夹不可写。请把项目放到自己有权限的文件夹里再试。", *NOT_WRITABLE),
)
FAULTS: Faults = (
    (
        "下载的文件和 requirements.txt 里的校验值不一致，可能被替换或没有下完。请换一个网络再试；仍不行请联系维护人员。",
        CHANGED,
    ),
    *OF_THE_DISK,
    (
        "连不上软件源，所需的文件装不了。请检查网络或代理设置；第一次安装要联网，以后不用。"
        "不能上网的电脑，请在能上网的电脑上运行 python3 scripts/prepare_offline.py。",
        *CONNECTION,
        "No matching distribution",
    ),
)
"""A sentence for each of the usual failures of an installation, and the words that it is known by."""
FAULTS_OF_WHEELS: Faults = (
    (
        "带来的安装包和 requirements.txt 里的校验值不一致：没有拷全，或者被换过。请把 lanmu-offline 文件夹重新拷一遍；"
        "仍不行的，在能上网的电脑上再运行一次 python3 scripts/prepare_offline.py。",
        CHANGED,
    ),
    *OF_THE_DISK,
)
"""The same for wheels that were carried here."""


@dataclass(frozen=True)
class PipRun:
    """The result of a run of pip: whether it failed, and its output."""

    failed: bool
    lines: tuple[str, ...]

    @property
    def unavailable(self) -> str:
        """The package (`name==version`) that pip found no wheel of; empty when that was not the fault."""
        match = re.search(r"No matching distribution found for (\S+)", "\n".join(self.lines))
        return match[1] if match else ""

    def says(self, signs: Iterable[str]) -> bool:
        """True when pip has said one of these words."""
        said = "\n".join(self.lines)
        return any(sign in said for sign in signs)

    def explained(self, faults: Faults) -> str:
        """What went wrong, for the user: a sentence and pip's last word, or where nobody knows it, the end of what pip said."""
        for sentence, *signs in faults:
            if self.says(signs):
                return f"{sentence}\n  {self.lines[-1].strip()}"
        return "安装所需的文件时出错：\n" + "\n".join(self.lines[-TAIL:])


def run_pip(python: Path, arguments: list[str], total: int, done: int = 0) -> PipRun:
    """Runs pip in the environment of `python`. `total` is how many packages there are, `done` how many of them before."""
    command = [str(python), "-m", "pip", *arguments, *OPTIONS.split()]
    lines: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line.rstrip())
            if line.startswith(("Collecting ", "Processing ", "Requirement already")):
                done += 1
                show_progress(min(done, total), total, line)
    if sys.stdout.isatty():
        say()
    return PipRun(bool(pip.returncode), tuple(lines))


def show_progress(done: int, total: int, line: str) -> None:
    """The package that a line of pip's is about (`Collecting a-b==1.0 …`, `Processing /…/a_b-1.0-py3….whl`), on a line
    that is rewritten on a terminal; in a log every tenth."""
    verb, _, rest = line.partition(": " if line.startswith("Requirement") else " ")
    # The folder of a wheel may have spaces in its name.
    file = Path(rest.partition(".whl")[0]).name
    name = file.partition("-")[0] if verb == "Processing" else re.split(r"==|\s", rest)[0]
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  [{done}/{total}] {name:<40}")
        sys.stdout.flush()
    elif done % 10 == 0 or done == total:
        say(f"  [{done}/{total}] {name}")
