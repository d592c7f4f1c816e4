"""A published site that was tampered with, by folder and by address: everything is reported, and of a clean one nothing."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import ssl
import tempfile
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import brotli
import pytest
from conftest import WHOLE
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lanmu.checks.external.address import Address
from lanmu.checks.external.answer import Kind, LinkError
from lanmu.checks.external.asking import Asker
from lanmu.checks.external.pacing import Turns
from lanmu.checks.external.request import Reply
from lanmu.content import release_log
from lanmu.diagnostics.errors import Exit, UserError
from lanmu.releases.command import command as publish
from lanmu.releases.manifest import FILE, SIGNATURE, Manifest, describe
from lanmu.releases.servers import nginx
from lanmu.releases.servers.serving import read_serving
from lanmu.releases.signing import sign
from lanmu.releases.verification import command
from lanmu.releases.verification.command import verify_site
from lanmu.releases.verification.faults import KINDS
from lanmu.releases.verification.web import SOON, WebSite
from lanmu.storage.signing_keys import project_key, public_half
from support.misbehaving import QUICK
from support.reviewing import review_everything
from support.serving import Compressed, served
from support.web_servers import running

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PAGE = "news/2008-10-20-peixun/index.html"
NOON = datetime(2008, 12, 10, 9, 30, tzinfo=UTC)
PDF = "print/report.pdf"


def released(site: Path, moment: datetime = NOON, key: Ed25519PrivateKey = KEY) -> Manifest:
    """Puts a signed manifest into a site."""
    facts = {"edition": "public", "address": "https://www.example.org/zhuanti/", "source": "sha256:0", "tool": "0"}
    manifest = describe(site, created=moment, **facts)  # type: ignore[arg-type]
    (site / FILE).write_bytes(manifest.to_bytes())
    (site / SIGNATURE).write_bytes(sign(manifest.to_bytes(), key))
    return manifest


@pytest.fixture
def site(reviewed_site: Path, tmp_path: Path) -> Path:
    """A release, as it was published."""
    folder = shutil.copytree(reviewed_site, tmp_path / "release")
    (folder / PDF).parent.mkdir(exist_ok=True)
    (folder / PDF).write_bytes(b"%PDF-1.7 approved")
    released(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Where the settings lie, and what is remembered."""
    folder = tmp_path / "office"
    folder.mkdir()
    settings = (WHOLE / "lanmu.toml").read_text(encoding="utf-8")
    (folder / "lanmu.toml").write_text(f"{settings}\n[links.external]\npause = 0.0\nretries = 0\n", encoding="utf-8")
    return folder


def verify(project: Path, place: str | Path, **options: object) -> tuple[int, list[tuple[str, str]]]:
    """The exit code, and code and path of what was found."""
    report = project / "report.json"
    given = {"site": str(place), "all": True, "sample": 100, "public_key": public_half(KEY), "expect": None}
    given |= {"report": [f"json={report}"], "strict": False, "explain": None, "list": False} | options
    code = verify_site(project, Namespace(**given))
    return code, [(f["code"], f["path"]) for f in json.loads(report.read_text(encoding="utf-8"))["findings"]]


def change(path: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def tamper(site: Path) -> None:
        data = (site / path).read_bytes()
        assert old in data
        (site / path).write_bytes(data.replace(old, new, 1))

    return tamper


def remove_page(site: Path) -> None:
    (site / PAGE).unlink()


def add_page(site: Path) -> None:
    (site / "x").mkdir()
    (site / "x" / "index.html").write_text("<title>别人的网页</title>", encoding="utf-8")
    change("sitemap.xml", b"</urlset>", b"<url><loc>BASE/x/</loc></url></urlset>")(site)


def other_key(site: Path) -> None:
    released(site, key=Ed25519PrivateKey.generate())


def other_list(site: Path) -> None:
    change(FILE, b'"edition": "public"', b'"edition":  "public"')(site)


SCRIPT = b"<script>steal()</script></body>"
TAMPERINGS = {
    "injected script": (change(PAGE, b"</body>", SCRIPT), [("VER004", PAGE)]),
    "swapped pdf": (change(PDF, b"approved", b"another."), [("VER004", PDF)]),
    "one character": (change(PAGE, "的".encode(), "地".encode()), [("VER004", PAGE)]),
    "removed page": (remove_page, [("VER005", PAGE)]),
    "added page": (add_page, [("VER004", "sitemap.xml"), ("VER006", "x/index.html")]),
    "another key": (other_key, [("VER002", SIGNATURE)]),
    "another list": (other_list, [("VER002", SIGNATURE)]),
    "no list": (lambda site: (site / FILE).unlink(), [("VER001", FILE)]),
}


@pytest.mark.parametrize("by", ["folder", "address"])
@pytest.mark.parametrize("fault", TAMPERINGS)
def test_tampering_is_reported(fault: str, by: str, site: Path, project: Path) -> None:
    tamper, wanted = TAMPERINGS[fault]
    assert verify(project, site) == (Exit.OK, [])
    tamper(site)
    if by == "folder":
        assert verify(project, site) == (Exit.FINDINGS, wanted)
        return
    with served(site, Compressed) as url:
        sitemap = site / "sitemap.xml"
        sitemap.write_bytes(sitemap.read_bytes().replace(b"BASE/", url.encode()))
        assert verify(project, url) == (Exit.FINDINGS, wanted)


def test_a_clean_site_tells_nothing_and_an_old_one_that_it_is_old(site: Path, project: Path) -> None:
    with served(site, Compressed) as url:
        assert verify(project, url) == (Exit.OK, [])
        last = released(site, NOON + timedelta(days=1))
        assert verify(project, url, expect=last.id) == (Exit.OK, [])
        released(site)
        assert verify(project, url, expect=last.id) == (Exit.FINDINGS, [("VER003", FILE)])
        assert verify(project, site, expect=last.id) == (Exit.FINDINGS, [("VER003", FILE)])


def test_without_a_key_it_is_said_that_nobody_knows_whose_the_list_is(site: Path, project: Path) -> None:
    assert verify(project, site, public_key=None) == (Exit.OK, [("VER012", SIGNATURE)])
    assert verify(project, site, public_key=None, strict=True)[0] == Exit.FINDINGS


def test_what_lies_in_the_folder_beside_the_release(site: Path, project: Path) -> None:
    for name in ("web.config", ".lanmu-pending.json", "shell.php"):
        (site / name).write_text("x", encoding="utf-8")
    assert verify(project, site) == (Exit.FINDINGS, [("VER006", "shell.php"), ("VER013", "web.config")])


@pytest.mark.skipif(os.name == "nt", reason="Windows 上建链接要管理员")
def test_a_link_is_none_of_what_was_published(site: Path, project: Path) -> None:
    web = project / "web"
    shutil.copytree(site, web / "releases" / "1")
    (web / "current").symlink_to("releases/1", target_is_directory=True)
    assert verify(project, web) == (Exit.OK, [])
    (web / "releases" / "1" / "inside").symlink_to("/etc", target_is_directory=True)
    assert verify(project, web) == (Exit.FINDINGS, [("VER006", "inside")])


class Elsewhere(Compressed):
    """Sends readers of the page away, without the header against frames."""

    def do_GET(self) -> None:  # noqa: N802
        if self.path == f"/{PAGE.removesuffix('index.html')}":
            self.send_response(302)
            self.send_header("Location", "http://example.org/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "X-Frame-Options":
            super().send_header(keyword, value)


def test_redirects_elsewhere_and_headers_that_are_missing(site: Path, project: Path) -> None:
    with served(site, Elsewhere) as url:
        code, faults = verify(project, url)
    assert code == Exit.FINDINGS
    assert [code for code, _ in faults].count("VER009") == 1
    assert [entry for entry in faults if entry[0] != "VER009"] == [("VER007", PAGE)]


def test_nobody_there_and_what_is_no_address(project: Path) -> None:
    assert verify(project, "http://127.0.0.1:9/") == (Exit.FINDINGS, [("VER001", FILE)])
    for wrong in ("https://", "ftp://example.org/", "https://example.org/?a"):
        with pytest.raises(UserError, match="网址"):
            verify(project, wrong)
    with pytest.raises(UserError, match="没有文件夹"):
        verify(project, "nowhere")


class StoppedError(Exception):
    """Somebody ends the run."""


def test_a_run_that_was_broken_off_goes_on_and_samples_come_to_all(
    site: Path, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    whole = WebSite.verify_file

    def counting(self: WebSite, manifest: Manifest, path: str) -> Iterator[object]:
        if len(asked) == 10:
            raise StoppedError
        asked.append(path)
        return whole(self, manifest, path)

    with served(site, Compressed) as url:
        monkeypatch.setattr(WebSite, "verify_file", counting)
        with pytest.raises(StoppedError):
            verify(project, url)
        first, asked[:] = list(asked), []
        monkeypatch.setattr(WebSite, "verify_file", lambda *given: asked.append(given[2]) or whole(*given))
        assert verify(project, url) == (Exit.OK, [])
        assert "接着上次没查完的：已经查过 10 个" in capsys.readouterr().err
        assert not set(first) & set(asked)
        every = {*first, *asked}
        assert every == {path for path in Manifest.read((site / FILE).read_bytes()).files if path != "_headers"}

        # The next run looks at all again; samples first at what was not looked at for long.
        asked.clear()
        verify(project, url)
        assert set(asked) == every
        seen = set()
        for _ in range(len(every)):
            asked.clear()
            verify(project, url, all=False, sample=12)
            assert "index.html" in asked
            assert len(asked) == 12
            seen |= set(asked)
            if seen == every:
                break
        assert seen == every


def test_behind_a_real_server_copies_and_old_addresses_are_verified_as_well(reviewed_site: Path, project: Path) -> None:
    base = Path(tempfile.mkdtemp(prefix="served-"))
    site = shutil.copytree(reviewed_site, base / "site")
    for path in (PAGE, "index.html"):
        data = (site / path).read_bytes()
        (site / f"{path}.gz").write_bytes(gzip.compress(data, mtime=0))
        (site / f"{path}.br").write_bytes(brotli.compress(data))
    released(site)
    for entry in (base, *base.rglob("*")):
        entry.chmod(0o755 if entry.is_dir() else 0o644)
    settings = base / "lanmu.nginx.conf"
    settings.write_text(nginx.write(read_serving(site, str(site))), encoding="utf-8")
    try:
        with running("nginx", settings, base, "/zhuanti/") as server:
            url = f"http://127.0.0.1:{server.port}/zhuanti/"
            assert verify(project, url, strict=True) == (Exit.OK, [])
            # Only browsers that take Brotli would see it.
            data = (site / PAGE).read_bytes()
            (site / f"{PAGE}.br").write_bytes(brotli.compress(data.replace(b"</body>", SCRIPT)))
            assert verify(project, url) == (Exit.FINDINGS, [("VER004", PAGE)])
    finally:
        shutil.rmtree(base)


def test_what_was_published_is_known_from_the_log_and_the_settings(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_given, **_options: tmp_path / "own")
    review_everything(minimal)
    web = tmp_path / "web"
    target = f'kind = "folder"\nfolder = "{web.as_posix()}"\nlayout = "in-place"\nprecompress = true\n'
    address = 'address = "https://www.example.org/zhuanti/"\n'
    with (minimal / "lanmu.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[publish]\npublic_key = ""\n[publish.web]\n{target}{address}')
    options = {"target": None, "dry_run": False, "list": False, "rollback": None, "yes": True, "allow": []}
    assert publish(minimal, Namespace(**options)) == Exit.OK
    manifest = Manifest.read((web / FILE).read_bytes())
    assert {"index.html.br", "index.html.gz"} <= manifest.files.keys()
    assert brotli.decompress((web / "index.html.br").read_bytes()) == (web / "index.html").read_bytes()

    assert verify(minimal, web, public_key=None) == (Exit.OK, [("VER012", SIGNATURE)])
    key, settings_file = public_half(project_key(minimal)), minimal / "lanmu.toml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(text.replace('public_key = ""', f'public_key = "{key}"'), encoding="utf-8")
    assert verify(minimal, web, public_key=None, strict=True) == (Exit.OK, [])
    last = next(iter(release_log.entries(minimal)))
    release_log.note(minimal, last.model_copy(update={"id": "29990101-000000-0000", "broken_off": "断了"}))
    assert verify(minimal, web, public_key=None) == (Exit.OK, [])
    release_log.note(minimal, last.model_copy(update={"id": "29990101-000000-0000"}))
    assert verify(minimal, web, public_key=None) == (Exit.FINDINGS, [("VER003", FILE)])


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for 127.0.0.1 that ends in ten days, and that is trusted."""
    key, name, start = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=11, hours=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    signed = builder.add_extension(names, critical=True).sign(key, hashes.SHA256())
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "certificate.pem"
    file.write_bytes(key.private_bytes(*form) + signed.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def test_a_certificate_that_ends_soon(site: Path, project: Path, certificate: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(site)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"https://127.0.0.1:{server.server_port}/"
        assert verify(project, base) == (Exit.OK, [("VER010", base)])
        faults = list(WebSite(base, Asker(QUICK, Turns(QUICK), command.now)).connection_faults(command.now() - SOON))
        assert faults == []
    finally:
        server.shutdown()
        server.server_close()


class Answering:
    """Stands for the program that asks a host whose ports nobody may open here."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    def certificate_end(self, target: Address) -> datetime:
        raise LinkError(Kind.UNREACHABLE, target.host)

    def whole(self, target: Address) -> Reply:
        assert target.url == "http://example.org/a/"
        return self.reply


@pytest.mark.parametrize(
    ("status", "location", "code"),
    [
        (200, "", "VER011"),
        (301, "https://example.org/a/", ""),
        (302, "https://example.com/", "VER007"),
        (301, "http://example.org/a/", "VER007"),
        (404, "", ""),
    ],
)
def test_without_encryption_readers_are_led_to_the_encrypted_site(status: int, location: str, code: str) -> None:
    asker = Answering(Reply(status, location, "", sets_cookie=False))
    site = WebSite("https://example.org/a/", asker)  # type: ignore[arg-type]
    assert [finding.code for finding in site.connection_faults(NOON)] == ([code] if code else [])


def test_every_kind_of_fault_is_explained(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = Namespace(explain="ver004", list=False)
    assert verify_site(project, given) == Exit.OK
    assert "怎么办" in capsys.readouterr().out
    assert verify_site(project, Namespace(explain=None, list=True)) == Exit.OK
    assert capsys.readouterr().out.split()[::2] == list(KINDS)
