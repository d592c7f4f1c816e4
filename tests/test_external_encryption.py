"""Certificates of other hosts are checked, and the answer says what is wrong with one."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lanmu.checks.external.answer import Kind
from support.misbehaving import QUICK, Server, ask, drips_head, gives, serving


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with certificates for localhost made by openssl: good.pem, expired.pem, and their keys."""
    if shutil.which("openssl") is None:
        pytest.skip("没有 openssl 命令")
    folder = tmp_path_factory.mktemp("certificates")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n", encoding="utf-8")
    new_key = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
    for name, days in (("good", 2), ("expired", -1)):
        sign = f"openssl x509 -req -in {name}.csr -signkey {name}.key -days {days} -extfile names -out {name}.pem"
        for command in (f"{new_key} -keyout {name}.key -out {name}.csr", sign):
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def secure(certificates: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with encryption; `request.param` is the name of its certificate."""
    name = getattr(request, "param", "good")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
    with serving({"/a": gives(200), "/slow": drips_head}, tls=context) as server:
        yield server


def test_a_certificate_that_nobody_trusts(secure: Server, tmp_path: Path) -> None:
    url = secure.url("/a", "localhost")
    answer = ask(url, tmp_path)[url]
    assert (answer.kind, answer.reason) == (Kind.UNREACHABLE, "证书是自己签发的")
    assert not secure.requests
    assert secure.connections == 1


@pytest.mark.parametrize(
    ("secure", "path", "host", "kind", "words"),
    [
        ("good", "/a", "localhost", Kind.OK, ""),
        ("good", "/a", "127.0.0.1", Kind.UNREACHABLE, "证书不是发给这个地址的"),
        ("good", "/slow", "localhost", Kind.UNREACHABLE, "连上了，但等不到完整的答复（超时）"),
        ("expired", "/a", "localhost", Kind.UNREACHABLE, "证书已经过期"),
    ],
    indirect=["secure"],
)
def test_a_trusted_certificate_must_be_in_force_and_that_of_the_host(
    secure: Server, path: str, host: str, kind: Kind, words: str, certificates: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    name = "expired" if "过期" in words else "good"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / f"{name}.pem"))
    url = secure.url(path, host)
    answer = ask(url, tmp_path, QUICK.model_copy(update={"retries": 0}))[url]
    assert (answer.kind, answer.reason) == (kind, words)


def test_encryption_where_there_is_none(tmp_path: Path) -> None:
    with serving({}) as server:
        url = server.url("/a").replace("http:", "https:")
        answer = ask(url, tmp_path, QUICK.model_copy(update={"retries": 0}))[url]
    assert answer.kind is Kind.UNREACHABLE
