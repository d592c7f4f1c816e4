"""The Word file that the handbook's story begins with: what a unit hands in, with all that is usual in it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from PIL import Image, ImageDraw

TITLE = "示例单位A工会集中学习"
ROWS = (("时间", "内容", "主持"), ("上午", "读文件", "示例人员甲"), ("下午", "讨论", "示例人员乙"))


def write_word_file(path: Path) -> None:
    """Writes the file. The names in it are those of the samples."""
    document = docx.Document()
    document.core_properties.author = ""
    add(document, TITLE, ALIGN.CENTER, size=22)
    add(document, "　　2008年11月5日,示例单位A工会组织党员集中学习，二十三人参加。大家围绕“为什么学、怎么用”谈了体会。")
    add(document, "一、学了什么", bold=True)
    add(document, "　　上午读文件，下午分组讨论。")
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]), style="Table Grid")
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    add(document, "二、收获和打算", bold=True)
    for text in ("每月读一份文件，谈一次体会。", "到基层听意见，回来能办的马上办。"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph().add_run().add_picture(photograph(), width=Cm(14))
    add(document, "图1 集中学习示意（示例图片）", ALIGN.CENTER)
    add(document, "（示例单位A供稿）", ALIGN.RIGHT)
    document.save(str(path))


def add(
    document: docx.document.Document, text: str, align: ALIGN = ALIGN.JUSTIFY, *, size: int = 0, bold: bool = False
) -> None:
    """A paragraph that looks as offices write it: by hand, without styles."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold = bold or size > 0
    run.font.size = Pt(size or 16)


def photograph() -> io.BytesIO:
    """A drawing the size of a photograph."""
    picture = Image.new("RGB", (2400, 1600), (163, 38, 32))
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((160, 160, 2240, 1440), outline=(232, 207, 152), width=24)
    for place in range(6):
        drawing.ellipse((360 + place * 300, 700, 560 + place * 300, 900), fill=(232, 180, 84))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=90)
    target.seek(0)
    return target
