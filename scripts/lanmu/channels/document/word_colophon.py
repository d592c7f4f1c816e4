"""版记 in a Word file: a table that floats at the foot of the text area."""

from __future__ import annotations

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from lanmu.channels.common.pictures import MM
from lanmu.channels.common.sizes import PAGE
from lanmu.channels.common.titles import width
from lanmu.channels.common.word_body import Body, Setting, dress
from lanmu.channels.common.word_page import PITCH
from lanmu.channels.common.word_parts import without_padding
from lanmu.channels.document.parts import Colophon, Entry
from lanmu.channels.document.word_head import AREA

# Eighths of a point: 0.35 mm and 0.25 mm (GB/T 9704-2012, 7.4.1).
THICK, THIN = 8, 6
W = nsdecls("w")


def add_colophon(document: Document, body: Body, part: Colophon) -> None:
    """The table, before the last section's properties; the paragraph that comes next is its anchor."""
    old = any(entry.role == "index" for entry in part.entries)
    size = 16.0 if old else 14.0
    table = document.add_table(len(part.entries), 1)
    table.autofit = False
    table.columns[0].width = Pt(AREA)
    properties = table._tbl.tblPr
    position = (
        f'<w:tblpPr {W} w:leftFromText="0" w:rightFromText="0" w:topFromText="{round(PITCH * 20)}" w:bottomFromText="0" '
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{round(PAGE.left * MM * 20)}" w:tblpYSpec="bottom"/>'
    )
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, parse_xml(position))
    without_padding(table._tbl)
    for index, (row, entry) in enumerate(zip(table.rows, part.entries, strict=True)):
        cell = row.cells[0]
        cell.width = Pt(AREA)
        if not part.plain:
            first = "" if index or old else edge("top", THICK)
            last = edge("bottom", THICK if old or index == len(part.entries) - 1 else THIN)
            cell._element.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {W}>{first}{last}</w:tcBorders>"))
        write(cell.paragraphs[0], entry, body, size)


def edge(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def write(paragraph: Paragraph, entry: Entry, body: Body, size: float) -> None:
    """A line: a character from either edge, further lines under the first name, the day of printing at the right."""
    is_index = entry.role == "index"
    side = 0.0 if is_index else size
    hanging = width(entry.label) * size
    form = paragraph.paragraph_format
    form.line_spacing = Pt(PITCH)
    form.left_indent, form.right_indent = Pt(side + hanging), Pt(side)
    form.first_line_indent = Pt(-hanging)
    dress(paragraph.add_run(entry.label), "hei" if is_index else "fang", size)
    body.inlines(entry.inlines, paragraph, Setting("biao" if is_index else "fang", size, PITCH, on_grid=False))
    if entry.end:
        form.tab_stops.add_tab_stop(Pt(AREA - side), 2)
        dress(paragraph.add_run(f"\t{entry.end}"), "fang", size)
