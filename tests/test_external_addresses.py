"""How an address is written when it is asked, which are broken without being asked, and that none is asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from lanmu.checks.external.address import parse, shown
from lanmu.checks.external.answer import Kind, LinkError
from support.misbehaving import ask, gives, serving


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
        ("http://www.example.org/a/./b/../c/%2E%2e/d", "http://www.example.org/a/d"),
        ("http://www.example.org/../..", "http://www.example.org/"),
        ("http://www.example.org/a/b/..", "http://www.example.org/a/"),
        ("http:\\\\www.example.org\\a?b=\\", "http://www.example.org/a?b=%5C"),
        ("http://www.exa\tmple.org/a\nb", "http://www.example.org/ab"),
        ("\x00http://www.example.org/ ", "http://www.example.org/"),
        ("http://www.ex%61mple.org/", "http://www.example.org/"),
        ("http://ＷＷＷ。example.org/", "http://www.example.org/"),
        ("http://www.example.org/a'b?c='d'", "http://www.example.org/a'b?c=%27d%27"),
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
            server.url("/b/../a"),
            server.url("/./%2e/a"),
        ]
        answers = ask(urls, tmp_path)
    assert list(answers) == urls
    assert len(server.requests) == 1
