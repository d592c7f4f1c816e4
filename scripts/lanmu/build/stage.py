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
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Only one build of a folder runs; another waits. The system itself unlocks when a process is ended, and when all are
    that it has started."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock)
        try:
            held.acquire(blocking=False)
        except Timeout:
            say("▸ 另一个窗口正在生成同一个网站，等它完成 …")
            held.acquire()
    except OSError as error:
        raise unwritable(lock, error) from None
    try:
        yield
    finally:
        held.release()


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as `target`, so that the swap is a rename; gone afterwards. First the site is put
    back that a build which was killed had taken away, and what else that build has left is removed. Raises UserError."""
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
    """Where the old site lies in a staging folder for the moment, where two folders cannot be exchanged."""
    return folder / "old"


def assemble(made: Path, site: Path, copy: Path, taken: Mapping[str, str], known: Mapping[str, str]) -> Path:
    """Puts what was `made` and what is `taken` over from the `site` (where it lies there, by the path that it gets; `known` are
    the signatures of the site's files) together in one folder, and gives it back: `copy`, the site before the last one, as
    far as it is there and most is taken over, otherwise `made`.

    A site of some thousand articles has many thousands of files and folders. To give each a second name, and to remove as
    many, takes longer than the pages that have changed; in the copy most lie where they are to lie.
    """
    fresh = signatures(made)
    wanted = {path: old for path, old in taken.items() if path not in fresh}
    if not copy.is_dir() or not is_mostly_taken(len(wanted), len(fresh)) or copy.stat().st_dev != made.stat().st_dev:
        for path, old in wanted.items():
            _put(_link, f"{site}/{old}", f"{made}/{path}")
        return made
    # Folders that bear a version have another name in each site: the only one in its place gets the new name.
    for place in {copy / path.rpartition("/")[0] for path, old in wanted.items() if path != old}:
        others = [entry for entry in place.parent.glob("*") if entry.is_dir()]
        if len(others) == 1 and not place.exists():
            others[0].rename(place)
    emptied = set()
    for path, found in signatures(copy).items():
        old = wanted.get(path, "")
        if old and found.rpartition(".")[0] == known[old].rpartition(".")[0]:
            del wanted[path]
        else:
            os.unlink(f"{copy}/{path}")  # noqa: PTH108 (there are many)
            emptied.add(path.rpartition("/")[0])
    for path, old in wanted.items():
        _put(_link, f"{site}/{old}", f"{copy}/{path}")
    for path in fresh:
        _put(os.replace, f"{made}/{path}", f"{copy}/{path}")
    for folder in sorted(emptied, key=len, reverse=True):
        with suppress(OSError):
            while folder:
                (copy / folder).rmdir()
                folder = folder.rpartition("/")[0]
    return copy


def is_mostly_taken(taken: int, made: int) -> bool:
    """True when it is less work to change the copy than to link what is taken over beside what was made."""
    return taken > made


def keep_copy(site: Path, old: Path, copy: Path, folder: Path, files: Iterable[str], *, is_alike: bool) -> None:
    """Keeps the site that was there until now, which lies at `old`, as the copy; where it is not like the new one, second
    names for all `files` of that. An older copy is removed with the staging `folder`. Raises OSError."""
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
    """Moves or links a file; makes the folder when there is none, and takes away one that stands in its place."""
    try:
        move(source, target)
        return
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (a third of the time)
    except (FileExistsError, IsADirectoryError):
        shutil.rmtree(target)
    move(source, target)


def _link(source: str, target: str) -> None:
    """Makes two names of one file, where the disk can do that: nothing is ever written into a file of a site."""
    try:
        os.link(source, target)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        shutil.copy2(source, target)


def swap(new: Path, target: Path, backup: Path) -> Path:
    """Puts the folder `new` at `target`; gives back where the one is that was there: at `new`, or `backup` where two
    folders cannot be exchanged. Raises UserError; `target` is then as it was."""
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
            f"新站点已经生成，但换不进 {target}（{refusal(error)}）。"
            "请关掉正在使用这个文件夹的程序再试；原来的站点没有动。"
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
                f"上次生成网站时被中断，原来的网站还在 {backup}，放不回 {target}（{refusal(error)}）。"
                "请关掉正在使用这个文件夹的程序再试。"
            ) from None


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system or the drive cannot. Raises OSError."""
    paths = os.fsencode(one), os.fsencode(other)
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
    raise OSError(number, os.strerror(number), str(one), None, str(other))


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
    found: dict[str, str] = {}
    _add_signatures(str(folder), "", found, content=content)
    return found


def _add_signatures(folder: str, path: str, found: dict[str, str], *, content: bool) -> None:
    # Not os.walk, which looks at everything twice: there are many thousands of files. A folder that is not there has none.
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _add_signatures(entry.path, f"{path}{entry.name}/", found, content=content)
            else:
                found[f"{path}{entry.name}"] = signature(entry.path, content=content)


def signature(path: str, *, content: bool = False) -> str:
    """Which file of a site this is, when it was written, how long it is, and on wish (in production) a digest of its content;
    empty when it is not there. It stays the same when the file gets another name."""
    try:
        found = os.stat(path)  # noqa: PTH116 (a third of the time)
        return f"{found.st_ino:x}.{found.st_mtime_ns:x}.{found.st_size:x}.{content_digest(path) if content else ''}"
    except OSError:
        return ""


def size_in(signature: str) -> int:
    """The length in bytes that a signature tells."""
    return int(signature.split(".")[2], 16) if signature else 0


def content_digest(path: str) -> str:
    """The digest of what is in a file. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        return digest(file.readall())
