"""One request to one address that was checked, with an end to its waiting."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import urllib3
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from lanmu.checks.built.text import attempt, decode
from lanmu.checks.external.address import Address
from lanmu.checks.external.answer import Kind, LinkError

USER_AGENT = "lanmu-check-links/0.1 (link checker)"
# How much of a page is read: bytes, and seconds of waiting for them.
BODY = 65_536
BODY_SECONDS = 3.0
# Of a body that is wanted whole: how much of its beginning is kept, and the most that is read (bytes).
KEPT = 1_000_000
LARGEST = 2_000_000_000
# The one 1xx after which no other status comes.
SWITCHING = 101
# Codes of OpenSSL, x509_vfy.h.
CERTIFICATE = {
    10: "证书已经过期",
    18: "证书是自己签发的",
    19: "证书是自己签发的",
    20: "证书的签发者不受信任，或中间证书没有装全",
    21: "证书的签发者不受信任，或中间证书没有装全",
    62: "证书不是发给这个域名的",
    64: "证书不是发给这个地址的",
}


@dataclass(frozen=True)
class Request:
    """What is asked of a host: in which content coding, and whether the `whole` body is wanted."""

    method: str
    coding: str = "identity"
    whole: bool = False


@dataclass(frozen=True)
class Body:
    """A whole body as it was sent: its beginning, and the digest of all of it."""

    beginning: bytes
    sha256: str


@dataclass(frozen=True)
class Reply:
    """What is used of an answer. `html` is the beginning of a page that was asked for by GET; `fields` are the header fields by
    their names in lower case, where the whole `body` was asked for. No other body is read."""

    status: int
    location: str
    retry_after: str
    sets_cookie: bool
    is_page: bool = False
    html: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None


class LimitedReader(io.RawIOBase):
    """Reads from a socket up to a moment, however small the pieces in which the bytes come."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        seconds = sock.gettimeout()
        self._end = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        """As `RawIOBase.readinto`. Raises TimeoutError when the moment has passed."""
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class LimitedResponse(http.client.HTTPResponse):
    """An answer whose whole head must be there within the read timeout: sockets only limit each single read."""

    def __init__(self, sock: socket.socket, *arguments: Any, **keywords: Any) -> None:
        super().__init__(sock, *arguments, **keywords)
        self.fp = io.BufferedReader(LimitedReader(self.fp.detach(), sock))

    def _read_status(self) -> tuple[str, int, str]:
        """The status of the answer; the interim ones before it (1xx: RFC 9110, 15.2) are passed over."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == SWITCHING:
                return version, status, reason
            http.client.parse_headers(self.fp)


class PlainConnection(HTTPConnection):
    """Its answers are limited in time."""

    response_class = LimitedResponse


class SecureConnection(HTTPSConnection):
    """Its answers are limited in time."""

    response_class = LimitedResponse


def ask(request: Request, target: Address, address: str, timeout: urllib3.Timeout, tls: ssl.SSLContext | None) -> Reply:
    """Asks `address`, and no other, for `target`. Raises LinkError when there is no answer.

    Each request has its own connection: an answer can then never be taken for that of another request.
    """
    headers = {"Host": target.authority, "User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
    headers["Accept-Encoding"] = request.coding
    pool: HTTPConnectionPool
    if target.scheme == "http":
        pool = HTTPConnectionPool(address, target.port)
        pool.ConnectionCls = PlainConnection
    else:
        # The certificate must be that of the target's host.
        pool = HTTPSConnectionPool(address, target.port, ssl_context=tls, server_hostname=target.host)
        pool.ConnectionCls = SecureConnection
    try:
        with pool:
            response = pool.urlopen(
                request.method,
                target.request,
                headers=headers,
                timeout=timeout,
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
            try:
                return reply_of(response, request)
            finally:
                response.close()
    except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise failure_of(error) from error


def reply_of(response: urllib3.BaseHTTPResponse, request: Request) -> Reply:
    fields = response.headers
    location = decoded(fields.get("Location", ""))
    kind = fields.get("Content-Type", "").lower()
    is_page = kind.startswith(("text/html", "application/xhtml"))
    reply = Reply(response.status, location, fields.get("Retry-After", ""), "Set-Cookie" in fields, is_page)
    if request.whole:
        return replace(reply, fields={name.lower(): value for name, value in fields.items()}, body=whole_body(response))
    if request.method == "GET" and is_page and 200 <= response.status < 300:
        return replace(reply, html=beginning(response, kind))
    return reply


def whole_body(response: urllib3.BaseHTTPResponse) -> Body:
    """All of a body, as it was sent. Raises the errors of urllib3 when it breaks off or is larger than anything of ours."""
    digest, start, size = hashlib.sha256(), b"", 0
    for piece in response.stream(BODY, decode_content=False):
        digest.update(piece)
        size += len(piece)
        if len(start) < KEPT:
            start += piece
        if size > LARGEST:
            raise exceptions.HTTPError("larger than LARGEST")
    return Body(start, digest.hexdigest())


def beginning(response: urllib3.BaseHTTPResponse, kind: str) -> str:
    """The first part of a page's text: as much as comes in a short time. One that breaks off is as long as it is."""
    data, end = b"", time.monotonic() + BODY_SECONDS
    with contextlib.suppress(exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
        while len(data) < BODY and time.monotonic() < end:
            piece = response.read1(BODY - len(data))
            if not piece:
                break
            data += piece
    charset = kind.partition("charset=")[2].partition(";")[0].strip(" \"'")
    return attempt(data, charset).text if charset else decode(data).text


def certificate_end(target: Address, address: str, seconds: float, tls: ssl.SSLContext) -> datetime:
    """When the certificate of an encrypted host ends. Raises LinkError."""
    try:
        with (
            socket.create_connection((address, target.port), seconds) as plain,
            tls.wrap_socket(plain, server_hostname=target.host) as secure,
        ):
            end = (secure.getpeercert() or {})["notAfter"]
    except (OSError, KeyError) as error:
        raise failure_of(error) from error
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(end)), UTC)


def decoded(field: str) -> str:
    """A field that holds a raw Chinese address: as UTF-8 where it is that, else (GBK) each byte percent-encoded."""
    raw = field.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return quote(raw, safe="".join(map(chr, range(33, 127))))


def failure_of(error: Exception) -> LinkError:
    cause = error.args[-1] if isinstance(error, exceptions.ProtocolError) else error.__cause__ or error
    if isinstance(error, exceptions.SSLError):
        cause = error.args[0] if error.args else error
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = CERTIFICATE.get(cause.verify_code, f"证书没有通过核对（{cause.verify_message}）")
            return LinkError(Kind.UNREACHABLE, words)
        return LinkError(Kind.UNREACHABLE, "加密连接（TLS）建立不起来")
    if isinstance(error, exceptions.NewConnectionError):
        words = "对方拒绝连接" if isinstance(cause, ConnectionRefusedError) else "网络不通，连不上对方"
        return LinkError(Kind.UNREACHABLE, words, again=True, connecting=True)
    if isinstance(error, exceptions.ConnectTimeoutError):
        return LinkError(Kind.UNREACHABLE, "连接超时，对方没有回应", again=True, connecting=True)
    if isinstance(error, exceptions.TimeoutError):
        return LinkError(Kind.UNREACHABLE, "连上了，但等不到完整的答复（超时）", again=True)
    if isinstance(cause, ConnectionError):
        return LinkError(Kind.UNREACHABLE, "对方没有答复就断开了连接", again=True, dropped=True)
    if isinstance(cause, http.client.LineTooLong | http.client.HTTPException) and "header" in str(cause):
        return LinkError(Kind.UNREACHABLE, "答复的头部大得不正常")
    return LinkError(Kind.UNREACHABLE, f"答复不是正常的网页（HTTP）内容（{type(cause).__name__}）", again=True)
