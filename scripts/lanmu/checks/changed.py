"""Which files a check is asked about: those that are named, or those that differ from a Git revision."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from lanmu.diagnostics.errors import UserError


def named_files(root: Path, names: Sequence[str]) -> frozenset[str]:
    """Paths relative to `root` of files that are named, or lie in a folder that is.

    Raises UserError for one that is not there or no part of the project.
    """
    home = root.resolve()
    return frozenset(path.relative_to(home).as_posix() for name in names for path in files_at(home, name))


def files_at(root: Path, name: str) -> list[Path]:
    """The file of that name, or all files in the folder of that name."""
    path = Path(name).resolve()
    if not path.exists():
        raise UserError(f"找不到 {name}。请核对文件名；从项目文件夹算起，例如 docs/bulletins/2008-11-05-xuexi.md。")
    if not path.is_relative_to(root):
        raise UserError(f"{name} 不在这个项目里。请先用 import_document.py 导入，或者写 docs/ 里的文件。")
    return [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]


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
