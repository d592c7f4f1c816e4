"""When files first came into Git: what a publication date is held against."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from lanmu.content.dates import CHINA

# Begins the line of each commit, which Git gives among the names of files.
MARK = "\x01"
LOG = ("-c", "log.showSignature=false", "log", "--topo-order", "--reverse", "--relative", "-z")
SHOWN = ("--name-status", "--find-renames", "--diff-filter=AR", f"--format={MARK}%at", "--", "docs")


def first_commits(root: Path) -> dict[str, datetime]:
    """When each file of docs/ was first committed, China's time, by its path relative to `root`; renames are followed.

    The author's time counts, which stays when a commit is moved. Empty where there is no Git, no repository, or only
    the end of a history (a shallow clone).
    """
    if git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    found: dict[str, datetime] = {}
    moment = datetime.max
    parts = iter(git(root, *LOG, *SHOWN).split("\0"))
    for part in parts:
        part = part.lstrip("\n")
        if part.startswith(MARK):
            moment = datetime.fromtimestamp(int(part[1:]), CHINA).replace(tzinfo=None)
        elif part.startswith("R"):
            old, new = next(parts), next(parts)
            found.setdefault(new, found.get(old, moment))
        elif part:
            found.setdefault(next(parts), moment)
    return found


def git(root: Path, *arguments: str) -> str:
    """What Git says; nothing when it cannot."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "surrogateescape")
