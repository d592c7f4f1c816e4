"""公文 upwards, by several bodies, as 信函, 令 and 纪要, and its 版记: measured on the glyphs of the PDF."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lanmu.channels.document.head import common_word, head_of, names_in
from lanmu.content.settings import DocumentSettings
from lanmu.intake.official import LineKind, recognise
from pdfminer.layout import LTCurve
from support.documents import COPIES, EM, PITCH, PRINTED, SIGNED, article, lines, made_files, printed, running_text
from support.printing import (
    ABOVE,
    MM,
    TEXT_FOOT,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_TOP,
    Row,
    _fonts_are_there,
    body_rows,
    glyphs,
    layouts,
    row_with,
    rows,
)

__all__ = ["_fonts_are_there"]
HEAD = ("某某市示例工会文件", "示工〔2012〕5号")
TITLE = lines("title", "关于做好示例工作的通知")


def pages_of(folder: Path, body: str) -> list[list[Row]]:
    return [rows(page) for page in glyphs(printed(folder, article(body))[0])]


def numbers_of(pages: list[list[Row]]) -> list[str]:
    return ["".join(page[-1].text.split()) if page and page[-1].y > TEXT_FOOT else "" for page in pages]


def rules_of(pdf: bytes) -> list[list[tuple[float, float, float, float]]]:
    """Left, right, height from above (mm) and weight (pt) of the long rules of every page."""
    return [
        sorted(
            ((c.x0 / MM, c.x1 / MM, (page.height - c.y0) / MM, c.linewidth) for c in page if isinstance(c, LTCurve)),
            key=lambda rule: rule[2],
        )
        for page in layouts(pdf)
    ]


def test_who_signs_stands_right_of_the_number_in_a_document_upwards(tmp_path: Path) -> None:
    head = lines("letterhead", "000012", "特急", HEAD[0], f"{HEAD[1]}　　签发人：张　三　李示例", "王示例")
    pages = pages_of(
        tmp_path, f"{head}{lines('title', '关于示例工作情况的报告')}{lines('addressees', '省示例总工会：')}正文。"
    )
    page = [row for row in pages[0] if row.y > TEXT_TOP]
    assert [row.text for row in page[:2]] == ["000012", "特急"]
    assert page[0].left == pytest.approx(TEXT_LEFT, abs=0.5)
    first, second = row_with(page, "签发人：张三李示例"), row_with(page, "王示例")
    assert first[-1].x + EM == pytest.approx(TEXT_RIGHT - EM, abs=0.5)
    # The number is in the line of the last name, a character from the left.
    assert "".join(second.text.split()) == "示工〔2012〕5号王示例"
    assert second.left == pytest.approx(TEXT_LEFT + EM, abs=0.5)
    assert second.y - first.y == pytest.approx(PITCH, abs=0.1)
    names = {glyph.font for glyph in first[4:]}
    assert names == {glyph.font for glyph in second[-3:]}
    assert not names & {glyph.font for glyph in first[:4]}
    # A further line begins under the first name.
    assert second[-3].x == pytest.approx(first[4].x, abs=0.5)


@pytest.mark.parametrize(
    ("given", "numbers", "signers"),
    [
        (["示工〔2012〕5号", "签发人：张三"], ("示工〔2012〕5号",), [("签发人：", ("张三",))]),
        (["签发人: 张三 示工〔2012〕5号"], ("示工〔2012〕5号",), [("签发人：", ("张三",))]),
        (
            ["（示工〔2012〕5号）", "签发：张三", "会签：李四、王五"],
            ("示工〔2012〕5号",),
            [("签发：", ("张三",)), ("会签：", ("李四", "王五"))],
        ),
    ],
)
def test_who_signs_is_recognised(given: list[str], numbers: tuple[str, ...], signers: list[tuple[str, object]]) -> None:
    head, remarks = head_of(["某某工会文件", "——————", *given], "", DocumentSettings())
    assert head
    assert (head.issuers, head.numbers, remarks) == (("某某工会文件",), numbers, [])
    assert [(entry.label, entry.names) for entry in head.signers] == signers


def test_names_of_two_characters_may_be_set_apart() -> None:
    assert names_in("张　三　李示例　王　五、阿里木·示例　赵") == ("张三", "李示例", "王五", "阿里木·示例", "赵")


def test_who_printed_it_and_when_is_the_last_line(tmp_path: Path) -> None:
    text = f"{lines('letterhead', *HEAD)}{TITLE}正文。\n\n{SIGNED}{PRINTED}{COPIES}"
    pdf, _ = printed(tmp_path, article(text))
    pages = [body_rows(page) for page in glyphs(pdf)]
    assert len(pages) == 2
    last = pages[1][-1]
    assert "".join(last.text.split()) == "某某市示例工会办公室2012年10月11日印发"
    assert {glyph.size for glyph in last} == {14.0}
    assert last.left == pytest.approx(TEXT_LEFT + 14 / MM, abs=0.5)
    assert last[-1].x + 14 / MM == pytest.approx(TEXT_RIGHT - 14 / MM, abs=0.5)
    heavy, thin, foot = rules_of(pdf)[1]
    assert [round(rule[3] / MM, 2) for rule in (heavy, thin, foot)] == [0.35, 0.25, 0.35]
    assert foot[2] == pytest.approx(TEXT_FOOT, abs=0.5)
    assert (foot[0], foot[1]) == (pytest.approx(TEXT_LEFT, abs=0.5), pytest.approx(TEXT_RIGHT, abs=0.5))


def test_the_office_and_the_day_of_printing_in_two_lines_are_recognised() -> None:
    read = recognise(
        "某某市示例工会文件\n示工〔2012〕5号\n关于示例的通知\n正文。\n某某市示例工会办公室\n2012年10月11日印发"
    )
    assert read.texts(LineKind.COPIES) == ["某某市示例工会办公室", "2012年10月11日印发"]


@pytest.mark.parametrize(
    ("length", "numbers"), [(1, ["—1—", "—2—"]), (30, ["—1—", "—2—"]), (39, ["—1—", "—2—", "", ""])]
)
def test_the_colophon_is_on_an_even_page_after_an_empty_one_where_needed(
    tmp_path: Path, length: int, numbers: list[str]
) -> None:
    pages = pages_of(tmp_path, "\n\n".join(["一行。"] * length) + f"\n\n{COPIES}{PRINTED}")
    assert numbers_of(pages) == numbers
    assert any("印发" in row.text for row in pages[-1])
    if len(numbers) == 4:
        # Nothing but the stamp of a proof.
        assert all(row.y < TEXT_TOP for row in pages[2])


def test_attachments_begin_pages_with_their_label_before_the_colophon(tmp_path: Path) -> None:
    parts = [lines("attachments", "附件：1．示例附件", "2．第二个附件"), SIGNED, COPIES, PRINTED]
    for number, name in ((1, "示例附件"), (2, "第二个附件")):
        parts += [lines("attachments", f"附件{number}"), lines("title", name), "附件的正文。\n\n"]
    pages = [
        [row for row in page if row.y > TEXT_TOP] for page in pages_of(tmp_path, f"{TITLE}正文。\n\n{''.join(parts)}")
    ]
    assert len(pages) == 4
    for page, name in zip(pages[1:3], ("示例附件", "第二个附件"), strict=True):
        label, title = page[0], page[1]
        assert "附件" in label.text
        assert label.left == pytest.approx(TEXT_LEFT, abs=0.5)
        assert label.y - ABOVE * EM == pytest.approx(TEXT_TOP, abs=0.5)
        assert title.text == name
        assert TEXT_TOP + 2 * PITCH < title.y < TEXT_TOP + 3 * PITCH
        assert title.centre == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=0.5)
    assert any("印发" in row.text for row in pages[3])
    fonts = [{glyph.font for glyph in page[0] if glyph.text in "附件"} for page in pages[1:3]]
    assert fonts[0] == fonts[1] != {glyph.font for glyph in pages[1][2] if glyph.text in "附件"}


def test_bodies_that_issue_together_share_the_word_beside_them(tmp_path: Path) -> None:
    bodies = ("某某市示例工会", "某某市教育示例局", "某某局")
    pages = pages_of(tmp_path, f"{lines('letterhead', *bodies, '文件', HEAD[1])}{TITLE}正文。")
    red = [row for row in pages[0] if row[0].colour[0] > 0.8 and row[0].size > 20]
    # The names are as wide as the longest; 文件 is in the line of the one in the middle.
    shared = Row(glyph for row in red for glyph in row if glyph.text in "文件")
    names = [Row(glyph for glyph in row if glyph not in shared) for row in red]
    assert [row.text for row in names] == list(bodies)
    assert names[0].y - ABOVE * names[0][0].size / MM == pytest.approx(TEXT_TOP + 35, abs=0.5)
    assert {round(row.left, 1) for row in names} == {round(names[0].left, 1)}
    assert max(row.right for row in names) - min(row.right for row in names) < 0.5
    assert shared.y == pytest.approx((names[0].y + names[-1].y) / 2, abs=0.5)
    assert shared.left > max(row.right for row in names)
    assert (names[0].left + shared.right) / 2 == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=0.5)


def test_a_heading_below_the_label_is_the_attachments_title(tmp_path: Path) -> None:
    label = lines("attachments", "附件1")
    pages = pages_of(
        tmp_path, f"{TITLE}## 一、正文的\n\n正文。\n\n{label}## 示例附件\n\n### 一、附件的\n\n附件的正文。\n"
    )
    first, second = pages[0], pages[1]
    title = row_with(second, "示例附件")
    assert title[0].size == 22
    assert title.centre == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=0.5)
    # Its headings begin anew.
    assert row_with(second, "一、附件的")[0].font == row_with(first, "一、正文的")[0].font


# ECMA-376 part 1, 17.4.59 and 17.3.2.28, as far as we write them.
IN_TABLES = ("tblStyle", "tblpPr", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
IN_RUNS = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "w", "kern", "position", "sz", "szCs"),
    *("vertAlign", "lang"),
)


@pytest.mark.parametrize(
    "head", [("某某市示例工会", "某某局", "文件", HEAD[1]), ("某某市示例工会", "示工函〔2012〕5号"), HEAD]
)
def test_properties_in_the_word_file_stand_in_the_order_of_the_schema(tmp_path: Path, head: tuple[str, ...]) -> None:
    body = f"{lines('letterhead', *head)}{TITLE}正文。\n\n{SIGNED}{COPIES}{PRINTED}"
    document = docx.Document(io.BytesIO(made_files(tmp_path, article(body))[1]))
    for name, order in (("tblPr", IN_TABLES), ("rPr", IN_RUNS)):
        for properties in document.element.body.iter(qn(f"w:{name}")):
            places = [order.index(each.tag.rpartition("}")[2]) for each in properties]
            assert all(before < after for before, after in pairwise(places)), properties.xml


@pytest.mark.parametrize(
    ("marks", "names", "shared"),
    [
        (["某某工会", "某某局文件"], ["某某工会", "某某局"], "文件"),
        (["某某工会文件", "某某局文件"], ["某某工会文件", "某某局文件"], ""),
        (["某某工会", "文 件"], ["某某工会文件"], ""),
        (["某某工会"], ["某某工会"], ""),
    ],
)
def test_the_word_that_bodies_share(marks: list[str], names: list[str], shared: str) -> None:
    assert common_word(marks) == (names, shared)


def test_a_letter_has_double_rules_and_its_number_at_the_right(tmp_path: Path) -> None:
    head = lines("letterhead", "特急", "某某市示例工会", "示工函〔2012〕5号")
    body = f"{head}{lines('title', '关于示例事项的复函')}{running_text(600)}\n\n{SIGNED}{COPIES}{PRINTED}"
    pdf, remarks = printed(tmp_path, article(body))
    pages = [rows(page) for page in glyphs(pdf)]
    mark = row_with(pages[0], "某某市示例工会")
    assert mark.y - ABOVE * mark[0].size / MM == pytest.approx(30, abs=0.5)
    upper, lower = rules_of(pdf)[0][:2], rules_of(pdf)[0][2:]
    assert all(
        (rule[0], rule[1]) == (pytest.approx(20, abs=0.5), pytest.approx(190, abs=0.5)) for rule in upper + lower
    )
    assert upper[0][2] - (mark.y + 0.12 * mark[0].size / MM) == pytest.approx(4, abs=0.5)
    assert [rule[3] > 1 for rule in upper + lower] == [True, False, False, True]
    assert lower[1][2] == pytest.approx(297 - 20, abs=0.5)
    number = row_with(pages[0], "示工函〔2012〕5号")
    assert number[-1].x + EM == pytest.approx(TEXT_RIGHT, abs=0.5)
    assert number.left == pytest.approx(TEXT_LEFT, abs=0.5)
    assert "特急" in number.text
    assert number.y - ABOVE * EM - upper[1][2] == pytest.approx(7 / 8 * EM, abs=0.5)
    # No number on the first page; 版记 without rules, on the last page even though that may be odd.
    assert numbers_of(pages) == ["", "—2—"]
    assert rules_of(pdf)[1] == []
    assert "抄送" in "".join(row.text for row in pages[1])
    assert remarks == ("信函的版记不加印发机关和印发日期（GB/T 9704-2012 第 10.1 条），没有印。",)


def test_an_order_begins_20_mm_below_the_top_of_the_area_and_has_no_title(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, f"{lines('letterhead', '某某市示例机关令', '第5号')}现公布示例办法。\n\n{SIGNED}")
    page = [row for row in pages[0] if row.y > TEXT_TOP]
    mark, number, text = page[:3]
    assert [mark.text, number.text, text.text] == ["某某市示例机关令", "第5号", "现公布示例办法。"]
    assert mark.y - ABOVE * mark[0].size / MM == pytest.approx(TEXT_TOP + 20, abs=0.5)
    # Two empty lines above and below the number.
    mark_foot = mark.y + 0.12 * mark[0].size / MM
    assert number.y - ABOVE * EM - mark_foot == pytest.approx(2 * PITCH, abs=0.5)
    assert 2 * PITCH <= text.y - number.y - EM < 3.1 * PITCH


def test_minutes_tell_who_was_there(tmp_path: Path) -> None:
    present = "出席：" + "、".join(["张示例"] * 12)
    text = f"{lines('letterhead', '某某市示例工会会议纪要', '〔2012〕5号')}{TITLE}正文。\n\n{present}\n\n列席：李示例\n"
    page = [row for row in pages_of(tmp_path, text)[0] if row.y > TEXT_TOP]
    first, further, other = row_with(page, "出席："), page[-3], row_with(page, "列席")
    assert first.left == pytest.approx(TEXT_LEFT + 2 * EM, abs=0.5)
    assert further.left == pytest.approx(first[3].x, abs=0.5)
    assert first[0].font == other[0].font != first[-1].font
