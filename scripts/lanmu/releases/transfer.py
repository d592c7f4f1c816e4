"""Files on their way to a target: several at once, each read back and compared with the manifest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tqdm import tqdm

from lanmu.diagnostics.errors import UserError
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest, described
from lanmu.releases.targets.target import Target

AT_ONCE = 8
SHOWN = 5
CLUSTER = 4096
"""Bytes by which files take room on most disks."""


@dataclass(frozen=True)
class Release:
    """A release ready to go out: the site in `folder`, its manifest and signature among the files."""

    folder: Path
    manifest: Manifest

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digests of all its files by their paths, manifest and signature too."""
        digests = {path: file.sha256 for path, file in self.manifest.files.items()}
        return digests | {name: described(self.folder / name).sha256 for name in (FILE, SIGNATURE)}

    def size_of(self, path: str) -> int:
        """The size of a file."""
        return (self.folder / path).stat().st_size


class DamagedError(UserError):
    """What was transferred is not on the target as it was sent."""


def each(work: Callable[[str], object], paths: Collection[str], doing: str) -> None:
    """Does something with each path, several at once. After the first failure no other is begun; it is raised."""
    with (
        ThreadPoolExecutor(AT_ONCE) as pool,
        tqdm(total=len(paths), desc=doing, unit="个", disable=None, file=sys.stderr) as progress,
    ):
        try:
            for _ in pool.map(work, paths):
                progress.update()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def changed(target: Target, folder: str, digests: Mapping[str, str], doing: str = "读回来核对") -> list[str]:
    """The paths whose files below a folder of the target are others than their digests say, or are not there."""
    wrong: list[str] = []

    def compare(path: str) -> None:
        try:
            right = target.sha256(f"{folder}{path}") == digests[path]
        except FileNotFoundError:
            right = False
        if not right:
            wrong.append(path)

    each(compare, digests, doing)
    return sorted(wrong)


def send(target: Target, release: Release, folder: str, paths: Sequence[str]) -> None:
    """Puts files of a release below a folder of the target. Raises OSError."""
    each(lambda path: target.put(f"{folder}{path}", release.folder / path), paths, "传")


def make_right(target: Target, release: Release, folder: str, paths: Sequence[str]) -> None:
    """Reads files back, sends those anew that are not right, and reads these back. Raises DamagedError when some are still
    not right, OSError."""
    digests = release.digests
    wrong = changed(target, folder, {path: digests[path] for path in paths})
    send(target, release, folder, wrong)
    if still := changed(target, folder, {path: digests[path] for path in wrong}):
        names = "、".join(still[:SHOWN])
        raise DamagedError(
            f"传过去的文件有 {len(still)} 个读回来和原来的不一样（{names}），没有换上去。"
            "多半是目标的磁盘或者网络有毛病：请再运行一次；还不行，请管服务器的同志查磁盘。"
        )


def require_room(target: Target, sizes: Iterable[int]) -> None:
    """Raises UserError where the target has less room than files of these `sizes` (bytes) take."""
    free, size = target.free(), sum(-(-size // CLUSTER) * CLUSTER for size in sizes)
    if free is not None and free < size:
        raise UserError(
            f"{target.name}只剩 {free / 1_000_000:.1f} MB，要传 {size / 1_000_000:.1f} MB，放不下，什么也没有传。"
            "请清出地方，或者在 lanmu.toml 里把 keep 写小一些，再运行一次。"
        )
