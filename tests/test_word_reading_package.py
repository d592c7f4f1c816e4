"""The package around the text: forms of the format, damage, what stands in the margins, properties."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.model import WordText
from lanmu.intake.word.reading import read_word
from word.blocks import html_of
from word.documents import (
    box,
    changed,
    element,
    html,
    level,
    lists,
    note,
    only,
    p,
    picture,
    png,
    r,
    read,
    read_file,
    relationships,
    said,
    table,
    tc,
    tr,
    write,
)

SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def header(*blocks: str, tag: str = "hdr") -> str:
    """A header or a footer."""
    return f'<w:{tag} {SPACES} xmlns:v="urn:schemas-microsoft-com:vml">{"".join(blocks)}</w:{tag}>'


def test_strict_form(tmp_path: Path) -> None:
    """ISO/IEC 29500-1, as “Strict Open XML” saves it: other names for everything."""
    body = (
        p("甲", r("粗", bold=True), note(2), num=(1, 0))
        + table(tr(tc("乙", span=2)))
        + p(picture(descr="图"), align="end")
    )
    text = read(
        tmp_path,
        body + p("丙", style="1"),
        strict=True,
        numbering=lists(level(0, "chineseCounting", "%1、")),
        footnotes={2: "注"},
        relations={"rId1": "image media/a.png"},
        parts={"word/media/a.png": png()},
    )
    assert html_of(text) == (
        '<p>一、甲<strong>粗</strong><sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        '<table><tr><td colspan="2"><p>乙</p></td></tr></table>'
        '<p class="right"><img alt="图" src="picture-1.png" /></p><h2>丙</h2>'
        '<ol><li id="footnote-1"><p>注</p></li></ol>'
    )


def test_a_main_part_of_another_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("旧"))
    with zipfile.ZipFile(path) as archive:
        old = archive.read("word/document.xml")
    path = write(
        tmp_path / "b.docx",
        p("旧"),
        parts={
            "_rels/.rels": relationships({"a": "officeDocument /Word/Document2.xml"}),
            "word/document2.xml": old.replace("旧".encode(), "新".encode()),
        },
    )
    assert html_of(read_file(path, tmp_path)) == "<p>新</p>"


def test_utf16(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("甲"))
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
    path = write(tmp_path / "b.docx", "", parts={"word/document.xml": text.replace("UTF-8", "UTF-16").encode("utf-16")})
    assert html_of(read_file(path, tmp_path)) == "<p>甲</p>"


def test_only_the_main_part(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{p('甲')}</w:body></w:document>")
    assert html_of(read_file(tmp_path / "a.docx", tmp_path)) == "<p>甲</p>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<w:document", "已损坏"),
        ("", "已损坏"),
        ("<!DOCTYPE a><a/>", "DTD"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "外部实体"),
        (f"<w:document {SPACES}/>", "没有 Word 正文"),
        ("<html><body>x</body></html>", "没有 Word 正文"),
        (f"<w:document {SPACES}>{'<w:p>' * 500}{'</w:p>' * 500}</w:document>", "套了 200 层"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "文字编码"),
    ],
)
def test_damaged_parts(tmp_path: Path, content: str, words: str) -> None:
    path = write(tmp_path / "a.docx", "", parts={"word/document.xml": content})
    with pytest.raises(UserError, match=words) as caught:
        read_word(path, tmp_path / "out")
    assert str(caught.value).startswith("a.docx")
    assert not (tmp_path / "out").exists()


def test_no_word_document(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(UserError, match="已损坏，不完整"):
        read_word(tmp_path / "a.docx", tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UserError, match="没有 Word 正文"):
        read_word(tmp_path / "b.docx", tmp_path / "out")


def test_a_part_that_cannot_be_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("甲" * 500))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    data[start + 60 : start + 90] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(UserError, match=r"word/document\.xml」已损坏"):
        read_word(path, tmp_path / "out")


def test_headers_and_footers_are_reported(tmp_path: Path) -> None:
    references = element("headerReference").replace("/>", ' r:id="rId1"/>') + element("footerReference").replace(
        "/>", ' r:id="rId2"/>'
    )
    parts: dict[str, str | bytes] = {
        "word/header1.xml": header(
            p("示例市总工会"), p('<w:r><w:pict><v:shape><v:textpath string="草稿"/></v:shape></w:pict></w:r>')
        ),
        "word/footer1.xml": header(p("— ", r("1"), " —"), p("第1页 共9页"), tag="ftr"),
    }
    section = f"<w:sectPr>{references}</w:sectPr>"
    text = read(
        tmp_path,
        p("甲") + p(ppr=section) + p("乙") + section,
        parts=parts,
        relations={"rId1": "header header1.xml", "rId2": "footer footer1.xml"},
    )
    assert html_of(text) == "<p>甲</p><p>乙</p>"
    assert "“示例市总工会”" in only(said(text, "left_out"), "页眉里的文字")
    assert "“草稿”" in only(said(text, "left_out"), "水印")
    assert not [each for each in said(text, "left_out") if "页脚" in each]
    assert only(said(text, "changed"), "分节没有保留")


def test_pictures_in_headers_are_reported(tmp_path: Path) -> None:
    section = "<w:sectPr>" + element("headerReference").replace("/>", ' r:id="rId1"/>') + "</w:sectPr>"
    document = docx.Document()
    run = document.sections[0].header.paragraphs[0].add_run()
    (tmp_path / "a.png").write_bytes(png())
    run.add_picture(str(tmp_path / "a.png"), width=Cm(1))
    document.save(str(tmp_path / "a.docx"))
    assert only(said(read_file(tmp_path / "a.docx", tmp_path), "left_out"), "页眉里的图片")
    assert section


def test_columns_and_protection_are_reported(tmp_path: Path) -> None:
    protection = element("documentProtection", edit="readOnly", enforcement="1")
    text = read(tmp_path, p("甲") + f"<w:sectPr>{element('cols', num=2)}</w:sectPr>", settings=protection)
    assert only(said(text, "changed"), "分栏")
    assert only(said(text, "look"), "编辑保护")


def test_protection_that_is_off_is_not_reported(tmp_path: Path) -> None:
    settings = element("documentProtection", edit="readOnly", enforcement="0")
    assert said(read(tmp_path, p("甲"), settings=settings), "look") == []


def test_properties(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "示例标题"
    document.core_properties.author = "示例人员甲"
    document.core_properties.comments = "不要的"
    document.save(str(tmp_path / "a.docx"))
    properties = read_file(tmp_path / "a.docx", tmp_path).properties
    assert properties.pop("modified").startswith("20")
    assert properties == {"title": "示例标题", "creator": "示例人员甲", "created": "2013-12-23T23:15:00Z"}


def test_an_empty_document(tmp_path: Path) -> None:
    assert html_of(read(tmp_path, "")) == ""
    assert read(tmp_path, p() + "<w:sectPr/>").visible_text == ""


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    body = p("甲", changed("ins", r("新")), box(p("框")), note(2), num=(1, 0)) + p(picture("rId1", floating=True))
    given = {
        "footnotes": {2: "注"},
        "numbering": lists(level(0, "decimal", "%1.")),
        "relations": {"rId1": "image media/a.png"},
        "parts": {"word/media/a.png": png()},
    }
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    assert read(tmp_path / "1", body, **given) == read(tmp_path / "2", body, **given)


def test_wps_s_own_data_is_passed_over(tmp_path: Path) -> None:
    own = '<mc:AlternateContent><mc:Choice Requires="wpsCustomData"><wpsCustomData:mark/></mc:Choice></mc:AlternateContent>'
    assert html(tmp_path, p("甲", own) + own + p("乙")) == "<p>甲</p><p>乙</p>"


def test_as_json(tmp_path: Path) -> None:
    text = read(
        tmp_path,
        p("甲“乙”\u2028", picture()),
        relations={"rId1": "image media/a.png"},
        parts={"word/media/a.png": png()},
    )
    assert WordText.from_json(text.to_json()) == text
    for broken in ("", "[]", "{}", '{"html": 1}'):
        with pytest.raises((ValueError, KeyError, TypeError)):
            WordText.from_json(broken)


def test_twenty_pages_with_twenty_pictures(tmp_path: Path) -> None:
    """About 700 characters a page (GB/T 9704: 22 lines of 28), numbers, tables, notes."""
    page = (
        p("总体要求", style="1", num=(1, 0))
        + p("各级工会要认真学习。" * 30)
        + p("抓好落实。" * 60, note(2), num=(1, 1))
    )
    page += table(*(tr("甲", "乙", "丙") for _ in range(10))) + p(picture())
    numbering = lists(level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2."))
    relations = {"rId1": "image media/a.png"}
    path = write(
        tmp_path / "a.docx",
        page * 20,
        numbering=numbering,
        footnotes={2: "注"},
        relations=relations,
        parts={"word/media/a.png": png((1200, 900))},
    )
    text = read_word(path, tmp_path / "out")
    assert text.visible_text.count("抓好落实。" * 60) == 20
    assert html_of(text).count("<img") == 20
