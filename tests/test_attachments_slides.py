"""Whatever stands in a PowerPoint file is found, with its place in the show: slides, notes, comments."""

from __future__ import annotations

import io
from pathlib import Path

import pptx
from lanmu.checks.attachments import Sort
from pptx.util import Inches
from support import files
from support.attached import holding, plant, repack, texts_in
from support.files import IDENTITY, picture_bytes


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
        ("第 2 张幻灯片的备注", Sort.HIDDEN),
        ("第 3 张幻灯片", Sort.SHOWN),
        ("第 3 张幻灯片的图片说明", Sort.SHOWN),
        ("文档属性：作者", Sort.SHOWN),
    }


def test_a_break_keeps_two_numbers_apart(tmp_path: Path) -> None:
    show = pptx.Presentation()
    box = show.slides.add_slide(show.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(5), Inches(1))
    box.text_frame.text = f"{files.MOBILE}\v{files.MOBILE}"
    show.save(str(tmp_path / "a.pptx"))
    assert f"{files.MOBILE}\n{files.MOBILE}" in [text.text for text in texts_in(tmp_path / "a.pptx")]


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
