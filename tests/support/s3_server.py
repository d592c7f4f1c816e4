"""A small store that speaks S3, on loopback: it checks every signature (AWS Signature Version 4), lists in pages, knows
`If-None-Match: *`, and answers with the codes of S3. Who does not sign reads the bucket as a web site, as readers do."""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 7
"""Keys in one answer of a list; S3 has 1000."""
BUCKET, USER, SECRET, REGION = "zhuanti", "LTAI-example", "Se/cr+et-of-tests", "cn-example"
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8}/[^/]+/s3/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)


@dataclass(frozen=True)
class Stored:
    """A file: what is in it, the fields it is handed out with, when it came."""

    data: bytes
    fields: dict[str, str]
    moment: datetime


@dataclass
class S3:
    """What the server holds and how it behaves. `conditions`: it knows them, passes over them, or refuses them (501).
    `ahead` is how far its clock is ahead; `left` counts down the requests until all connections are cut."""

    address: str = ""
    files: dict[str, Stored] = field(default_factory=dict)
    conditions: Literal["known", "ignored", "refused"] = "known"
    ahead: timedelta = timedelta()
    readers_only: bool = False
    left: int = 1_000_000
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def content(self, prefix: str = "") -> dict[str, bytes]:
        """All files below a prefix that are part of the site."""
        contents = {key.removeprefix(prefix): file.data for key, file in self.files.items() if key.startswith(prefix)}
        return {key: data for key, data in contents.items() if not key.rpartition("/")[2].startswith(".lanmu-")}


class Refusal(Exception):  # noqa: N818
    """An answer that is an error of S3."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def signature_of(secret: str, scope: str, moment: str, request: str) -> str:
    """The signature of a canonical request (Signature Version 4)."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    return hmac.new(key, text.encode(), "sha256").hexdigest()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    s3: S3

    def log_message(self, *arguments: object) -> None:
        pass

    def handle_one_request(self) -> None:
        with suppress(ConnectionError):
            super().handle_one_request()

    def answer(self, status: int, body: bytes = b"", fields: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(fields or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def served(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.s3.lock:
            self.s3.left -= 1
            if self.s3.left < 0:
                # Cut: not even an answer.
                self.close_connection = True
                return
            parts = urlsplit(self.path)
            bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
            try:
                if "Authorization" not in self.headers:
                    self.as_web_site(bucket, key)
                    return
                self.require_signature(parts.path, parts.query, body)
                if bucket != BUCKET:
                    raise Refusal(404, "NoSuchBucket")
                if self.s3.readers_only and self.command in ("PUT", "DELETE"):
                    raise Refusal(403, "AccessDenied")
                self.do(key, dict(parse_qsl(parts.query)), body)
            except Refusal as refusal:
                self.answer(refusal.status, f"<Error><Code>{refusal.code}</Code></Error>".encode())

    do_GET = do_HEAD = do_PUT = do_DELETE = served  # noqa: N815

    def as_web_site(self, bucket: str, key: str) -> None:
        """A file, or the first page of a folder; the site's own page for what is missing."""
        file = self.s3.files.get(f"{key}index.html" if key == "" or key.endswith("/") else key)
        missing = self.s3.files.get("404.html")
        if bucket != BUCKET or self.command not in ("GET", "HEAD"):
            raise Refusal(403, "AccessDenied")
        if file or missing:
            shown = file or missing
            assert shown
            self.answer(200 if file else 404, shown.data, shown.fields)
            return
        raise Refusal(404, "NoSuchKey")

    def require_signature(self, path: str, query: str, body: bytes) -> None:
        match = AUTHORIZATION.fullmatch(self.headers["Authorization"])
        moment, digest = self.headers["x-amz-date"], self.headers["x-amz-content-sha256"]
        if not match or match[1] != USER:
            raise Refusal(403, "InvalidAccessKeyId")
        if digest != hashlib.sha256(body).hexdigest():
            raise Refusal(400, "XAmzContentSHA256Mismatch")
        pairs = sorted(
            (quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in parse_qsl(query, keep_blank_values=True)
        )
        fields = [f"{name}:{self.headers[name].strip()}\n" for name in match[3].split(";")]
        request = [self.command, path, "&".join(f"{k}={v}" for k, v in pairs), "".join(fields), match[3], digest]
        expected = signature_of(SECRET, match[2], moment, "\n".join(request))
        if not hmac.compare_digest(expected, match[4]) or match[2].split("/")[1] != REGION:
            raise Refusal(403, "SignatureDoesNotMatch")
        sent = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if abs(self.s3.now() - sent) > timedelta(minutes=15):
            raise Refusal(403, "RequestTimeTooSkewed")

    def do(self, key: str, query: dict[str, str], body: bytes) -> None:
        files = self.s3.files
        if self.command == "PUT":
            if "If-None-Match" in self.headers and self.s3.conditions == "refused":
                raise Refusal(501, "NotImplemented")
            if "If-None-Match" in self.headers and self.s3.conditions == "known" and key in files:
                raise Refusal(412, "PreconditionFailed")
            fields = {name: self.headers[name] for name in ("Content-Type", "Cache-Control") if name in self.headers}
            files[key] = Stored(body, fields, self.s3.now())
            self.answer(200, fields={"ETag": tag(body)})
        elif self.command == "DELETE":
            files.pop(key, None)
            self.answer(204)
        elif not key:
            self.answer(200, self.listed(query).encode(), {"Content-Type": "application/xml"})
        elif key not in files:
            raise Refusal(404, "NoSuchKey")
        else:
            file = files[key]
            moment = format_datetime(file.moment, usegmt=True)
            self.answer(200, file.data, {**file.fields, "ETag": tag(file.data), "Last-Modified": moment})

    def listed(self, query: dict[str, str]) -> str:
        """ListObjectsV2, a page of it."""
        keys = sorted(key for key in self.s3.files if key.startswith(query.get("prefix", "")))
        keys = [key for key in keys if key > query.get("continuation-token", "")]
        entries = [
            f"<Contents><Key>{escape(key)}</Key><LastModified>{file.moment:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<ETag>{escape(tag(file.data))}</ETag><Size>{len(file.data)}</Size></Contents>"
            for key in keys[:PAGE]
            for file in (self.s3.files[key],)
        ]
        more = len(keys) > PAGE
        token = f"<NextContinuationToken>{escape(keys[PAGE - 1])}</NextContinuationToken>" if more else ""
        head = f"<IsTruncated>{str(more).lower()}</IsTruncated><KeyCount>{len(entries)}</KeyCount>{token}"
        return f"<ListBucketResult>{head}{''.join(entries)}</ListBucketResult>"


def tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


@contextmanager
def s3_server() -> Iterator[S3]:
    """A store with one empty bucket."""
    s3 = S3()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"s3": s3}))
    server.daemon_threads = True
    s3.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield s3
    finally:
        server.shutdown()
        server.server_close()
