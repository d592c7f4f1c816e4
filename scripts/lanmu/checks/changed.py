"""Which files differ from a Git revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lanmu.errors import UserError


def changed_files(root: Path, revision: str) -> frozenset[str]:
    """Paths relative to `root` of files that differ from `revision`, new ones included, removed ones left out.

    Raises UserError when Git is not there, this is no repository, or the revision does not exist.
    """
    differing = ("diff", "--name-only", "-z", "--relative", "--diff-filter=d", "--end-of-options", revision, "--")
    untracked = ("ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for command in (differing, untracked) for path in git(root, *command).split("\0") if path)


def git(root: Path, *arguments: str) -> str:
    """What Git says."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        raise UserError("没有找到 Git，不能用 --changed。请安装 Git，或者去掉 --changed 检查全部。") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        detail = reason[0] if reason else "没有说明原因"
        raise UserError(f"Git 找不出改动的文件（{detail}）。请核对 --changed 后面的版本，或者去掉 --changed 检查全部。")
    return done.stdout.decode("utf-8", "surrogateescape")
