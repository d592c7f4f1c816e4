"""Many hosts are asked side by side, each politely: so many connections, with a pause between."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

from lanmu.checks.external.answer import Kind
from support.misbehaving import QUICK, Gauge, ask, gives, meets, moved, serving, takes


def test_hosts_are_asked_side_by_side(tmp_path: Path) -> None:
    routes = {"/": meets(threading.Barrier(3))}
    with serving(routes, "127.0.0.1") as a, serving(routes, "127.0.0.2") as b, serving(routes, "127.0.0.3") as c:
        patient = QUICK.model_copy(update={"read_timeout": 30, "total_timeout": 30})
        answers = ask([server.url("/") for server in (a, b, c)], tmp_path, patient)
    assert {answer.kind for answer in answers.values()} == {Kind.OK}


def test_each_host_is_asked_by_one_connection_at_a_time(tmp_path: Path) -> None:
    gauge = Gauge()
    routes = {f"/{n}": takes(0.1, gauge) for n in range(4)}
    with serving(routes) as server:
        answers = ask([server.url(path) for path in routes], tmp_path)
    assert {answer.kind for answer in answers.values()} == {Kind.OK}
    assert gauge.most == 1


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
