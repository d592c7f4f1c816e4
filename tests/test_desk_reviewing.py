"""三审 on the desk: what waits, who may sign what, what has changed since; signed for the text that was seen, and no other."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import docx
import pytest
from lanmu.checks.engine.finding import Finding, Level
from lanmu.desk.versions import store
from lanmu.preview.bar.findings import ReportedFinding
from support.desk import Asked, afresh, desk_of
from support.reviewing import translate
from werkzeug.test import TestResponse

PATH = "news/2008-10-20-peixun.md"
NOTICE = "notices/2008-12-22-gongshi.md"
ENGLISH = "news/2008-10-20-peixun.en.md"
NOON = "1229745600"  # the 20th of December 2008 in China


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk_of(tmp_path_factory.mktemp("desk") / "project").root


@pytest.fixture
def desk(project: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setenv("LANMU_TEST_CLOCK", NOON)
    return afresh(project)


def page_of(desk: Asked, path: str = PATH, **values: str) -> str:
    answer = desk.get("reviewing/", path=path, **values)
    assert answer.status_code == 200, answer.text
    return answer.text


def seen(page: str) -> list[str]:
    return [unescape(value) for value in re.findall(r'name="seen" value="([^"]+)"', page)]


def sign(desk: Asked, stages: str, name: str, path: str = PATH, page: str = "") -> TestResponse:
    """Signs an article as its page, or one that was opened before, does."""
    return desk.post(
        "reviewing/sign", path=path, stage=stages.split(), name=name, seen=seen(page or page_of(desk, path)), one="1"
    )


def sign_all(desk: Asked, path: str = PATH) -> None:
    for stages, name in (("first secrecy", "审稿人甲"), ("second privacy", "审稿人乙"), ("final", "审稿人丙")):
        answer = sign(desk, stages, name, path)
        assert answer.status_code == 303, answer.text


def standings(page: str) -> list[str]:
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'class="state state--\w+">([^<]+)', table)


def offered(page: str) -> list[str]:
    return re.findall(r'type="checkbox" name="stage" value="(\w+)"', page)


def write(desk: Asked, old: str, new: str, path: str = PATH) -> None:
    file = desk.root / "docs" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_three_people_sign_and_one_character_voids_it_until_it_is_taken_back(desk: Asked) -> None:
    page = page_of(desk)
    assert offered(page) == ["first", "secrecy", "privacy"]
    assert "不能复审。请先初审。" in page
    sign_all(desk)
    page = page_of(desk)
    assert standings(page) == ["有效"] * 5
    assert "可以发布" in page
    write(desk, "正文。", "正文！")
    # For this no review is given, so that it is no difference either.
    write(desk, "board: 2008-10", "board: 2008-11")
    page = page_of(desk)
    assert standings(page) == ["作废"] * 5
    assert "稿件信息</h2>" not in page
    assert "初审、复审、终审、保密审查、隐私审查作废：审后改了正文" in page
    assert "从终审签字（审稿人丙，2008-12-20）以后的改动" in page
    assert re.findall(r"【(删去|增加)：</span>(.)<", page) == [("删去", "。"), ("增加", "！")]
    back = re.search(r'href="/_desk/(versions/restore)\?path=([^&]+)&amp;version=([^"]+)"', page)
    assert back
    question = desk.get(back[1], path=back[2], version=back[3]).text
    now = re.search(r'name="now" value="(\w+)"', question)
    assert now
    assert desk.post(back[1], path=back[2], version=back[3], now=now[1]).status_code == 303
    assert standings(page_of(desk)) == ["有效"] * 5


def test_what_has_changed_since_it_was_read_is_not_signed(desk: Asked) -> None:
    page = page_of(desk)
    write(desk, "正文。", "没有看过的正文。")
    answer = sign(desk, "first", "审稿人甲", page=page)
    assert answer.status_code == 422
    assert "打开以后稿件又改过" in answer.text
    answer = desk.post("reviewing/sign", path=PATH, stage="first", name="审稿人甲")
    assert answer.status_code == 422
    assert "text_hash" not in (desk.root / "docs" / PATH).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "领导", "某人", "张某", "示例人员甲", "x" * 3])
def test_nobody_signs_for_somebody_who_is_none(desk: Asked, name: str) -> None:
    answer = sign(desk, "first", name)
    assert answer.status_code == 422
    assert "请写真正审稿的人。" in answer.text
    assert "--name" not in answer.text


def test_it_is_said_why_a_stage_may_not_be_signed(desk: Asked) -> None:
    desk.post("name", name="审稿人甲")
    sign(desk, "first", "审稿人甲")
    page = page_of(desk)
    # The second reviewer may sit at the same computer: the name is a field of the form.
    assert offered(page) == ["second", "secrecy", "privacy"]
    assert "初审就是「审稿人甲」，复审要换一个人。" in page
    assert "还没有复审，不能终审。" in page
    assert "五关都有效" not in page
    assert "初审就是「审稿人甲」" in sign(desk, "second", "审稿人甲").text
    assert "没有选稿件，或者没有选签哪一关" in desk.post("reviewing/sign", path=PATH, name="审稿人乙").text


def test_a_column_that_wants_no_review_is_not_called_reviewed(desk: Asked) -> None:
    page = page_of(desk, "plan/points.md")
    assert "不要求三审，不审也登" in page
    assert standings(page) == ["没有签"] * 5
    assert "五关都有效" not in page


def test_errors_of_the_checks_come_first(desk: Asked) -> None:
    finding = Finding(f"docs/{PATH}", 3, 1, "有手机号。", "删去。", "PRI002", Level.ERROR)
    desk.desk.preview.findings.change(findings=(ReportedFinding(finding, "手机号", fixable=False),), complete=True)
    page = page_of(desk)
    assert offered(page) == []
    assert page.count("检查有 1 处错误，先改好再审。") == 5
    assert "有手机号。" in page
    answer = sign(desk, "first", "审稿人甲")
    assert answer.status_code == 422
    assert "有 1 处检查出来的错误" in answer.text
    queue = desk.get("reviewing/").text
    assert "先要改好的（1 篇）" in queue
    assert f'value="{PATH}"' not in queue


def test_a_marking_of_secrecy_is_mended_first_and_a_signature_counts_before_the_checks_have_seen_it(
    desk: Asked,
) -> None:
    def report_finding(code: str) -> None:
        finding = Finding(f"docs/{PATH}", 3, 1, "查到的。", "改法。", code, Level.ERROR)
        desk.desk.preview.findings.change(findings=(ReportedFinding(finding, "规则", fixable=False),), complete=True)

    report_finding("REV005")
    assert offered(page_of(desk)) == []
    assert "查到的。" in page_of(desk)
    report_finding("REV001")
    for stage, name in (("first", "审稿人甲"), ("second", "审稿人乙"), ("final", "审稿人丙")):
        sign(desk, stage, name)
    sign(desk, "secrecy", "审稿人甲")
    sign(desk, "privacy", "审稿人甲")
    page = page_of(desk)
    assert "五关都有效，可以发布。" in page
    assert "查到的。" not in page


def test_the_queue_is_by_stage_and_several_are_signed_together_or_none(desk: Asked) -> None:
    queue = desk.get("reviewing/").text
    assert "待初审（2 篇）" in queue
    # What is due for its readers first has waited longest.
    assert re.findall(r'name="path" value="([^"]+)"', queue) == [PATH, NOTICE]
    sign(desk, "first", "审稿人甲", NOTICE)
    queue = desk.get("reviewing/").text
    assert [*re.findall(r"待(..)（(\d) 篇）", queue)] == [("初审", "1"), ("复审", "1")]
    both = {"path": [PATH, NOTICE], "seen": seen(queue)}
    answer = desk.post("reviewing/sign", script=True, stage="second", name="审稿人乙", **both)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["error"].endswith("几篇都没有签。")
    answer = desk.post("reviewing/sign", script=True, stage=["secrecy", "privacy"], name="审稿人乙", **both)
    assert answer.json == {"next": "/_desk/reviewing/?done=secrecy,privacy"}
    assert "已签：保密审查、隐私审查。" in desk.get("reviewing/", done="secrecy,privacy,x").text
    assert standings(page_of(desk, NOTICE)) == ["有效", "没有签", "没有签", "有效", "有效"]


def test_what_was_signed_is_kept_with_the_name_of_who_signed(desk: Asked) -> None:
    sign(desk, "first", "审稿人甲")
    versions = store.kept_versions(desk.root, f"docs/{PATH}")
    assert [(version.who, version.reason) for version in versions] == [
        ("审稿人甲", store.Reason.SIGNED),
        ("", store.Reason.SAVED),
    ]


def test_where_the_signed_text_is_not_kept_it_says_so(desk: Asked) -> None:
    sign(desk, "first", "审稿人甲")
    write(desk, "正文。", "正文！")
    shutil.rmtree(desk.root / ".cache")
    page = page_of(desk)
    assert "签字时的那一稿没有存下" in page
    assert "看这以后的改动" in page


@pytest.mark.skipif(not shutil.which("git"), reason="没有 Git")
def test_the_signed_text_is_found_in_the_repository(desk: Asked) -> None:
    sign(desk, "first", "审稿人甲")
    for words in (["init", "-q"], ["add", "docs/news"], ["commit", "-qm", "signed"]):
        command = ["git", "-c", "user.name=丁", "-c", "user.email=d@example.org", *words]
        subprocess.run(command, cwd=desk.root, check=True)
    write(desk, "正文。", "正文！")
    shutil.rmtree(desk.root / ".cache")
    assert re.findall(r"【(删去|增加)：</span>(.)<", page_of(desk)) == [("删去", "。"), ("增加", "！")]


def test_a_translation_has_reviews_of_its_own(desk: Asked) -> None:
    translate(desk.root, ENGLISH, "title: Training\nsummary: A summary.\n", "Text.")
    assert "英文" in page_of(desk)
    page = page_of(desk, ENGLISH)
    assert 'src="/en/news/2008-10-20-peixun/"' in page
    sign_all(desk, ENGLISH)
    assert standings(page_of(desk, ENGLISH)) == ["有效"] * 5
    assert standings(page_of(desk)) != ["有效"] * 5
    write(desk, "正文。", "原文改了。")
    page = page_of(desk, ENGLISH)
    assert "作废：原文改过了" in page
    assert offered(page) == []


def test_the_form_is_made_and_downloaded(desk: Asked) -> None:
    sign(desk, "first", "审稿人甲")
    answer = desk.get("reviewing/form", path=PATH)
    assert "review-2008-10-20-peixun.docx" in answer.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.data))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "各支部开展培训" in cells
    assert "已登记：审稿人甲" in cells
    assert not (desk.root / "out").exists()


def test_a_review_after_the_day_of_publication_is_pointed_out(desk: Asked) -> None:
    sign(desk, "first", "审稿人甲")
    page = page_of(desk)
    assert "审的日期 2008-12-20 晚于发布日期" in page
    assert "python" not in page


@pytest.mark.parametrize("path", ["/etc/passwd", "../lanmu.toml", "no/such.md", "news/x\0.md", "columns.yml", "news/"])
def test_no_parameter_leads_out_of_the_project(desk: Asked, path: str) -> None:
    for answer in (
        desk.get("reviewing/", path=path),
        desk.get("reviewing/form", path=path),
        desk.post("reviewing/sign", path=[PATH, path], stage="first", name="审稿人甲", seen=seen(page_of(desk))),
    ):
        assert answer.status_code == 422
    assert "text_hash" not in (desk.root / "docs" / PATH).read_text(encoding="utf-8")
    values = {"path": PATH, "stage": "first", "name": "审稿人甲", "seen": seen(page_of(desk))}
    assert desk.client.post("/_desk/reviewing/sign", data=values).status_code == 403


def test_a_page_that_nobody_reviews_says_so(desk: Asked) -> None:
    answer = desk.get("reviewing/", path="plan/index.md")
    assert answer.status_code == 422
    assert "不用三审" in answer.text
    write(desk, "title: 各支部开展培训", "titel: 各支部开展培训")
    answer = desk.get("reviewing/", path=PATH)
    assert answer.status_code == 422
    assert "是不是想写 title" in answer.text
