"""Publishing to a server by SFTP: a real OpenSSH on loopback, and one of our own for passwords, which must be nobody's."""

from __future__ import annotations

import asyncio
import getpass
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.errors import UserError
from lanmu.releases.layouts.side_by_side import CURRENT, SideBySide
from lanmu.releases.target_lock import publishing
from lanmu.releases.targets import credentials
from lanmu.releases.targets.folder import FolderTarget
from lanmu.releases.targets.sftp import SftpTarget
from lanmu.releases.targets.target import Target
from lanmu.releases.transfer import Release
from support.releasing import broken_pages, content, release
from support.ssh_server import SshServer, installed, ssh_server

pytestmark = [
    pytest.mark.xdist_group("sshd"),
    pytest.mark.skipif(not installed(), reason="这台机器没有 sshd（Debian 的 openssh-server）"),
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def home(server: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's home with their key, and no agent."""
    keys = tmp_path / "home" / ".ssh"
    keys.mkdir(parents=True)
    (keys / "id_ed25519").write_bytes((server.folder / "user_key").read_bytes())
    (keys / "id_ed25519").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.delenv(credentials.VARIABLE, raising=False)
    monkeypatch.setattr("keyring.get_password", lambda *_: None)
    monkeypatch.setattr(
        "platformdirs.user_data_path", lambda *_arguments, **_options: tmp_path / "home" / "data" / "lanmu"
    )
    return keys


@pytest.fixture
def known_hosts(server: SshServer, tmp_path: Path) -> Path:
    file = tmp_path / "known_hosts"
    file.write_text(server.host_line, encoding="utf-8")
    return file


def settings(server: SshServer, folder: Path, **changes: object) -> PublishTarget:
    given = {"kind": "sftp", "host": "127.0.0.1", "port": server.port, "user": getpass.getuser()}
    return PublishTarget.model_validate(given | {"folder": str(folder), "address": "https://a.org/"} | changes)


@pytest.fixture
def target(server: SshServer, home: Path, known_hosts: Path, tmp_path: Path) -> Iterator[Target]:
    target = SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    yield target
    target.close()


def test_a_server_does_what_a_folder_does(target: Target, tmp_path: Path) -> None:
    """The same questions, the same answers."""
    folder = FolderTarget(tmp_path / "folder")
    (tmp_path / "source").write_bytes(b"x" * 100_000)
    for each, place in ((target, tmp_path / "web"), (folder, folder.folder)):
        assert each.files("") == {}
        assert each.folders("releases") == []
        each.put("a/b/方案 一.pdf", b"abc")
        each.put("a/big", tmp_path / "source")
        each.put("a/big", tmp_path / "source")
        each.copy("c/copy", "a/big")
        assert each.files("") == {"a/b/方案 一.pdf": 3, "a/big": 100_000, "c/copy": 100_000}
        assert each.files("a/") == {"b/方案 一.pdf": 3, "big": 100_000}
        assert sorted(each.folders("")) == ["a", "c"]
        assert each.read("a/b/方案 一.pdf") == b"abc"
        assert each.sha256("a/b/方案 一.pdf").startswith("ba7816bf")
        assert abs(each.modified("a/big") - time.time()) < 60
        each.create("lock", b"mine")
        with pytest.raises(FileExistsError):
            each.create("lock", b"yours")
        assert each.read("lock") == b"mine"
        each.rename("a", "d")
        each.point("current", "d")
        each.point("current", "c")
        assert each.pointed("current") == "c"
        assert each.pointed("none") == ""
        assert (place / "current" / "copy").stat().st_size == 100_000
        each.remove("d/b/方案 一.pdf")
        assert not (place / "d" / "b").exists()
        each.remove_folder("d")
        assert each.files("") == {"c/copy": 100_000, "lock": 4}
        assert each.free()
        for wrong in (each.read, each.sha256, each.remove, each.modified):
            with pytest.raises(FileNotFoundError):
                wrong("none")
        with pytest.raises(OSError, match=r"lock"):
            each.put("lock/below", b"")
        assert (place / "c" / "copy").stat().st_mode & 0o777 == 0o644


def test_no_server_is_taken_for_another(server: SshServer, home: Path, tmp_path: Path) -> None:
    known_hosts = tmp_path / "known_hosts"
    with pytest.raises(UserError, match=r"第一次连接 .*指纹是 SHA256:.*没有人能核对"):
        SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    assert not known_hosts.exists()
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    known_hosts.write_text(f"[127.0.0.1]:{server.port} {other}", encoding="utf-8")
    with pytest.raises(UserError, match=r"主机密钥和 known_hosts 里记的不一样，没有连上去"):
        SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    assert not (tmp_path / "web").exists()


def test_the_key_of_a_new_server_is_shown_and_remembered(
    server: SshServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text("other.example.org ssh-ed25519 AAAA\n", encoding="utf-8")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(UserError, match="没有核对"):
        SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    SftpTarget(settings(server, tmp_path / "web"), known_hosts).close()
    fingerprint = asyncssh.read_public_key(server.folder / "host_key.pub").get_fingerprint()
    assert fingerprint in capsys.readouterr().out
    assert known_hosts.read_text(encoding="utf-8").endswith(f"AAAA\n{server.host_line}")
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("asked again"))
    SftpTarget(settings(server, tmp_path / "web"), known_hosts).close()


def test_who_is_not_let_in_is_told(
    server: SshServer, home: Path, known_hosts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "id_ed25519").unlink()
    with pytest.raises(UserError, match=r"要密码，这里没有人能输入.*LANMU_PUBLISH_PASSWORD"):
        SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    monkeypatch.setenv(credentials.VARIABLE, "wrong")
    with pytest.raises(UserError, match="环境变量 LANMU_PUBLISH_PASSWORD 里的密码不对"):
        SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    port = server.port + 1 if server.port < 65535 else server.port - 1
    with pytest.raises(UserError, match=f"连不上服务器 127.0.0.1 的 {port} 端口"):
        SftpTarget(settings(server, tmp_path / "web", port=port), known_hosts)


@pytest.fixture
def with_password(tmp_path: Path) -> Iterator[SshServer]:
    """A server of our own where the password is `right`: OpenSSH would want it to be that of a user of this machine."""

    class Door(asyncssh.SSHServer):
        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:  # noqa: ARG002
            return password == "right"

    folder, loop = tmp_path / "own", asyncio.new_event_loop()
    folder.mkdir()
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(folder / "host_key")
    asyncssh.read_private_key(folder / "host_key").write_public_key(folder / "host_key.pub")
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Door, server_host_keys=[str(folder / "host_key")], sftp_factory=True
        )

    async def end() -> None:
        acceptor.close()
        await acceptor.wait_closed()

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    yield SshServer(folder, acceptor.get_port(), None)  # type: ignore[arg-type]
    asyncio.run_coroutine_threadsafe(end(), loop).result()
    loop.call_soon_threadsafe(loop.stop)


@pytest.mark.parametrize("source", ["environment", "keyring", "asked"])
def test_a_password_comes_from_where_no_file_of_the_project_is(
    source: str, with_password: SshServer, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text(with_password.host_line, encoding="utf-8")
    remembered: list[tuple[str, ...]] = []
    monkeypatch.setattr("keyring.set_password", lambda *given: remembered.append(given))
    if source == "environment":
        monkeypatch.setenv(credentials.VARIABLE, "right")
    elif source == "keyring":
        monkeypatch.setattr("keyring.get_password", lambda *_: "right")
    else:
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("getpass.getpass", lambda _: "right")
        monkeypatch.setattr("builtins.input", lambda _: "y")
    target = SftpTarget(settings(with_password, tmp_path / "web"), known_hosts)
    target.put("a", b"abc")
    assert target.read("a") == b"abc"
    target.close()
    account = f"{getpass.getuser()}@127.0.0.1:{with_password.port}"
    assert remembered == ([("lanmu", account, "right")] if source == "asked" else [])


def test_two_who_publish_at_once_are_kept_apart(
    target: Target, server: SshServer, known_hosts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SftpTarget(settings(server, tmp_path / "web"), known_hosts)
    with publishing(target):
        with pytest.raises(UserError, match="这台电脑上另一个窗口"), publishing(other):
            pytest.fail("both at once")
        # Another machine.
        monkeypatch.setattr("lanmu.releases.target_lock.owner", lambda: "another")
        monkeypatch.setattr("lanmu.releases.target_lock.key_folder", lambda: tmp_path / "elsewhere" / "keys")
        with pytest.raises(UserError, match=r"另一位同志.*正在往这里发布"), publishing(other):
            pytest.fail("both at once")
        # One that was killed a while ago.
        os.utime(tmp_path / "web" / ".lanmu-lock", (time.time() - 3600,) * 2)
        with publishing(other):
            pass
    with publishing(other):
        pass
    assert target.files("") == {}
    other.close()


def test_a_lock_with_nothing_in_it_is_left_by_a_connection_that_was_cut(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "web" / ".lanmu-lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_bytes(b"")
    monkeypatch.setattr("lanmu.releases.target_lock.sleep", lambda _: None)
    with publishing(target):
        assert b"owner" in lock.read_bytes()
    # Whoever has made this one is still writing.
    lock.write_bytes(b"")
    monkeypatch.setattr("lanmu.releases.target_lock.sleep", lambda _: lock.write_bytes(b'{"owner": "another"}'))
    with pytest.raises(UserError, match="另一位同志"), publishing(target):
        pytest.fail("both at once")


def test_the_connection_is_cut_at_random_moments(
    server: SshServer, home: Path, known_hosts: Path, tmp_path: Path
) -> None:
    """Readers never meet a page without what it shows, and what is begun again completes."""
    versions = [release(tmp_path / str(number), number, pages=10) for number in range(3)]
    wanted, web = settings(server, tmp_path / "web"), tmp_path / "web"
    published(wanted, known_hosts, versions[0], cut_after=None, server=server)
    chance, cuts = random.Random(24), 0
    for attempt in range(40):
        was_cut = not published(
            wanted, known_hosts, versions[1 + attempt % 2], cut_after=chance.uniform(0.0, 0.3), server=server
        )
        cuts += was_cut
        assert broken_pages((web / CURRENT).resolve()) == []
        if cuts >= 10:
            break
    assert cuts >= 10
    last = release(tmp_path / "last", 9)
    assert published(wanted, known_hosts, last, cut_after=None, server=server)
    assert content(web / CURRENT) == content(last.folder)
    assert list(web.rglob(".lanmu-*")) == []


def published(
    wanted: PublishTarget, known_hosts: Path, version: Release, *, cut_after: float | None, server: SshServer
) -> bool:
    """Publishes; false when the connection was cut meanwhile."""
    target = SftpTarget(wanted, known_hosts)
    timer = threading.Timer(cut_after or 0, server.cut)
    try:
        if cut_after is not None:
            timer.start()
        with publishing(target):
            SideBySide(target, keep=3).publish(
                Release(version.folder, version.manifest.model_copy(update={"id": next_id()}))
            )
    except OSError:
        return False
    finally:
        timer.cancel()
        target.close()
    return True


IDS = iter(range(1000))


def next_id() -> str:
    """Every attempt is a release of its own."""
    return f"20081210-{next(IDS):06d}-0000"
