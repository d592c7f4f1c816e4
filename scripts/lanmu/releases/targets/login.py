"""How one gets onto a server: only one whose key is known, with a key of the user's or a password that no file of the
project holds."""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

import asyncssh

from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.console import confirmed, say
from lanmu.diagnostics.errors import UserError
from lanmu.releases.targets.credentials import ASKED, Account
from lanmu.storage.files import write_bytes

PATIENCE = 30
T = TypeVar("T")


class Run(Protocol):
    """Waits in the thread of the connection."""

    def __call__(self, work: Coroutine[Any, Any, T]) -> T: ...


UNREACHABLE = (
    "连不上服务器 {host} 的 {port} 端口（{why}），什么也没有传。请检查网络、VPN 和 lanmu.toml 里的 host、port，再试。"
)


def connect(settings: PublishTarget, known_hosts: Path, run: Run) -> asyncssh.SSHClientConnection:
    """A connection to the server. Raises UserError when it cannot be reached, is not the one it was, or lets nobody in."""
    try:
        require_known(settings, known_hosts, run)
        with suppress(asyncssh.PermissionDenied):
            return logged_in(settings, known_hosts, run, None)
        account = Account(f"{settings.user}@{settings.host}:{settings.port}", "密码", f"服务器 {settings.host}")
        password, where = account.ask("；有密钥的，用 ssh-agent")
        try:
            connection = logged_in(settings, known_hosts, run, password)
        except asyncssh.PermissionDenied:
            raise UserError(
                f"服务器 {settings.host} 不让用户 {settings.user} 进去：{where}密码不对，什么也没有传。请改正再试；"
                "密码改过的，用新的；不知道密码的，请管服务器的同志给。"
            ) from None
        if where == ASKED:
            account.remember(password)
        return connection
    except asyncssh.HostKeyNotVerifiable:
        raise UserError(
            f"服务器 {settings.host} 的主机密钥和 {known_hosts.name} 里记的不一样，没有连上去，什么也没有传。"
            "可能服务器重装了，也可能有人冒充它：请打电话问管服务器的同志。确实换了的，"
            f"删去 {known_hosts.name} 里它那一行，再运行一次，核对新的指纹。"
        ) from None
    except (OSError, asyncssh.Error) as error:
        why = str(error) or type(error).__name__
        raise UserError(UNREACHABLE.format(host=settings.host, port=settings.port, why=why)) from None


def logged_in(
    settings: PublishTarget, known_hosts: Path, run: Run, password: str | None
) -> asyncssh.SSHClientConnection:
    """A connection by the user's own keys or, where it is given, by a password."""
    options: dict[str, Any] = {"password": password, "client_keys": None} if password is not None else {}

    async def connected() -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            settings.host,
            settings.port,
            username=settings.user,
            known_hosts=str(known_hosts),
            config=None,
            login_timeout=PATIENCE,
            connect_timeout=PATIENCE,
            # A line that is dead is noticed after a minute.
            keepalive_interval=20,
            **options,
        )

    return run(connected())


def require_known(settings: PublishTarget, known_hosts: Path, run: Run) -> None:
    """Asks whether the server is the right one where nothing is known of it yet, and remembers its key. Raises UserError."""
    text = known_hosts.read_bytes() if known_hosts.exists() else b""
    if any(asyncssh.match_known_hosts(text, settings.host, "", settings.port)):
        return
    key = run(asyncssh.get_server_host_key(settings.host, settings.port, config=None))
    if key is None:
        raise UserError(UNREACHABLE.format(host=settings.host, port=settings.port, why="它不是 SFTP 服务器"))
    host = settings.host if settings.port == 22 else f"[{settings.host}]:{settings.port}"
    line = f"{host} {key.export_public_key().decode().strip()}"
    question = f"第一次连接 {host}，它的主机密钥指纹是 {key.get_fingerprint()}。"
    if not sys.stdin.isatty():
        raise UserError(
            f"{question}这里没有人能核对，没有连。请在自己的电脑上运行一次，核对以后记下；"
            f"或者把这一行写进 {known_hosts.name}：{line}"
        )
    say(f"{question}请和管服务器的同志核对，一字不差才是它。")
    if not confirmed("核对过了，是它吗？", yes=False):
        raise UserError("没有核对服务器的主机密钥，没有连，什么也没有传。")
    write_bytes(known_hosts, text + f"{line}\n".encode())
