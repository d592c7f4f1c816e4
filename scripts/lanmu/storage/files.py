"""The one place that writes files, whole or not at all (several together, all or none: `changes.py`).

What is put together first has a name that begins with PREFIX; when the program is killed it stays, until
`write_lock.py` finds it.
"""

from __future__ import annotations

import os
import secrets
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lanmu.diagnostics.errors import UserError, refusal

PREFIX = ".lanmu-"
NEW = f"{PREFIX}new-"


def write_whole(path: Path, text: str, *, encoding: str = "utf-8", newline: str = "\n") -> None:
    """Puts `text` at `path`, as `write_bytes` does; its line ends become `newline`, or stay where that is empty."""
    write_bytes(path, (text.replace("\n", newline) if newline else text).encode(encoding))


def write_bytes(path: Path, data: bytes) -> None:
    """Puts `data` at `path`, in the place of what is there; makes the folder when there is none.

    Raises UserError when it cannot; what was there is then as it was.
    """
    if path.is_dir():
        raise UserError(f"{path} 是一个文件夹，写不进去。请写到文件名为止。")
    part = path.with_name(f"{PREFIX}{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(data)
        # A new file has the rights that the umask leaves.
        with suppress(FileNotFoundError):
            part.chmod(path.stat().st_mode)
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def in_form_of(old: bytes, text: str) -> bytes:
    """A text as the bytes of a file that held `old`: its line ends and byte order mark stay."""
    newline = "\r\n" if b"\r\n" in old else "\n"
    return text.replace("\n", newline).encode("utf-8-sig" if old.startswith(BOM_UTF8) else "utf-8")


@contextmanager
def readable_by_all() -> Iterator[None]:
    """Within, new files may be read by everybody, whatever the umask: they are to be published."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def unwritable(path: Path, error: OSError) -> UserError:
    """Why nothing could be written, for the user."""
    return UserError(f"写不了 {path}（{refusal(error)}）。请关掉正在用它的程序，检查文件夹的权限和磁盘空间，再试一次。")
