"""Caches that only this user on this machine can write: every file is authenticated with a key of the user.

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
    """The bytes to write to a file for `data`. `purpose` names the kind of data, so that a file cannot be used in place of
    another."""
    return digest(data, purpose) + b"\n" + data


def verified(file: bytes, purpose: str) -> memoryview | None:
    """The data of such a file; None unless this user has written them on this machine for the same purpose."""
    size = file.find(b"\n")
    data = memoryview(file)[size + 1 :]
    return data if size > 0 and hmac.compare_digest(file[:size], digest(data, purpose)) else None


def keep(path: Path, data: bytes) -> None:
    """Writes a file that must be nothing else but its data (a picture), and a file of its keyed digest. Raises UserError."""
    write_bytes(path, data)
    write_bytes(path.with_name(f"{path.name}.code"), digest(data, path.name))


def is_kept(path: Path) -> bool:
    """True when a file lies there as `keep` has written it."""
    with suppress(OSError):
        stored = path.with_name(f"{path.name}.code").read_bytes()
        return hmac.compare_digest(stored, digest(path.read_bytes(), path.name))
    return False


def owner() -> str:
    """A name for this user on this machine, for folders of which each user has one."""
    user = str(os.getuid()) if os.name != "nt" else getpass.getuser()
    return hashlib.blake2b(f"{platform.node()}\0{user}".encode(), digest_size=4).hexdigest()


def digest(data: bytes | memoryview, purpose: str) -> bytes:
    """The keyed digest of some data."""
    # Two threads that ask for the key for the first time would get two.
    with LOCK:
        key = secret()
    keyed = hashlib.blake2b(f"{owner()}\0{purpose}\0".encode("utf-8", "surrogateescape"), key=key)
    keyed.update(data)
    return keyed.hexdigest().encode()


@cache
def secret() -> bytes:
    """The key of this user on this machine, in the user's folder for data, made when there is none. If it cannot be stored,
    the key lives in this process only, and later processes reject what it signed."""
    try:
        return made_secret(platformdirs.user_data_path("lanmu", appauthor=False) / "cache.key")
    except (OSError, RuntimeError):
        return secrets.token_bytes(KEY_SIZE)


def made_secret(file: Path) -> bytes:
    """KEY_SIZE random bytes that `file` keeps for its owner alone, made when there are none. Raises OSError."""
    if not is_private(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Of two processes that find no key only one may make it: what the other signed would not be accepted.
        with FileLock(file.with_suffix(".lock"), timeout=PATIENCE):
            if not is_private(file):
                # A temporary file is readable by its owner only.
                handle, name = tempfile.mkstemp(dir=file.parent)
                with os.fdopen(handle, "wb") as new:
                    new.write(secrets.token_bytes(KEY_SIZE))
                Path(name).replace(file)
    return file.read_bytes()


def is_private(file: Path) -> bool:
    """True when there is a whole key that nobody else can have read or written. (Windows keeps others out of the folder.)"""
    with suppress(FileNotFoundError):
        stat = file.lstat()
        is_own = os.name == "nt" or (stat.st_uid == os.getuid() and not stat.st_mode & 0o077)
        return is_own and stat.st_size == KEY_SIZE
    return False
