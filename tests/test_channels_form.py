"""表样: the forms of a guide as a PDF and a Word file to fill in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from lanmu.channels import form
from lanmu.channels.common.job import Job, Wanted
from lanmu.diagnostics.errors import UserError
from pypdf import PdfReader
from support import builders
from support.printing import MM, _fonts_are_there, outline, press

__all__ = ["_fonts_are_there"]
BODY = """正文不印。

## 表样：登记表

| 项目 | 填写 |
| --- | --- |
| 时间 |  |
| 地点 |  |

签章写在下方。

## 说明

| 不 | 印 |
| --- | --- |
| 这 | 张 |

## 表样：任务表

| 编号 | 问题 | 目标 | 措施 | 领导 | 部门 | 期限 |
| :-: | --- | --- | --- | --- | --- | :-: |
| 1 |  |  |  |  |  |  |

## 表样：意见函

| 意见函 |
| --- |
| 一、您想说什么？ |
| 　 |
"""


def job(tmp_path: Path, *, traditional: bool = False) -> Job:
    article = builders.article("banfa", "2008-11-05 09:00", place="plan", body=BODY)
    (only_job,) = form.jobs(press(tmp_path, [article], traditional=traditional), Wanted())
    return only_job


def test_every_form_is_a_page_and_nothing_else_is_printed(tmp_path: Path) -> None:
    pdf = job(tmp_path).render().files["plan-banfa.pdf"]
    reader = PdfReader(io.BytesIO(pdf))
    sides = [(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in reader.pages]
    assert sides == [(210, 297), (297, 210), (210, 297)]
    assert outline(pdf) == ["登记表", "任务表", "意见函"]
    text = "".join(page.extract_text() for page in reader.pages)
    assert "正文不印" not in text
    assert "这" not in text
    for word in ("时间", "地点", "签章写在下方。", "编号", "一、您想说什么？"):
        assert word in text, word


def test_the_word_file_has_the_same_tables_with_room_to_write(tmp_path: Path) -> None:
    word = Document(io.BytesIO(job(tmp_path).render().files["plan-banfa.docx"]))
    assert [section.orientation for section in word.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert tables[0] == [["项目", "填写"], ["时间", ""], ["地点", ""]]
    assert tables[2] == [["一、您想说什么？"], [""]]
    blank = word.tables[2].rows[1]
    assert blank.height is not None
    assert blank.height.mm >= 30
    assert [row.height.mm >= 20 for row in word.tables[0].rows[1:] if row.height] == [True, True]


def test_a_list_goes_on_to_the_foot_of_the_page(tmp_path: Path) -> None:
    word = Document(io.BytesIO(job(tmp_path).render().files["plan-banfa.docx"]))
    tasks = word.tables[1]
    assert [row.cells[0].text for row in tasks.rows] == ["编号", "1", "2", "3", "4", "5", "6", "7"]
    # The centred columns are narrow; filled in, a row stays whole and the names of the columns come again.
    widths = [column.width for column in tasks.columns]
    assert widths[0] == widths[6] < widths[1] == widths[2]
    row_properties = [[part.tag.rpartition("}")[2] for part in row._tr.trPr] for row in tasks.rows]
    assert all("cantSplit" in parts for parts in row_properties)
    assert ["tblHeader" in parts for parts in row_properties] == [True] + [False] * 7
    # A letter has the rest of its page to write on.
    assert [row.height.mm >= 50 for row in word.tables[2].rows if row.height] == [False, True]


def test_the_traditional_edition_is_traditional(tmp_path: Path) -> None:
    made_of = job(tmp_path, traditional=True).render()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made_of.files["plan-banfa.zh-Hant.pdf"])).pages)
    assert "時間" in text
    assert "plan-banfa.zh-Hant.docx" in made_of.files


def test_an_article_without_forms_has_none(tmp_path: Path) -> None:
    plain = builders.article("wen", place="plan", body="正文里说“表样：”也不算。")
    assert list(form.jobs(press(tmp_path, [plain]), Wanted())) == []
    [refused] = form.jobs(press(tmp_path, [plain]), Wanted((plain,), named=True))
    with pytest.raises(UserError, match=r"docs/plan/.*wen.md 没有表样。"):
        refused.render()
