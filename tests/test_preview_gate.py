"""What the preview's server answers to whom, over real sockets: nobody but a browser that shows the preview."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from lanmu.preview import server as live
from lanmu.preview.application import Application
from lanmu.preview.bar.findings import Findings
from lanmu.preview.command import free_port
from lanmu.preview.same_origin import HEADERS, SENTENCES, SameOrigin
from lanmu.preview.server import CONNECTIONS, LONGEST_HEAD, PreviewServer
from support.previewing import unused_port

PROTECTION = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port at which a small folder is served."""
    site = tmp_path_factory.mktemp("served") / "site"
    (site / "search").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><body>首页</body>", encoding="utf-8")
    (site / "search" / "d0.js").write_text("lanmuSearch.part(0, '草稿')", encoding="utf-8")
    (site.parent / "secret.js").write_text("秘密", encoding="utf-8")
    (site / "out.js").symlink_to(site.parent / "secret.js")
    listener = free_port(unused_port())
    number = listener.getsockname()[1]
    application = Application(site.parent, Findings(site.parent), lambda _: site)
    application.beside = "/_desk/", lengths
    server = PreviewServer(listener, SameOrigin(application, number))
    server.start()
    yield number
    server.stop()


def lengths(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """In the place of the desk: answers with how many bytes were sent, and how many of them are zero."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(body)} {body.count(0)}".encode()]


def said(port: int, request: bytes) -> bytes:
    """Everything that is answered to some bytes."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(request)
        pieces = []
        try:
            while piece := connection.recv(65536):
                pieces.append(piece)
        except ConnectionResetError:
            # It has answered before it had read everything.
            pass
    return b"".join(pieces)


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body; names of headers are given with `_` for `-`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    sent = {"Host": f"127.0.0.1:{port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in sent.items():
        connection.putheader(name, value.format(port=port))
    connection.endheaders()
    answer = connection.getresponse()
    reply = answer.status, dict(answer.getheaders()), answer.read().decode("utf-8")
    connection.close()
    return reply


def test_pictures_of_pages_that_the_last_build_did_not_know_are_served(tmp_path: Path) -> None:
    """Beside the article, or made lighter for its instant page; nothing else is served from there."""
    site, instant = tmp_path / "site", tmp_path / "pages"
    for place in (site, instant / "assets" / "pictures", tmp_path / "docs" / "news"):
        place.mkdir(parents=True)
    for file in ("docs/news/a.jpg", "docs/news/a.md", "pages/assets/pictures/0-480.avif", "pages/assets/x.js"):
        (tmp_path / file).write_bytes(b"x")
    application = Application(tmp_path, Findings(tmp_path), lambda _: site, instant=instant)
    answers = {
        path: application.answer(path, {})[0][:3]
        for path in ("/news/a.jpg", "/assets/pictures/0-480.avif", "/assets/x.js", "/news/a.md", "/news/b.jpg")
    }
    assert list(answers.values()) == ["200", "200", "404", "404", "404"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:{port}"},
        {"Host": "LOCALHOST:{port}"},
        {"Host": "[::1]:{port}"},
        {"Origin": "http://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
    ],
    ids=str,
)
def test_the_previews_own_pages_get_everything(port: int, headers: dict[str, str]) -> None:
    assert "草稿" in ask(port, "/search/d0.js", **headers)[2]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:{port}"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "localhost.evil.example:{port}"},
        {"Host": "localhost.:{port}"},
        {"Host": "x@localhost:{port}"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "same-origin,cross-site"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
    ],
    ids=str,
)
def test_others_get_a_sentence(port: int, headers: dict[str, str]) -> None:
    status, answered, body = ask(port, "/search/d0.js", **headers)
    assert (status, body) == (403, SENTENCES[http.HTTPStatus.FORBIDDEN])
    assert answered.items() >= PROTECTION.items()


@pytest.mark.parametrize(
    ("destination", "status"), [("document", 200), ("iframe", 403), ("object", 403), ("embed", 403), ("empty", 403)]
)
def test_a_link_elsewhere_may_lead_to_the_home_page_but_not_embed_it(port: int, destination: str, status: int) -> None:
    asked = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": destination}
    assert ask(port, "/", **asked)[0] == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get"])
def test_nothing_can_be_written(port: int, method: str) -> None:
    status, headers, _ = ask(port, "/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_a_head_has_no_body(port: int) -> None:
    answer = said(port, b"HEAD /search/d0.js HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
    assert answer.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"\r\nContent-Length: " in answer
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("path", ["/", "/search/d0.js", "/search", "/nowhere", "/livereload/0/1", "/livereload/0/1.js"])
def test_every_answer_is_protected(port: int, path: str) -> None:
    _, headers, body = ask(port, path)
    assert headers.items() >= HEADERS.items() >= PROTECTION.items()
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
    assert "<script>" not in body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/C:/x", 400),
        ("/..%5C..%5Cdocs%5Cx.md", 400),
        ("/%5C%5Chost%5Cshare%5Cx", 400),
        ("/%2e%2e/secret.js", 400),
        ("/%252e%252e/secret.js", 400),
        ("/..%2fsecret.js", 400),
        ("/%c0%ae%c0%ae/secret.js", 400),
        ("/search/%00", 400),
        ("/aux.html", 400),
        (f"/{'a' * 8000}", 400),
        ("http://127.0.0.1/search/d0.js", 400),
        ("*", 400),
        ("/out.js", 404),
        ("//search/d0.js", 200),
    ],
    ids=ascii,
)
def test_no_address_leads_out_of_the_site(port: int, path: str, status: int) -> None:
    status_code, _, body = ask(port, path)
    assert status_code == status
    assert "秘密" not in body


HOST = b"Host: 127.0.0.1:%d\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /search/d0.js\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        b"GET /search/d0.js HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\nHost: evil.example\r\n folded\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\nHost : 127.0.0.1:%d\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\nnonsense\r\n" + HOST + b"\r\n",
        b"GET /search/d0.js HTTP/9.9\r\n" + HOST + b"\r\n",
        b"GET /search/d0.js X HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET /search/d0.js HTTP/1.1\r\n" + HOST + b"X: " + b"a" * LONGEST_HEAD + b"\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /search/d0.js HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 101 + b"\r\n",
    ],
    ids=lambda request_: ascii(request_[:60]),
)
def test_what_is_no_request_gets_no_page(port: int, request_: bytes) -> None:
    answer = said(port, request_.replace(b"%d", str(port).encode()))
    assert "草稿".encode() not in answer
    assert b"nonsense" not in answer
    for part in filter(None, [answer]):
        assert part.startswith((b"HTTP/1.0 400 ", b"HTTP/1.0 403 "))
        assert b"\r\nCross-Origin-Resource-Policy: same-origin\r\n" in part


def test_one_answer_comes_for_requests_in_a_row(port: int) -> None:
    """A second request after the first is a body that nobody reads."""
    request = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" % port
    )
    assert said(port, request * 2).count(b"HTTP/1.0 200 OK") == 1


def test_slow_and_many_connections_end(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SECONDS_TO_ASK", 2.0)
    held = []
    try:
        for _ in range(CONNECTIONS + 10):
            held.append(socket.create_connection(("127.0.0.1", port), 5))
        assert "同时打开的网页太多".encode() in held[-1].recv(65536)
        end = time.monotonic() + 20
        while ask(port, "/")[0] != 200:
            assert time.monotonic() < end
            # What is sent in drops gives no more time.
            for connection in held[:CONNECTIONS]:
                with suppress(OSError):
                    connection.sendall(b"a")
            time.sleep(0.05)
    finally:
        for connection in held:
            connection.close()


def test_ten_pages_wait_for_news_while_others_are_answered(port: int) -> None:
    later = 10**12
    held = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(10)]
    for number, connection in enumerate(held):
        asked = f"GET /livereload/{later}/{number} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        connection.sendall(asked.encode())
    assert ask(port, "/")[0] == 200
    for connection in held:
        connection.setblocking(False)
        with pytest.raises(BlockingIOError):
            connection.recv(1)
        connection.close()


@pytest.mark.parametrize(
    ("path", "origin", "status"),
    [
        ("/_desk/x", "http://127.0.0.1:{port}", 200),
        ("/_desk/x", "", 403),
        ("/_desk/x", "null", 403),
        ("/_desk/x", "http://evil.example", 403),
        ("/_desk/x", "http://127.0.0.1:1", 403),
        ("/", "http://127.0.0.1:{port}", 405),
        ("/_desk", "http://127.0.0.1:{port}", 405),
        ("/%5Fdesk/x", "http://127.0.0.1:{port}", 200),
        ("/_desk/../x", "http://127.0.0.1:{port}", 400),
    ],
)
def test_only_the_desk_is_written_to_and_only_from_its_own_pages(
    port: int, path: str, origin: str, status: int
) -> None:
    headers = {"Origin": origin} if origin else {}
    assert ask(port, path, "POST", Content_Length="0", **headers)[0] == status


@pytest.mark.parametrize("size", [0, 1, 20_000, 3_000_000])
def test_what_is_sent_arrives_whole(port: int, size: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/_desk/x", b"\0" * size, {"Origin": f"http://127.0.0.1:{port}"})
    assert connection.getresponse().read() == f"{size} {size}".encode()
    connection.close()
