"""Errors that a person can act on, and the exit codes of every script.

A `UserError` is shown as its Chinese sentence, never with a traceback. What is not a `UserError` is a defect of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


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


class Kind(StrEnum):
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


class MisfitError(ValueError):
    """Raised by a model whose fields do not go together; the text is `fault，请way out`."""

    def __init__(self, kind: Kind, text: str) -> None:
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
    kind: Kind = Kind.VALUE

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        field = f"「{self.field}」" if self.field else ""
        return f"{place} {field}{self.message}改法：{self.remedy}"


class ContentError(UserError):
    """All problems found in the content, together, so that the editor mends them in one round."""

    exit_code = Exit.FINDINGS

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"内容有 {len(self.problems)} 处需要修改：\n{lines}")
