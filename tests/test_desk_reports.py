"""印刷与上报: what is due to be reported upward, and the ledger."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from lanmu.content.loading import read_docs
from lanmu.desk.versions.store import kept_versions
from lxml import html
from support.desk import Asked
from support.desk_prints import _as_before, channels_of, desk, edit, text_of, words
from support.printing import _fonts_are_there
from support.standing_prints import COMMENT, LEDGER, PEIXUN, TITLES, ZOUFANG, ZUOTAN

__all__ = ["_as_before", "_fonts_are_there", "desk"]


# The ledger of reports.


def report_form(desk: Asked, entry: str = "", **more: Any) -> dict[str, Any]:
    page = html.fromstring(desk.get("printing/report", entry=entry).text)
    [state] = page.xpath("//input[@name='state']/@value")
    return {"state": state, "entry": entry, "act": "save"} | more


def test_what_is_due_is_said_and_the_ledger_listed(desk: Asked) -> None:
    answer = desk.get("printing/reports")
    assert f"《{TITLES[PEIXUN]}》报送以后还没有登记进台账" in words(answer, "//*[@class='due__text']")
    assert words(answer, "//table//th[@scope='row']") == [TITLES[ZUOTAN]]
    form = html.fromstring(desk.get("printing/report", article=PEIXUN).text)
    assert form.xpath("//select[@name='article']//option[@selected]/@value") == [PEIXUN]
    assert form.xpath("//input[@name='sent']/@value") == ["2008-10-21"]


def test_a_report_is_entered_and_the_article_says_when(desk: Asked) -> None:
    form = report_form(desk, article=ZOUFANG, sent="2008-10-30", to="示例刊物乙")
    assert desk.post("printing/report", **form).headers["Location"].endswith("done=saved")
    text = text_of(desk, LEDGER)
    assert COMMENT in text
    assert "# 先报的" in text
    assert text.endswith(f"  - article: {ZOUFANG}\n    sent: 2008-10-30\n    to: 示例刊物乙\n")
    assert "channels: {report: 2008-10-30}" in text_of(desk, ZOUFANG)
    assert read_docs(desk.root / "docs").problems == ()
    taken = report_form(
        desk, "1", article=ZOUFANG, sent="2008-10-30", to="示例刊物乙", taken="2008-11-05", **{"as": "某题"}
    )
    assert desk.post("printing/report", **taken).status_code == 303
    assert text_of(desk, LEDGER).endswith("    taken: 2008-11-05\n    as: 某题\n")
    assert len(kept_versions(desk.root, f"docs/{LEDGER}")) >= 2


def test_an_earlier_report_moves_the_day_of_the_article(desk: Asked) -> None:
    desk.post("printing/report", **report_form(desk, article=ZUOTAN, sent="2008-10-25", to="示例刊物乙"))
    assert "channels: {report: 2008-10-25}" in text_of(desk, ZUOTAN)
    assert read_docs(desk.root / "docs").problems == ()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"article": ""}, "article", "没有选是哪一篇"),
        ({"article": "../lanmu.toml"}, "article", "没有选是哪一篇"),
        ({"sent": ""}, "sent", "没有填写"),
        ({"sent": "2008-10-32"}, "sent", "2008-10-32"),
        ({"to": ""}, "to", "没有填写"),
        ({"taken": "2008-10-01"}, "", "早于报送日"),
        ({"as": "某题"}, "", "没有写采用日"),
        ({"article": ZUOTAN, "sent": "2008-10-26", "to": "示例刊物甲"}, "article", "写了两次"),
    ],
)
def test_a_fault_of_a_report_stands_at_its_field(desk: Asked, values: dict[str, str], field: str, message: str) -> None:
    before = text_of(desk, LEDGER)
    given = {"article": ZOUFANG, "sent": "2008-10-30", "to": "示例刊物乙"} | values
    answer = desk.post("printing/report", **report_form(desk, **given))
    assert answer.status_code == 422
    assert message in " ".join(words(answer, f"//*[@id='e-{field}']" if field else "//*[@role='alert']"))
    assert text_of(desk, LEDGER) == before
    assert channels_of(desk, ZOUFANG) is None


def test_an_entry_is_taken_out(desk: Asked) -> None:
    assert desk.post("printing/report", **report_form(desk, "0", act="remove")).status_code == 303
    assert yaml.safe_load(text_of(desk, LEDGER)) == {"reports": []}
    assert COMMENT in text_of(desk, LEDGER)


@pytest.mark.parametrize("entry", ["1", "-1", "x", "9" * 30, "../x"])
def test_there_are_no_other_entries(desk: Asked, entry: str) -> None:
    assert desk.get("printing/report", entry=entry).status_code == 422
    state = report_form(desk)["state"]
    assert desk.post("printing/report", state=state, entry=entry, act="remove").status_code == 422


def test_a_ledger_that_changed_meanwhile_is_not_written_over(desk: Asked) -> None:
    stale = report_form(desk, article=ZOUFANG, sent="2008-10-30", to="示例刊物乙")
    edit(desk, LEDGER, "示例刊物甲", "示例刊物丙")
    answer = desk.post("printing/report", **stale)
    assert answer.status_code == 409
    assert html.fromstring(answer.text).xpath("//input[@name='to']/@value") == ["示例刊物乙"]
    assert ZOUFANG not in text_of(desk, LEDGER)


def test_a_first_ledger_is_begun(desk: Asked) -> None:
    (desk.root / "docs" / LEDGER).unlink()
    form = report_form(desk, article=ZUOTAN, sent="2008-10-26", to="示例刊物甲")
    assert desk.post("printing/report", **form).status_code == 303
    assert text_of(desk, LEDGER) == f"reports:\n  - article: {ZUOTAN}\n    sent: 2008-10-26\n    to: 示例刊物甲\n"


def test_where_there_is_no_place_for_a_ledger_it_is_said(desk: Asked) -> None:
    edit(desk, "columns.yml", ", role: progress", "")
    assert "没有进展栏目" in desk.get("printing/reports").text
