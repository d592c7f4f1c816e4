"""Forms as Word tables of two labels and two cells, in the type of official documents (GB/T 9704-2012, 5.2)."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from lanmu.content.review import ReviewField

WIDTHS = (Mm(27), Mm(51), Mm(27), Mm(51))
Face = tuple[str, int]
"""A Chinese typeface and its size in points."""
TITLE, LABEL, TEXT, SMALL = ("方正小标宋简体", 22), ("黑体", 12), ("仿宋_GB2312", 12), ("仿宋_GB2312", 9)
BRIEF, LINE = Mm(22), Mm(10.5)


def new_table(document: Document, widths: Sequence[Length] = WIDTHS) -> Table:
    """An empty form with columns of these widths, by default across the text area."""
    table: Table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    pad(table._tbl)
    return table


def pad(table: CT_Tbl) -> None:
    """Room between the lines of a table and its text: 1 mm above and below, 2 mm at the sides."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", Mm(1)), ("left", Mm(2)), ("bottom", Mm(1)), ("right", Mm(2))):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(width.twips)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    # Its place is before the look of the table (ECMA-376 part 1, 17.4.59).
    table.tblPr.insert_element_before(margins, "w:tblLook")


def opinion(table: Table, review: ReviewField, height: Mm) -> None:
    """Room for one review: the opinion (`height`), the signature, the day; what is recorded already stands below."""
    cell = wide(table, review.label, "", BRIEF if review.choices else height)
    cell.vertical_alignment = VERTICAL.BOTTOM
    first = cell.paragraphs[0]
    if review.choices:
        cell.vertical_alignment = VERTICAL.CENTER
        write(first, review.choices, TEXT)
        first = cell.add_paragraph()
    first.alignment = ALIGN.RIGHT
    first.paragraph_format.space_before = Pt(6)
    write(first, review.signature, TEXT)
    if review.recorded:
        recorded = cell.add_paragraph()
        recorded.alignment = ALIGN.RIGHT
        write(recorded, review.recorded, SMALL)


def wide(table: Table, label: str, text: str, height: Mm) -> _Cell:
    """A row of a label and one cell across the rest."""
    row = row_of(table, height)
    fill(row.cells[0], label, LABEL, centred=True)
    row.cells[0].width = WIDTHS[0]
    cell: _Cell = row.cells[1].merge(row.cells[3])
    fill(cell, text, TEXT)
    return cell


def row_of(table: Table, height: Mm) -> _Row:
    """A new row that is at least so high."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
    return row


def pair(table: Table, left: Sequence[str], right: Sequence[str]) -> None:
    """A row of two labels with their cells."""
    row = row_of(table, LINE)
    for cell, width, text, face in zip(row.cells, WIDTHS, (*left, *right), (LABEL, TEXT) * 2, strict=True):
        cell.width = width
        fill(cell, text, face, centred=face is LABEL)


def fill(cell: _Cell, text: str, face: Face, *, centred: bool = False) -> None:
    """The text of an empty cell."""
    cell.vertical_alignment = VERTICAL.CENTER
    if centred:
        cell.paragraphs[0].alignment = ALIGN.CENTER
    if text:
        write(cell.paragraphs[0], text, face)


def write(paragraph: Paragraph, text: str, face: Face) -> None:
    """Adds text in a Chinese typeface of a size in points; office machines have these faces, others take their own."""
    run = paragraph.add_run(text)
    run.font.size = Pt(face[1])
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face[0])
    # So that “” and … are taken from the Chinese face.
    fonts.set(qn("w:hint"), "eastAsia")
