"""A report upwards as a Word file, from the same data as its PDF: for the receiving office to edit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from lanmu.channels.packing import repacked
from lanmu.channels.report_parts import STYLES
from lanmu.channels.word.body import Body, dress
from lanmu.channels.word.page import PITCH, faces, new_document, reface
from lanmu.content.review import ReviewField
from lanmu.content.settings import Settings
from lanmu.views.word_form import LINE, SMALL, new_table, opinion, pair, wide, write

# Millimetres above and below what stands in a cell, as in the PDF.
PADDING = 4


def report_file(
    data: Mapping[str, Any], pictures: Mapping[str, Path], settings: Settings, *, title: str, day: date
) -> bytes:
    """The file; the same bytes for the same data."""
    language = data["language"]
    document = new_document(title=title, author=data["author"], language=language, day=day, mark=data["mark"])
    body = Body(document, pictures, STYLES)
    rows(document, data["head"])
    title_lines(document, data["lines"])
    body.write(data["blocks"])
    if data["photos"]:
        part_heading(document, data["photos_title"])
        body.write(data["photos"])
    approval(document, data["form"])
    reface(document, faces(settings, language))
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue(), day)


def rows(document: Document, given: list[list[list[str]]], table: Any = None) -> Any:
    """Rows of labels with their values, in a new form or at the end of one."""
    table = table or new_table(document)
    for row in given:
        if len(row) == 1:
            label, value = row[0]
            wide(table, label, value, LINE)
        else:
            pair(table, *row)
    return table


def title_lines(document: Document, lines: list[str]) -> None:
    """The title, broken as in the PDF."""
    paragraph = document.add_paragraph(style="Heading 1")
    form = paragraph.paragraph_format
    form.alignment, form.line_spacing, form.space_before, form.space_after = ALIGN.CENTER, Pt(34), Pt(PITCH), Pt(PITCH)
    for number, line in enumerate(lines):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        dress(run, "biao", 22)


def part_heading(document: Document, text: str) -> None:
    """The heading of a part, on a new page."""
    paragraph = document.add_paragraph(style="Heading 2")
    paragraph.paragraph_format.page_break_before = True
    paragraph.paragraph_format.space_after = Pt(12)
    dress(paragraph.add_run(text), "hei", None)


def approval(document: Document, form: dict[str, Any]) -> None:
    """The approval form, on a page of its own."""
    heading = document.add_paragraph(style="Heading 2")
    shape = heading.paragraph_format
    shape.page_break_before, shape.alignment, shape.space_after = True, ALIGN.CENTER, Pt(12)
    dress(heading.add_run(form["title"]), "biao", 22)
    table = rows(document, form["rows"])
    for given in form["opinions"]:
        opinion(table, ReviewField(**given), Mm(form["height"] + PADDING))
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    write(note, form["code"], SMALL)
