"""A bucket of a store that speaks S3: MinIO in the house, or that of a cloud (OSS, COS, OBS and others).

Every file carries its own `Content-Type` and `Cache-Control`; other headers a bucket cannot send. A file is one request, so it
is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import S3Credential

from lanmu.content.settings import PublishTarget
from lanmu.diagnostics.console import complain
from lanmu.diagnostics.errors import UserError
from lanmu.releases.servers.serving import fields_of
from lanmu.releases.targets.credentials import ASKED, Account

PATIENCE = timedelta(seconds=30)
"""For a connection, and for trying again."""
LONGEST = timedelta(minutes=30)
"""For one file."""
TRIES = 3
CODE = re.compile(r"<Code>(\w+)</Code>")
STATUS = re.compile(r"status code: (\d+)")
REASONS = {
    "InvalidAccessKeyId": "没有这个 AccessKey ID，请核对 lanmu.toml 里的 user",
    "SignatureDoesNotMatch": "{where}密钥（AccessKey Secret）不对，请改正再试；密钥换过的，用新的",
    "AccessDenied": "这个 AccessKey 没有读写这个桶的权限，请管存储的同志给它列出、读、写、删的权限",
    "NoSuchBucket": "没有这个桶，请核对 lanmu.toml 里的 bucket 和 endpoint",
    "RequestTimeTooSkewed": "这台电脑的时钟和它差得太多，请校准时钟",
}
"""By the codes of errors in answers of S3."""
UNGUARDED = "  这个对象存储不认“没有才写”（If-None-Match），两个人恰好同时开始发布，它挡不住；先后开始的挡得住。请约好由一个人发布。"


class S3Target:
    """See `Target`. `settings` say where; the secret key is asked for where it is known nowhere."""

    def __init__(self, settings: PublishTarget) -> None:
        host = urlsplit(settings.endpoint).netloc
        place = "/".join(filter(None, (settings.bucket, settings.folder.strip("/"))))
        self.name = f"对象存储 {host} 的桶“{place}”"
        self._audience = settings.edition
        account = Account(f"{settings.user}@{host}", "密钥（AccessKey Secret）", f"对象存储 {host}")
        secret, where = account.ask()
        self._store = store_of(settings, secret)
        try:
            next(iter(self._store.list(chunk_size=1)), None)
        except (BaseError, FileNotFoundError) as error:
            reason = REASONS.get(code_of(error), "") or sentence(error)
            raise UserError(f"{self.name}进不去：{reason.format(where=where)}。什么也没有传。") from None
        if where == ASKED:
            account.remember(secret)

    def files(self, folder: str) -> dict[str, int]:
        with as_os_errors(folder):
            entries = [entry for chunk in self._store.list(folder.rstrip("/") or None) for entry in chunk]
        return {entry["path"].removeprefix(folder): entry["size"] for entry in entries}

    def read(self, path: str) -> bytes:
        with as_os_errors(path):
            return bytes(self._store.get(path).bytes())

    def sha256(self, path: str) -> str:
        total = hashlib.sha256()
        with as_os_errors(path):
            for block in self._store.get(path):
                total.update(block)
        return total.hexdigest()

    def put(self, path: str, source: Path | bytes) -> None:
        with as_os_errors(path):
            self._send(path, source)

    def _send(self, path: str, source: Path | bytes, mode: obstore.PutMode = "overwrite") -> None:
        self._store.put(path, source, attributes=fields_of(path, self._audience), use_multipart=False, mode=mode)

    def create(self, path: str, data: bytes) -> None:
        is_guarded = False
        with as_os_errors(path):
            if self._has(path):
                raise FileExistsError(path)
            try:
                self._send(path, data, "create")
                # A store that passes over the condition writes it once more.
                self._send(path, data, "create")
            except AlreadyExistsError:
                is_guarded = True
            except BaseError as error:
                if code_of(error) != "NotImplemented":
                    raise
                self._send(path, data)
        if self.read(path) != data:
            raise FileExistsError(path)
        if not is_guarded:
            complain(UNGUARDED)

    def _has(self, path: str) -> bool:
        try:
            self._store.head(path)
        except FileNotFoundError:
            return False
        return True

    def modified(self, path: str) -> float:
        with as_os_errors(path):
            return self._store.head(path)["last_modified"].timestamp()

    def remove(self, path: str) -> None:
        with as_os_errors(path):
            self._store.delete(path)

    def free(self) -> int | None:
        return None

    def close(self) -> None:
        """Nothing is kept open."""


def store_of(settings: PublishTarget, secret: str) -> S3Store:
    """The client. Where the host of the endpoint begins with the name of the bucket, paths do not."""

    def credential() -> S3Credential:
        return {"access_key_id": settings.user, "secret_access_key": secret, "expires_at": None}

    return S3Store(
        settings.bucket,
        prefix=settings.folder.strip("/") or None,
        endpoint=settings.endpoint,
        region=settings.region,
        virtual_hosted_style_request=urlsplit(settings.endpoint).netloc.startswith(f"{settings.bucket}."),
        # Several stores cannot remove many files in one request.
        disable_bulk_delete=True,
        # Not the settings by themselves: what else the environment has for another store would be taken as well.
        credential_provider=credential,
        client_options={
            "allow_http": settings.endpoint.startswith("http:"),
            "connect_timeout": PATIENCE,
            "timeout": LONGEST,
        },
        retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
    )


def code_of(error: Exception) -> str:
    """What the store has answered, in the words of S3; empty when it has not."""
    match = CODE.search(str(error))
    return match[1] if match else ""


def sentence(error: Exception) -> str:
    """Why something was not done."""
    status = STATUS.search(str(error))
    if code := code_of(error) or (status[1] if status else ""):
        return f"对象存储的答复是 {code}"
    return f"连不上，或者断了（{str(error).splitlines()[0].rpartition(' - ')[2]}）"


@contextmanager
def as_os_errors(path: str) -> Iterator[None]:
    """What a store answers, as the system would say it."""
    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError(2, "对象存储里没有这个文件", path) from None
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise PermissionError(13, REASONS.get(code_of(error), sentence(error)).format(where=""), path) from None
    except BaseError as error:
        if code_of(error) or STATUS.search(str(error)):
            raise OSError(5, sentence(error), path) from None
        raise ConnectionError(sentence(error)) from None
