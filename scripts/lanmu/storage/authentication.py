"""Tells what this user on this machine has written into a cache from what anybody else may have put there.

A cache lies in the project, and the project may lie on a shared drive. So each file of a cache that is believed begins
with a keyed digest (BLAKE2, RFC 7693) of what follows. The key is kept outside the project, where only this user reads.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import platform
import secrets
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs
from filelock import FileLock

from lanmu.storage.files import write_bytes

KEY_SIZE = 32
# Seconds for another process to make the key.
PATIENCE = 10.0
LOCK = threading.Lock()


def authenticated(data: bytes | memoryview, purpose: str) -> bytes:
    """What is written to a file for `data`; `purpose` says what the data are, so that one file cannot take the place of
    another."""
    return code(data, purpose) + b"\n" + data


def verified(file: bytes, purpose: str) -> memoryview | None:
    """The data of such a file; None unless this user has written them on this machine for the same purpose."""
    size = file.find(b"\n")
    data = memoryview(file)[size + 1 :]
    return data if size > 0 and hmac.compare_digest(file[:size], code(data, purpose)) else None


def keep(path: Path, data: bytes) -> None:
    """Writes a file that must be nothing else but its data (a picture), with its keyed digest beside it. Raises UserError."""
    write_bytes(path, data)
    write_bytes(code_file(path), code(data, path.name))


def is_kept(path: Path) -> bool:
    """True when a file lies there as `keep` has written it."""
    with suppress(OSError):
        return hmac.compare_digest(code_file(path).read_bytes(), code(path.read_bytes(), path.name))
    return False


def code_file(path: Path) -> Path:
    """Where the keyed digest of a file lies."""
    return path.with_name(f"{path.name}.code")


def owner() -> str:
    """A name for this user on this machine, for folders of which each user has one."""
    user = str(os.getuid()) if os.name != "nt" else getpass.getuser()
    return hashlib.blake2b(f"{platform.node()}\0{user}".encode(), digest_size=4).hexdigest()


def code(data: bytes | memoryview, purpose: str) -> bytes:
    """The keyed digest of some data."""
    found = hashlib.blake2b(f"{owner()}\0{purpose}\0".encode("utf-8", "surrogateescape"), key=secret())
    found.update(data)
    return found.hexdigest().encode()


def secret() -> bytes:
    """The key of this user on this machine; where none can be kept, one that only this process knows, so that what it
    writes is not believed by the next."""
    # Two threads that ask for the first time would get two.
    with LOCK:
        return kept_secret()


@cache
def kept_secret() -> bytes:
    """The key in the user's folder for data, made when there is none."""
    made = secrets.token_bytes(KEY_SIZE)
    try:
        file = platformdirs.user_data_path("lanmu", appauthor=False) / "cache.key"
        if not is_private(file):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Of two processes that find none, one makes it: what the other writes would not be believed.
            with FileLock(file.with_suffix(".lock"), timeout=PATIENCE):
                if not is_private(file):
                    write_private(file, made)
        return file.read_bytes()
    except (OSError, RuntimeError):
        return made


def is_private(file: Path) -> bool:
    """True when there is a whole key that nobody else can have read or written. (Windows keeps others out of the folder.)"""
    with suppress(FileNotFoundError):
        found = file.lstat()
        is_own = os.name == "nt" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
        return is_own and found.st_size == KEY_SIZE
    return False


def write_private(file: Path, data: bytes) -> None:
    """Puts a file at once where only its owner reads and writes it. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as new:
        new.write(data)
    Path(name).replace(file)
