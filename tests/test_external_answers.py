"""What is made of an answer from another host, of none, and of a bad one; when it is asked again."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from lanmu.checks.external import address, request
from lanmu.checks.external.answer import Kind
from lanmu.checks.external.asking import seconds_to_wait
from lanmu.checks.external.pacing import Turns
from lanmu.checks.external.request import USER_AGENT
from support.misbehaving import (
    NOON,
    QUICK,
    Behaviour,
    after_interim,
    ask,
    ask_server,
    big_head,
    by_method,
    drips_body,
    drips_head,
    drips_page,
    gives,
    hangs_up,
    in_turn,
    lies_about_length,
    many_fields,
    resets,
    says,
    says_nothing,
    serving,
    talks_nonsense,
)

# Plain answers


def test_a_good_link_is_asked_once_by_head_under_our_name(tmp_path: Path) -> None:
    answer, server = ask_server(gives(200), tmp_path)
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
    answer, _ = ask_server(gives(status), tmp_path)
    assert (answer.kind, answer.status, answer.reason) == (kind, status, f"答复 {words}")


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501, 521])
def test_a_bad_answer_to_head_is_asked_again_by_get(status: int, tmp_path: Path) -> None:
    answer, server = ask_server(by_method(gives(status), gives(200, body=b"text")), tmp_path)
    assert answer.kind is Kind.OK
    assert server.methods("/a") == ["HEAD", "GET"]


@pytest.mark.parametrize("drop", [hangs_up, resets], ids=["close", "reset"])
def test_a_head_that_is_dropped_is_asked_again_by_get(drop: Behaviour, tmp_path: Path) -> None:
    answer, server = ask_server(by_method(drop, gives(200)), tmp_path, retries=0)
    assert answer.kind is Kind.OK
    assert server.methods("/a") == ["HEAD", "GET"]


def test_gone_needs_no_second_request(tmp_path: Path) -> None:
    _, server = ask_server(gives(410), tmp_path)
    assert server.methods("/a") == ["HEAD"]


@pytest.mark.parametrize("statuses", [(100,), (102,), (103,), (103, 100, 103)])
def test_interim_answers_are_passed_over(statuses: tuple[int, ...], tmp_path: Path) -> None:
    assert ask_server(after_interim(gives(200), *statuses), tmp_path)[0].kind is Kind.OK
    answer, _ = ask_server(after_interim(gives(404), *statuses), tmp_path)
    assert (answer.kind, answer.status) == (Kind.BROKEN, 404)


# Good answers about what is gone


@pytest.mark.parametrize(
    "page",
    [
        "<title>页面不存在</title><p>" + "学习" * 200,
        "<title>某网站</title><h1>您访问的网页已被删除</h1>",
        "<title>404</title>",
        "<title>404 Not Found</title>",
        "<title>Page not found · Example</title>",
        "<title>某网站 - 404错误</title>",
        "<title>某网站</title><body><script>var a = 1</script>抱歉，找不到您要的文章",
        "<title>该文章已下架</title>",
        "<title>某网站-无法找到该页</title>",
        "<title>某网站</title><p>抱歉，您访问的页面已过期。",
        "<title>某网站</title><p>参数错误！",
        "<title>頁面不存在</title>",
        "<title>The page you requested cannot be found</title>",
    ],
)
def test_a_page_that_says_it_is_not_there(page: str, tmp_path: Path) -> None:
    answer, server = ask_server(says(page), tmp_path)
    assert (answer.kind, answer.status) == (Kind.SOFT, 200)
    assert answer.reason.startswith("答复正常，网页上却写着「")
    assert server.methods("/a") == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "page",
    [
        "<title>学习实践活动第404期</title><p>正文",
        "<title>GB/T 404-2008</title>",
        "<title>关于文件丢失问题的整改措施</title><p>正文",
        "<title>链接失效怎么办：常见问题</title><p>正文",
        "<title>通知</title><p>" + "正文" * 200 + "页面不存在",
        "<title>通知</title><script>'页面不存在'</script><p>正文",
        "",
    ],
)
def test_a_page_that_only_speaks_of_it(page: str, tmp_path: Path) -> None:
    assert ask_server(says(page), tmp_path)[0].kind is Kind.OK


def test_a_page_in_gbk(tmp_path: Path) -> None:
    body = "<title>页面不存在</title>".encode("gbk")
    for fields in (["Content-Type: text/html; charset=gbk"], ["Content-Type: text/html"]):
        said = body if "gbk" in fields[0] else b"<meta charset=gb2312>" + body
        assert ask_server(gives(200, *fields, body=said), tmp_path)[0].kind is Kind.SOFT


def test_only_the_beginning_of_a_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "BODY_SECONDS", 0.3)
    answer, _ = ask_server(drips_page, tmp_path)
    assert answer.kind is Kind.SOFT


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
    answer, _ = ask_server(behaviour, tmp_path, retries=1)
    assert (answer.kind, answer.status, answer.reason) == (Kind.UNREACHABLE, 0, words)


@pytest.mark.parametrize("behaviour", [drips_body, lies_about_length], ids=["drip", "length"])
def test_a_body_is_never_waited_for(behaviour: Behaviour, tmp_path: Path) -> None:
    answer, server = ask_server(by_method(gives(404), behaviour), tmp_path)
    assert (answer.kind, server.methods("/a")) == (Kind.OK, ["HEAD", "GET"])


def test_a_dripping_server_cannot_hold_a_link_beyond_its_time(tmp_path: Path) -> None:
    answer, server = ask_server(drips_head, tmp_path, read_timeout=3600.0, total_timeout=0.6, retries=5)
    assert answer.kind is Kind.UNREACHABLE
    assert server.methods("/a") == ["HEAD"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited between tries."""
    waits: list[float] = []
    monkeypatch.setattr(Turns, "sleep", lambda _, seconds: waits.append(seconds))
    return waits


def test_a_refused_connection_is_tried_again_and_then_believed_for_the_whole_host(
    tmp_path: Path, waits: list[float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    urls = [f"http://127.0.0.1:{port}/{n}" for n in range(20)]
    answers = ask(urls, tmp_path, QUICK.model_copy(update={"backoff": 0.1}))
    assert {(answer.kind, answer.reason) for answer in answers.values()} == {(Kind.UNREACHABLE, "对方拒绝连接")}
    assert waits == [0.1, 0.2]


def test_the_next_address_of_a_host_is_tried_when_one_takes_no_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No name on loopback has two addresses, so the list is given here; the connections are real."""
    monkeypatch.setattr(address, "lookup", lambda *_: ("127.0.0.9", "127.0.0.1"))
    with serving({"/a": gives(200)}) as server:
        url = server.url("/a", "two.example.org")
        assert ask(url, tmp_path)[url].kind is Kind.OK


def test_a_wait_that_would_take_too_long_is_not_begun(tmp_path: Path, waits: list[float]) -> None:
    answer, server = ask_server(hangs_up, tmp_path, backoff=30.0, total_timeout=1.0)
    assert answer.kind is Kind.UNREACHABLE
    assert server.methods("/a") == ["HEAD", "GET"]
    assert waits == []


def test_a_name_that_does_not_exist_is_unreachable(tmp_path: Path) -> None:
    answer = ask("http://nowhere.invalid/", tmp_path, QUICK.model_copy(update={"retries": 0}))[
        "http://nowhere.invalid/"
    ]
    assert answer.kind is Kind.UNREACHABLE
    assert "nowhere.invalid" in answer.reason


# Further tries


def test_a_passing_fault_is_tried_again(tmp_path: Path) -> None:
    assert ask_server(in_turn([gives(500), gives(200)]), tmp_path)[0].kind is Kind.OK
    assert ask_server(in_turn([gives(503), gives(503), gives(502), gives(200)]), tmp_path)[0].kind is Kind.OK
    assert ask_server(in_turn([hangs_up, hangs_up, hangs_up, gives(200)]), tmp_path)[0].kind is Kind.OK
    answer, server = ask_server(gives(503), tmp_path)
    assert (answer.kind, answer.status) == (Kind.BROKEN, 503)
    assert server.methods("/a") == ["HEAD", "GET", "GET", "GET"]


def test_the_waits_between_tries_double(tmp_path: Path, waits: list[float]) -> None:
    ask_server(gives(429), tmp_path, backoff=0.2)
    assert waits == [0.2, 0.4]


@pytest.mark.parametrize("field", ["Retry-After: 1", "Retry-After: Wed, 05 Nov 2008 12:00:01 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(status: int, field: str, tmp_path: Path) -> None:
    answer, server = ask_server(in_turn([gives(status, field), gives(200)]), tmp_path)
    assert answer.kind is Kind.OK
    least = 1.0 if field.endswith("1") else 0.3
    assert server.times[1] - server.times[0] >= least


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
