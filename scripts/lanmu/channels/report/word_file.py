"""A report upwards as a Word file, from the same data as its PDF: for the receiving office to edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import Table

from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.common.word_body import Body, heading, headline
from lanmu.channels.common.word_page import new_document, saved
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
    document = new_document(title=title, author=data["author"], language=language, day=day, stamp=data["stamp"])
    body = Body(document, pictures, OFFICIAL)
    rows(document, data["head"])
    headline(document, data["lines"])
    body.write(data["blocks"])
    if data["photos"]:
        part = heading(document, 2, [data["photos_title"]], "hei", None)
        part.space_before, part.space_after = Pt(12), Pt(12)
        body.write(data["photos"])
    form = data["form"]
    part = heading(document, 2, [form["title"]], "biao", 22)
    part.page_break_before, part.alignment, part.space_after = True, ALIGN.CENTER, Pt(12)
    table = rows(document, form["rows"])
    for entry in form["opinions"]:
        opinion(table, ReviewField(**entry), Mm(form["height"] + PADDING))
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    write(note, form["code"], SMALL)
    return saved(document, settings, language, day)


def rows(document: Document, content: list[list[list[str]]]) -> Table:
    """A form with rows of labels and their values."""
    table = new_table(document)
    for row in content:
        if len(row) == 1:
            label, value = row[0]
            wide(table, label, value, LINE)
        else:
            pair(table, *row)
    return table
