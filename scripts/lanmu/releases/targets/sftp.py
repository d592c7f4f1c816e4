"""A folder on a server, by SFTP. The connection lives in a thread of its own, so that any thread may ask it."""

from __future__ import annotations

import asyncio
import hashlib
import posixpath
import stat
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import asyncssh

from lanmu.content.settings import PublishTarget
from lanmu.releases.targets.login import connect
from lanmu.releases.targets.target import part_of

T = TypeVar("T")
BLOCK = 4_000_000
AT_ONCE = 16
GONE = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.ConnectionLost, asyncssh.DisconnectError)


class SftpTarget:
    """See `Target`. `settings` say where; the password is asked for where no key is taken."""

    def __init__(self, settings: PublishTarget, known_hosts: Path) -> None:
        self.name = f"服务器 {settings.host} 的文件夹“{settings.folder}”"
        self._folder = settings.folder
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._made: set[str] = set()
        try:
            self._connection = connect(settings, known_hosts, self._run)
            self._sftp = self._run(started(self._connection))
        except BaseException:
            self._loop.call_soon_threadsafe(self._loop.stop)
            raise

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Waits for the connection to do something."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _ask(self, work: Coroutine[Any, Any, T], path: str) -> T:
        """Asks the server about a path; its answers as OSError."""
        with as_os_errors(path):
            return self._run(work)

    def _at(self, path: str) -> str:
        return posixpath.join(self._folder, path) if path else self._folder

    def files(self, folder: str) -> dict[str, int]:
        sizes: dict[str, int] = {}
        self._ask(self._walk(folder, "", sizes, asyncio.Semaphore(AT_ONCE)), folder)
        return sizes

    async def _walk(self, folder: str, below: str, sizes: dict[str, int], limit: asyncio.Semaphore) -> None:
        subfolders = []
        async with limit:
            with suppress(asyncssh.SFTPNoSuchFile):
                async for entry in self._sftp.scandir(self._at(posixpath.join(folder, below))):
                    name, mode = str(entry.filename), entry.attrs.permissions or 0
                    if stat.S_ISREG(mode):
                        sizes[below + name] = entry.attrs.size or 0
                    elif stat.S_ISDIR(mode) and name not in (".", ".."):
                        subfolders.append(f"{below}{name}/")
        await asyncio.gather(*(self._walk(folder, name, sizes, limit) for name in subfolders))

    def folders(self, folder: str) -> list[str]:
        async def listed() -> list[str]:
            with suppress(asyncssh.SFTPNoSuchFile):
                entries = [entry async for entry in self._sftp.scandir(self._at(folder))]
                names = [str(entry.filename) for entry in entries if stat.S_ISDIR(entry.attrs.permissions or 0)]
                return sorted(set(names) - {".", ".."})
            return []

        return self._ask(listed(), folder)

    def read(self, path: str) -> bytes:
        async def content() -> bytes:
            async with self._sftp.open(self._at(path), "rb", encoding=None) as file:
                return await file.read()

        return self._ask(content(), path)

    def sha256(self, path: str) -> str:
        async def digest() -> str:
            total = hashlib.sha256()
            async with self._sftp.open(self._at(path), "rb", encoding=None) as file:
                while block := await file.read(BLOCK):
                    total.update(cast("bytes", block))
            return total.hexdigest()

        return self._ask(digest(), path)

    def put(self, path: str, source: Path | bytes) -> None:
        async def sent() -> None:
            part, place = self._at(part_of(path)), self._at(path)
            await self._make_folder(posixpath.dirname(place))
            try:
                if isinstance(source, bytes):
                    async with self._sftp.open(part, "wb") as file:
                        await file.write(source)
                else:
                    await self._sftp.put(str(source), part)
                if await self._sftp.isdir(place):
                    await self._sftp.rmtree(place)
                await self._sftp.posix_rename(part, place)
            except asyncssh.SFTPFailure:
                # Where a disk is full, what was begun takes the last of it.
                with suppress(asyncssh.Error):
                    await self._sftp.remove(part)
                raise

        self._ask(sent(), path)

    async def _make_folder(self, folder: str) -> None:
        if folder not in self._made:
            await self._sftp.makedirs(folder, exist_ok=True)
            self._made.add(folder)

    def create(self, path: str, data: bytes) -> None:
        async def created() -> None:
            place = self._at(path)
            await self._make_folder(posixpath.dirname(place))
            try:
                async with self._sftp.open(place, "xb") as file:
                    await file.write(data)
            except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
                # The protocol in use has no word for it (SFTP 3).
                if await self._sftp.exists(place):
                    raise FileExistsError(path) from None
                raise

        self._ask(created(), path)

    def copy(self, path: str, old: str) -> None:
        async def copied() -> None:
            part = self._at(part_of(path))
            await self._make_folder(posixpath.dirname(part))
            await self._sftp.remote_copy(self._at(old), part)
            await self._sftp.posix_rename(part, self._at(path))

        self._ask(copied(), path)

    def modified(self, path: str) -> float:
        return float(self._ask(self._sftp.stat(self._at(path)), path).mtime or 0)

    def remove(self, path: str) -> None:
        async def removed() -> None:
            await self._sftp.remove(self._at(path))
            folder = posixpath.dirname(path)
            with suppress(asyncssh.SFTPError):
                while folder:
                    await self._sftp.rmdir(self._at(folder))
                    self._made.discard(self._at(folder))
                    folder = posixpath.dirname(folder)

        self._ask(removed(), path)

    def remove_folder(self, path: str) -> None:
        self._made.clear()
        self._ask(self._sftp.rmtree(self._at(path)), path)

    def rename(self, old: str, new: str) -> None:
        self._made.clear()
        self._ask(self._sftp.rename(self._at(old), self._at(new)), new)

    def point(self, link: str, folder: str) -> None:
        async def pointed() -> None:
            part = self._at(part_of(link))
            await self._make_folder(posixpath.dirname(part))
            with suppress(asyncssh.SFTPNoSuchFile):
                await self._sftp.remove(part)
            await self._sftp.symlink(folder, part)
            await self._sftp.posix_rename(part, self._at(link))

        self._ask(pointed(), link)

    def pointed(self, link: str) -> str:
        async def target() -> str:
            if await self._sftp.islink(self._at(link)):
                return str(await self._sftp.readlink(self._at(link)))
            return ""

        return self._ask(target(), link)

    def free(self) -> int | None:
        with suppress(OSError):
            facts = self._ask(self._sftp.statvfs(self._at("")), "")
            return (facts.bavail or 0) * (facts.frsize or 0)
        return None

    def close(self) -> None:
        async def ended() -> None:
            self._connection.abort()
            await self._connection.wait_closed()

        self._run(ended())
        self._loop.call_soon_threadsafe(self._loop.stop)


async def started(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    """SFTP over a connection."""
    return await connection.start_sftp_client()


@contextmanager
def as_os_errors(path: str) -> Iterator[None]:
    """What a server answers, as the system would say it."""
    try:
        yield
    except GONE as error:
        raise ConnectionError(f"连接断了：{error}") from None
    except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
        raise FileNotFoundError(2, "服务器上没有这个文件", path) from None
    except asyncssh.SFTPPermissionDenied:
        raise PermissionError(13, "服务器不让写或读，没有权限", path) from None
    except asyncssh.SFTPOpUnsupported:
        raise OSError(95, "服务器的 SFTP 不会这样做（改名、链接）", path) from None
    except asyncssh.Error as error:
        raise OSError(5, f"服务器没有做成（{error}）", path) from None
