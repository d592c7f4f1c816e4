"""When each file was verified last, so that an interrupted run can go on, and samples reach every file in turn."""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, Field, ValidationError

from lanmu.content.fingerprint import digest
from lanmu.content.validation import Model
from lanmu.diagnostics import console
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import authenticated, verified
from lanmu.storage.files import write_bytes

PURPOSE = "verification"
LONGEST = timedelta(days=1)
"""How long ago a run may have been broken off that is gone on with."""


class Memory(Model):
    """Of one site and one release: when each file was last as it should be. `begun` is the time of a run over all files that
    has not come to its end."""

    version: Literal[1] = 1
    release: str
    begun: AwareDatetime | None = None
    verified: dict[str, AwareDatetime] = Field(default_factory=dict)


def memory_file(root: Path, base: str) -> Path:
    """Where it is kept for a site."""
    return root / ".cache" / "verify" / f"{digest(base.encode())}.json"


def recalled(file: Path, release: str) -> Memory:
    """The memory in the file; empty when it is about another release, damaged, or written by somebody else."""
    with suppress(OSError, ValidationError):
        data = verified(file.read_bytes(), PURPOSE)
        memory = Memory.model_validate_json(b"" if data is None else bytes(data))
        if memory.release == release:
            return memory
    return Memory(release=release)


def keep(file: Path, memory: Memory) -> None:
    """Keeps it; that it cannot costs only the next run's time."""
    try:
        write_bytes(file, authenticated(memory.model_dump_json().encode(), PURPOSE))
    except UserError as error:
        console.complain(f"核对到哪里没有记下，下次从头查：{error}")


def remaining(memory: Memory, paths: Iterable[str], now: datetime) -> list[str]:
    """The files that a run over all has yet to look at."""
    since = memory.begun if memory.begun and now - memory.begun < LONGEST else now
    return [path for path in paths if path not in memory.verified or memory.verified[path] < since]


def sample(memory: Memory, paths: Iterable[str], first: Iterable[str], count: int) -> list[str]:
    """`count` files: always the `first` ones, then those verified longest ago; among those never verified the choice is
    random, so that each run takes others."""
    always = set(first)
    others = [path for path in paths if path not in always]
    random.shuffle(others)
    others.sort(key=lambda path: memory.verified[path].timestamp() if path in memory.verified else 0.0)
    return [*sorted(always), *others[: max(0, count - len(always))]]
