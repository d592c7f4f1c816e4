"""Many hosts are asked side by side, each politely: so many connections, with a pause between."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from lanmu.checks.external.answer import Kind
from support.asking import QUICK, ask
from support.misbehaving import Gauge, gives, moved, serving, takes


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
