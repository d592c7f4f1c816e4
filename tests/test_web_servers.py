"""Settings for web servers, with real servers: what is said in serving.py is what they do."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import brotli
import pytest
from conftest import ROOT
from lanmu.build import headers
from lanmu.build.precompression import SUFFIXES, gzipped
from lanmu.diagnostics.errors import UserError
from lanmu.releases.servers import iis
from lanmu.releases.servers.command import WRITERS, write_server_config
from lanmu.releases.servers.serving import REVALIDATED, TYPES, Serving, checked_path, read_serving
from support import browser
from support.web_servers import WebServer, running

OLD, NEW = "old/123/", "news/2008-10-20-peixun/"
ODD = "$1{x};'+%.html"
TRIED = ("nginx", "apache", "caddy")
# Of what stands in web.config, the names that IIS documents (system.webServer of its schema).
IIS_NAMES = {
    "configuration": {"system.webServer", "location"},
    "location": {"system.webServer"},
    "system.webServer": {
        "directoryBrowse", "defaultDocument", "staticContent", "httpProtocol", "security", "urlCompression",
        "httpErrors", "httpRedirect",
    },
    "defaultDocument": {"files"},
    "files": {"clear", "add"},
    "staticContent": {"clientCache", "remove", "mimeMap"},
    "httpProtocol": {"customHeaders"},
    "customHeaders": {"remove", "add"},
    "security": {"requestFiltering"},
    "requestFiltering": {"hiddenSegments"},
    "hiddenSegments": {"remove", "add"},
    "httpErrors": {"remove", "error"},
}  # fmt: skip


@pytest.fixture(scope="module")
def site(reviewed_site: Path) -> Iterator[Path]:
    """A site with compressed copies, pages with Chinese addresses and two pages for what is missing, where every server may
    read."""
    base = Path(tempfile.mkdtemp(prefix="served-"))
    folder = base / "current"
    if os.name == "nt":
        shutil.copytree(reviewed_site, folder)
    else:
        shutil.copytree(reviewed_site, base / "releases" / "1")
        folder.symlink_to("releases/1", target_is_directory=True)
    page = (folder / "plan" / "index.html").read_bytes()
    for path in ("旧闻/index.html", "zh-Hant/404.html", "旧闻/.hidden.html", ".well-known/security.txt"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(page.replace(b"</body>", f"<p>{path}</p></body>".encode()))
    moved = (folder / OLD / "index.html").read_bytes()
    (folder / "旧").mkdir()
    for name in ("网址.html", ODD):
        (folder / "旧" / name).write_bytes(moved.replace(f"../../{NEW}".encode(), b"../%E6%97%A7%E9%97%BB/"))
    (folder / "web.config").write_text("settings", encoding="utf-8")
    (folder / "旧闻" / ".htaccess").write_text("Require all denied", encoding="utf-8")
    (folder / "kinds").mkdir()
    (folder / "zh-Hant" / "kinds").mkdir()
    (folder / "zh-Hant" / "kinds" / "a.txt").write_text("a", encoding="utf-8")
    for suffix in (*TYPES, ".unknown"):
        (folder / "kinds" / f"a{suffix}").write_text("a" * 100, encoding="utf-8")
    kinds = [f"kinds/a{suffix}" for suffix in SUFFIXES]
    for path in ("plan/index.html", "旧闻/index.html", "404.html", "zh-Hant/404.html", *kinds):
        data = (folder / path).read_bytes()
        (folder / f"{path}.gz").write_bytes(gzipped(data))
        (folder / f"{path}.br").write_bytes(brotli.compress(data))
    (base / "other").mkdir()
    (base / "other" / "index.html").write_bytes(page)
    (base / "other" / "404.html").write_text("another site", encoding="utf-8")
    for entry in (base, *base.rglob("*")):
        entry.chmod(0o755 if entry.is_dir() else 0o644)
    yield folder
    shutil.rmtree(base)


@pytest.fixture(scope="module", params=[f"{name} {path}" for name in TRIED for path in ("/zhuanti/", "/")])
def server(request: pytest.FixtureRequest, site: Path) -> Iterator[WebServer]:
    name, path = request.param.split()
    file, write = WRITERS[name]
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        settings = folder / file
        # Another site lies on the same host, and disturbs nothing.
        others = (
            [] if path == "/" else [read_serving(site.parent / "other", str(site.parent / "other"), "/zhuanti2009/")]
        )
        texts = [write(serving) for serving in (read_serving(site, str(site), path), *others)]
        settings.write_text("\n".join(texts), encoding="utf-8")
        with running(name, settings, folder, path) as server:
            yield server


def test_every_old_address_is_moved_for_good(server: WebServer, site: Path) -> None:
    moved = read_serving(site, "/srv", server.path).moved
    assert dict(moved)[server.path + OLD] == server.path + NEW
    for old, new in moved:
        answer = server.get(quote(old))
        assert answer.status == 301, old
        assert location(answer.headers["location"], server) == new, old
        assert answer.headers["content-security-policy"]
        assert server.get(quote(new)).status == 200


def test_every_answer_has_the_headers(server: WebServer, site: Path) -> None:
    style = next(site.glob("assets/lanmu.*.css")).relative_to(site).as_posix()
    for path, cache in (("", REVALIDATED), ("nowhere/", REVALIDATED), (style, headers.lasting("public"))):
        answer = server.get(path)
        got = {name: answer.headers.get(name.lower()) for name, _ in headers.everywhere("public")}
        assert got == dict(headers.everywhere("public")), path
        assert answer.headers["cache-control"] == cache, path
    assert server.get("assets/lanmu.none.css").headers["cache-control"] == REVALIDATED


def test_what_is_missing_has_the_page_of_its_language(server: WebServer, site: Path) -> None:
    for path, page in (("nowhere/", "404.html"), ("plan/x.css", "404.html"), ("zh-Hant/nowhere/", "zh-Hant/404.html")):
        answer = server.get(path)
        assert (answer.status, answer.body) == (404, (site / page).read_bytes()), path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for path in ("_headers", "web.config", quote("旧闻/.hidden.html"), quote("旧闻/.htaccess")):
        assert server.get(path).status == 404, path
    assert server.get(".well-known/security.txt").status == 200
    # A folder without a page of its own is not listed.
    for path, page in (("kinds/", "404.html"), ("zh-Hant/kinds/", "zh-Hant/404.html")):
        listing = server.get(path)
        assert (listing.status in (403, 404), listing.body) == (True, (site / page).read_bytes())


def test_nothing_is_said_of_other_addresses_of_the_host(server: WebServer) -> None:
    if server.path == "/":
        return
    fields = server.get("/elsewhere").headers
    assert not {"content-security-policy", "cache-control"} & fields.keys()
    assert server.get("/zhuanti2009/nowhere/").body == b"another site"


def test_kinds_of_files(server: WebServer) -> None:
    assert server.get("plan/").headers["content-type"] == "text/html; charset=utf-8"
    for suffix, kind in TYPES.items():
        assert server.get(f"kinds/a{suffix}").headers["content-type"] == kind
    assert server.get("kinds/a.unknown").headers.get("content-type", "") in ("", "application/octet-stream")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_compressed_copies_have_the_kind_of_their_files(server: WebServer, suffix: str) -> None:
    plain = server.get(f"kinds/a{suffix}")
    for coding, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = server.get(f"kinds/a{suffix}", Accept_Encoding=coding)
        assert (answer.headers.get("content-encoding"), opened(answer.body)) == (coding, plain.body)
        assert answer.headers["content-type"] == plain.headers["content-type"]
        assert "content-language" not in answer.headers
        assert answer.headers["vary"].lower() == "accept-encoding"


def test_what_has_no_compressed_copy_comes_as_it_is(server: WebServer, site: Path) -> None:
    for path, file in (("sitemap.xml", "sitemap.xml"), ("news/", "news/index.html")):
        answer = server.get(path, Accept_Encoding="gzip, br")
        assert (answer.status, answer.body) == (200, (site / file).read_bytes()), path
        assert "content-encoding" not in answer.headers


def test_by_a_proxy_compressed_copies_come_as_well(server: WebServer) -> None:
    assert server.get("plan/", Accept_Encoding="gzip", Via="1.1 proxy").headers.get("content-encoding") == "gzip"


def test_the_server_has_nothing_to_complain_of(server: WebServer) -> None:
    server.get("plan/")
    assert not server.log.exists() or "uninitialized" not in server.log.read_text("utf-8", "replace")


@pytest.mark.parametrize("path", ["plan/", "plan/index.html", "%E6%97%A7%E9%97%BB/"])
def test_compressed_copies(server: WebServer, site: Path, path: str) -> None:
    plain = server.get(path)
    file = unquote(path) + ("index.html" if path.endswith("/") else "")
    assert (plain.status, plain.body) == (200, (site / file).read_bytes())
    assert "content-encoding" not in plain.headers
    assert plain.headers.get("vary", "").lower() == "accept-encoding"
    wanted = (("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("gzip, br;q=0", "gzip"))
    for accepted, coding in wanted:
        answer = server.get(path, Accept_Encoding=accepted)
        assert (answer.status, answer.headers.get("content-encoding")) == (200, coding), accepted
        assert {"br": brotli.decompress, "gzip": gzip.decompress}[coding](answer.body) == plain.body
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert answer.headers["cache-control"] == REVALIDATED
        assert answer.headers["etag"] != plain.headers["etag"]


def test_a_missing_page_is_compressed_as_well(server: WebServer, site: Path) -> None:
    for path, page in (("nowhere/", "404.html"), ("zh-Hant/nowhere/", "zh-Hant/404.html")):
        answer = server.get(path, Accept_Encoding="br")
        assert (answer.status, answer.headers.get("content-encoding")) == (404, "br")
        assert brotli.decompress(answer.body) == (site / page).read_bytes()


def test_parts_and_what_has_not_changed(server: WebServer, site: Path) -> None:
    part = server.get("plan/", Range="bytes=10-19")
    whole = (site / "plan/index.html").read_bytes()
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    for accepted in ("identity", "br", "gzip"):
        tag = server.get("plan/", Accept_Encoding=accepted).headers["etag"]
        again = server.get("plan/", Accept_Encoding=accepted, If_None_Match=tag)
        assert (again.status, again.body) == (304, b""), accepted


def test_odd_addresses_lead_neither_out_nor_elsewhere(server: WebServer) -> None:
    base = server.path
    for target in (f"{base}../etc/passwd", f"{base}%2e%2e/%2e%2e/etc/passwd", f"{base}..%2f..%2fetc%2fpasswd"):
        assert b"root:" not in server.get(target).body, target
    for target in (f"{base}plan", f"/{base}plan", "//example.org/..", f"{base}/plan", quote(f"{base}旧闻")):
        answer = server.get(target)
        to = location(answer.headers.get("location", ""), server)
        assert not to.startswith("//"), target
        assert "example.org" not in to, target
    given = server.get(f"{base}plan").headers["location"]
    assert location(given, server) == f"{base}plan/"
    # Behind another server, which has the name and the encryption, only nginx would give its own.
    assert given.startswith("/") or server.name == "apache"
    assert location(server.get(quote(f"{base}旧闻")).headers["location"], server) == f"{base}旧闻/"
    if base != "/":
        assert location(server.get(base.rstrip("/")).headers["location"], server) == base


def location(field: str, server: WebServer) -> str:
    """The path of a `Location`; the host may stand before it."""
    return unquote(field.removeprefix(f"http://127.0.0.1:{server.port}").removeprefix("http://localhost"))


def test_web_config_says_what_iis_documents(site: Path) -> None:
    root = ET.fromstring(iis.write(read_serving(site, "C:/lanmu", "/zhuanti/")))
    for parent in root.iter():
        assert {child.tag for child in parent} <= IIS_NAMES.get(parent.tag, set()), parent.tag
    redirects = {
        place.get("path"): redirect.get("destination")
        for place in root.iter("location")
        for redirect in place.iter("httpRedirect")
    }
    assert redirects == {
        "old/123": f"/zhuanti/{NEW}",
        "zh-Hant/old/123": f"/zhuanti/zh-Hant/{NEW}",
        f"旧/{ODD}": quote("/zhuanti/旧闻/"),
        "旧/网址.html": quote("/zhuanti/旧闻/"),
    }
    added = {add.get("name"): add.get("value") for add in root.iter("add") if add.get("name")}
    assert added == dict(headers.everywhere("public"))
    assert {error.get("path") for error in root.iter("error")} == {"/zhuanti/404.html", "/zhuanti/zh-Hant/404.html"}
    lasting = [place.get("path") for place in root.iter("location") if place.find(".//clientCache") is not None]
    assert any(str(path).startswith("assets/lanmu.") for path in lasting)


@pytest.mark.parametrize("path", ["a b", "/a/../b/", '/a"/', "/a;/", "//host/"])
def test_a_path_that_would_say_something_else_is_refused(path: str) -> None:
    with pytest.raises(UserError, match="不是路径"):
        checked_path(path)


def test_the_path_is_that_of_the_address_that_the_site_was_built_for(site: Path) -> None:
    serving = read_serving(site, "/srv/www/lanmu")
    assert isinstance(serving, Serving)
    assert (serving.path, serving.folder) == ("/zhuanti/", "/srv/www/lanmu/")


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_installing_a_package_starts_no_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(browser, "POLICY", policy)
    with browser.no_services():
        assert subprocess.run([policy], check=False).returncode == 101
    assert not policy.exists()
    policy.write_text("the machine's own", encoding="utf-8")
    with browser.no_services():
        assert policy.read_text(encoding="utf-8") == "the machine's own"
    assert policy.exists()


def test_the_command_knows_every_server(tmp_path: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "scripts" / "write_server_config.py").read_text(encoding="utf-8")
    assert f"SERVERS = {tuple(WRITERS)!r}".replace("'", '"') in text
    options = Namespace(server="iis", site=str(site), folder="C:/lanmu", path=None, output=None)
    assert write_server_config(tmp_path, options) == 0
    assert (tmp_path / "out/server/web.config").is_file()
    assert "网址 /zhuanti/，转到新网址的稿件 3 篇" in capsys.readouterr().out
