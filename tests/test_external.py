"""Links to other hosts are asked politely, safely, and with answers that are true."""

from __future__ import annotations

import ipaddress
import itertools
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.checks.external import addresses
from lanmu.checks.external.addresses import not_public
from lanmu.checks.external.answer import Answer, Hop, Kind, LinkError
from lanmu.checks.external.asking import seconds_to_wait
from lanmu.checks.external.checking import check
from lanmu.checks.external.request import USER_AGENT
from lanmu.checks.external.settings import ExternalSettings
from lanmu.checks.external.target import matches, parse, shown
from misbehaving import (
    Behaviour,
    Gauge,
    Server,
    big_head,
    by_method,
    drips_body,
    drips_head,
    gives,
    hangs_up,
    in_turn,
    lies_about_length,
    many_fields,
    moved,
    resets,
    says_nothing,
    serving,
    takes,
    talks_nonsense,
)
from pydantic import ValidationError

QUICK = ExternalSettings(
    connect_timeout=1, read_timeout=0.4, total_timeout=3, pause=0, retries=2, backoff=0.01, longest_wait=2,
    allow_private=True,
)  # fmt: skip
NOON = datetime(2008, 11, 5, 12, 0, 0, 700_000, UTC)


def ask(
    urls: str | list[str], tmp_path: Path, settings: ExternalSettings = QUICK, now: datetime = NOON
) -> dict[str, Answer]:
    return check([urls] if isinstance(urls, str) else urls, settings, tmp_path / "cache" / "links.json", lambda: now)


def one(behaviour: Behaviour, tmp_path: Path, **changes: object) -> tuple[Answer, Server]:
    """The answer for a server that behaves like this, and the server."""
    with serving({"/a": behaviour}) as server:
        settings = QUICK.model_copy(update=changes)
        return ask(server.url("/a"), tmp_path, settings)[server.url("/a")], server


# Plain answers


def test_a_good_link_is_asked_once_by_head_under_our_name(tmp_path: Path) -> None:
    answer, server = one(gives(200), tmp_path)
    assert (answer.kind, answer.status, answer.redirects, answer.reason) == (Kind.OK, 200, (), "")
    [request] = server.requests
    assert request.method == "HEAD"
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"
    assert request.headers["User-Agent"] == USER_AGENT
    assert request.headers["Accept"] == "*/*"


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, Kind.BROKEN, "404（没有这个网页）"),
        (410, Kind.BROKEN, "410（网页已经撤下）"),
        (500, Kind.BROKEN, "500（对方网站内部出错）"),
        (418, Kind.BROKEN, "418"),
        (401, Kind.BLOCKED, "401（要先登录）"),
        (403, Kind.BLOCKED, "403（拒绝访问）"),
        (405, Kind.BLOCKED, "405（不许这样访问）"),
        (412, Kind.BLOCKED, "412（只让浏览器打开）"),
        (429, Kind.BLOCKED, "429（访问太频繁）"),
        (999, Kind.BLOCKED, "999"),
        (304, Kind.BLOCKED, "304"),
    ],
)
def test_a_status_says_what_to_make_of_it(status: int, kind: Kind, words: str, tmp_path: Path) -> None:
    answer, _ = one(gives(status), tmp_path)
    assert (answer.kind, answer.status, answer.reason) == (kind, status, f"答复 {words}")


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501, 521])
def test_a_bad_answer_to_head_is_asked_again_by_get(status: int, tmp_path: Path) -> None:
    answer, server = one(by_method(gives(status), gives(200, body=b"text")), tmp_path)
    assert answer.kind is Kind.OK
    assert server.methods("/a") == ["HEAD", "GET"]


@pytest.mark.parametrize("drop", [hangs_up, resets], ids=["close", "reset"])
def test_a_head_that_is_dropped_is_asked_again_by_get(drop: Behaviour, tmp_path: Path) -> None:
    answer, server = one(by_method(drop, gives(200)), tmp_path, retries=0)
    assert answer.kind is Kind.OK
    assert server.methods("/a") == ["HEAD", "GET"]


def test_gone_needs_no_second_request(tmp_path: Path) -> None:
    _, server = one(gives(410), tmp_path)
    assert server.methods("/a") == ["HEAD"]


# Servers that misbehave


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (hangs_up, "对方没有答复就断开了连接"),
        (resets, "对方没有答复就断开了连接"),
        (says_nothing, "连上了，但等不到完整的答复（超时）"),
        (drips_head, "连上了，但等不到完整的答复（超时）"),
        (big_head, "答复的头部大得不正常"),
        (many_fields, "答复的头部大得不正常"),
        (talks_nonsense, "答复不是正常的网页（HTTP）内容（BadStatusLine）"),
    ],
)
def test_no_proper_answer_is_unreachable_and_says_why(behaviour: Behaviour, words: str, tmp_path: Path) -> None:
    start = time.monotonic()
    answer, _ = one(behaviour, tmp_path, retries=1)
    assert (answer.kind, answer.status, answer.reason) == (Kind.UNREACHABLE, 0, words)
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("behaviour", [drips_body, lies_about_length], ids=["drip", "length"])
def test_a_body_is_never_waited_for(behaviour: Behaviour, tmp_path: Path) -> None:
    start = time.monotonic()
    answer, server = one(by_method(gives(404), behaviour), tmp_path)
    assert (answer.kind, server.methods("/a")) == (Kind.OK, ["HEAD", "GET"])
    assert time.monotonic() - start < 2


def test_a_dripping_server_cannot_hold_a_link_beyond_its_time(tmp_path: Path) -> None:
    start = time.monotonic()
    answer, _ = one(drips_head, tmp_path, read_timeout=30.0, total_timeout=0.6, retries=5)
    assert answer.kind is Kind.UNREACHABLE
    assert 0.5 < time.monotonic() - start < 3


def test_a_refused_connection_is_tried_again_and_then_believed_for_the_whole_host(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    urls = [f"http://127.0.0.1:{port}/{n}" for n in range(20)]
    start = time.monotonic()
    answers = ask(urls, tmp_path, QUICK.model_copy(update={"backoff": 0.1}))
    assert {(answer.kind, answer.reason) for answer in answers.values()} == {(Kind.UNREACHABLE, "对方拒绝连接")}
    assert 0.3 <= time.monotonic() - start < 3  # 0.1 + 0.2 s for the first link, nothing for the others


def test_the_next_address_of_a_host_is_tried_when_one_takes_no_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No name on loopback has two addresses, so the list is given here; the connections are real."""
    monkeypatch.setattr(addresses, "lookup", lambda *_: ("127.0.0.9", "127.0.0.1"))
    with serving({"/a": gives(200)}) as server:
        url = server.url("/a", "two.example.org")
        assert ask(url, tmp_path)[url].kind is Kind.OK


def test_a_wait_that_would_take_too_long_is_not_begun(tmp_path: Path) -> None:
    start = time.monotonic()
    answer, server = one(hangs_up, tmp_path, backoff=30.0, total_timeout=1.0)
    assert answer.kind is Kind.UNREACHABLE
    assert server.methods("/a") == ["HEAD", "GET"]
    assert time.monotonic() - start < 5


def test_a_name_that_does_not_exist_is_unreachable(tmp_path: Path) -> None:
    answer = ask("http://nowhere.invalid/", tmp_path, QUICK.model_copy(update={"retries": 0}))[
        "http://nowhere.invalid/"
    ]
    assert answer.kind is Kind.UNREACHABLE
    assert "nowhere.invalid" in answer.reason


# Further tries


def test_a_passing_fault_is_tried_again(tmp_path: Path) -> None:
    assert one(in_turn([gives(500), gives(200)]), tmp_path)[0].kind is Kind.OK
    assert one(in_turn([gives(503), gives(503), gives(502), gives(200)]), tmp_path)[0].kind is Kind.OK
    assert one(in_turn([hangs_up, hangs_up, hangs_up, gives(200)]), tmp_path)[0].kind is Kind.OK
    answer, server = one(gives(503), tmp_path)
    assert (answer.kind, answer.status) == (Kind.BROKEN, 503)
    assert server.methods("/a") == ["HEAD", "GET", "GET", "GET"]


def test_the_waits_between_tries_double(tmp_path: Path) -> None:
    _, server = one(gives(429), tmp_path, backoff=0.2)
    first, second = (later - earlier for earlier, later in itertools.pairwise(server.times))
    assert first >= 0.2
    assert second >= 0.4


@pytest.mark.parametrize("field", ["Retry-After: 1", "Retry-After: Wed, 05 Nov 2008 12:00:01 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(status: int, field: str, tmp_path: Path) -> None:
    answer, server = one(in_turn([gives(status, field), gives(200)]), tmp_path)
    assert answer.kind is Kind.OK
    least = 1.0 if field.endswith("1") else 0.3
    assert least <= server.times[1] - server.times[0] < least + 1


def test_retry_after_beyond_the_limit_leaves_the_whole_host_alone(tmp_path: Path) -> None:
    with serving({"/a": gives(503, "Retry-After: 3600"), "/b": gives(200)}) as server:
        answers = ask([server.url("/a"), server.url("/b")], tmp_path)
    assert [answer.kind for answer in answers.values()] == [Kind.BLOCKED, Kind.BLOCKED]
    assert answers[server.url("/a")].reason == "答复 503（暂时不能服务），要求过 3600 秒再来"
    assert answers[server.url("/b")].reason == "对方要求过 3600 秒再来"
    assert [request.path for request in server.requests] == ["/a"]


@pytest.mark.parametrize(
    ("field", "seconds"),
    [("120", 120), ("Wed, 05 Nov 2008 12:01:00 GMT", 59.3), ("Wed, 05 Nov 2008 12:01:00 -0000", 59.3), ("Wed, 05 Nov 2008 11:00:00 GMT", 0), ("soon", None),
     ("", None), ("-5", None), ("9" * 400, 999_999_999), ("²", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(field: str, seconds: float | None) -> None:
    assert seconds_to_wait(field, NOON) == (pytest.approx(seconds) if seconds is not None else None)


# Redirects


@pytest.mark.parametrize(("status", "new"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_only_a_permanent_redirect_gives_a_new_address(status: int, new: bool, tmp_path: Path) -> None:
    with serving({"/a": moved(status, "b#part"), "/b": gives(200)}) as server:
        answer = ask(server.url("/a"), tmp_path)[server.url("/a")]
    assert (answer.kind, answer.status, answer.url) == (Kind.REDIRECTED, 200, server.url("/b"))
    assert answer.redirects == (Hop(status, server.url("/b")),)
    assert answer.moved_to == (server.url("/b") if new else "")


def test_what_lies_behind_a_temporary_redirect_is_no_new_address(tmp_path: Path) -> None:
    routes = {"/a": moved(301, "/b"), "/b": moved(302, "/c"), "/c": moved(301, "/d"), "/d": gives(200)}
    with serving(routes) as server:
        answer = ask(server.url("/a"), tmp_path)[server.url("/a")]
    assert (answer.url, answer.moved_to) == (server.url("/d"), server.url("/b"))


def test_a_loop_is_found(tmp_path: Path) -> None:
    with serving({"/a": moved(302, "/b"), "/b": moved(302, "/a")}) as server:
        answer = ask(server.url("/a"), tmp_path)[server.url("/a")]
    assert (answer.kind, answer.reason) == (Kind.BROKEN, f"转来转去又回到「{server.url('/a')}」")
    assert len(server.requests) == 2


def test_a_loop_that_wants_a_cookie_is_for_a_browser(tmp_path: Path) -> None:
    answer, _ = one(moved(302, "/a", "Set-Cookie: seen=1"), tmp_path)
    assert answer.kind is Kind.BLOCKED


@pytest.mark.parametrize(("length", "kind"), [(10, Kind.REDIRECTED), (12, Kind.BROKEN)])
def test_ten_redirects_are_followed_and_no_more(length: int, kind: Kind, tmp_path: Path) -> None:
    routes = {f"/{n}": moved(302, f"/{n + 1}") for n in range(length)} | {f"/{length}": gives(200)}
    with serving(routes) as server:
        answer = ask(server.url("/0"), tmp_path)[server.url("/0")]
    assert answer.kind is kind
    assert len(server.requests) == 11


@pytest.mark.parametrize(
    ("place", "kind", "words"),
    [
        ("javascript:alert(1)", Kind.BROKEN, "被转到别处，不是网页地址：「javascript:alert(1)」"),
        ("ftp://www.example.org/a", Kind.BROKEN, "被转到别处，不是网页地址：「ftp://www.example.org/a」"),
        ("http://user:secret@www.example.org/", Kind.REFUSED_TO_ASK, "被转到别处，网址里带有用户名或口令"),
        ("http://[::1/", Kind.BROKEN, "被转到别处，网址写得不对：「http://[::1/」"),
        ("x:\x1b[31m", Kind.BROKEN, "被转到别处，不是网页地址：「x:\ufffd[31m」"),
        ("", Kind.BROKEN, "答复 301（已搬走），却没有说搬到哪里"),
    ],
)
def test_a_redirect_to_what_is_no_web_page(place: str, kind: Kind, words: str, tmp_path: Path) -> None:
    answer, _ = one(moved(301, place), tmp_path)
    assert (answer.kind, answer.status, answer.reason) == (kind, 301, words)


@pytest.mark.parametrize("name", ["/学习", "/%E5%AD%A6%E4%B9%A0"])
def test_a_chinese_address_in_a_redirect_is_encoded_once(name: str, tmp_path: Path) -> None:
    with serving({"/a": moved(302, name), "/%E5%AD%A6%E4%B9%A0": gives(200)}) as server:
        assert ask(server.url("/a"), tmp_path)[server.url("/a")].kind is Kind.REDIRECTED


def test_a_redirect_in_gbk_keeps_its_bytes(tmp_path: Path) -> None:
    def gbk(connection: socket.socket, request: object) -> None:
        connection.sendall("HTTP/1.1 302 X\r\nLocation: /学习?a=%20\r\n\r\n".encode("gbk"))

    with serving({"/a": gbk, "/%D1%A7%CF%B0?a=%20": gives(200)}) as server:
        assert ask(server.url("/a"), tmp_path)[server.url("/a")].kind is Kind.REDIRECTED


# What is never asked


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
    opened = tuple((network, word) for network, word in addresses.V4 if word != "本机")
    inside = (ipaddress.IPv4Network("127.0.0.1/32"), "本机")
    monkeypatch.setattr(addresses, "V4", (*opened, inside))
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
    answer, server = one(gives(200), tmp_path, skip_hosts=(pattern,))
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


# Addresses


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://WWW.Example.ORG", "http://www.example.org/"),
        ("https://www.example.org:443/a#b", "https://www.example.org/a"),
        ("http://www.example.org:8080?x=1", "http://www.example.org:8080/?x=1"),
        ("https://例子.中国/学习 材料?题=一#节", "https://xn--fsqu00a.xn--fiqs8s/%E5%AD%A6%E4%B9%A0%20%E6%9D%90%E6%96%99?%E9%A2%98=%E4%B8%80"),
        ("http://www.example.org/%E5%AD%a6?a=%20&b=100%", "http://www.example.org/%E5%AD%a6?a=%20&b=100%25"),
        ("http://www.example.org/a(1),b;c=d?e=f+g&h[]=1", "http://www.example.org/a(1),b;c=d?e=f+g&h%5B%5D=1"),
        ("http://2130706433:8/", "http://127.0.0.1:8/"),
        ("http://[2400:3200:0::1]:8/", "http://[2400:3200::1]:8/"),
        (" http://www.example.org./ ", "http://www.example.org/"),
        ("//www.example.org/a", "https://www.example.org/a"),
    ],
)  # fmt: skip
def test_how_an_address_is_asked(url: str, asked: str) -> None:
    assert parse(url).url == asked


@pytest.mark.parametrize(
    "url",
    ["http://", "http:///a", "http://a b/", "http://[::1/", "http://a:99999/", "http://a:x/", "http://a..b/", "http://.",
     "http://1.2.3.4.5/", "http://0x/g.0xg1", "http://\ud800/", "http://a/\ud800", "mailto:a@example.org", "///a", "a/b", "",
     f"http://{'a' * 64}.org/", "http://-a.org/", "http://a%2fb/"],
)  # fmt: skip
def test_a_badly_written_address_is_broken_without_being_asked(url: str, tmp_path: Path) -> None:
    with pytest.raises(LinkError):
        parse(url)
    assert ask(url, tmp_path)[url].kind is Kind.BROKEN


def test_a_password_is_not_shown() -> None:
    assert shown("http://user:se@cret@www.example.org/a@b") == "http://***@www.example.org/a@b"


def test_the_same_address_is_asked_once(tmp_path: Path) -> None:
    with serving({"/a": gives(200)}) as server:
        urls = [
            server.url("/a"),
            server.url("/a#one"),
            server.url("/a#two"),
            server.url("/a").upper().replace("/A", "/a"),
        ]
        answers = ask(urls, tmp_path)
    assert list(answers) == urls
    assert len(server.requests) == 1


# Many hosts


def test_hosts_are_asked_side_by_side_and_each_by_one_connection_at_a_time(tmp_path: Path) -> None:
    gauges = [Gauge() for _ in range(3)]
    routes = [{f"/{n}": takes(0.15, gauge) for n in range(4)} for gauge in gauges]
    with (
        serving(routes[0], "127.0.0.1") as one_host, serving(routes[1], "127.0.0.2") as two, serving(routes[2], "127.0.0.3") as three,
    ):  # fmt: skip
        servers = (one_host, two, three)
        start = time.monotonic()
        answers = ask([server.url(path) for path in routes[0] for server in servers], tmp_path)
        spent = time.monotonic() - start
    assert {answer.kind for answer in answers.values()} == {Kind.OK}
    assert [gauge.most for gauge in gauges] == [1, 1, 1]
    assert spent < 1.5  # one after the other: 12 x 0.15 = 1.8 s


def test_redirects_to_one_host_wait_for_their_turn_too(tmp_path: Path) -> None:
    gauge = Gauge()
    with (
        serving({f"/{n}": takes(0.1, gauge) for n in range(3)}, "127.0.0.9") as goal,
        serving({"/": moved(302, goal.url("/0"))}, "127.0.0.1") as a,
        serving({"/": moved(302, goal.url("/1"))}, "127.0.0.2") as b,
        serving({"/": moved(302, goal.url("/2"))}, "127.0.0.3") as c,
    ):
        answers = ask([server.url("/") for server in (a, b, c)], tmp_path)
    assert {answer.kind for answer in answers.values()} == {Kind.REDIRECTED}
    assert gauge.most == 1


def test_as_many_connections_to_a_host_as_are_set(tmp_path: Path) -> None:
    gauge = Gauge()
    routes = {f"/{n}": takes(0.15, gauge) for n in range(6)}
    with serving(routes) as server:
        ask([server.url(path) for path in routes], tmp_path, QUICK.model_copy(update={"per_host": 3}))
    assert gauge.most == 3


def test_no_more_requests_at_once_than_are_set(tmp_path: Path) -> None:
    gauge = Gauge()
    routes = {"/": takes(0.1, gauge)}
    with serving(routes, "127.0.0.1") as a, serving(routes, "127.0.0.2") as b, serving(routes, "127.0.0.3") as c:
        ask([server.url("/") for server in (a, b, c)], tmp_path, QUICK.model_copy(update={"at_once": 2}))
    assert gauge.most == 2


def test_between_two_requests_to_a_host_is_a_pause(tmp_path: Path) -> None:
    routes = {f"/{n}": gives(404) for n in range(3)}
    with serving(routes) as server:
        ask([server.url(path) for path in routes], tmp_path, QUICK.model_copy(update={"pause": 0.1}))
    gaps = [later - earlier for earlier, later in itertools.pairwise(server.times)]
    assert len(gaps) == 5
    assert min(gaps) >= 0.1


# Encryption


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


# The cache


@pytest.mark.parametrize(
    ("behaviour", "days"),
    [
        (gives(200), 7),
        (moved(301, "/elsewhere"), 1),
        (gives(404), 1),
        (gives(403), 1),
        (gives(500), 0),
        (gives(429), 0),
        (hangs_up, 0),
    ],
)
def test_an_answer_is_kept_as_long_as_it_deserves(behaviour: Behaviour, days: int, tmp_path: Path) -> None:
    with serving({"/a": behaviour}) as server:
        url = server.url("/a")
        quick = QUICK.model_copy(update={"retries": 0})
        first = ask(url, tmp_path, quick)
        asked = len(server.requests)
        within = timedelta(days=max(days, 1)) - timedelta(seconds=1)
        assert ask(url, tmp_path, quick, NOON + within) == first
        assert (len(server.requests) == asked) == bool(days)
        asked = len(server.requests)
        ask(url, tmp_path, quick, NOON + within + timedelta(days=max(days, 1), seconds=2))
        assert len(server.requests) > asked


def test_a_kept_answer_is_the_whole_answer(tmp_path: Path) -> None:
    with serving({"/a": moved(301, "/b"), "/b": gives(200)}) as server:
        first = ask(server.url("/a"), tmp_path)
    assert ask(server.url("/a"), tmp_path) == first
    assert first[server.url("/a")].moved_to == server.url("/b")


def test_an_answer_from_the_future_is_not_believed(tmp_path: Path) -> None:
    with serving({"/a": gives(200)}) as server:
        ask(server.url("/a"), tmp_path, now=NOON + timedelta(days=1))
        ask(server.url("/a"), tmp_path)
    assert len(server.requests) == 2


def test_what_was_learned_inside_the_network_does_not_count_outside(tmp_path: Path) -> None:
    with serving({"/a": gives(200)}) as server:
        assert ask(server.url("/a"), tmp_path)[server.url("/a")].kind is Kind.OK
        closed = QUICK.model_copy(update={"allow_private": False})
        assert ask(server.url("/a"), tmp_path, closed)[server.url("/a")].kind is Kind.REFUSED_TO_ASK


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 9}', '{"version":1,"allow_private":true,"entries":{"a":1}}']
)
def test_a_damaged_cache_is_said_once_and_begun_anew(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cache" / "links.json"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with serving({"/a": gives(200)}) as server:
        ask(server.url("/a"), tmp_path)
    assert capsys.readouterr().err.count("已损坏") == 1
    assert list(json.loads(file.read_text(encoding="utf-8"))["entries"]) == [server.url("/a")]
    assert [path.name for path in file.parent.iterdir()] == ["links.json"]


def test_runs_at_the_same_time_keep_each_others_answers(tmp_path: Path) -> None:
    with serving({"/a": gives(200), "/b": gives(200)}) as server:
        inner = server.url("/b")

        def runs_again(connection: socket.socket, request: object) -> None:
            ask(inner, tmp_path)
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        server.routes["/a"] = runs_again
        ask(server.url("/a"), tmp_path, QUICK.model_copy(update={"read_timeout": 2}))
        asked = len(server.requests)
        ask([server.url("/a"), inner], tmp_path)
        assert len(server.requests) == asked == 2


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cache").write_text("a file, not a folder", encoding="utf-8")
    answer, _ = one(gives(200), tmp_path)
    assert answer.kind is Kind.OK
    assert "外部链接的缓存没有存下" in capsys.readouterr().err


STOPPED = """
import sys
from pathlib import Path
from lanmu import console
from lanmu.checks.external.checking import check
from lanmu.checks.external.settings import ExternalSettings
settings = ExternalSettings(allow_private=True, pause=0)
sys.exit(console.run(lambda: len(check(sys.argv[2:], settings, Path(sys.argv[1])))))
"""


@pytest.mark.skipif(os.name == "nt", reason="用 POSIX 信号模拟 Ctrl-C")
def test_ctrl_c_stops_at_once_and_keeps_what_was_learned(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    with serving({"/a": gives(200), "/b": says_nothing}) as server:
        command = [sys.executable, "-c", STOPPED, str(file), server.url("/a"), server.url("/b")]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
            deadline = time.monotonic() + 10
            while len(server.requests) < 2 and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(0.3)
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
    assert time.monotonic() - start < 2
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert list(json.loads(file.read_text(encoding="utf-8"))["entries"]) == [server.url("/a")]
