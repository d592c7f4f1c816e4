"""What Git says of files: which differ from a revision, and when each first came in."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from lanmu.content.dates import CHINA
from lanmu.diagnostics.errors import UserError

# Begins the line of each commit, which Git gives among the names of files.
COMMIT = "\x01"
LOG = ("-c", "log.showSignature=false", "log", "--topo-order", "--reverse", "--relative", "-z")
SHOWN = ("--name-status", "--find-renames", "--diff-filter=AR", f"--format={COMMIT}%at", "--", "docs")


def changed_files(root: Path, revision: str) -> frozenset[str]:
    """Paths relative to `root` of files that differ from `revision`, new ones included, removed ones left out.

    Raises UserError when Git is not there, this is no repository, or the revision does not exist.
    """
    differing = ("diff", "--name-only", "-z", "--relative", "--diff-filter=d", "--end-of-options", revision, "--")
    untracked = ("ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for command in (differing, untracked) for path in git(root, *command).split("\0") if path)


def first_commits(root: Path) -> dict[str, datetime]:
    """When each file of docs/ was first committed, China's time, by its path relative to `root`; renames are followed.

    The author's time counts, which stays when a commit is moved. Empty where there is no Git, no repository, or only
    the end of a history (a shallow clone).
    """
    commits: dict[str, datetime] = {}
    moment = datetime.max
    # Asked first: to start Git takes longer than most rules together.
    home = root.resolve()
    if not any((folder / ".git").exists() for folder in (home, *home.parents)):
        return {}
    try:
        if git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
            return {}
        parts = iter(git(root, *LOG, *SHOWN).split("\0"))
    except UserError:
        return {}
    for part in parts:
        part = part.lstrip("\n")
        if part.startswith(COMMIT):
            moment = datetime.fromtimestamp(int(part[1:]), CHINA).replace(tzinfo=None)
        elif part.startswith("R"):
            old, new = next(parts), next(parts)
            commits.setdefault(new, commits.get(old, moment))
        elif part:
            commits.setdefault(next(parts), moment)
    return commits


def git(root: Path, *arguments: str) -> str:
    """What Git prints. Raises UserError, worded for `--changed`, when it cannot do this."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        raise UserError("没有找到 Git，不能用 --changed。请安装 Git，或者去掉 --changed 检查全部。") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        detail = reason[0] if reason else "没有说明原因"
        raise UserError(f"Git 找不出改动的文件（{detail}）。请核对 --changed 后面的版本，或者去掉 --changed 检查全部。")
    return done.stdout.decode("utf-8", "surrogateescape")
