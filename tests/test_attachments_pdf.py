"""Whatever stands in a PDF is found, with its page; what cannot be seen in one is said."""

from __future__ import annotations

import io
from pathlib import Path

from fpdf import FPDF
from lanmu.checks.attachments import Sort
from support import files
from support.attached import holding, refused, texts_in
from support.files import IDENTITY, picture_bytes


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
    (note,) = texts_in(tmp_path / "scan.pdf")
    assert (note.sort, note.place) == (Sort.UNSEEN, "第 1 页")
    document = FPDF()
    document.set_font("Helvetica")
    for _ in range(305):
        document.add_page()
        document.cell(text="x")
    document.output(str(tmp_path / "long.pdf"))
    assert [text.text for text in texts_in(tmp_path / "long.pdf") if text.sort is Sort.UNSEEN] == [
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
