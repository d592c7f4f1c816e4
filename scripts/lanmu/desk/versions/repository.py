"""The states of a file that its Git repository has, where the project is one. Git is only asked, never written to."""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lanmu.content.dates import CHINA

MOST = 300
"""So many commits of a file are shown."""
SECONDS = 20
"""A repository of ten years answers in less than one."""
LARGEST = 16 * 1024 * 1024
COMMIT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")
# A line of a commit (id, author, seconds since 1970), then the name that the file had in it.
FORMAT = "%x01%H%x00%an%x00%at"


@dataclass(frozen=True)
class Commit:
    """A commit that changed a file: `path` is where it lay then below the project, `when` in China's time."""

    id: str
    path: str
    who: str
    when: datetime


def commits(root: Path, path: str) -> tuple[Commit, ...]:
    """The commits that changed the file at a path below the project, the newest first, also under earlier names; none where there
    is no repository or no Git."""
    arguments = (
        "log",
        f"--max-count={MOST}",
        f"--format={FORMAT}",
        "--follow",
        "--name-only",
        "--relative",
        "--",
        path,
    )
    listed = []
    for entry in _asked(root, *arguments).decode("utf-8", "replace").split("\x01")[1:]:
        head, _, names = entry.partition("\n")
        identifier, who, seconds = head.split("\0")
        name = next((line for line in names.splitlines() if line), path)
        with suppress(ValueError, OverflowError):
            when = datetime.fromtimestamp(int(seconds), CHINA).replace(tzinfo=None)
            listed.append(Commit(identifier, name, who[:40], when))
    return tuple(listed)


def content_at(root: Path, commit: Commit) -> bytes | None:
    """The file as it was in a commit; None when it was not there, or is too large to be shown."""
    if not COMMIT.fullmatch(commit.id):
        return None
    name = f"{commit.id}:./{commit.path}"
    size = _asked(root, "cat-file", "-s", name).strip()
    return _asked(root, "cat-file", "blob", name) if size.isdigit() and int(size) <= LARGEST else None


def _asked(root: Path, *arguments: str) -> bytes:
    """What Git answers; nothing when it does not."""
    if not (root / ".git").exists():
        return b""
    command = ["git", "-c", "core.quotePath=false", "-c", "log.showSignature=false", "--no-pager", *arguments]
    environment = os.environ | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
