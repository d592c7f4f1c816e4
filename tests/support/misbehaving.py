"""A real web server on loopback that misbehaves as asked (raw sockets, one behaviour to a path), and how it is asked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lanmu.checks.external.answer import Answer
from lanmu.checks.external.checking import check
from lanmu.checks.external.pacing import ExternalSettings


@dataclass(frozen=True)
class Request:
    """What the client asked, and how often it has asked for this path (1: the first time)."""

    method: str
    path: str
    headers: dict[str, str]
    count: int


Behaviour = Callable[[socket.socket, Request], None]


@dataclass
class Server:
    """Answers on `ip` and a free port. `requests` are those that were read, `connections` counts all that came in, `times`
    when they came."""

    routes: dict[str, Behaviour]
    ip: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str, host: str = "") -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.ip}:{self.port}{path}"

    def methods(self, path: str) -> list[str]:
        return [request.method for request in self.requests if request.path == path]

    def serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self.handle, args=(connection,), daemon=True).start()

    def handle(self, connection: socket.socket) -> None:
        with self.lock:
            self.connections += 1
            self.times.append(time.monotonic())
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            self.answer(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        lines = head.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ")
        headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        with self.lock:
            count = Counter(request.path for request in self.requests)[path] + 1
            request = Request(method, path, headers, count)
            self.requests.append(request)
        self.routes.get(path, gives(404))(connection, request)


@contextlib.contextmanager
def serving(routes: dict[str, Behaviour], ip: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server while the block runs. Not every system answers on ::1 and all of 127.0.0.0/8; then the test is skipped."""
    try:
        opened = socket.create_server((ip, 0), family=socket.AF_INET6 if ":" in ip else socket.AF_INET, backlog=64)
    except OSError:
        pytest.skip(f"这台机器不能在 {ip} 上开服务")
    with opened as listener:
        server = Server(routes, ip, listener.getsockname()[1], tls)
        thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def gives(status: int, *fields: str, body: bytes = b"") -> Behaviour:
    """A proper answer with this status and these header fields."""

    def behave(connection: socket.socket, request: Request) -> None:
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *fields, "", ""]
        connection.sendall("\r\n".join(lines).encode("utf-8") + (b"" if request.method == "HEAD" else body))

    return behave


@dataclass
class Gauge:
    """How many requests are in work now, and how many were at the most."""

    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def counting(self) -> Iterator[None]:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        yield
        with self.lock:
            self.now -= 1


def takes(seconds: float, gauge: Gauge) -> Behaviour:
    """A good answer after some seconds. It is counted until just before it is sent, so that the count is never of
    requests that the client has finished with."""

    def behave(connection: socket.socket, request: Request) -> None:
        with gauge.counting():
            time.sleep(seconds)
        gives(200)(connection, request)

    return behave


def meets(barrier: threading.Barrier) -> Behaviour:
    """A good answer once as many requests have come as the barrier waits for."""

    def behave(connection: socket.socket, request: Request) -> None:
        barrier.wait(20)
        gives(200)(connection, request)

    return behave


def moved(status: int, place: str, *fields: str) -> Behaviour:
    """A redirect."""
    return gives(status, f"Location: {place}", *fields)


def in_turn(behaviours: Sequence[Behaviour]) -> Behaviour:
    """One behaviour for each request to the path; the last one stays."""

    def behave(connection: socket.socket, request: Request) -> None:
        behaviours[min(request.count, len(behaviours)) - 1](connection, request)

    return behave


def by_method(head: Behaviour, get: Behaviour) -> Behaviour:
    """One behaviour for HEAD, another for everything else."""

    def behave(connection: socket.socket, request: Request) -> None:
        (head if request.method == "HEAD" else get)(connection, request)

    return behave


def says(text: str, *fields: str) -> Behaviour:
    """A page with this text, in UTF-8."""
    return gives(200, "Content-Type: text/html; charset=utf-8", *fields, body=text.encode())


def after_interim(behaviour: Behaviour, *statuses: int) -> Behaviour:
    """An answer after interim ones, each with a field of its own."""

    def behave(connection: socket.socket, request: Request) -> None:
        for status in statuses:
            connection.sendall(f"HTTP/1.1 {status} X\r\nLink: </a.css>; rel=preload\r\n\r\n".encode())
        behaviour(connection, request)

    return behave


def drips_page(connection: socket.socket, request: Request) -> None:
    """Sends a page that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>404 Not Found</title>")
    while request.method == "GET":
        connection.sendall(b"<p>a")
        time.sleep(0.01)


def hangs_up(connection: socket.socket, request: Request) -> None:
    """Closes the connection without a word."""


def resets(connection: socket.socket, request: Request) -> None:
    """Breaks the connection off (RST)."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def talks_nonsense(connection: socket.socket, request: Request) -> None:
    """Sends what is no HTTP."""
    connection.sendall(b"220 mail.example.org ESMTP ready\r\n" * 3)


def says_nothing(connection: socket.socket, request: Request) -> None:
    """Takes the request and leaves the client waiting."""
    connection.settimeout(20)
    connection.recv(1)


def drips_head(connection: socket.socket, request: Request) -> None:
    """Sends a byte of the head now and then, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.05)


def drips_body(connection: socket.socket, request: Request) -> None:
    """Sends a body that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while request.method == "GET":
        connection.sendall(b"a" * 100)
        time.sleep(0.01)


def big_head(connection: socket.socket, request: Request) -> None:
    """Sends a header field of 10 MB."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 10_000_000)


def many_fields(connection: socket.socket, request: Request) -> None:
    """Sends a thousand header fields."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(1000)) + b"\r\n")


def lies_about_length(connection: socket.socket, request: Request) -> None:
    """Promises more than it sends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")


# Asks as check_links.py asks other hosts, only with less patience.
QUICK = ExternalSettings(
    connect_timeout=1, read_timeout=0.4, total_timeout=3, pause=0, retries=2, backoff=0.01, longest_wait=2,
    allow_private=True,
)  # fmt: skip
NOON = datetime(2008, 11, 5, 12, 0, 0, 700_000, UTC)


def ask(
    urls: str | list[str], tmp_path: Path, settings: ExternalSettings = QUICK, now: datetime = NOON
) -> dict[str, Answer]:
    return check([urls] if isinstance(urls, str) else urls, settings, tmp_path / "cache" / "links.json", lambda: now)


def ask_server(behaviour: Behaviour, tmp_path: Path, **changes: object) -> tuple[Answer, Server]:
    """The answer for a server that behaves like this, and the server."""
    with serving({"/a": behaviour}) as server:
        settings = QUICK.model_copy(update=changes)
        return ask(server.url("/a"), tmp_path, settings)[server.url("/a")], server
