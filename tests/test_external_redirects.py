"""Redirects of other hosts: followed so far, no farther, and what they say about the new address."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from lanmu.checks.external.answer import Hop, Kind
from support.misbehaving import ask, ask_server, gives, moved, says, serving


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
    answer, _ = ask_server(moved(302, "/a", "Set-Cookie: seen=1"), tmp_path)
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
    answer, _ = ask_server(moved(301, place), tmp_path)
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


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/", Kind.SOFT),
        ("/index.html", Kind.SOFT),
        ("/?from=old", Kind.REDIRECTED),
        ("/news/b.html", Kind.REDIRECTED),
    ],
)
def test_a_deep_link_that_ends_at_the_home_page_is_for_a_look(place: str, kind: Kind, tmp_path: Path) -> None:
    with serving({"/news/a.html": moved(301, place), place: gives(200)}) as server:
        answer = ask(server.url("/news/a.html"), tmp_path)[server.url("/news/a.html")]
    assert answer.kind is kind
    assert ("首页" in answer.reason) is (kind is Kind.SOFT)


def test_home_pages_may_lead_to_each_other(tmp_path: Path) -> None:
    routes = {"/": moved(302, "/index.html"), "/index.html": gives(200), "/zh-cn/": moved(302, "/")}
    with serving(routes) as server:
        answers = ask([server.url("/"), server.url("/zh-cn/")], tmp_path)
    assert {answer.kind for answer in answers.values()} == {Kind.REDIRECTED}


def test_a_page_that_sends_on_to_the_home_page_itself(tmp_path: Path) -> None:
    gone = says('<meta http-equiv="Refresh" content="0; URL=\'../\'">请稍候')
    with serving({"/news/a.html": gone, "/b/": says('<meta http-equiv="refresh" content="0;url=c">请稍候')}) as server:
        answers = ask([server.url("/news/a.html"), server.url("/b/")], tmp_path)
    assert [answer.kind for answer in answers.values()] == [Kind.SOFT, Kind.OK]
