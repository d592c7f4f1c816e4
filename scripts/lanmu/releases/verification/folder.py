"""A folder against a manifest: every file is read, and nothing else may lie there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from lanmu.checks.engine.finding import Finding
from lanmu.diagnostics.errors import refusal
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest, described, files_below
from lanmu.releases.verification.faults import fault
from lanmu.storage.files import PREFIX

SERVER_FILES = ("web.config", ".htaccess")
"""Settings that a server's own people may have put there."""


def verify_file(folder: Path, manifest: Manifest, path: str) -> Iterator[Finding]:
    """What is wrong with one file of the release."""
    try:
        there = described(folder / path)
    except FileNotFoundError:
        yield fault("VER005", path, "文件夹里没有这个文件。")
        return
    except OSError as error:
        yield fault("VER008", path, f"读不了：{refusal(error)}。")
        return
    wanted = manifest.files[path]
    if there != wanted:
        sizes = f"{wanted.size} 字节，现在 {there.size} 字节" if there.size != wanted.size else "大小一样，内容不同"
        yield fault("VER004", path, f"和发布的不一样（{sizes}）。")


def added(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """The files of a folder that no release has brought. Those of a transfer under way are passed over."""
    for link in sorted(path for path in folder.rglob("*") if path.is_symlink()):
        yield fault("VER006", link.relative_to(folder).as_posix(), "是一个链接，通到别处；发布的都是文件。")
    for path in files_below(folder):
        if path in manifest.files or path in (FILE, SIGNATURE):
            continue
        name = PurePosixPath(path).name
        if path in SERVER_FILES:
            yield fault("VER013", path, f"「{name}」是服务器的配置。")
        elif not name.startswith(PREFIX):
            yield fault("VER006", path, "这个版本里没有这个文件。")
