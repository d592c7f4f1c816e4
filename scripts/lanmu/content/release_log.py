"""out/releases.log: who published what, where and when; one JSON object a line."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field

from lanmu.content.dates import now
from lanmu.content.validation import Model
from lanmu.diagnostics.errors import machine_faults

FILE = "out/releases.log"


class LogEntry(Model):
    """A release that was published, taken back to (`rollback`), or broken off, with the reason. `allowed` are the codes of
    checks that were let pass, each with its reason; `articles` the addresses of the articles that the release before did not
    have (a first release, and entries of older versions, have none)."""

    time: str
    who: str
    action: Literal["publish", "rollback"]
    target: str
    id: str
    address: str
    edition: str
    broken_off: str = ""
    allowed: dict[str, str] = Field(default_factory=dict)
    articles: tuple[str, ...] = ()


def note(root: Path, entry: LogEntry) -> None:
    """Adds an entry. Raises UserError."""
    line = json.dumps(entry.model_dump(), ensure_ascii=False) + "\n"
    with machine_faults("记发布日志时出错", f"网站已经换好，请把这一行补进 {FILE}：{line}"):
        (root / FILE).parent.mkdir(parents=True, exist_ok=True)
        with (root / FILE).open("a", encoding="utf-8", newline="\n") as file:
            file.write(line)


def entries(root: Path) -> Iterator[LogEntry]:
    """All entries, the oldest first; lines that are none are passed over."""
    if (root / FILE).exists():
        for line in (root / FILE).read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                yield LogEntry.model_validate_json(line)


def moment() -> str:
    """Now, in China, as entries have it."""
    return now().isoformat(sep=" ", timespec="seconds")


def user() -> str:
    """The name of the user of this system."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
