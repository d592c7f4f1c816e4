"""公文 against the figures of GB/T 9704-2012, element by element: the PDF, and the Word file as LibreOffice prints it.

Each line of GOLDEN is an element, its clause, what is measured, in millimetres, and what the standard gives.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lanmu.intake.word import legacy
from pdfminer.layout import LTCurve, LTLine
from support.documents import COPIES, EM, PITCH, PRINTED, SIGNED, article, lines, made_files, running_text
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
    body_text,
    glyphs,
    layouts,
    row_with,
    rows,
)
from support.reports import office_pdfs, word_text

__all__ = ["_fonts_are_there"]
# Everything is printed once, in one process.
pytestmark = pytest.mark.xdist_group("golden")
office = pytest.mark.skipif(legacy.installed() is None, reason="LibreOffice 没有安装")
SMALL = 14 / MM
BODY = lines("addressees", "各示例单位：") + running_text(500) + "\n\n"
LAST = "（此件公开发布）\n\n"
SOURCES = {
    "upward": lines(
        "letterhead", "000012", "特急", "某某市示例工会文件", "示工〔2012〕5号　　签发人：张示例　李示例", "王示例"
    )
    + lines("title", "关于示例工作情况的报告")
    + BODY
    + lines("attachments", "附件：1．示例附件", "2．第二个附件")
    + SIGNED
    + LAST
    + lines("attachments", "附件1")
    + lines("title", "示例附件")
    + "附件的正文。\n\n"
    + COPIES
    + PRINTED,
    "usual": lines("letterhead", "某某市示例工会文件", "示工〔2012〕5号")
    + lines("title", "关于示例的通知")
    + BODY
    + SIGNED
    + COPIES,
    "joint": lines("letterhead", "某某市示例工会", "某某局", "文件", "示工〔2012〕5号")
    + lines("title", "关于示例的通知")
    + BODY,
    "letter": lines("letterhead", "特急", "某某市示例工会", "示工函〔2012〕5号")
    + lines("title", "示例的函")
    + BODY
    + SIGNED,
    "order": lines("letterhead", "某某市示例机关令", "第5号")
    + "现公布示例办法。\n\n"
    + lines("signature", "主任　张示例")
    + lines("date", "2012年10月10日"),
    "minutes": lines("letterhead", "某某市示例工会会议纪要", "〔2012〕5号")
    + lines("title", "示例会议")
    + "正文。\n\n出席：张示例\n",
    "empty": "\n\n".join(["一行。"] * 39) + f"\n\n{COPIES}{PRINTED}",
}


@dataclass(frozen=True)
class Page:
    """A page as it was printed: its lines, and the left, right and height of its rules (mm)."""

    rows: list[Row]
    rules: list[tuple[float, float, float]]

    def row(self, text: str) -> Row:
        return row_with(self.rows, text)


Printed = Mapping[str, list[Page]]


def page_of(glyphs_of_page: Any, layout: Any) -> Page:
    drawn = [item for item in layout if isinstance(item, LTLine | LTCurve)]
    rules = {tuple(round(v, 1) for v in (i.x0 / MM, i.x1 / MM, (layout.height - i.y0) / MM)) for i in drawn}
    return Page(rows(glyphs_of_page), sorted(rules, key=lambda rule: rule[2]))  # type: ignore[arg-type]


def read(pdf: bytes) -> list[Page]:
    return [page_of(page, layout) for page, layout in zip(glyphs(pdf), layouts(pdf), strict=True)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """The PDF and the Word file of each document."""
    return {name: made_files(tmp_path_factory.mktemp(name), article(body)) for name, body in SOURCES.items()}


@pytest.fixture(scope="module")
def in_pdf(files: dict[str, tuple[bytes, bytes]]) -> Printed:
    return {name: read(pdf) for name, (pdf, _) in files.items()}


@pytest.fixture(scope="module")
def in_word(files: dict[str, tuple[bytes, bytes]], tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """What LibreOffice prints of the Word files."""
    pdfs = office_pdfs({name: word for name, (_, word) in files.items()}, tmp_path_factory.mktemp("office"))
    return {name: read(pdf) for name, pdf in pdfs.items()}


def top(row: Row) -> float:
    return row.y - ABOVE * row[0].size / MM


def foot(row: Row) -> float:
    return row.y + (1 - ABOVE) * row[0].size / MM


def mark_of(page: Page) -> list[Row]:
    return [row for row in page.rows if row[0].size > 30]


def dash(page: Page) -> float:
    row = page.rows[-1]
    return row.y - (ABOVE - 0.5) * row[0].size / MM


def post_gap(row: Row) -> float:
    """Between the post and the name of who signs."""
    name = next(glyph for glyph in row if glyph.text == "张")
    return name.x - max(glyph.right for glyph in row if glyph.text == "任")


Measure = Callable[[Printed], float]
CENTRE = (TEXT_LEFT + TEXT_RIGHT) / 2
GOLDEN: list[tuple[str, str, str, Measure, float]] = [
    ("版心", "5.2.1", "左边", lambda p: p["upward"][1].rows[2].left, TEXT_LEFT),
    ("正文", "5.2.3", "行距", lambda p: (p["upward"][1].rows[9].y - p["upward"][1].rows[2].y) / 7, PITCH),
    ("份号", "7.2.1", "上边", lambda p: top(p["upward"][0].row("000012")), TEXT_TOP),
    ("份号", "7.2.1", "左边", lambda p: p["upward"][0].row("000012").left, TEXT_LEFT),
    ("紧急程度", "7.2.3", "下移一行", lambda p: top(p["upward"][0].row("特急")), TEXT_TOP + PITCH),
    ("紧急程度", "7.2.3", "左边", lambda p: p["upward"][0].row("特急").left, TEXT_LEFT),
    ("发文机关标志", "7.2.4", "上边到版心 35", lambda p: top(mark_of(p["usual"][0])[0]) - TEXT_TOP, 35),
    ("发文机关标志", "7.2.4", "居中", lambda p: mark_of(p["usual"][0])[0].centre, CENTRE),
    ("联合行文标志", "7.2.4", "上边到版心 35", lambda p: top(mark_of(p["joint"][0])[0]) - TEXT_TOP, 35),
    (
        "发文字号",
        "7.2.5",
        "标志下空二行",
        lambda p: top(p["usual"][0].row("5号")) - foot(mark_of(p["usual"][0])[0]),
        2 * PITCH,
    ),
    ("发文字号", "7.2.5", "居中", lambda p: p["usual"][0].row("5号").centre, CENTRE),
    ("上行文字号", "7.2.5", "左空一字", lambda p: p["upward"][0].row("5号").left, TEXT_LEFT + EM),
    (
        "上行文字号",
        "7.2.5",
        "与末位签发人同行",
        lambda p: p["upward"][0].row("5号").y - p["upward"][0].row("王示例").y,
        0,
    ),
    (
        "签发人",
        "7.2.6",
        "标志下空二行",
        lambda p: top(p["upward"][0].row("签发人")) - foot(mark_of(p["upward"][0])[0]),
        2 * PITCH,
    ),
    ("签发人", "7.2.6", "右空一字", lambda p: p["upward"][0].row("签发人").right, TEXT_RIGHT - EM),
    ("分隔线", "7.2.7", "字号下 4", lambda p: p["usual"][0].rules[0][2] - foot(p["usual"][0].row("5号")), 4),
    ("分隔线", "7.2.7", "线长 156", lambda p: p["usual"][0].rules[0][1] - p["usual"][0].rules[0][0], 156),
    ("标题", "7.3.1", "居中", lambda p: p["usual"][0].row("关于示例").centre, CENTRE),
    ("主送机关", "7.3.2", "顶格", lambda p: p["usual"][0].row("各示例单位").left, TEXT_LEFT),
    (
        "正文",
        "7.3.3",
        "左空二字",
        lambda p: p["usual"][0].rows[p["usual"][0].rows.index(p["usual"][0].row("各示例单位")) + 1].left,
        TEXT_LEFT + 2 * EM,
    ),
    ("附件说明", "7.3.4", "左空二字", lambda p: p["upward"][1].row("附件：").left, TEXT_LEFT + 2 * EM),
    ("成文日期", "7.3.5", "右空四字", lambda p: p["usual"][1].row("10月10日").right, TEXT_RIGHT - 4 * EM),
    ("附注", "7.3.6", "左空二字", lambda p: p["upward"][1].row("此件公开发布")[0].x, TEXT_LEFT + 2 * EM),
    ("附件", "7.3.7", "第一行", lambda p: top(p["upward"][2].row("附件1")), TEXT_TOP),
    ("附件", "7.3.7", "顶格", lambda p: p["upward"][2].row("附件1").left, TEXT_LEFT),
    ("附件标题", "7.3.7", "第三行", lambda p: top(p["upward"][2].row("示例附件")), TEXT_TOP + 2 * PITCH),
    ("附件标题", "7.3.7", "居中", lambda p: p["upward"][2].row("示例附件").centre, CENTRE),
    ("版记末条线", "7.4.1", "在版心下边", lambda p: p["upward"][3].rules[-1][2], TEXT_FOOT),
    ("版记分隔线", "7.4.1", "线长 156", lambda p: p["upward"][3].rules[0][1] - p["upward"][3].rules[0][0], 156),
    ("抄送机关", "7.4.2", "左空一字", lambda p: p["upward"][3].row("抄送").left, TEXT_LEFT + SMALL),
    ("印发机关", "7.4.3", "左空一字", lambda p: p["upward"][3].row("印发").left, TEXT_LEFT + SMALL),
    ("印发日期", "7.4.3", "右空一字", lambda p: p["upward"][3].row("印发").right, TEXT_RIGHT - SMALL),
    ("页码", "7.5", "版心下 7", lambda p: dash(p["usual"][0]) - TEXT_FOOT, 7),
    ("单页码", "7.5", "右空一字", lambda p: p["usual"][0].rows[-1].right, TEXT_RIGHT - SMALL),
    ("双页码", "7.5", "左空一字", lambda p: p["usual"][1].rows[-1].left, TEXT_LEFT + SMALL),
    ("信函标志", "10.1", "上边到纸边 30", lambda p: top(mark_of(p["letter"][0])[0]), 30),
    ("信函红线", "10.1", "标志下 4", lambda p: p["letter"][0].rules[0][2] - foot(mark_of(p["letter"][0])[0]), 4),
    ("信函红线", "10.1", "线长 170", lambda p: p["letter"][0].rules[0][1] - p["letter"][0].rules[0][0], 170),
    ("信函红线", "10.1", "线在纸中间", lambda p: p["letter"][0].rules[0][0], 20),
    ("信函下红线", "10.1", "距下页边 20", lambda p: 297 - p["letter"][0].rules[-1][2], 20),
    ("信函字号", "10.1", "顶格居右", lambda p: p["letter"][0].row("5号").right, TEXT_RIGHT),
    ("信函紧急程度", "10.1", "顶格居左", lambda p: p["letter"][0].row("特急").left, TEXT_LEFT),
    (
        "信函字号",
        "10.1",
        "红线下 7/8 字",
        lambda p: top(p["letter"][0].row("5号")) - p["letter"][0].rules[1][2],
        7 / 8 * EM,
    ),
    ("命令标志", "10.2", "上边到版心 20", lambda p: top(mark_of(p["order"][0])[0]) - TEXT_TOP, 20),
    (
        "令号",
        "10.2",
        "标志下空二行",
        lambda p: top(p["order"][0].row("第5号")) - foot(mark_of(p["order"][0])[0]),
        2 * PITCH,
    ),
    ("令号", "10.2", "居中", lambda p: p["order"][0].row("第5号").centre, CENTRE),
    (
        "令的署名",
        "7.3.5.3",
        "正文下空二行",
        lambda p: p["order"][0].row("张示例").y - p["order"][0].row("现公布").y,
        3 * PITCH,
    ),
    ("令的署名", "7.3.5.3", "右空四字", lambda p: p["order"][0].row("张示例").right, TEXT_RIGHT - 4 * EM),
    ("令的职务", "7.3.5.3", "署名左空二字", lambda p: post_gap(p["order"][0].row("张示例")), 2 * EM),
    (
        "令的日期",
        "7.3.5.3",
        "署名下空一行",
        lambda p: p["order"][0].row("10月10日").y - p["order"][0].row("张示例").y,
        2 * PITCH,
    ),
    ("令的日期", "7.3.5.3", "右空四字", lambda p: p["order"][0].row("10月10日").right, TEXT_RIGHT - 4 * EM),
    ("纪要标志", "10.3", "上边到版心 35", lambda p: top(mark_of(p["minutes"][0])[0]) - TEXT_TOP, 35),
    ("出席", "10.3", "左空二字", lambda p: p["minutes"][0].row("出席").left, TEXT_LEFT + 2 * EM),
]
WITHIN = 0.5
# What LibreOffice does in its own way: it leaves a gap below a head that is higher than the margin.
NOT_IN_OFFICE = {("信函字号", "红线下 7/8 字")}
IDS = [f"{clause}-{element}-{figure}" for element, clause, figure, _, _ in GOLDEN]


@pytest.mark.parametrize(("element", "clause", "figure", "measure", "wanted"), GOLDEN, ids=IDS)
def test_the_pdf_has_the_figures_of_the_standard(
    in_pdf: Printed, element: str, clause: str, figure: str, measure: Measure, wanted: float
) -> None:
    assert measure(in_pdf) == pytest.approx(wanted, abs=WITHIN), (element, clause, figure)


@office
@pytest.mark.parametrize(("element", "clause", "figure", "measure", "wanted"), GOLDEN, ids=IDS)
def test_the_word_file_has_them_too(
    in_word: Printed, element: str, clause: str, figure: str, measure: Measure, wanted: float
) -> None:
    if (element, figure) not in NOT_IN_OFFICE:
        assert measure(in_word) == pytest.approx(wanted, abs=WITHIN), (element, clause, figure)


@office
@pytest.mark.parametrize("name", SOURCES)
def test_both_have_the_same_pages_and_about_the_same_lines(in_pdf: Printed, in_word: Printed, name: str) -> None:
    counts = [
        [len(body_rows(g for row in page.rows for g in row)) for page in printed[name]] for printed in (in_pdf, in_word)
    ]
    assert len(counts[0]) == len(counts[1])
    assert all(abs(pdf - word) <= 1 for pdf, word in zip(*counts, strict=True)), counts


def test_word_can_go_on_with_levels_styles_and_a_table_at_the_foot(files: dict[str, tuple[bytes, bytes]]) -> None:
    document = docx.Document(io.BytesIO(files["upward"][1]))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "关于示例工作情况的报告"), ("Heading 1", "示例附件")]
    (table,) = document.tables
    assert [cell.text for row in table.rows for cell in row.cells] == [
        "抄送：上级示例办公室，某某单位。",
        "某某市示例工会办公室\t2012年10月11日印发",
    ]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert document.settings.odd_and_even_pages_header_footer
    # The names of the fonts are those that offices have.
    faces = set(document.element.body.xpath(".//w:rFonts/@w:eastAsia"))
    assert faces == {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"}


def test_the_pages_of_a_colophon_after_an_empty_one_have_no_number_in_word(
    files: dict[str, tuple[bytes, bytes]],
) -> None:
    first, last = docx.Document(io.BytesIO(files["empty"][1])).sections
    assert [bool(part.footer._element.xpath(".//w:fldSimple")) for part in (first, last)] == [True, False]
    assert not last.even_page_footer._element.xpath(".//w:fldSimple")


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "letter"])
def test_both_say_the_same_in_the_same_order(files: dict[str, tuple[bytes, bytes]], name: str) -> None:
    pdf, word = files[name]
    printed_text, written = body_text(pdf), word_text(docx.Document(io.BytesIO(word)))
    if name == "upward":
        # Who signs stands in two columns of one line.
        assert sorted(printed_text) == sorted(written)
    else:
        assert printed_text == written
