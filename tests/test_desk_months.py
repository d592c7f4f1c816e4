"""印刷与上报: the office's month, its Word file, the calendar of what is due."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx as word
import pytest
from icalendar import Calendar
from lxml import html
from support.desk import Asked, desk_of
from support.desk_prints import words
from support.standing_prints import PEIXUN, TITLES, ZUOTAN, with_prints


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A desk on the 20th of December 2008, with one article that stays inside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANMU_TEST_CLOCK", "1229745600")
        asked = desk_of(tmp_path_factory.mktemp("desk") / "project")
        with_prints(asked.root)
        docs = asked.root / "docs"
        (docs / "published.yml").write_text(f"addresses: [{PEIXUN.removesuffix('.md')}/]\n", encoding="utf-8")
        inside = (docs / PEIXUN).read_text(encoding="utf-8").replace("title: 各支部开展培训", "title: 内部的一篇")
        inside = inside.replace("redirect_from: [old/123/]\n", "scope: internal\n").replace("issue: 1\n", "")
        (docs / "news" / "2008-10-21-neibu.md").write_text(inside, encoding="utf-8")
        yield asked


def rows(asked: Asked, **values: str) -> list[str]:
    """The rows of the first table, their cells parted by lines."""
    page = html.fromstring(asked.get("printing/months", **values).text)
    lines = page.xpath("//table")[0].xpath("./tbody/tr")
    return ["|".join(cell.text_content().strip() for cell in line.xpath("./th|./td")) for line in lines]


def test_a_month_says_where_each_article_went_and_what_is_missing(desk: Asked) -> None:
    answer = desk.get("printing/months", month="2008-10")
    page = html.fromstring(answer.text)
    assert rows(desk, month="2008-10")[1:] == [
        f"{TITLES[PEIXUN]}|10月20日|—|没有记录|信息上报，没有记录",
        f"{TITLES[ZUOTAN]}|没有记录|—|—|示例刊物甲，10月26日",
        "各支部走访职工|没有记录|—|—|—",
    ]
    gaps = words(answer, "//ul/li[a[contains(@href, 'writing/')]]")
    assert f"《{TITLES[PEIXUN]}》写着10月21日上报，台账里没有。 打开这一篇" in gaps
    (link,) = {each.get("href") for each in page.xpath(f"//a[text()='{TITLES[PEIXUN]}']")}
    assert desk.client.get(link).status_code == 200


def test_the_latest_month_comes_first_and_another_is_chosen(desk: Asked) -> None:
    page = html.fromstring(desk.get("printing/months").text)
    assert page.xpath("//select[@name='month']/option/@value") == ["2008-12", "2008-11", "2008-10", "2008-09"]
    assert page.xpath("//select[@name='month']/option[@selected]/@value") == ["2008-12"]
    assert page.xpath("//a[contains(@href, 'month.docx')]/@href") == ["/_desk/printing/month.docx?month=2008-12"]


def test_an_internal_article_is_in_the_internal_month_only(desk: Asked) -> None:
    assert not any("内部的一篇" in row for row in rows(desk, month="2008-10"))
    assert any("内部的一篇|内部版，没有记录" in row for row in rows(desk, month="2008-10", edition="internal"))


@pytest.mark.parametrize("given", ["2008-13", "1999-01", "../x", "<script>"])
def test_there_are_no_other_months(desk: Asked, given: str) -> None:
    for address in ("printing/months", "printing/month.docx"):
        answer = desk.get(address, month=given)
        assert answer.status_code == 422
        assert "没有这个月的情况" in answer.text
        assert "<script>" not in answer.text.partition("</head>")[2]


def read(data: bytes) -> list[str]:
    """The paragraphs and cells of a Word file, in no order."""
    document = word.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_the_word_file_says_the_same_and_is_the_same_each_time(desk: Asked) -> None:
    answer = desk.get("printing/month.docx", month="2008-10")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''2008-10.docx"
    texts = read(answer.data)
    assert "活动2008年10月宣传情况" in texts
    assert TITLES[PEIXUN] in texts
    assert "网站，10月20日\n宣传栏，没有记录\n信息上报，没有记录" in texts
    assert any(f"《{TITLES[PEIXUN]}》写着10月21日上报，台账里没有。" in text for text in texts)
    assert not any("内部" in text for text in texts)
    assert desk.get("printing/month.docx", month="2008-10").data == answer.data


def test_the_internal_word_file_says_what_it_is_on_every_page(desk: Asked) -> None:
    answer = desk.get("printing/month.docx", month="2008-10", edition="internal")
    assert answer.headers["Content-Disposition"].endswith("''2008-10-internal.docx")
    assert "内部的一篇" in read(answer.data)
    section = word.Document(io.BytesIO(answer.data)).sections[0]
    assert "内部资料" in section.header.paragraphs[0].text
    assert "内部资料" in section.even_page_header.paragraphs[0].text


def test_the_calendar_has_all_that_is_due(desk: Asked) -> None:
    answer = desk.get("printing/due.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    names = [str(each["summary"]) for each in calendar.walk("VEVENT")]
    assert f"《{TITLES[PEIXUN]}》报送以后还没有登记进台账" in names
    assert "整改承诺“缩短办理时间”到期（办公室）" in names
    (address,) = words(desk.get("printing/months"), "//p[@class='hint']/code")
    assert address == "http://localhost/_desk/printing/due.ics"


def test_where_nothing_is_known_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANMU_TEST_CLOCK", "946684800")
    asked = desk_of(tmp_path / "project")
    for file in (asked.root / "docs").glob("n*/**/*.md"):
        file.unlink()
    assert "还没有一个月的情况" in asked.get("printing/months").text
