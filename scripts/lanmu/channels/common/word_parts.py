"""What python-docx does not write: footnotes, and tables with spans, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docx.parts.story import StoryPart
from docx.shared import Length, Mm, Pt

from lanmu.channels.common.sizes import WIDEST, Spot, spots
from lanmu.text.document import Cell, text_of
from lanmu.views.word_form import pad

AREA = Mm(WIDEST)
# Characters: a column is no narrower, and none asks for more than this.
NARROWEST, WIDEST = 3, 26
CELL_SIZE = 12.0
W = nsdecls("w")
PADDING = Mm(4)


def head_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows are the head, which is repeated on every page: those at the top whose cells all are."""
    count = next((n for n, row in enumerate(rows) if not all(cell.head for cell in row)), len(rows) - 1)
    reaches_out = any(n + cell.rowspan > count for n, row in enumerate(rows[:count]) for cell in row)
    return 0 if reaches_out else count


def widths(rows: Sequence[Sequence[Cell]], columns: int, room: Length = AREA) -> list[Length]:
    """The widths of the columns: what their longest cells ask for, within the room (the text area).

    Programs that do not fit columns themselves (LibreOffice) take these.
    """
    asked = [float(NARROWEST)] * columns
    for line in spots(rows, columns):
        for spot in line:
            if spot.begins and spot.cell.colspan == 1:
                longest = max((len(text) for text in text_of(spot.cell.blocks).split("\n")), default=0)
                asked[spot.column] = max(asked[spot.column], float(min(longest, WIDEST)))
    return shared([Length(Pt((count + 0.5) * CELL_SIZE) + PADDING) for count in asked], room)


def shared(natural: Sequence[Length], room: Length = AREA) -> list[Length]:
    """The room shared out: who asks for less than an equal part gets it, the others part what is left.

    These by the roots of what they ask for: a long column needs more, but a narrow one still whole words.
    """
    column_widths = list(natural)
    left, waiting = float(room), sorted(range(len(natural)), key=lambda column: natural[column])
    while waiting and natural[waiting[0]] * len(waiting) <= left:
        left -= natural[waiting.pop(0)]
    roots = sum(natural[column] ** 0.5 for column in waiting)
    for column in waiting:
        column_widths[column] = Length(round(left * natural[column] ** 0.5 / roots))
    return column_widths


def new_table(column_widths: Sequence[Length]) -> Any:
    """An empty `w:tbl` with columns of these widths, ruled and centred."""
    table = CT_Tbl.new_tbl(0, len(column_widths), Length(sum(column_widths)))
    for column, width in zip(table.tblGrid.findall(qn("w:gridCol")), column_widths, strict=True):
        column.set(qn("w:w"), str(round(width.twips)))
    after = ("w:tblLayout", "w:tblCellMar", "w:tblLook")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    table.tblPr.insert_element_before(parse_xml(f'<w:jc {W} w:val="center"/>'), *after)
    table.tblPr.insert_element_before(parse_xml(f"<w:tblBorders {W}>{edges}</w:tblBorders>"), *after)
    pad(table)
    return table


def without_padding(table: Any) -> None:
    """Takes the room away between the sides of a table's cells and their text."""
    edges = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    table.tblPr.insert_element_before(parse_xml(f"<w:tblCellMar {W}>{edges}</w:tblCellMar>"), "w:tblLook")


def new_row(table: Any, *, head: bool) -> Any:
    """A new `w:tr`; a head row is repeated on every page, and no row is cut."""
    repeated = "<w:tblHeader/>" if head else ""
    row = parse_xml(f"<w:tr {W}><w:trPr><w:cantSplit/>{repeated}</w:trPr></w:tr>")
    table.append(row)
    return row


def new_cell(row: Any, spot: Spot, column_widths: Sequence[Length]) -> Any:
    """The `w:tc` of a spot, without its paragraphs."""
    span = spot.cell.colspan
    width = Length(sum(column_widths[spot.column : spot.column + span]))
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if spot.cell.rowspan > 1:
        merged += f'<w:vMerge w:val="{"restart" if spot.begins else "continue"}"/>'
    size = f'<w:tcW w:w="{round(width.twips)}" w:type="dxa"/>'
    cell = parse_xml(f'<w:tc {W}><w:tcPr>{size}{merged}<w:vAlign w:val="center"/></w:tcPr></w:tc>')
    row.append(cell)
    return cell


SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)
# What follows the footnotes' properties in the settings (17.15.1.78), as far as the template has it.
AFTER = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "w:themeFontLang", "w:clrSchemeMapping")


class Place:
    """Where blocks are put: an element of a part (the body, a cell, a footnote), as python-docx's own containers are."""

    def __init__(self, element: Any, part: Any) -> None:
        self.element = element
        self.part = part

    def put(self, element: Any) -> None:
        """Puts something at the end; a document ends in the properties of its last section."""
        section = self.element.find(qn("w:sectPr"))
        if section is None:
            self.element.append(element)
        else:
            section.addprevious(element)


class Footnotes:
    """The footnotes of a document, numbered from 1 in their order; the part is added with the first."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers: dict[str, int] = {}
        self.part: StoryPart | None = None

    def number(self, name: str) -> int:
        """The number of a footnote that was added before; 0 for others."""
        return self.numbers.get(name, 0)

    def add(self, name: str) -> Place:
        """A new footnote's place."""
        part = self.part = self.part or self.new_part()
        self.numbers[name] = len(self.numbers) + 1
        note = parse_xml(f'<w:footnote {W} w:id="{self.numbers[name]}"/>')
        part.element.append(note)
        return Place(note, part)

    def new_part(self) -> StoryPart:
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{SEPARATORS}</w:footnotes>")
        main = self.document.part
        part = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        separators = f'<w:footnotePr {W}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        self.document.settings.element.insert_element_before(parse_xml(separators), *AFTER)
        return part
