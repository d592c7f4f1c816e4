"""Answers of other hosts are kept as long as they deserve, and a kept file that is bad does no harm."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from lanmu.checks.external.answer import Kind
from support.misbehaving import NOON, QUICK, Behaviour, ask, ask_server, gives, hangs_up, moved, says_nothing, serving


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


def entries_of(file: Path) -> list[str]:
    """The addresses of which something is kept."""
    return list(json.loads(file.read_bytes().partition(b"\n")[2])["entries"])


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
    assert entries_of(file) == [server.url("/a")]
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
    answer, _ = ask_server(gives(200), tmp_path)
    assert answer.kind is Kind.OK
    assert "外部链接的缓存没有存下" in capsys.readouterr().err


STOPPED = """
import sys
from pathlib import Path
from lanmu.diagnostics import console
from lanmu.checks.external.checking import check
from lanmu.checks.external.pacing import ExternalSettings
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
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert entries_of(file) == [server.url("/a")]
