"""Errors that a person can act on, and the exit codes of every script.

A `UserError` is shown as its Chinese sentence, never with a traceback. What is not a `UserError` is a defect of ours.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lanmu.diagnostics.terminal_text import one_line


class Exit(IntEnum):
    """Exit codes: 0 clean, 1 something is wrong with the content, 2 wrong usage or machine, 3 a defect of ours,
    130 stopped by the user (as shells have it)."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INTERNAL = 3
    STOPPED = 130


class UserError(Exception):
    """Something the user can mend; `str(error)` is a full Chinese sentence that says how."""

    exit_code = Exit.USAGE


REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EACCES: "没有权限，或者文件正被别的程序使用",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只能读",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOLCK: "这个磁盘不能给文件上锁",
    errno.EOPNOTSUPP: "这个磁盘不能这样做",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中间有一个不是文件夹",
    errno.ENOENT: "文件不存在",
    errno.EEXIST: "已经有了，正被别的程序使用",
}
"""Why a system refuses, by the numbers of POSIX (errno.h)."""
OF_THE_MACHINE = frozenset(REASONS) - {errno.EISDIR, errno.ENOTDIR, errno.ENOENT, errno.EEXIST}
"""Errors for which the machine is to blame; the others may be defects of ours."""


def refusal(error: OSError) -> str:
    """Why the system refused, for the user."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error)


@contextmanager
def machine_faults(doing: str, remedy: str) -> Iterator[None]:
    """Turns an OSError of the machine (full disk, no rights) into a UserError: what was being done (`doing`), the file, the
    reason, and the way out (`remedy`). Others are raised as they are."""
    try:
        yield
    except OSError as error:
        if error.errno not in OF_THE_MACHINE:
            raise
        file = f" {error.filename}" if error.filename else ""
        raise UserError(f"{doing}：读不了或写不了文件{file}（{refusal(error)}）。{remedy}") from None


class ProblemKind(StrEnum):
    """What sort of fault a problem is; the checks have a rule for each."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown field"
    VALUE = "value"
    UNKNOWN_NAME = "unknown name"
    MISFIT = "misfit"
    FILE_NAME = "file name"
    ADDRESS = "address"
    ISSUE = "issue"
    SAMPLE = "sample"
    IMAGE = "image"
    NO_COLUMN = "no column"
    CLOSING = "closing"
    PERIOD = "period"
    TARGET = "target"
    FILE = "file"
    LANGUAGE = "language"
    WITHDRAWN = "withdrawn"
    INTERNAL = "internal"


class MisfitError(ValueError):
    """Raised by a model whose fields do not go together; the text is `fault，请way out`."""

    def __init__(self, kind: ProblemKind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file.

    `line` and `column` count from 1 (0: not known, the file as a whole); `field` is the dotted name of the field,
    empty when there is none; `message` names the value found, `remedy` says how to mend it.
    """

    path: str
    line: int
    message: str
    remedy: str
    field: str = ""
    column: int = 0
    kind: ProblemKind = ProblemKind.VALUE

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        field = f"「{self.field}」" if self.field else ""
        return one_line(f"{place} {field}{self.message}改法：{self.remedy}")


class ContentError(UserError):
    """All problems found in the content, together, so that the editor mends them in one round."""

    exit_code = Exit.FINDINGS

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"内容有 {len(self.problems)} 处需要修改：\n{lines}")
