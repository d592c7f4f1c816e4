"""Tables that lie in a 公文 (GB/T 9704-2012, 8), measured on the PDF and on the Word file as LibreOffice prints it.

Places are given on the paper as it lies in the file of the office, upright: what is `x` across it there is down the page that lies.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
import pytest
from docx.enum.section import WD_ORIENT
from lanmu.channels.document.landscape import lies, with_landscape
from lanmu.channels.document.parts import Landscape, NewPage, Title
from lanmu.intake.word import legacy
from lanmu.text.document import Paragraph, Table, Text
from pypdf import PdfReader
from support.documents import COPIES, EM, PITCH, PRINTED, SIGNED, article, lines, made_files, running_text
from support.printing import (
    ABOVE,
    MM,
    TEXT_FOOT,
    TEXT_LEFT,
    TEXT_RIGHT,
    TEXT_TOP,
    Glyph,
    _fonts_are_there,
    glyphs,
    rows,
)
from support.reports import office_pdfs

__all__ = ["_fonts_are_there"]
# Printed once, in one process.
pytestmark = pytest.mark.xdist_group("landscape")
HEADS = ("序号", "整改的问题", "整改目标", "具体措施", "责任部门", "责任人员", "完成时限", "进展情况", "备注")
CELLS = (
    "1",
    "材料清单太长",
    "减到一页以内",
    "合并三种表格，取消两项证明",
    "示例部门",
    "示例人员",
    "2012年12月底前",
    "正在办理",
    "无",
)
SMALL = 14 / MM


def table(count: int) -> str:
    body = [HEADS, ["---"] * len(HEADS), *[CELLS] * count]
    return "".join(f"| {' | '.join(row)} |\n" for row in body) + "\n"


TITLE = lines("letterhead", "某某市示例工会文件", "示工〔2012〕5号") + lines("title", "关于示例的通知")
ATTACHED = lines("attachments", "附件") + lines("title", "示例台账") + "填报单位：示例单位\n\n"
# The table lies on page 2 of one document and on page 3 of the other as an attachment, and within the text of the third.
SOURCES = {
    "even": f"{TITLE}{running_text(100)}\n\n{SIGNED}{ATTACHED}{table(3)}注：按季度填报。\n\n{COPIES}{PRINTED}",
    "odd": f"{TITLE}{running_text(400)}\n\n{SIGNED}{ATTACHED}{table(3)}{COPIES}{PRINTED}",
    "within": f"{TITLE}{running_text(200)}\n\n{table(3)}表后的话。{running_text(100)}\n\n{SIGNED}",
}


@dataclass(frozen=True)
class Sheet:
    """A page: its size, and its glyphs; those of what lies are at their places on the upright paper."""

    width: int
    height: int
    glyphs: list[Glyph]

    @property
    def lies(self) -> bool:
        return self.width > self.height

    @property
    def number(self) -> list[Glyph]:
        """The page number: the glyphs below the text area of the paper."""
        return [glyph for glyph in self.glyphs if glyph.text.strip() and self.place(glyph)[1] > TEXT_FOOT + 1]

    def place(self, glyph: Glyph) -> tuple[float, float]:
        """Across and down the paper of the origin of a glyph."""
        return (glyph.y, 297 - glyph.x) if self.lies else (glyph.x, glyph.y)


def sheets(pdf: bytes) -> list[Sheet]:
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages]
    return [
        Sheet(round(float(box.width) / MM), round(float(box.height) / MM), page)
        for box, page in zip(boxes, glyphs(pdf), strict=True)
    ]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    return {name: made_files(tmp_path_factory.mktemp(name), article(body)) for name, body in SOURCES.items()}


@pytest.fixture(scope="module")
def printed(
    files: dict[str, tuple[bytes, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, list[Sheet]]]:
    """The sheets of the PDF, and of the Word file where LibreOffice is there to print it."""
    sheets_by_kind = {"pdf": {name: sheets(pdf) for name, (pdf, _) in files.items()}}
    if legacy.installed():
        word = office_pdfs({name: word for name, (_, word) in files.items()}, tmp_path_factory.mktemp("office"))
        sheets_by_kind["word"] = {name: sheets(pdf) for name, pdf in word.items()}
    return sheets_by_kind


KINDS = pytest.mark.parametrize("kind", ["pdf", "word"])
office = pytest.mark.skipif(legacy.installed() is None, reason="LibreOffice 没有安装")


def of(printed: dict[str, dict[str, list[Sheet]]], kind: str, name: str) -> list[Sheet]:
    if kind not in printed:
        pytest.skip("LibreOffice 没有安装")
    return printed[kind][name]


@KINDS
@pytest.mark.parametrize(
    ("name", "lying"),
    [("even", [False, True, False, False]), ("odd", [False, False, True, False]), ("within", [False, True, False])],
)
def test_which_pages_lie(printed: dict[str, dict[str, list[Sheet]]], kind: str, name: str, lying: list[bool]) -> None:
    pages = of(printed, kind, name)
    assert [sheet.lies for sheet in pages] == lying
    assert {(min(s.width, s.height), max(s.width, s.height)) for s in pages} == {(210, 297)}


@KINDS
@pytest.mark.parametrize("name", SOURCES)
def test_the_number_stays_where_it_is_on_every_page_of_the_paper(
    printed: dict[str, dict[str, list[Sheet]]], kind: str, name: str
) -> None:
    for number, sheet in enumerate(of(printed, kind, name), start=1):
        if name == "even" and number > 2:
            assert sheet.number == [], "版记 after an empty page has none"
            continue
        said = sorted(sheet.number, key=sheet.place)
        assert "".join(glyph.text for glyph in said) == f"—{number}—"
        first, last = sheet.place(said[0]), sheet.place(said[-1])
        assert first[1] == pytest.approx(last[1], abs=0.1)
        assert first[1] - (ABOVE - 0.5) * SMALL - TEXT_FOOT == pytest.approx(7, abs=0.5)
        if number % 2:
            assert last[0] + SMALL == pytest.approx(TEXT_RIGHT - SMALL, abs=0.6)
        else:
            assert first[0] == pytest.approx(TEXT_LEFT + SMALL, abs=0.6)


@KINDS
@pytest.mark.parametrize("name", SOURCES)
def test_the_head_of_the_table_is_at_the_left_edge_of_the_paper(
    printed: dict[str, dict[str, list[Sheet]]], kind: str, name: str
) -> None:
    """Where it is bound on odd pages, where it is cut on even ones; the texts stay inside the area."""
    for sheet in (sheet for sheet in of(printed, kind, name) if sheet.lies):
        text = [glyph for glyph in sheet.glyphs if glyph not in sheet.number and glyph.text.strip()]
        page_rows = rows(text)
        head = next(row for row in page_rows if "序号" in row.text or "完成时限" in row.text)
        cells = [row for row in page_rows if "示例部门" in row.text]
        assert cells
        assert head.y < min(row.y for row in cells)
        inside = [sheet.place(glyph) for glyph in text if glyph.size > 9.5]
        assert min(x for x, _ in inside) > TEXT_LEFT
        assert max(x for x, _ in inside) < TEXT_RIGHT + 0.5
        assert min(y for _, y in inside) > TEXT_TOP - 0.5
        assert max(y for _, y in inside) < TEXT_FOOT + 0.5


@KINDS
def test_the_attachments_label_and_title_lie_along(printed: dict[str, dict[str, list[Sheet]]], kind: str) -> None:
    sheet = of(printed, kind, "even")[1]
    page_rows = rows(sheet.glyphs)
    label, title = (next(row for row in page_rows if text in row.text) for text in ("附件", "示例台账"))
    assert label.y - ABOVE * EM == pytest.approx(TEXT_LEFT, abs=0.5)
    assert label.left == pytest.approx(297 - TEXT_FOOT, abs=0.5)
    assert TEXT_LEFT + 2 * PITCH < title.y < TEXT_LEFT + 3 * PITCH
    assert title.centre == pytest.approx((297 - TEXT_FOOT + 297 - TEXT_TOP) / 2, abs=0.5)
    below = [row.text for row in page_rows if row.y > title.y + 1]
    assert any("填报单位：示例单位" in text for text in below)
    assert any("注：按季度填报。" in text for text in below)


@KINDS
def test_the_text_goes_on_upright_after_the_table(printed: dict[str, dict[str, list[Sheet]]], kind: str) -> None:
    last = of(printed, kind, "within")[2]
    first = next(row for row in rows(last.glyphs) if row.y > TEXT_TOP)
    assert first.text.startswith("表后的话。")
    # In the first of the 22 lines.
    assert TEXT_TOP < first.y < TEXT_TOP + PITCH


def test_the_sections_of_the_word_file(files: dict[str, tuple[bytes, bytes]]) -> None:
    sections = docx.Document(io.BytesIO(files["within"][1])).sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    lying = sections[1]
    assert [
        round(edge.mm)
        for edge in (lying.top_margin, lying.right_margin, lying.bottom_margin, lying.left_margin)
        if edge
    ] == [28, 37, 26, 35]


@pytest.mark.parametrize(
    ("wants", "expected"),
    [
        ((2.0, *[8.0] * 8), True),
        ([2.0] * 12, False),
        ([30.0] * 6, False),
        ((2.0, 4.0, 4.0, 30.0, 4.0, 4.0, 4.0), False),
    ],
)
def test_which_tables_lie(wants: tuple[float, ...], expected: bool) -> None:
    assert lies(Table((), len(wants), (), tuple(wants))) is expected


def test_what_goes_along_with_a_table() -> None:
    wide = Table((), 9, (), (8.0,) * 9)
    line, note, text = (Paragraph((Text(words),)) for words in ("单位：件", "注：说明。", "正文。" * 30))
    title = Title(("示例台账",), label="附件")
    assert with_landscape([text, NewPage(), title, line, wide, note, text]) == [
        text,
        Landscape((title, line, wide, note)),
        text,
    ]
    assert with_landscape([text, line, wide, text]) == [text, line, Landscape((wide,)), text]
    assert with_landscape([wide, wide]) == [Landscape((wide, wide))]
