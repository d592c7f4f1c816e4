"""Whatever stands in a file beside an article is found with its place, and no file does harm."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import files
import openpyxl
import pptx
import pytest
from docx.oxml.ns import nsdecls
from files import IDENTITY, append, picture_bytes, run_xml
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lanmu.checks.attachments import (
    CannotLook,
    Kind,
    Picture,
    Sort,
    Text,
    kind_of,
    picture_facts,
    pictures_in,
    texts_of,
)
from lanmu.checks.attachments.gps import from_exif, from_xmp
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from pptx.util import Inches

SUFFIXES = (
    "docx",
    "xlsx",
    "pptx",
    "pdf",
    "zip",
    "doc",
    "txt",
    "csv",
    "html",
    "png",
    "jpg",
    "gif",
    "webp",
    "svg",
    "heic",
)
LIMIT = 2.0  # seconds


def found(path: Path) -> tuple[Text, ...]:
    """The texts of a file that can be looked into."""
    texts = texts_of(path)
    assert not isinstance(texts, CannotLook), texts
    return texts


def holding(path: Path, number: str = IDENTITY) -> list[Text]:
    """The texts in which the planted number stands."""
    return [text for text in found(path) if number in text.text]


def refused(path: Path) -> CannotLook:
    """The reason why a file cannot be looked into, given in time."""
    began = time.monotonic()
    reason = texts_of(path)
    assert isinstance(reason, CannotLook)
    assert time.monotonic() - began < LIMIT
    assert reason.remedy.endswith("。")
    assert reason.__traceback__ is None
    return reason


def repack(path: Path, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None) -> None:
    """Changes the parts of an office file."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in (parts | (added or {})).items():
            new.writestr(name, data)


def plant(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Replaces text in one part."""

    def change(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        assert old.encode() in data, f"{old} is not in {name}"
        return data.replace(old.encode(), new.encode(), 1)

    return change


# --- Word


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
    document.part.relate_to(
        f"https://www.example.org/{IDENTITY}", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )


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


# --- Excel


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
    assert shown in [text.text for text in found(file)]


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


# --- PowerPoint


def test_powerpoint_places(tmp_path: Path) -> None:
    file = tmp_path / "a.pptx"
    show = pptx.Presentation()
    for _ in range(3):
        show.slides.add_slide(show.slide_layouts[6])
    first, second, third = show.slides
    first.shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame.text = f"一\v{IDENTITY}"
    notes = first.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = IDENTITY
    table = second.shapes.add_table(1, 2, 0, 0, Inches(5), Inches(1)).table
    table.cell(0, 1).text = IDENTITY
    shape = second.shapes.add_picture(io.BytesIO(picture_bytes("png", "4x3")), 0, 0)
    shape._element.nvPicPr.cNvPr.set("descr", IDENTITY)
    third.shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame.text = IDENTITY
    third._element.set("show", "0")
    show.core_properties.author = IDENTITY
    # The show begins with what was made last: places follow the show, not the names of the parts.
    order = show.slides._sldIdLst
    order.insert(0, order[2])
    show.save(str(file))
    places = {(text.place, text.sort) for text in holding(file)}
    assert places == {
        ("第 1 张幻灯片（隐藏）", Sort.HIDDEN),
        ("第 2 张幻灯片", Sort.SHOWN),
        ("第 2 张幻灯片的备注", Sort.SHOWN),
        ("第 3 张幻灯片", Sort.SHOWN),
        ("第 3 张幻灯片的图片说明", Sort.SHOWN),
        ("文档属性：作者", Sort.SHOWN),
    }


def test_a_break_keeps_two_numbers_apart(tmp_path: Path) -> None:
    show = pptx.Presentation()
    box = show.slides.add_slide(show.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(5), Inches(1))
    box.text_frame.text = f"{files.MOBILE}\v{files.MOBILE}"
    show.save(str(tmp_path / "a.pptx"))
    assert f"{files.MOBILE}\n{files.MOBILE}" in [text.text for text in found(tmp_path / "a.pptx")]


def test_comments_of_a_presentation(tmp_path: Path) -> None:
    file = tmp_path / "a.pptx"
    files.pptx(file, "一")
    relation = '<Relationship Id="rId90" Type="urn:c" Target="../comments/comment1.xml"/></Relationships>'
    comments = f'<p:cmLst xmlns:p="urn:p"><p:cm><p:text>{IDENTITY}</p:text></p:cm></p:cmLst>'
    repack(
        file,
        plant("ppt/slides/_rels/slide1.xml.rels", "</Relationships>", relation),
        {"ppt/comments/comment1.xml": comments.encode()},
    )
    assert [(text.place, text.sort) for text in holding(file)] == [("第 1 张幻灯片的批注", Sort.COMMENT)]


# --- PDF


def test_pdf_places(tmp_path: Path) -> None:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    document.add_page()
    document.cell(text="one")
    document.add_page()
    document.cell(text=IDENTITY)
    document.text_annotation(10, 10, IDENTITY)
    document.set_author(IDENTITY)
    document.output(str(tmp_path / "a.pdf"))
    places = [(text.place, text.sort) for text in holding(tmp_path / "a.pdf")]
    assert places == [("第 2 页", Sort.SHOWN), ("第 2 页的批注", Sort.COMMENT), ("文档属性：作者", Sort.SHOWN)]


def test_a_number_at_the_end_of_a_line_of_a_pdf(tmp_path: Path) -> None:
    files.pdf(tmp_path / "a.pdf", "Tel: 13800\n000000\n2008\n1234567")
    assert [text.place for text in holding(tmp_path / "a.pdf", files.MOBILE)] == ["第 1 页跨行的数字"]
    assert not holding(tmp_path / "a.pdf", "20081234567")


def test_what_cannot_be_seen_in_a_pdf_is_said(tmp_path: Path) -> None:
    document = FPDF()
    document.add_page()
    document.image(io.BytesIO(picture_bytes("png", "40x30")))
    document.output(str(tmp_path / "scan.pdf"))
    (note,) = found(tmp_path / "scan.pdf")
    assert (note.sort, note.place) == (Sort.UNSEEN, "第 1 页")
    document = FPDF()
    document.set_font("Helvetica")
    for _ in range(305):
        document.add_page()
        document.cell(text="x")
    document.output(str(tmp_path / "long.pdf"))
    assert [text.text for text in found(tmp_path / "long.pdf") if text.sort is Sort.UNSEEN] == [
        "共 305 页，只看了前 300 页。"
    ]


def test_locked_and_damaged_pdf(tmp_path: Path) -> None:
    document = FPDF()
    document.set_encryption(owner_password="o", user_password="u")
    document.add_page()
    document.output(str(tmp_path / "a.pdf"))
    assert "密码" in refused(tmp_path / "a.pdf").reason
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + bytes(1000))
    assert "损坏" in refused(tmp_path / "b.pdf").reason


# --- plain text and archives


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json"])
def test_plain_text(name: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(f"姓名，身份证\n示例人员甲，{IDENTITY}\n".encode(encoding))
    assert holding(tmp_path / name)
    assert "示例人员甲" in found(tmp_path / name)[0].text


def test_numbers_cut_by_tags_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<html><p>{IDENTITY[:6]}<b>{IDENTITY[6:]}</b></p><p>1</p></html>", encoding="utf-8"
    )
    assert holding(tmp_path / "a.html")


def test_archive(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", f"正文\n图：40x30 gps\n{IDENTITY}")
    files.ole2(tmp_path / "b.doc", "")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(tmp_path / "a.docx", f"../{IDENTITY}.docx")
        packed.write(tmp_path / "b.doc", "旧.doc")
        packed.writestr("a.jpg", picture_bytes("jpg", "40x30 gps"))
        packed.writestr("内.zip", (tmp_path / "a.zip").read_bytes()[:0] + b"PK\x05\x06" + bytes(18))
    places = [text.place for text in holding(tmp_path / "a.zip")]
    assert places == ["压缩包里的文件名", f"压缩包里的《../{IDENTITY}.docx》里的正文第 2 段"]
    unseen = [text.place for text in found(tmp_path / "a.zip") if text.sort is Sort.UNSEEN]
    assert unseen == ["压缩包里的《旧.doc》", "压缩包里的《内.zip》"]
    assert [picture.gps for _, picture in pictures_in(tmp_path / "a.zip") if picture.gps] == [(1.5, 2.25)] * 2
    assert not (tmp_path.parent / f"{IDENTITY}.docx").exists()


def test_chinese_names_as_windows_packs_them(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("#####.txt", "x")
    data = (tmp_path / "a.zip").read_bytes().replace(b"#####.txt", "名单a".encode("gb18030") + b".txt")
    (tmp_path / "a.zip").write_bytes(data)
    assert found(tmp_path / "a.zip")[0].text == "名单a.txt"


def test_embedded_files(tmp_path: Path) -> None:
    files.xlsx(tmp_path / "a.xlsx", IDENTITY)
    files.docx(tmp_path / "a.docx", "正文")
    files.ole2(tmp_path / "b.doc", "")
    embedded = {
        "word/embeddings/表.xlsx": (tmp_path / "a.xlsx").read_bytes(),
        "word/embeddings/b.bin": (tmp_path / "b.doc").read_bytes(),
    }
    repack(tmp_path / "a.docx", lambda _, data: data, embedded)
    assert [text.place for text in holding(tmp_path / "a.docx")] == ["嵌入的文件 表.xlsx 里的工作表《Sheet》A1"]
    assert [text.place for text in found(tmp_path / "a.docx") if text.sort is Sort.UNSEEN] == ["word/embeddings/b.bin"]


# --- what cannot be looked into, and what would do harm


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.doc", files.OLE2 + bytes(600), "旧版"),
        ("a.docx", files.OLE2 + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        ("a.rtf", b"{\\rtf1 a}", "RTF"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "损坏"),
        ("a.bin", b"\x01\x02\x03\x00" * 30, "认不出"),
        ("a.txt", b"", "空的"),
    ],
)
def test_files_that_cannot_be_looked_into(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert word in refused(tmp_path / name).reason


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", IDENTITY)
    for name in ("a.pdf", "a.txt", "a.jpg", "a"):
        (tmp_path / name).write_bytes((tmp_path / "a.docx").read_bytes())
        assert kind_of(tmp_path / name) is Kind.DOCX
        assert holding(tmp_path / name)


def notes(path: Path) -> str:
    """What a file says it could not show, given in time."""
    began = time.monotonic()
    texts = texts_of(path)
    assert time.monotonic() - began < LIMIT
    if isinstance(texts, CannotLook):
        return texts.reason
    return " ".join(text.text for text in texts if text.sort is Sort.UNSEEN)


HARM = {
    "ratio": (b"<w:t>" + bytes([48]) * 30_000_000, "压缩炸弹"),
    "size": (b" " * 40_000_000, "太大"),
    "dtd": (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DTD"),
    "external": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "DTD"),
    "dtd alone": (b'<!DOCTYPE a SYSTEM "http://www.example.org/a.dtd"><a/>', "DTD"),
    "deep": (b"<a>" * 50_000, "层"),
    "many": (b"<a>" + b"<b/>" * 4_000_000 + b"</a>", "压缩炸弹|太多"),
    "broken": (b"<a><b></a>", "损坏"),
    "nothing": (b"", "损坏"),
}


@pytest.mark.parametrize("name", HARM)
def test_harmful_parts(name: str, tmp_path: Path) -> None:
    data, words = HARM[name]
    file = tmp_path / "a.docx"
    files.docx(file, "正文")
    repack(file, lambda part, old: data if part == "word/document.xml" else old)
    said = notes(file)
    assert any(word in said for word in words.split("|")), said


def test_a_size_that_lies(tmp_path: Path) -> None:
    """The directory declares ten bytes where thirty million are."""
    packed = zlib.compress(bytes(40_000_000), 1)[2:-4]
    name = b"word/document.xml"
    local = (
        struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0) + name + packed
    )
    entry = (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)
    (tmp_path / "a.zip").write_bytes(local + entry + end)
    assert "损坏" in notes(tmp_path / "a.zip")


def test_thousands_of_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(3_500):
            packed.writestr(f"{number}.txt", "")
    assert "3000" in refused(tmp_path / "a.zip").reason


def test_a_directory_of_two_hundred_thousand_parts(tmp_path: Path) -> None:
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", *[0] * 9, 1, *[0] * 6) + b"a"
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * 200_000, 4, 0)
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04" + entry * 200_000 + end)
    began = time.monotonic()
    assert kind_of(tmp_path / "a.docx") is Kind.ZIP
    assert time.monotonic() - began < 0.5
    assert "3000" in refused(tmp_path / "a.docx").reason


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    files.archive(tmp_path / "a.zip", f"a.txt：{IDENTITY}\nb.txt：名单")
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes().replace(b"b.txt", b"a.txt"))
    assert holding(tmp_path / "a.zip")


def test_a_package_without_its_table_of_contents(tmp_path: Path) -> None:
    for maker in ("xlsx", "pptx"):
        file = tmp_path / f"a.{maker}"
        files.MAKERS[maker](file, f"名单\n{IDENTITY}")
        with zipfile.ZipFile(file) as old:
            kept = {name: old.read(name) for name in old.namelist() if name.count("/") != 1 or "_rels" in name}
        with zipfile.ZipFile(file, "w") as new:
            for name, data in kept.items():
                new.writestr(name, data)
        assert holding(file)


def test_locked_archive(tmp_path: Path) -> None:
    files.archive(tmp_path / "a.zip", f"a.txt：{IDENTITY}")
    data = bytearray((tmp_path / "a.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert "密码" in notes(tmp_path / "a.zip")


@pytest.mark.parametrize("maker", ["docx", "xlsx", "pptx", "pdf", "zip"])
def test_a_file_cut_short(maker: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{maker}"
    files.MAKERS[maker](file, "one\ntwo")
    whole = file.read_bytes()
    for part in range(1, 10):
        file.write_bytes(whole[: len(whole) * part // 10])
        assert isinstance(texts_of(file), CannotLook | tuple)
        assert maker == "pdf" or "损坏" in refused(file).reason


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=2_000),
    suffix=st.sampled_from(SUFFIXES),
    head=st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBP",
            b"<svg ",
            b"II*\0",
            b"BM",
            b"\0\0\0\x18ftypavif",
        ]
    ),
)
def test_no_bytes_raise(data: bytes, suffix: str, head: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(head + data)
    assert isinstance(texts_of(file), CannotLook | tuple)
    assert isinstance(picture_facts(file), CannotLook | Picture)
    assert isinstance(pictures_in(file), list)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(maker=st.sampled_from(["docx", "xlsx", "pptx"]), seed=st.randoms(use_true_random=False))
def test_no_changed_byte_raises(maker: str, seed: Any, tmp_path: Path) -> None:
    file = tmp_path / f"whole.{maker}"
    if not file.exists():
        files.MAKERS[maker](file, f"one\n{IDENTITY}")
    data = bytearray(file.read_bytes())
    for _ in range(5):
        data[seed.randrange(len(data))] = seed.randrange(256)
    changed = tmp_path / f"a.{maker}"
    changed.write_bytes(data)
    assert isinstance(texts_of(changed), CannotLook | tuple)


# --- pictures


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tif", "avif"])
def test_place_in_exif(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "40x30 gps")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.width, facts.height, facts.gps, facts.frames) == (40, 30, (1.5, 2.25), 1)
    files.picture(file, "40x30 turned")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert facts.orientation == 6
    files.picture(file, "40x30")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.gps, facts.orientation) == (None, 1)


def test_degrees_minutes_and_seconds() -> None:
    exif = {1: "S", 2: (1, 30, 36), 3: b"W", 4: (2, 15, 0)}
    assert from_exif(exif) == (-1.51, -2.25)
    assert from_exif(exif | {2: (91, 0, 0)}) is None
    assert from_exif({2: (0, 0, 0), 4: (0, 0, 0)}) is None
    assert from_xmp('exif:GPSLatitude="1,30,36S"><exif:GPSLongitude>2,15.0W<') == (-1.51, -2.25)


@pytest.mark.parametrize("kind", ["jpg", "webp", "png"])
def test_place_in_xmp(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "40x30 xmp")
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert facts.gps == (1.5, 2.25)


def test_svg(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><text>{IDENTITY}</text></svg>', encoding="utf-8"
    )
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.kind, facts.width, facts.height, facts.risks) == (Kind.SVG, 40, 30, ())
    assert holding(file)
    file.write_text(
        '<svg width="10mm" height="1in" onload="a()" xmlns:x="http://www.w3.org/1999/xlink"><script/><foreignObject/>'
        '<image x:href="//www.example.org/a.png"/><a x:href="https://www.example.org/"/><style>@import "http://b.example.org/";</style></svg>',
        encoding="utf-8",
    )
    facts = picture_facts(file)
    assert isinstance(facts, Picture)
    assert (facts.width, facts.height) == (38, 96)
    assert [risk.split("（")[0] for risk in facts.risks] == ["外部网址", "外部网址", "嵌入的网页", "脚本", "脚本"]


def test_old_svg_and_one_with_entities(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    dtd = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    file.write_text(f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC {dtd}><svg width="4" height="3"/>', encoding="utf-8")
    assert isinstance(picture_facts(file), Picture)
    file.write_text('<!DOCTYPE svg [<!ENTITY a "b">]><svg width="4" height="3">&a;</svg>', encoding="utf-8")
    assert isinstance(picture_facts(file), CannotLook)


def test_many_pixels_are_no_harm(tmp_path: Path) -> None:
    """60,000 × 60,000 pixels in a few kilobytes: the head is read, no pixel is decoded, no warning shown."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    data = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    began = time.monotonic()
    facts = picture_facts(tmp_path / "a.png")
    assert time.monotonic() - began < 1
    assert isinstance(facts, Picture)
    assert facts.width == 60_000


@pytest.mark.parametrize("kind", ["jpg", "png", "gif", "webp"])
def test_pictures_cut_short(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{kind}"
    files.picture(file, "200x150 noise")
    assert isinstance(picture_facts(file), Picture)
    files.picture(file, "200x150 noise cut")
    assert isinstance(picture_facts(file), CannotLook)


def test_heic_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    facts = picture_facts(tmp_path / "a.jpg")
    assert isinstance(facts, CannotLook)
    assert "HEIC" in facts.reason


def test_words_about_a_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = IDENTITY
    exif[0x9C9C] = IDENTITY.encode("utf-16-le")
    Image.new("RGB", (4, 3)).save(tmp_path / "a.jpg", exif=exif, comment=IDENTITY)
    places = [text.place for text in holding(tmp_path / "a.jpg")]
    assert places == ["图片属性：说明", "图片属性：备注", "图片属性：comment"]


def test_pictures_in_office_files(tmp_path: Path) -> None:
    files.docx(tmp_path / "a.docx", "图：40x30 gps\n图：40x31")
    places = {name: picture.gps for name, picture in pictures_in(tmp_path / "a.docx")}
    assert (places["word/media/image1.jpg"], places["word/media/image2.jpg"]) == ((1.5, 2.25), None)


def test_pictures_in_a_pdf(tmp_path: Path) -> None:
    document = FPDF()
    document.add_page()
    document.image(io.BytesIO(picture_bytes("jpg", "40x30 gps")))
    document.output(str(tmp_path / "a.pdf"))
    assert [picture.gps for _, picture in pictures_in(tmp_path / "a.pdf")] == [(1.5, 2.25)]
