"""The staging folder: a site is made beside the old one and takes its place in one step, when it is whole.

Linux and macOS exchange two folders in one step. Elsewhere, and on drives that cannot, the old one is renamed first; for
the moment until the new one is in its place it lies in the staging folder, and `recover` puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from lanmu.content.fingerprint import digest
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.files import unwritable

TRIES = 10
AT_CWD = -100
"""AT_FDCWD (fcntl.h of Linux)."""
EXCHANGE = 2
"""RENAME_EXCHANGE (renameat2(2), Linux), RENAME_SWAP (renamex_np(2), macOS)."""
CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


@contextmanager
def build_lock(lock: Path) -> Iterator[None]:
    """Allows one build of a folder at a time; another waits. The system releases the lock when the process and all that it has
    started have ended."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock)
        try:
            held.acquire(blocking=False)
        except Timeout:
            say("▸ 另一个窗口正在生成同一个网站（或者同一份存档），等它完成 …")
            held.acquire()
    except OSError as error:
        raise unwritable(lock, error) from None
    try:
        yield
    finally:
        held.release()


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as `target`, so that the swap is a rename; removed afterwards. Cleans up first after
    a build that was killed: puts back the site that it had moved away, removes its leftovers. Raises UserError."""
    folder = target.parent / f".{target.name}.building"
    recover(target, backup_in(folder))
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UserError(f"写不了 {target.parent}（{refusal(error)}）。请换到有写权限、未满的磁盘。") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def backup_in(folder: Path) -> Path:
    """Where the old site lies in a staging folder during a swap, on systems that cannot exchange two folders."""
    return folder / "old"


def assemble(
    built: Path,
    site: Path,
    copy: Path,
    taken: Mapping[str, str],
    site_signatures: Mapping[str, str],
    *,
    content: bool = False,
) -> tuple[Path, dict[str, str]]:
    """Puts the new site together in one folder, which it returns with the signatures of its files (with their `content`): the
    files just `built`, and the reused files of the last `site` (`taken` maps new paths to old ones, `site_signatures` has the
    signatures of its files).

    The folder is `built`, with the reused files linked into it. When most files are reused it is `copy`, the site before
    the last one, with only the differing files replaced: linking many thousands of files would take longer than rendering
    the changed pages.
    """
    files = signatures(built, content=content)
    fresh = list(files)
    wanted = {path: old for path, old in taken.items() if path not in files}
    changes_copy = is_mostly_taken(len(wanted), len(fresh)) and copy.is_dir()
    changes_copy = changes_copy and copy.stat().st_dev == built.stat().st_dev
    whole, emptied = copy if changes_copy else built, set()
    if changes_copy:
        rename_version_folders(copy, wanted)
        for path, current in signatures(copy).items():
            old = wanted.get(path, "")
            if old and current.rpartition(".")[0] == site_signatures[old].rpartition(".")[0]:
                # Another link to the file of the site.
                files[path] = site_signatures[old]
                del wanted[path]
            else:
                os.unlink(f"{copy}/{path}")  # noqa: PTH108 (there are many)
                emptied.add(path.rpartition("/")[0])
    for path, old in wanted.items():
        _put(link, f"{site}/{old}", f"{whole}/{path}")
        files[path] = signature(f"{whole}/{path}", content=content)
    if changes_copy:
        for path in fresh:
            _put(os.replace, f"{built}/{path}", f"{copy}/{path}")
    for folder in sorted(emptied, key=len, reverse=True):
        with suppress(OSError):
            while folder:
                (copy / folder).rmdir()
                folder = folder.rpartition("/")[0]
    return whole, files


def rename_version_folders(copy: Path, wanted: Mapping[str, str]) -> None:
    """Folders named by a version (of the search) have another name in each site: the old one is renamed, if it is the only one."""
    for name in {path.rpartition("/")[0] for path, old in wanted.items() if path != old}:
        place = copy / name
        others = [entry for entry in place.parent.glob("*") if entry.is_dir()]
        if len(others) == 1 and not place.exists():
            others[0].rename(place)


def is_mostly_taken(taken: int, built: int) -> bool:
    """True when changing the copy is less work than linking the reused files into the folder of the new ones."""
    return taken > built


def keep_copy(site: Path, old: Path, copy: Path, folder: Path, files: Iterable[str], *, is_alike: bool) -> None:
    """Keeps a copy of the site for the next `assemble`: the last site, which lies at `old`, when it `is_alike`; otherwise links to
    all `files` of the new one. An older copy is moved into the staging `folder`, with which it is removed. Raises OSError."""
    if is_alike and old == copy:
        return
    if copy.exists():
        copy.rename(folder / "copy")
    if is_alike:
        old.rename(copy)
        return
    (folder / "double").mkdir()
    for path in files:
        _put(os.link, f"{site}/{path}", f"{folder}/double/{path}")
    (folder / "double").rename(copy)


def _put(move: Callable[[str, str], None], source: str, target: str) -> None:
    """Moves or links a file; makes its folder when there is none, and removes a folder that has its name."""
    try:
        move(source, target)
        return
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (a third of the time)
    except (FileExistsError, IsADirectoryError):
        shutil.rmtree(target)
    move(source, target)


def link(source: str, target: str) -> None:
    """Links a file, or copies it where the disk cannot link. Safe, because files of a site are replaced, never written into."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copy2(source, target)


def swap(new: Path, target: Path, backup: Path) -> Path:
    """Puts the folder `new` at `target`; returns where the old one is now: at `new`, or at `backup` where two folders cannot be
    exchanged. Raises UserError; `target` is then as it was."""
    try:
        if not target.exists():
            rename(new, target)
            return backup
        if exchange(new, target):
            return new
        rename(target, backup)
        try:
            rename(new, target)
        except OSError:
            rename(backup, target)
            raise
    except OSError as error:
        raise UserError(
            f"新的已经做好，但换不进 {target}（{refusal(error)}）。请关掉正在使用这个文件夹的程序再试；原来的没有动。"
        ) from None
    return backup


def recover(target: Path, backup: Path) -> None:
    """Puts back the folder that `swap` was about to replace when the process was ended. Raises UserError; nothing may be
    removed then."""
    if backup.exists() and not target.exists():
        try:
            rename(backup, target)
        except OSError as error:
            raise UserError(
                f"上次换上新的时被中断，原来的还在 {backup}，放不回 {target}（{refusal(error)}）。"
                "请关掉正在使用这个文件夹的程序再试。"
            ) from None


def exchange(first: Path, second: Path) -> bool:
    """Exchanges two folders in one step; False where the system or the drive cannot. Raises OSError."""
    paths = os.fsencode(first), os.fsencode(second)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(AT_CWD, paths[0], AT_CWD, paths[1], EXCHANGE)
        else:
            failed = library.renamex_np(*paths, EXCHANGE)
    except (AttributeError, TypeError, OSError):
        # No such function, or (Windows) no such library.
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


def rename(source: Path, target: Path) -> None:
    """Renames a folder; on Windows a virus scanner may hold a fresh one for a moment, so it is tried for two seconds."""
    for _ in range(TRIES):
        with suppress(PermissionError):
            source.rename(target)
            return
        time.sleep(0.2)
    source.rename(target)


def signatures(folder: Path, *, content: bool = False) -> dict[str, str]:
    """The signatures of all files below a folder, by their paths."""
    result: dict[str, str] = {}
    _add_signatures(str(folder), "", result, content=content)
    return result


def _add_signatures(folder: str, path: str, result: dict[str, str], *, content: bool) -> None:
    # Not os.walk, which looks at everything twice: there are many thousands of files. A folder that is not there has none.
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _add_signatures(entry.path, f"{path}{entry.name}/", result, content=content)
            else:
                result[f"{path}{entry.name}"] = signature(entry.path, content=content)


def signature(path: str, *, content: bool = False) -> str:
    """A key of a file of a site: inode, mtime, size, and with `content` (in production) the digest of its content; empty when it
    is not there. It does not depend on the name."""
    try:
        status = os.stat(path)  # noqa: PTH116 (a third of the time)
        return f"{status.st_ino:x}.{status.st_mtime_ns:x}.{status.st_size:x}.{content_digest(path) if content else ''}"
    except OSError:
        return ""


def size_in(signature: str) -> int:
    """The size in bytes that is in a signature."""
    return int(signature.split(".")[2], 16) if signature else 0


def content_digest(path: str) -> str:
    """The digest of what is in a file. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return digest(file.readall())
