"""印刷与上报: an issue of a newspaper and a set of posters put together, and the data files they are written into."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from lanmu.channels.common.job import Wanted
from lanmu.channels.printing import Order
from lanmu.channels.registry import CHANNELS
from lanmu.content import board_set
from lanmu.content.fingerprint import digest
from lanmu.content.loading import read_docs
from lanmu.desk.printing.prints import Prints
from lanmu.desk.printing.work import print_order
from lanmu.desk.versions.store import content, kept_versions
from lanmu.desk.yaml_in_place import YamlInPlace
from lanmu.diagnostics.errors import UserError
from lxml import html
from support.desk import Asked
from support.desk_prints import BOARD, PAPER, _as_before, channels_of, desk, edit, text_of, words
from support.printing import _fonts_are_there
from support.standing_prints import COMMENT, ISSUE, PEIXUN, SET, TITLES, ZOUFANG, ZUOTAN
from werkzeug.test import TestResponse

__all__ = ["_as_before", "_fonts_are_there", "desk"]


# An issue of a newspaper.


def issue_form(desk: Asked, *paths: str, act: str = "save", **more: Any) -> dict[str, Any]:
    """What the form of the issue sends with these articles."""
    page = html.fromstring(desk.get("printing/issue", **PAPER).text)
    [opened] = page.xpath("//input[@name='opened']/@value")
    head = {
        "masthead": "期刊",
        "section": "学习专版",
        "date": "2008-11-28",
        "columns": "4",
        "pages": "1",
        "first_page": "1",
    }
    pieces = {f"pieces.{number}.article": path for number, path in enumerate(paths)}
    return {**PAPER, "opened": opened, **head, **pieces, "act": act} | more


def chosen_in(answer: TestResponse) -> list[str]:
    return [str(path) for path in html.fromstring(answer.text).xpath("//li/@data-item")]


def test_a_new_issue_begins_with_the_articles_that_say_so(desk: Asked) -> None:
    answer = desk.get("printing/issue", **PAPER)
    assert chosen_in(answer) == [PEIXUN]
    assert html.fromstring(answer.text).xpath("//input[@name='masthead']/@value") == ["期刊"]
    assert TITLES[ZUOTAN] in words(answer, "//ul[@class='offered']//p[@class='chosen__title']")


def test_buttons_choose_order_and_take_out_without_saving(desk: Asked) -> None:
    paths = (PEIXUN, ZUOTAN, ZOUFANG)
    done = {
        act: chosen_in(desk.post("printing/issue", **issue_form(desk, *paths, act=act)))
        for act in ("up:1", "down:0", "out:2", "up:0", "down:2", f"in:{ZOUFANG}", "in:../x.md", "up:99", "find")
    }
    assert done["up:1"] == done["down:0"] == [ZUOTAN, PEIXUN, ZOUFANG]
    assert done["out:2"] == [PEIXUN, ZUOTAN]
    assert all(done[act] == list(paths) for act in ("up:0", "down:2", f"in:{ZOUFANG}", "in:../x.md", "up:99", "find"))
    form = issue_form(desk, PEIXUN, act=f"in:{ZOUFANG}", q="座谈")
    answer = desk.post("printing/issue", script=True, **form)
    assert chosen_in(answer) == [PEIXUN, ZOUFANG]
    assert words(answer, "//ul[@class='offered']//p[@class='chosen__title']") == [TITLES[ZUOTAN]]
    assert "<html" not in answer.text
    assert not (desk.root / "docs" / ISSUE).exists()


def test_an_issue_is_saved_into_its_file_and_the_articles(desk: Asked) -> None:
    role = {"pieces.0.role": "headline", "pieces.0.kicker": "先听\r\n再办", "pieces.1.summary": "yes"}
    answer = desk.post("printing/issue", **issue_form(desk, ZOUFANG, PEIXUN, **role))
    assert answer.headers["Location"].endswith("front=worker&month=2008-11&saved=1")
    assert yaml.safe_load(text_of(desk, ISSUE)) | {"date": ""} == {
        "masthead": "期刊",
        "section": "学习专版",
        "date": "",
        "pieces": [
            {"article": ZOUFANG, "role": "headline", "kicker": ["先听", "再办"]},
            {"article": PEIXUN, "summary": True},
        ],
    }
    assert channels_of(desk, ZOUFANG) == {"worker": "2008-11"}
    assert channels_of(desk, PEIXUN)["worker"] == "2008-11"
    assert read_docs(desk.root / "docs").problems == ()
    assert [job.label for job in Prints(desk.desk).jobs(Wanted(issue="2008-11"), CHANNELS["newspaper"])] == [
        "《期刊》专版 2008年11月"
    ]


def test_an_issue_that_does_not_fit_is_shown_as_a_draft(desk: Asked) -> None:
    edit(desk, ZOUFANG, "职工说，", "职工说，" * 3000)
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    assert print_order(desk.root, Order(issue="2008-11", channels=("newspaper",))) == (1, 0)
    page = desk.get("printing/issue", **PAPER)
    assert "样稿，排不下，不能付印" in words(page, "//article//*[contains(@class, 'state--wrong')]")
    assert any("1 版排不下，只做了样稿" in remark for remark in words(page, "//details[@class='remarks']//li"))
    desk.post("printing/issue", **issue_form(desk, ZOUFANG, **{"pieces.0.summary": "yes"}))
    print_order(desk.root, Order(issue="2008-11", channels=("newspaper",)))
    assert "样稿" not in desk.get("printing/issue", **PAPER).text
    assert [file.name for file in (desk.root / "out" / "newspaper").iterdir()] == ["2008-11.pdf"]


def test_comments_of_an_issue_stay_and_who_is_dropped_says_so_no_more(desk: Asked) -> None:
    desk.post("printing/issue", **issue_form(desk, ZOUFANG, PEIXUN))
    edit(desk, ISSUE, "section:", f"{COMMENT}section:")
    edit(desk, ISSUE, f"- article: {PEIXUN}", f"- article: {PEIXUN}  # 头条的候补")
    edit(desk, ISSUE, "pieces:\n", f"pieces:\n  {COMMENT}")
    before = (desk.root / "docs" / ISSUE).read_bytes().replace(b"\n", b"\r\n")
    (desk.root / "docs" / ISSUE).write_bytes(before)
    desk.post("printing/issue", **issue_form(desk, PEIXUN, ZUOTAN, editor="示例人员乙"))
    data = (desk.root / "docs" / ISSUE).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8").replace("\r\n", "\n")
    assert text.count(COMMENT) == 2
    assert f"  - article: {PEIXUN}  # 头条的候补\n  - article: {ZUOTAN}\n" in text
    assert "editor: 示例人员乙" in text
    assert channels_of(desk, ZOUFANG) is None
    assert channels_of(desk, ZUOTAN) == {"report": "2008-10-26", "worker": "2008-11"}
    # What others had left is kept as well.
    assert {before, data} <= {content(version) for version in kept_versions(desk.root, f"docs/{ISSUE}")}


def test_faults_of_an_issue_stand_at_their_fields_and_nothing_is_written(desk: Asked) -> None:
    form = issue_form(desk, ZOUFANG, "news/samples/2008-10-22-shili.md", date="2008-11-31", pages="9")
    form |= {"pieces.0.span": "5", "pieces.0.until": "三", "pieces.0.summary": "yes", "text_size": "大"}
    answer = desk.post("printing/issue", **form)
    assert answer.status_code == 422
    said = dict(
        zip(
            html.fromstring(answer.text).xpath("//*[@data-error]/@data-error"),
            words(answer, "//*[@data-error]"),
            strict=True,
        )
    )
    assert "2008-11-31" in said["date"]
    assert "1 到 4" in said["pages"]
    assert "应当是数" in said["text_size"]
    assert "until 和 summary 只能用一个" in answer.text
    form = issue_form(desk, ZOUFANG, "news/samples/2008-10-22-shili.md")
    assert "是示例稿件" in desk.post("printing/issue", **form).text
    assert "没有「news/no.md」这篇文章" in desk.post("printing/issue", **issue_form(desk, "news/no.md")).text
    assert "没有「../../x.md」这篇文章" in desk.post("printing/issue", **issue_form(desk, "../../x.md")).text
    assert "还没有选稿件" in desk.post("printing/issue", **issue_form(desk)).text
    assert not (desk.root / "docs" / ISSUE).exists()
    assert channels_of(desk, ZOUFANG) is None


def test_an_article_of_another_issue_is_not_taken_from_it(desk: Asked) -> None:
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    answer = desk.post("printing/issue", **(issue_form(desk, ZOUFANG) | {"month": "2008-12", "opened": digest(b"")}))
    assert answer.status_code == 422
    assert f"《{TITLES[ZOUFANG]}》已经编进2008年11月一期" in answer.text
    assert not (desk.root / "docs" / "worker" / "2008-12.yml").exists()


def test_an_issue_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = issue_form(desk, PEIXUN)
    desk.post("printing/issue", **issue_form(desk, ZOUFANG))
    before = text_of(desk, ISSUE)
    answer = desk.post("printing/issue", **stale)
    assert answer.status_code == 409
    assert "被别人改过" in answer.text
    assert f"现在文件里的次序：{TITLES[ZOUFANG]}" in answer.text
    assert (text_of(desk, ISSUE), chosen_in(answer)) == (before, [PEIXUN])
    again = stale | {"opened": html.fromstring(answer.text).xpath("//input[@name='opened']/@value")[0]}
    assert desk.post("printing/issue", **again).status_code == 303
    assert channels_of(desk, ZOUFANG) is None


@pytest.mark.parametrize("route", ["issue", "board"])
@pytest.mark.parametrize(
    "given", [{"front": "../x", "month": "2008-11"}, {"month": "../x"}, {"month": "2008-13"}, {"front": "website"}, {}]
)
def test_there_are_no_other_fronts_and_months(desk: Asked, route: str, given: dict[str, str]) -> None:
    values = ({"front": "worker" if route == "issue" else "board"} | given) if given else {}
    assert desk.get(f"printing/{route}", **values).status_code == 422
    assert desk.post(f"printing/{route}", **values, act="save").status_code == 422


# A set of posters.


def set_form(desk: Asked, *paths: str, act: str = "save", **more: Any) -> dict[str, Any]:
    [opened] = html.fromstring(desk.get("printing/board", **BOARD).text).xpath("//input[@name='opened']/@value")
    return {**BOARD, "opened": opened, "article": list(paths), "act": act} | more


def test_posters_hang_in_the_order_in_which_they_were_put(desk: Asked) -> None:
    assert desk.post("printing/board", **set_form(desk, ZUOTAN, ZOUFANG)).status_code == 303
    wanted = Wanted(issue="2008-11")
    labels = [job.label for job in Prints(desk.desk).jobs(wanted, CHANNELS["poster"])]
    assert [label[-9:-1] for label in labels] == [f"《{TITLES[ZUOTAN]}"[-8:], f"《{TITLES[ZOUFANG]}"[-8:]]
    edit(desk, SET, "posters:", f"{COMMENT}posters:")
    desk.post("printing/board", **set_form(desk, ZOUFANG, ZUOTAN))
    assert chosen_in(desk.get("printing/board", **BOARD)) == [ZOUFANG, ZUOTAN]
    assert COMMENT in text_of(desk, SET)
    first = Prints(desk.desk).jobs(wanted, CHANNELS["poster"])[0]
    assert first.label == f"宣传栏 2008年11月第1张《{TITLES[ZOUFANG]}》"
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    assert channels_of(desk, ZUOTAN).keys() == {"report"}


def test_a_set_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = set_form(desk, ZUOTAN)
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    answer = desk.post("printing/board", **stale)
    assert answer.status_code == 409
    assert yaml.safe_load(text_of(desk, SET)) == {"posters": [ZOUFANG]}


def test_a_set_is_arranged_without_saving(desk: Asked) -> None:
    answer = desk.post("printing/board", script=True, **set_form(desk, ZUOTAN, ZOUFANG, act="up:1"))
    assert chosen_in(answer) == [ZOUFANG, ZUOTAN]
    assert not (desk.root / "docs" / SET).exists()


def test_a_fault_in_the_file_of_a_set_is_said_where_it_is_printed(desk: Asked) -> None:
    desk.post("printing/board", **set_form(desk, ZOUFANG))
    edit(desk, SET, "posters:", "poster:")
    [job] = Prints(desk.desk).jobs(Wanted(issue="2008-11"), CHANNELS["poster"])
    with pytest.raises(UserError, match=r"docs/board/2008-11.yml:1 「poster」.*是不是想写 posters"):
        job.render()
    site = read_docs(desk.root / "docs").site
    assert site
    assert [problem.field for problem in board_set.faults(site)] == ["poster"]


# Data files.


@pytest.mark.parametrize(
    "value",
    [
        *(
            "on",
            "yes",
            "12:30",
            "1:30",
            "2008-11",
            "2008-11-06",
            "2008-11-31",
            "~",
            "null",
            "- a",
            "a: b",
            "a #b",
            "0x1F",
        ),
        *("1_000", ".5", "=", "!x", "&a", "'a'", '"a"', "中文：好", "@x", "%x", "True", "甲\n\n乙", "[a", "{", ""),
    ],
)
def test_what_is_written_is_read_back_as_it_was(value: str) -> None:
    document = YamlInPlace(b"# head\nlist: [a]  # tail\n", "a.yml")
    document.fields |= {"text": value, "list": [value, "b"]}
    written = document.written()
    assert YamlInPlace(written, "a.yml").old == {"text": value, "list": [value, "b"]}
    assert written.startswith(b"# head\n")
