"""The page of a 公文 (GB/T 9704-2012), measured on the glyphs of the PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lanmu.channels.common.sizes import sized, small_pictures
from lanmu.text.document import Cell, Figure, Table
from pdfminer.layout import LTCurve
from pypdf import PdfReader
from support.documents import EM, HEAD, HEADED, OFFICIAL, PITCH, SIGNED, article, printed, running_text
from support.documents import lines as made_lines
from support.files import picture_bytes
from support.printing import (
    ABOVE,
    MM,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_TOP,
    Glyph,
    _fonts_are_there,
    body_rows,
    glyphs,
    layouts,
    row_with,
    rows,
)

__all__ = ["_fonts_are_there"]


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> list[list[Glyph]]:
    """The pages of the document with every part."""
    return glyphs(printed(tmp_path_factory.mktemp("official"), article(OFFICIAL))[0])


def test_a_page_is_a4_with_22_lines_of_28_characters(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, article(running_text(28 * 60)))
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (float(box.width) / MM, float(box.height) / MM) == (
        pytest.approx(210, abs=0.01),
        pytest.approx(297, abs=0.01),
    )
    page = body_rows(glyphs(pdf)[1])
    assert len(page) == 22
    assert [len(row) for row in page] == [28] * 22
    assert {glyph.size for row in page for glyph in row} == {16.0}
    assert page[0].y - ABOVE * EM == pytest.approx(TEXT_TOP, abs=0.02)
    assert [b.y - a.y for a, b in pairwise(page)] == [pytest.approx(PITCH, abs=0.01)] * 21
    for row in page:
        assert row.left == pytest.approx(TEXT_LEFT, abs=0.02)
        assert row[-1].x + EM == pytest.approx(TEXT_RIGHT, abs=0.2)
        steps = [b.x - a.x for a, b in pairwise(row)]
        assert max(steps) - min(steps) < 0.02


def test_page_numbers_stand_7_mm_below_outside(tmp_path: Path) -> None:
    pages = glyphs(printed(tmp_path, article(running_text(28 * 60)))[0])
    for number, page in enumerate(pages, start=1):
        last = rows(page)[-1]
        assert last.text.replace(" ", "") == f"—{number}—"
        assert {glyph.size for glyph in last} == {14.0}
        # The dash is in the middle of its box.
        assert last.y - (ABOVE - 0.5) * 14 / MM == pytest.approx(262 + 7, abs=0.1)
        if number % 2:
            assert last.right == pytest.approx(TEXT_RIGHT - 14 / MM, abs=0.1)
        else:
            assert last.left == pytest.approx(TEXT_LEFT + 14 / MM, abs=0.1)


def test_the_head_is_red_with_its_number_over_a_red_rule(official: list[list[Glyph]]) -> None:
    page = body_rows(official[0])
    assert page[0].text == "特急"
    mark = row_with(page, HEAD)
    assert {tuple(round(part, 1) for part in glyph.colour) for glyph in mark} == {(0.9, 0.0, 0.1)}
    assert mark.y - ABOVE * mark[0].size / MM == pytest.approx(TEXT_TOP + 35, abs=0.1)
    assert mark.centre == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=0.5)
    number = row_with(page, "〔2008〕5号")
    assert number.centre == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=1)
    title = row_with(page, "关于做好")
    assert {glyph.size for glyph in title} == {22.0}
    assert {glyph.font for glyph in title} == {glyph.font for glyph in mark}
    assert title.centre == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=0.5)


def red_rules(pdf: bytes) -> list[tuple[float, float, float]]:
    """Left, right and height (mm from above) of the red lines on the first page."""
    page = next(layouts(pdf))
    strokes = [item for item in page if isinstance(item, LTCurve) and item.stroke]
    red = [item for item in strokes if isinstance(item.stroking_color, tuple | list) and item.stroking_color[0] > 0.8]
    return [(item.x0 / MM, item.x1 / MM, (page.height - item.y0) / MM) for item in red if item.width > 100]


def test_the_red_rule_is_as_wide_as_the_text_4_mm_below_the_number(tmp_path: Path) -> None:
    pdf, _ = printed(tmp_path, article(OFFICIAL))
    ((left, right, height),) = red_rules(pdf)
    assert (left, right) == (pytest.approx(TEXT_LEFT, abs=0.05), pytest.approx(TEXT_RIGHT, abs=0.05))
    number = row_with(body_rows(glyphs(pdf)[0]), "〔2008〕5号")
    assert height - (number.y + 0.12 * EM) == pytest.approx(4, abs=0.2)


def test_everything_stands_on_the_grid(official: list[list[Glyph]]) -> None:
    for page in official:
        on_grid = [row for row in body_rows(page) if {glyph.size for glyph in row} == {16.0} and "〔" not in row.text]
        for row in on_grid:
            lines = (row.y - ABOVE * EM - TEXT_TOP) / PITCH
            is_colophon = any(word in row.text for word in ("主题词", "抄送", "某某单位"))
            assert is_colophon or lines == pytest.approx(round(lines), abs=0.02), row.text


def test_text_below_a_picture_stands_on_the_grid_again(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    (tmp_path / "docs" / "news" / "a.png").write_bytes(picture_bytes("png", "900x437"))
    body = "前。\n\n<figure markdown>\n![会场](a.png)\n<figcaption>说明</figcaption>\n</figure>\n\n---\n\n后。\n"
    pdf, _ = printed(tmp_path, article(body))
    row = row_with(body_rows(glyphs(pdf)[0]), "后。")
    lines = (row.y - ABOVE * EM - TEXT_TOP) / PITCH
    assert lines == pytest.approx(round(lines), abs=0.02)


def test_a_picture_with_few_pixels_is_reported_with_its_dpi(tmp_path: Path) -> None:
    (tmp_path / "docs" / "news").mkdir(parents=True)
    for name, size in (("small.png", "200x100"), ("large.png", "900x600")):
        (tmp_path / "docs" / "news" / name).write_bytes(picture_bytes("png", size))
    table = "| 图 | 字 |\n| --- | --- |\n| ![表里](large.png) | 字 |\n"
    _, remarks = printed(tmp_path, article(f"![会场](small.png)\n\n![远景](large.png)\n\n{table}"), settings=HEADED)
    expected = "图片“会场”只有 85 dpi（200 像素排成 60 毫米宽），印出来不清楚。请换成宽 354 像素以上的原图。"
    assert expected in remarks
    assert not any("远景" in remark or "表里" in remark for remark in remarks)


def test_pictures_are_as_wide_as_they_are_sharp(tmp_path: Path) -> None:
    figure = Figure("a.png")
    sizes = [(4000, 500), (600, 300), (100, 50), (900, 1800), (0, 0)]
    figures = [replace(figure, width=width, height=height) for width, height in sizes]
    nested = Table((), 1, ((Cell((replace(figure, width=900, height=300),)),),))
    widths = [round(block.printed) for block in sized(figures)]
    assert widths == [156, 102, 60, 39, 60]
    drawing = Figure("a.svg", width=300, height=100)
    assert sized([drawing])[0].printed == 156
    assert small_pictures(sized([drawing])) == []
    assert sized([nested])[0].rows[0][0].blocks[0].printed == 40


def test_punctuation_squeezes_no_29th_character_into_a_line(tmp_path: Path) -> None:
    text = running_text(28 * 60)
    body = "，".join(text[start : start + 10 + start % 7] for start in range(0, len(text), 17))
    for page in glyphs(printed(tmp_path, article(body))[0]):
        assert max(len(row) for row in body_rows(page)) == 28


def test_levels_have_their_fonts_and_indents(official: list[list[Glyph]]) -> None:
    page = [row for sheet in official for row in body_rows(sheet)]
    body = row_with(page, "为做好示例工作")[0].font
    fonts = {}
    for text in ("一、总的要求", "（一）第一项", "1.第三层"):
        row = row_with(page, text)
        assert row[0].x == pytest.approx(TEXT_LEFT + 2 * EM, abs=0.35)
        (fonts[text],) = {glyph.font for glyph in row if glyph.text.strip()}
    assert fonts["1.第三层"] == body
    assert len({body, fonts["一、总的要求"], fonts["（一）第一项"]}) == 3
    run_in = row_with(page, "（二）带在正文里的")
    assert run_in[3].font == fonts["（一）第一项"]
    assert run_in[-1].font == body
    assert {glyph.font for glyph in row_with(page, "1、带在正文里的")} == {body}
    assert row_with(page, "各示例单位").left == pytest.approx(TEXT_LEFT, abs=0.02)


def test_the_date_is_four_characters_from_the_right_and_the_issuer_centred_above(official: list[list[Glyph]]) -> None:
    page = body_rows(official[-1])
    day, issuer = row_with(page, "二〇〇八年十月十日"), row_with(page, "某某市示例工会")
    assert day.right == pytest.approx(TEXT_RIGHT - 4 * EM, abs=0.2)
    assert issuer.centre == pytest.approx(day.centre, abs=0.2)
    assert day.y - issuer.y == pytest.approx(PITCH, abs=0.02)
    note = row_with(page, "（此件公开发布）")
    assert note.y - day.y == pytest.approx(PITCH, abs=0.02)
    assert note[1].x == pytest.approx(TEXT_LEFT + 3 * EM, abs=0.4)


def test_names_of_attachments_are_aligned_and_an_empty_line_below_the_text(official: list[list[Glyph]]) -> None:
    page = body_rows(official[-1])
    last, first = row_with(page, "请认真执行"), row_with(page, "附件：1．示例附件")
    assert first.y - last.y == pytest.approx(2 * PITCH, abs=0.02)
    assert first[0].x == pytest.approx(TEXT_LEFT + 2 * EM, abs=0.1)
    name, further, second = first[5].x, row_with(page, "换行为止").left, row_with(page, "2．第二个附件")[2].x
    assert first[5].text == "示"
    assert (further, second) == (pytest.approx(name, abs=0.1), pytest.approx(name, abs=0.1))


def test_the_colophon_is_at_the_foot_of_the_last_page(official: list[list[Glyph]]) -> None:
    page = body_rows(official[-1])
    index, copies, last = row_with(page, "主题词"), row_with(page, "抄送"), page[-1]
    assert index.left == pytest.approx(TEXT_LEFT, abs=0.1)
    assert copies.left == pytest.approx(TEXT_LEFT + EM, abs=0.1)
    # The rule below is on the edge of the text area, 6.5 pt below the line.
    assert last.y + 0.12 * EM + 6.5 / MM == pytest.approx(262, abs=0.2)
    # A further line begins under the first name.
    assert last.left == pytest.approx(copies[3].x, abs=0.2)
    words = [glyph.x for glyph in index if glyph.text in "工示通"]
    assert [round((b - a) / EM, 1) for a, b in pairwise(words)] == [3.0, 3.0]
    assert index[0].font != index[-1].font


def test_an_issue_without_old_index_words_has_the_rules_of_2012(tmp_path: Path) -> None:
    body = "正文。\n\n抄送：某某单位。\n{: .doc-copies }\n"
    pdf, _ = printed(tmp_path, article(body))
    assert {glyph.size for glyph in row_with(body_rows(glyphs(pdf)[1]), "抄送")} == {14.0}


def test_the_end_of_the_text_goes_with_the_sign_off(tmp_path: Path) -> None:
    """Whatever the length, no page bears the sign-off alone."""
    sign = "\n\n某某市示例工会\n{: .doc-signature }\n\n二〇〇八年十月十日\n{: .doc-date }\n"
    for lines in range(17, 22):
        body = "\n\n".join(f"第{n}行，这一段只有一行。" for n in range(lines)) + sign
        pages = [[row.text for row in body_rows(page)] for page in glyphs(printed(tmp_path, article(body))[0])]
        last = next(page for page in pages if any("十月十日" in row for row in page))
        assert any("这一段只有一行" in row for row in last), (lines, pages)


def test_a_second_title_begins_a_page(tmp_path: Path) -> None:
    body = "标题一通知\n{: .doc-title }\n\n正文一。\n\n标题二\n方案\n{: .doc-title }\n\n正文二。\n"
    pages = glyphs(printed(tmp_path, article(body))[0])
    assert ["".join(row.text for row in body_rows(page)) for page in pages] == [
        "标题一通知正文一。",
        "标题二方案正文二。",
    ]
    first = body_rows(pages[1])[0]
    assert (first.y - TEXT_TOP) / PITCH == pytest.approx(2.67, abs=0.2)


def test_a_row_of_a_table_is_never_cut_and_short_words_stay_whole(tmp_path: Path) -> None:
    cells = ["甲组", "责任部门", "很长的一段说明" * 6, "整改落实", "完成时限", "公开方式", "目前进展", "责任人", "末"]
    table = "\n".join(["| " + " | ".join(cells) + " |", "|" + "---|" * 9] + ["| " + " | ".join(cells) + " |"] * 30)
    pages = glyphs(printed(tmp_path, article(table))[0])
    assert len(pages) > 2
    for page in pages:
        texts = [row.text for row in body_rows(page)]
        words = "".join(texts)
        assert words.count("很") % 6 == 0
        assert words.count("责任部门") == words.count("整改落实") == words.count("末")


def test_a_short_box_is_never_cut_and_the_text_below_stands_on_the_grid(tmp_path: Path) -> None:
    body = "字" * 28 * 15 + '\n\n!!! note "盒子"\n    里面一。\n\n    里面二。\n\n' + "底" * 28 * 3
    pages = [body_rows(page) for page in glyphs(printed(tmp_path, article(body))[0])]
    (with_box,) = [page for page in pages if any("盒子" in row.text for row in page)]
    assert row_with(with_box, "里面二。")
    for row in with_box:
        if row.text.startswith("底"):
            assert (row.y - TEXT_TOP) % PITCH == pytest.approx((pages[0][-1].y - TEXT_TOP) % PITCH, abs=0.1)


@pytest.mark.parametrize(
    ("first", "is_flush"),
    [("各县（市、区）总工会，市直各单位工会：", True), ("现将有关事项通知如下：", False), ("大家说：好。", False)],
)
def test_addressees_written_by_hand_stand_flush_left(tmp_path: Path, first: str, is_flush: bool) -> None:
    pdf, _ = printed(tmp_path, article(f"{first}\n\n今天放假。"))
    row = row_with(body_rows(glyphs(pdf)[0]), first[:6])
    assert row.left == pytest.approx(TEXT_LEFT + (0 if is_flush else 2 * EM), abs=0.1)


@pytest.mark.parametrize("count", [12, 13, 40])
def test_text_below_a_deep_table_stands_on_the_grid(tmp_path: Path, count: int) -> None:
    table = "| 事项 | 内容 |\n| --- | --- |\n" + "| 甲 | 乙 |\n" * count
    pdf, _ = printed(tmp_path, article(f"{table}\n文末的话。"))
    row = next(row for page in glyphs(pdf) for row in body_rows(page) if "文末的话" in row.text)
    line = (row.y - ABOVE * EM - TEXT_TOP) / PITCH
    assert line == pytest.approx(round(line), abs=0.01)


@pytest.mark.parametrize("last", [1, 3, 6])
@pytest.mark.parametrize("lines", range(3, 12, 2))
def test_the_end_of_the_text_goes_along_with_the_sign_off(tmp_path: Path, lines: int, last: int) -> None:
    """Two lines of it at least, or all of three; every line stands on the grid, and no more of the page before stays empty."""
    head = made_lines("letterhead", HEAD, "示工〔2012〕5号") + made_lines("title", "关于示例的通知")
    body = "\n\n".join(["一行。"] * lines + [running_text(28 * last - 5)])
    pages = [body_rows(page) for page in glyphs(printed(tmp_path, article(f"{head}{body}\n\n{SIGNED}"))[0])]
    ends = next(page for page in pages if any("10月10日" in row.text for row in page))
    sign = next(row for row in ends if row.text == "某某市示例工会")
    assert len([row for row in ends if row.y < sign.y]) >= min(last, 2)
    for page in pages:
        lines_of_text = [row for row in page if row[0].size == 16]
        steps = [
            (b.y - a.y) / PITCH
            for a, b in pairwise(lines_of_text)
            if not (a.text.startswith("示工") or (b.text == "一行。" and a is lines_of_text[0]))
        ]
        assert all(step == pytest.approx(round(step), abs=0.03) and step > 0.9 for step in steps)
    if len(pages) > 1:
        assert TEXT_TOP + 22 * PITCH - pages[0][-1].y < (6 if last <= 3 else 4) * PITCH


def test_a_sign_off_that_is_not_marked_is_known_by_its_lines(tmp_path: Path) -> None:
    marked, plain = (
        body_rows(glyphs(printed(tmp_path, article(f"正文一段。\n\n正文二段。\n\n{end}"))[0])[0])
        for end in (SIGNED, "某某市示例工会\n\n2012年10月10日\n")
    )
    assert [(row.text, round(row.left, 1), round(row.y, 1)) for row in plain] == [
        (row.text, round(row.left, 1), round(row.y, 1)) for row in marked
    ]
    # A day that ends a sentence is none.
    page_rows = body_rows(glyphs(printed(tmp_path, article("正文一段。\n\n会议时间：\n\n2012年10月10日\n"))[0])[0])
    assert row_with(page_rows, "10月10日").left == pytest.approx(TEXT_LEFT + 2 * EM, abs=0.5)
