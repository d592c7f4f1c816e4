"""What all pages of the desk share: who may write, what is served, faults as sentences, long work in processes of its own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lanmu.desk.jobs import Condition, Job, Jobs
from lanmu.diagnostics.console import say
from lanmu.diagnostics.errors import UserError
from support.desk import TOKEN, Asked, desk_of


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return desk_of(tmp_path_factory.mktemp("desk") / "project")


@pytest.mark.parametrize("given", [{}, {"token": ""}, {"token": "x"}, {"token": TOKEN[:-1]}, {"token": "口令"}])
def test_without_the_token_nothing_is_written(desk: Asked, given: dict[str, str]) -> None:
    answer = desk.client.post("/_desk/name", data={"name": "某人"} | given)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert "请刷新这一页" in answer.text


def test_the_forms_of_a_page_send_the_token(desk: Asked) -> None:
    page = desk.get("").text
    assert page.count(f'name="token" value="{TOKEN}"') >= 1
    assert f'name="desk-token" content="{TOKEN}"' in page


def test_a_name_is_remembered_and_leads_back_into_the_desk_only(desk: Asked) -> None:
    assert desk.post("name", name="张三", back="/_desk/publishing/").headers["Location"] == "/_desk/publishing/"
    assert "张三" in desk.get("").text
    assert desk.post("name", name="张三", back="https://example.org/").headers["Location"] == "/_desk/"


def test_no_page_of_the_desk_is_shown_in_a_frame_or_runs_what_stands_in_it(desk: Asked) -> None:
    headers = desk.get("").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "script-src 'self';" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["static/context.py", "static/../project.py", "static/%2e%2e/x", "static/common/layout.html", "no/such"]
)
def test_what_is_no_page_is_a_sentence(desk: Asked, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 404
    assert "编辑台没有这一页" in answer.text


def test_style_and_colours_are_served(desk: Asked) -> None:
    assert "--brand:" in desk.get("colours.css").text
    assert desk.get("static/common/desk.js").headers["Content-Type"].startswith("text/javascript")


def test_what_is_too_large_is_not_taken(desk: Asked) -> None:
    answer = desk.post("name", name="字" * 3_000_000)
    assert answer.status_code == 413
    assert "太大" in answer.text


def ended(job: Job) -> Job:
    while job.is_running:
        time.sleep(0.02)
    return job


def work(kind: str) -> str:
    """Is done in another process."""
    say("第一步")
    if kind == "refused":
        raise UserError("写不了。")
    if kind == "crash":
        raise ZeroDivisionError
    if kind == "long":
        time.sleep(600)
    return "结果"


def test_a_job_ends_with_its_result_its_sentence_or_at_once_when_it_is_stopped() -> None:
    jobs = Jobs()
    started = {kind: jobs.start(kind, kind, "/_desk/", work, kind) for kind in ("fine", "refused", "crash", "long")}
    assert jobs.start("long", "", "", work, "fine") is started["long"]
    assert (ended(started["fine"]).result, started["fine"].lines) == ("结果", ["第一步"])
    assert (ended(started["refused"]).condition, started["refused"].problem) == (Condition.FAILED, "写不了。")
    assert "程序自身出错了" in ended(started["crash"]).problem
    jobs.close()
    assert ended(started["long"]).condition is Condition.STOPPED
    assert jobs.running() == []


def test_a_fault_of_the_settings_is_a_sentence_and_not_a_trace(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "project")
    (desk.root / "lanmu.toml").write_text("[site\n", encoding="utf-8")
    answer = desk.get("")
    assert answer.status_code == 422
    assert "lanmu.toml" in answer.text
    assert 'href="/_desk/settings/"' in answer.text
    assert "--brand:" in desk.get("colours.css").text
