"""What is never asked: private addresses, passwords, hosts to skip; and nothing goes by a proxy or a second lookup."""

from __future__ import annotations

import ipaddress
import sys
from pathlib import Path

import pytest
from lanmu.checks.external import address
from lanmu.checks.external.address import matches, not_public
from lanmu.checks.external.answer import Hop, Kind
from lanmu.checks.external.pacing import ExternalSettings
from pydantic import ValidationError
from support.misbehaving import QUICK, ask, ask_server, gives, moved, serving


def test_without_leave_no_connection_reaches_a_private_address(tmp_path: Path) -> None:
    with serving({"/": gives(200)}) as server:
        hosts = ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0",
                 "１２７.0.0.1", "127.0.0.1.", "[::]"]  # fmt: skip
        urls = [server.url("/", host) for host in hosts]
        answers = ask(urls, tmp_path, QUICK.model_copy(update={"allow_private": False}))
    assert {url: answer.kind for url, answer in answers.items()} == dict.fromkeys(urls, Kind.REFUSED_TO_ASK)
    assert server.connections == 0
    assert answers[urls[1]].reason.startswith("「localhost」是本机地址（")


def test_a_redirect_cannot_lead_to_a_private_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 counts as public here, since nothing public can be asked in a test."""
    opened = tuple((network, word) for network, word in address.V4 if word != "本机")
    inside = (ipaddress.IPv4Network("127.0.0.1/32"), "本机")
    monkeypatch.setattr(address, "V4", (*opened, inside))
    closed = QUICK.model_copy(update={"allow_private": False})
    with (
        serving({"/b": gives(200)}, "127.0.0.1") as inner,
        serving({"/a": moved(302, inner.url("/b"))}, "127.0.0.2") as outer,
    ):
        answer = ask(outer.url("/a"), tmp_path, closed)[outer.url("/a")]
    assert answer.kind is Kind.REFUSED_TO_ASK
    assert answer.redirects == (Hop(302, inner.url("/b")),)
    assert (outer.connections, inner.connections) == (1, 0)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("127.8.8.8", "本机"), ("0.0.0.0", "本机"), ("10.1.2.3", "内网"), ("172.31.0.1", "内网"), ("192.168.0.1", "内网"),
        ("100.64.0.1", "运营商内部"), ("100.127.255.255", "运营商内部"), ("169.254.169.254", "链路本地"),
        ("224.0.0.1", "组播"), ("240.0.0.1", "保留"), ("255.255.255.255", "保留"), ("198.18.0.1", "保留"),
        ("192.0.2.1", "保留"), ("::1", "本机"), ("::", "本机"), ("fc00::1", "内网"), ("fd12::1", "内网"),
        ("fec0::1", "内网"), ("fe80::1%1", "链路本地"), ("ff02::1", "组播"), ("2001:db8::1", "保留"),
        ("::ffff:10.0.0.1", "内网"), ("::ffff:127.0.0.1", "本机"), ("2002:7f00:1::1", "本机"), ("2002:a00:1::", "内网"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "保留"), ("64:ff9b::192.168.1.1", "内网"), ("64:ff9b:1::1", "保留"),
        ("::127.0.0.1", "保留"), ("4000::1", "保留"),
        ("8.8.8.8", ""), ("100.63.255.255", ""), ("100.128.0.0", ""), ("172.32.0.1", ""), ("2400:3200::1", ""),
        ("::ffff:8.8.8.8", ""), ("64:ff9b::8.8.8.8", ""), ("2002:808:808::1", ""),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, word: str) -> None:
    assert not_public(address) == word


LOOKED_UP: list[str] = []


def listen_to_lookups(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        LOOKED_UP.append(str(arguments[0]))


def test_a_name_is_looked_up_once_and_the_connection_goes_to_the_address_found(tmp_path: Path) -> None:
    sys.addaudithook(listen_to_lookups)
    with serving({"/a": gives(200), "/b": gives(200)}) as server:
        LOOKED_UP.clear()
        urls = [server.url(path, "localhost") for path in ("/a", "/b")]
        answers = ask(urls, tmp_path)
    assert {answer.kind for answer in answers.values()} == {Kind.OK}
    assert [request.headers["Host"] for request in server.requests] == [f"localhost:{server.port}"] * 2
    assert LOOKED_UP.count("localhost") == 1
    assert set(LOOKED_UP) <= {"localhost", "127.0.0.1", "::1"}


def test_an_ipv6_host_is_asked(tmp_path: Path) -> None:
    with serving({"/a": gives(200)}, "::1") as server:
        url = server.url("/a", "[::1]")
        answer = ask(url, tmp_path)[url]
    assert answer.kind is Kind.OK
    assert server.requests[0].headers["Host"] == f"[::1]:{server.port}"


def test_an_address_with_a_password_is_neither_asked_nor_shown(tmp_path: Path) -> None:
    with serving({"/a": gives(200)}) as server:
        url = server.url("/a").replace("//", "//user:secret@")
        answer = ask(url, tmp_path)[url]
    assert (answer.kind, answer.reason) == (Kind.REFUSED_TO_ASK, "网址里带有用户名或口令")
    assert "secret" not in answer.url
    assert server.connections == 0


def test_no_proxy_of_the_environment_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({}) as proxy, serving({"/a": gives(200)}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url("/"))
        assert ask(server.url("/a"), tmp_path)[server.url("/a")].kind is Kind.OK
    assert proxy.connections == 0


@pytest.mark.parametrize(
    ("pattern", "skipped"),
    [("127.0.0.1", True), ("0.0.1", False), ("*.127.0.0.1", False), ("127.0.0.10", False)],
)
def test_hosts_to_skip(pattern: str, skipped: bool, tmp_path: Path) -> None:
    answer, server = ask_server(gives(200), tmp_path, skip_hosts=(pattern,))
    assert answer.kind is (Kind.SKIPPED if skipped else Kind.OK)
    assert server.connections == (0 if skipped else 1)


def test_a_redirect_to_a_host_to_skip_is_not_followed(tmp_path: Path) -> None:
    with serving({}, "127.0.0.2") as other, serving({"/a": moved(301, other.url("/b"))}) as server:
        answer = ask(server.url("/a"), tmp_path, QUICK.model_copy(update={"skip_hosts": ("127.0.0.2",)}))
    assert answer[server.url("/a")].kind is Kind.SKIPPED
    assert other.connections == 0


def test_a_host_to_skip_is_matched_by_whole_labels() -> None:
    assert matches("www.example.org", ["*.example.org"])
    assert matches("xn--fsqu00a.cn", ["例子.cn"])
    assert matches("a.xn--fsqu00a.cn", ["*.例子.cn"])
    assert not matches("wwwexample.org", ["*.example.org"])
    assert not matches("example.org", ["*.example.org"])
    with pytest.raises(ValidationError, match="不是主机名"):
        ExternalSettings(skip_hosts=("https://www.example.org/",))
