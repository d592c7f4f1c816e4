"""Footnotes and endnotes: one list, numbered in the order of the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from word.blocks import html_of
from word.documents import box, element, html, note, only, p, r, read, said, table, tc, tr


def ref(number: int) -> str:
    """A reference in HTML."""
    return f'<sup><a href="#footnote-{number}" id="footnote-ref-{number}">[{number}]</a></sup>'


def listed(*notes: str) -> str:
    """The list of notes in HTML."""
    items = (f'<li id="footnote-{n}"><p>{words}</p></li>' for n, words in enumerate(notes, 1))
    return f"<ol>{''.join(items)}</ol>"


def test_footnotes(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", note(3), "乙", note(2), "。"), footnotes={2: "注二", 3: "注三"})
    assert html_of(text) == f"<p>甲{ref(1)}乙{ref(2)}。</p>{listed('注三', '注二')}"
    assert text.visible_text == "甲[1]乙[2]。\n[1]注三\n[2]注二"


def test_endnotes_join_the_footnotes(tmp_path: Path) -> None:
    body = p("甲", note(2, "endnote"), note(2))
    text = read(tmp_path, body, footnotes={2: "脚注"}, endnotes={2: "尾注"})
    assert html_of(text) == f"<p>甲{ref(1)}{ref(2)}</p>{listed('尾注', '脚注')}"
    assert only(said(text, "changed"), "尾注和脚注并在一起")


def test_references_in_tables_and_boxes_come_in_the_order_of_the_text(tmp_path: Path) -> None:
    body = p("甲", box(p("框", note(2))), note(3)) + table(tr(tc(p("乙", note(4)))))
    text = read(tmp_path, body, footnotes={2: "二", 3: "三", 4: "四"})
    assert html_of(text) == (
        f'<p>甲{ref(1)}</p><aside class="textbox"><p>框{ref(2)}</p></aside>'
        f"<table><tr><td><p>乙{ref(3)}</p></td></tr></table>{listed('三', '二', '四')}"
    )


def test_what_a_note_may_hold(tmp_path: Path) -> None:
    inside = p(r("<w:footnoteRef/>"), " 见", f'<w:hyperlink r:id="rId1">{r("网页")}</w:hyperlink>') + p(
        r("再", bold=True)
    )
    relations = {"rId1": "hyperlink http://example.org/ External"}
    assert html(tmp_path, p("甲", note(2)), footnotes={2: inside}, relations=relations) == (
        f'<p>甲{ref(1)}</p><ol><li id="footnote-1"><p>见<a href="http://example.org/">网页</a></p>'
        "<p><strong>再</strong></p></li></ol>"
    )


def test_a_reference_without_a_note_is_reported(tmp_path: Path) -> None:
    text = read(tmp_path, p("甲", note(9)))
    assert html_of(text) == "<p>甲</p>"
    assert only(said(text, "look"), "没有内容")


def test_notes_that_nobody_refers_to_are_not_shown(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲"), footnotes={2: "注"}) == "<p>甲</p>"


def test_an_empty_note_keeps_its_number(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", note(2), note(3)), footnotes={2: p(), 3: "注"}) == (
        f'<p>甲{ref(1)}{ref(2)}</p><ol><li id="footnote-1"></li><li id="footnote-2"><p>注</p></li></ol>'
    )


def test_a_mark_of_one_s_own_stays_beside_the_number(tmp_path: Path) -> None:
    own = r('<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t>')
    assert html(tmp_path, p("甲", own), footnotes={2: p("*", " 注")}) == f"<p>甲{ref(1)}*</p>{listed('* 注')}"


@pytest.mark.parametrize("place", ["settings", "section"])
def test_another_way_of_numbering_is_reported(tmp_path: Path, place: str) -> None:
    properties = element(
        "footnotePr", inside=element("numFmt", "decimalEnclosedCircleChinese") + element("numRestart", "eachPage")
    )
    section = f"<w:sectPr>{properties}</w:sectPr>" if place == "section" else ""
    text = read(
        tmp_path, p("甲", note(2)) + section, footnotes={2: "注"}, settings=properties if place == "settings" else ""
    )
    assert "①②" in only(said(text, "changed"), "统一写成 [1]、[2]")
    assert only(said(text, "changed"), "每页（或每节）重新编号")


def test_a_reference_in_a_note_is_nothing(tmp_path: Path) -> None:
    assert html(tmp_path, p("甲", note(2)), footnotes={2: p("注", note(2))}) == f"<p>甲{ref(1)}</p>{listed('注')}"


def test_a_reference_in_a_heading(tmp_path: Path) -> None:
    body = p("甲", note(2), style="1") + p("正文") + p("乙", style="1")
    assert html(tmp_path, body, footnotes={2: "注"}) == f"<h2>甲{ref(1)}</h2><p>正文</p><h2>乙</h2>{listed('注')}"


@pytest.mark.parametrize(
    "body",
    [
        p(r("<w:footnoteRef/><w:tab/>"), r("注文。")),
        p(r("<w:footnoteRef/>"), r("<w:tab/>"), r(" 注文。")),
        p(r("<w:footnoteRef/>"), r("　<w:tab/>".replace("　<w:tab/>", "<w:ptab/>")), r("\t 注文。")),
    ],
)
def test_the_tab_after_a_notes_number_is_no_text(body: str, tmp_path: Path) -> None:
    """LibreOffice writes one; the tab is where the text of the note begins on paper."""
    text = read(tmp_path, p("甲", note(2)), footnotes={2: body})
    assert "<p>注文。</p>" in html_of(text)
    assert text.visible_text == "甲[1]\n[1]注文。"
