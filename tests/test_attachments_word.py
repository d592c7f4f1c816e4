"""Whatever stands in a Word file is found, with its place: text, tables, comments, revisions, what is hidden."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls
from lanmu.checks.attachments import Sort
from support import files
from support.attached import holding, repack
from support.files import IDENTITY, append, picture_bytes, run_xml


def split_runs(document: Any) -> None:
    paragraph = document.add_paragraph("号码")
    for index in range(0, 18, 5):
        paragraph.add_run(IDENTITY[index : index + 5]).bold = index % 2 == 0


def in_table(document: Any) -> None:
    document.add_table(1, 2).cell(0, 1).text = IDENTITY


def digit_cells(document: Any) -> None:
    table = document.add_table(1, 18)
    for cell, digit in zip(table.rows[0].cells, IDENTITY, strict=True):
        cell.text = digit


def deletion(document: Any) -> None:
    """As an editor masks a number while changes are tracked: only its middle is deleted."""
    paragraph = document.add_paragraph(IDENTITY[:2])
    append(paragraph, f'<w:del w:id="1" w:author="a">{run_xml(IDENTITY[2:15], tag="delText")}</w:del>')
    append(paragraph, f'<w:ins w:id="2" w:author="a">{run_xml("*" * 13)}</w:ins>')
    append(paragraph, run_xml(IDENTITY[15:]))


def text_box(document: Any) -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run_xml(IDENTITY)}</w:p></w:txbxContent></w:pict></w:r>"
    append(document.add_paragraph("正文"), box)


def alt_text(document: Any) -> None:
    document.add_picture(io.BytesIO(picture_bytes("png", "4x3")))
    document.inline_shapes[0]._inline.docPr.set("descr", IDENTITY)


def hyperlink(document: Any) -> None:
    document.part.relate_to(f"https://www.example.org/{IDENTITY}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def comment(document: Any) -> None:
    document.add_comment(document.add_paragraph("正文").runs, text=IDENTITY, author="示例人员甲")


def field_code(document: Any) -> None:
    append(document.add_paragraph("正文"), run_xml(f"QUOTE {IDENTITY}", tag="instrText"))


WORD_PLACES: dict[str, tuple[Callable[[Any], None], str, Sort]] = {
    "body": (lambda d: (d.add_paragraph("一"), d.add_paragraph(IDENTITY), None)[2], "正文第 2 段", Sort.SHOWN),
    "runs": (split_runs, "正文第 1 段", Sort.SHOWN),
    "table": (in_table, "第 1 个表格第 1 行", Sort.SHOWN),
    "cells": (digit_cells, "表格第 1 行逐格填写的数字", Sort.SHOWN),
    "header": (lambda d: setattr(d.sections[0].header.paragraphs[0], "text", IDENTITY), "页眉", Sort.SHOWN),
    "footer": (lambda d: setattr(d.sections[0].footer.paragraphs[0], "text", IDENTITY), "页脚", Sort.SHOWN),
    "comment": (comment, "批注", Sort.COMMENT),
    "deleted": (deletion, "正文第 1 段修订删去的文字", Sort.REVISION),
    "moved": (
        lambda d: append(d.add_paragraph("一"), f'<w:moveFrom w:id="1" w:author="a">{run_xml(IDENTITY)}</w:moveFrom>'),
        "正文第 1 段修订删去的文字",
        Sort.REVISION,
    ),
    "inserted": (
        lambda d: append(d.add_paragraph("一"), f'<w:ins w:id="1" w:author="a">{run_xml(IDENTITY)}</w:ins>'),
        "正文第 1 段修订加入的文字",
        Sort.REVISION,
    ),
    "hidden": (
        lambda d: append(d.add_paragraph("一"), run_xml(IDENTITY, hidden=True)),
        "正文第 1 段隐藏的文字",
        Sort.HIDDEN,
    ),
    "field": (field_code, "正文第 1 段的域代码", Sort.SHOWN),
    "box": (text_box, "文本框", Sort.SHOWN),
    "alt": (alt_text, "正文里的图片说明", Sort.SHOWN),
    "link": (hyperlink, "链接地址", Sort.SHOWN),
    "author": (lambda d: setattr(d.core_properties, "author", IDENTITY), "文档属性：作者", Sort.SHOWN),
    "keywords": (lambda d: setattr(d.core_properties, "keywords", IDENTITY), "文档属性：关键词", Sort.SHOWN),
}


@pytest.mark.parametrize("name", WORD_PLACES)
def test_word_places(name: str, tmp_path: Path) -> None:
    put, place, sort = WORD_PLACES[name]
    document = docx.Document()
    put(document)
    document.save(str(tmp_path / "a.docx"))
    assert (place, sort) in [(text.place, text.sort) for text in holding(tmp_path / "a.docx")]


def test_word_parts_that_python_docx_does_not_make(tmp_path: Path) -> None:
    story = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p>{run_xml(IDENTITY)}</w:p></w:footnote></w:footnotes>'
    )
    custom = f'<Properties xmlns="urn:a"><property name="经办人"><lpwstr>{IDENTITY}</lpwstr></property></Properties>'
    chart = f'<c:chartSpace xmlns:c="urn:c"><c:pt idx="0"><c:v>{IDENTITY}</c:v></c:pt></c:chartSpace>'
    parts = {
        "word/footnotes.xml": story,
        "word/endnotes.xml": story.replace("footnote", "endnote"),
        "docProps/custom.xml": custom,
        "word/charts/chart1.xml": chart,
        "customXml/item1.xml": f"<a><b>{IDENTITY}</b></a>",
    }
    file = tmp_path / "a.docx"
    files.docx(file, "正文")
    repack(file, lambda _, data: data, {name: text.encode() for name, text in parts.items()})
    places = [text.place for text in holding(file)]
    assert places == ["脚注", "尾注", "部件 customXml/item1.xml", "文档属性：经办人", "部件 word/charts/chart1.xml"]
