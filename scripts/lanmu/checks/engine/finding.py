"""A finding of a rule: its place, message, remedy and, where it can be fixed safely, the edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error fails the check, a warning only when asked (`--strict`)."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"

    @property
    def label(self) -> str:
        """The word that editors read."""
        return {"error": "错误", "warning": "提醒", "off": "关闭"}[self.value]


@dataclass(frozen=True)
class Edit:
    """A safe fix: the characters from `start` up to `end` of the file's text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, order=True)
class Finding:
    """A fault at a place.

    `path` is relative to the project, with forward slashes; `line` and `column` count from 1, in characters (0: the
    file as a whole). `message` names the value found, `remedy` says how to fix it. `code` and `level` are filled in
    by the runner. `page` is the built page (relative to the project) when the finding came from one.
    """

    path: str
    line: int
    column: int
    message: str
    remedy: str
    code: str = ""
    level: Level = Level.ERROR
    page: str = ""
    edit: Edit | None = field(default=None, compare=False)

    @property
    def place(self) -> str:
        """`docs/a.md:12:5`, as far as it is known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Findings are shown by place, then by code."""
        return self.path, self.line, self.column, self.code, self.page, self.message


Findings = Iterator[Finding]
