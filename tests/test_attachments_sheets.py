"""Whatever stands in an Excel file is found, with its place: cells, formulas, comments, sheets that are hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lanmu.checks.attachments import Sort
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from support import files
from support.attached import holding, plant, repack, texts_in
from support.files import IDENTITY


def sheet_places(book: Any) -> None:
    sheet = book.active
    sheet.title = "名单"
    sheet["B3"] = IDENTITY
    sheet["C3"] = int(files.OLD_IDENTITY)
    sheet["A1"] = f'="{IDENTITY}"'
    sheet["A2"] = "批注"
    sheet["A2"].comment = Comment(IDENTITY, "示例人员甲")
    sheet["D5"] = f"行{IDENTITY}"
    sheet.row_dimensions[5].hidden = True
    sheet["F6"] = f"列{IDENTITY}"
    sheet.column_dimensions["F"].hidden = True
    sheet.oddHeader.center.text = IDENTITY
    for column, digit in enumerate(IDENTITY, start=1):
        sheet.cell(8, column, int(digit))
    book.create_sheet("底稿")["A1"] = IDENTITY
    book["底稿"].sheet_state = "veryHidden"
    book.defined_names["N"] = DefinedName("N", attr_text=f'"{IDENTITY}"')
    book.properties.creator = IDENTITY


def test_excel_places(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet_places(book)
    book.save(tmp_path / "a.xlsx")
    texts = holding(tmp_path / "a.xlsx")
    wanted = {
        ("工作表《名单》B3", Sort.SHOWN),
        ("工作表《名单》A1的公式", Sort.SHOWN),
        ("批注", Sort.COMMENT),
        ("工作表《名单》D5", Sort.HIDDEN),
        ("工作表《名单》F6", Sort.HIDDEN),
        ("工作表《名单》的设置", Sort.SHOWN),
        ("工作表《名单》第 8 行逐格填写的数字", Sort.SHOWN),
        ("隐藏的工作表《底稿》A1", Sort.HIDDEN),
        ("名称管理器", Sort.SHOWN),
        ("文档属性：作者", Sort.SHOWN),
    }
    assert wanted <= {(text.place, text.sort) for text in texts}
    assert [text.place for text in holding(tmp_path / "a.xlsx", files.OLD_IDENTITY)] == ["工作表《名单》C3"]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("1.3800000000000000E10", "13800000000"),
        ("13800000000.0", "13800000000"),
        ("0.5", "0.5"),
        ("1E999999999", "1E999999999"),
    ],
)
def test_numbers_are_written_out(stored: str, shown: str, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    files.xlsx(file, "7777777")
    repack(file, plant("xl/worksheets/sheet1.xml", "<v>7777777</v>", f"<v>{stored}</v>"))
    assert shown in [text.text for text in texts_in(file)]


def test_shared_strings(tmp_path: Path) -> None:
    """Excel keeps texts in a table beside the sheets; one that no cell points into any more is still there."""
    file = tmp_path / "a.xlsx"
    files.xlsx(file, "7777777")
    cut = f"<si><r><t>{IDENTITY[:9]}</t></r><r><t>{IDENTITY[9:]}</t></r></si>"
    table = f'<sst xmlns="urn:s"><si><t>甲{IDENTITY}</t></si>{cut}</sst>'
    cell = plant("xl/worksheets/sheet1.xml", ' t="n"><v>7777777</v>', ' t="s"><v>0</v>')
    repack(file, cell, {"xl/sharedStrings.xml": table.encode()})
    assert [(text.place, text.text, text.sort) for text in holding(file)] == [
        ("工作表《Sheet》A1", f"甲{IDENTITY}", Sort.SHOWN),
        ("没有显示在表里的文字", IDENTITY, Sort.HIDDEN),
    ]
