"""A real OpenSSH server on loopback for the tests, with its own settings, key and port; nothing of the machine is touched."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh

from support.browser import program
from support.previewing import unused_port

SETTINGS = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile {folder}/pid
PermitRootLogin yes
PasswordAuthentication {passwords}
UsePAM no
StrictModes no
MaxStartups 100
Subsystem sftp internal-sftp -u 0022
"""
SEPARATION = Path("/run/sshd")
"""Where a server that root starts puts its parts that have no rights; Debian makes it when it starts the service."""


@dataclass
class SshServer:
    """A server that runs: `folder` has its files, and the user's key `user_key`."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def host_line(self) -> str:
        """Its line in a file of known hosts."""
        key = asyncssh.read_public_key(self.folder / "host_key.pub")
        return f"[127.0.0.1]:{self.port} {key.export_public_key().decode().strip()}\n"

    def cut(self) -> None:
        """Ends all connections; the server goes on."""
        for child in children(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """All processes below another."""
    processes = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            if parent == pid:
                child = int(stat.parent.name)
                processes += [*children(child), child]
    return processes


def installed() -> str:
    """The program; empty where there is none, or the system is none that we know."""
    path = program("sshd")
    return path if path and Path("/proc/self/stat").exists() else ""


@contextmanager
def ssh_server(folder: Path, *, passwords: str = "no") -> Iterator[SshServer]:
    """A server with a new key."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host_key", "user_key"):
        key = asyncssh.generate_private_key("ssh-ed25519")
        key.write_private_key(folder / name)
        (folder / name).chmod(0o600)
        key.write_public_key(folder / f"{name}.pub")
    (folder / "authorized_keys").write_bytes((folder / "user_key.pub").read_bytes())
    if os.geteuid() == 0:
        SEPARATION.mkdir(mode=0o755, exist_ok=True)
    port = unused_port()
    (folder / "settings").write_text(SETTINGS.format(folder=folder, port=port, passwords=passwords), encoding="ascii")
    command = [installed(), "-D", "-e", "-f", str(folder / "settings")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, (folder / "log").read_text(errors="replace")
            time.sleep(0.05)
        yield SshServer(folder, port, process)
    finally:
        SshServer(folder, port, process).cut()
        process.terminate()
        process.wait()
