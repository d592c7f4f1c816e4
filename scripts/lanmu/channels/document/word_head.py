"""版头 in a Word file, line by line at the heights that GB/T 9704-2012, 7.2 and 10, gives."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat

from lanmu.channels.common.pictures import MM
from lanmu.channels.common.sizes import PAGE, WIDEST
from lanmu.channels.common.titles import width
from lanmu.channels.common.word_body import dress
from lanmu.channels.common.word_page import FOOTER, PITCH, SIZE, set_spacing, stamped
from lanmu.channels.common.word_parts import without_padding
from lanmu.channels.document.parts import Head

AREA = WIDEST * MM
RED = RGBColor(0xE6, 0x00, 0x12)
# Where a line of a fixed height has its baseline, and how far a character reaches above it: with 1.1 of the size as its height
# the upper edge of the characters is that of the line.
BASELINE, ABOVE, TIGHT = 0.8, 0.88, 1.1
# Points of a red rule; millimetres from the lower rule of 信函 to the edge of the paper.
RULE, FOOT_RULE = 1.5, 20
Runs = Sequence[tuple[str, str]]


class Sheet:
    """A page that is filled from its top: `y` is what is used of it, `lines` the whole lines of its head."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.begin_page()

    def begin_page(self) -> None:
        """Nothing is on it."""
        self.y, self.lines, self.is_at_top = 0.0, 0, True

    def line(self, top: float, size: float, runs: Runs, *, pitch: float = 0.0) -> Paragraph:
        """A paragraph whose characters have their upper edge at `top`, in runs of a face and its text."""
        pitch = pitch or TIGHT * size
        paragraph = self.document.add_paragraph()
        begin = top - (BASELINE * pitch - ABOVE * size)
        form = paragraph.paragraph_format
        form.line_spacing, form.space_before = Pt(pitch), Pt(max(0.0, begin - self.y))
        self.y = max(self.y, begin) + pitch
        for face, text in runs:
            dress(paragraph.add_run(text), face, size)
        return paragraph

    def end_head(self, foot: float) -> None:
        """The head takes whole lines, as in the PDF."""
        self.lines = ceil((foot + PITCH - SIZE) / PITCH - 0.001)


def add_head(sheet: Sheet, part: Head, stamp: str) -> None:
    """The head of its form."""
    if part.form == "letter":
        letter_head(sheet, part, stamp)
        return
    is_order = part.form == "order"
    for index, mark in enumerate(() if is_order else part.above):
        sheet.line(index * PITCH, SIZE, [(mark.face, mark.text)])
    foot = marks(sheet, part, (20 if is_order else 35) * MM)
    if is_order:
        if part.numbers:
            foot = numbers(sheet, part, foot + 2 * PITCH)
        sheet.end_head(foot + 2 * PITCH)
        sheet.document.paragraphs[-1].paragraph_format.space_after = Pt(max(0.0, sheet.lines * PITCH - sheet.y))
        sheet.y = sheet.lines * PITCH
        return
    if part.numbers or part.signers:
        foot = numbers(sheet, part, foot + 2 * PITCH)
    sheet.y += rule(sheet.document.paragraphs[-1], foot + 4 * MM - sheet.y, "single")
    sheet.end_head(foot + 4 * MM)


def marks(sheet: Sheet, part: Head, top: float) -> float:
    """发文机关标志 from `top`; gives the lower edge of the last."""
    if part.shared:
        return shared_marks(sheet, part, top)
    for index, mark in enumerate(part.issuers):
        size = min(62.0, AREA / len(mark) - 0.05)
        paragraph = sheet.line(top + (4 * MM if index else 0), size, [("biao", mark)])
        red(paragraph)
        top = sheet.y - (TIGHT - 1) * size
    return top


def shared_marks(sheet: Sheet, part: Head, top: float) -> float:
    """The names one below the other, as wide as the longest; 文件 beside them, in the middle of their height: a table."""
    longest = max(map(len, part.issuers))
    size = min(36.0, (AREA - SIZE / 2) / (longest + len(part.shared)) - 0.05)
    gap = 3 * MM
    # A low line, and the table begins where it ends.
    spacer = sheet.document.add_paragraph()
    spacer.paragraph_format.line_spacing = Pt(1)
    spacer.paragraph_format.space_before = Pt(max(0.0, top - 1 - sheet.y))
    columns = [longest * size + SIZE / 2, len(part.shared) * size + 1]
    table = sheet.document.add_table(len(part.issuers), 2)
    table.alignment, table.autofit = 1, False
    without_padding(table._tbl)
    for column, across in zip(table.columns, columns, strict=True):
        column.width = Pt(across)
    for index, name in enumerate(part.issuers):
        row = table.rows[index]
        for across, cell in zip(columns, row.cells, strict=True):
            cell.width = Pt(across)
        paragraph = row.cells[0].paragraphs[0]
        paragraph.paragraph_format.line_spacing = Pt(TIGHT * size)
        paragraph.paragraph_format.space_after = Pt(gap - (TIGHT - 1) * size if index < len(part.issuers) - 1 else 0)
        room = (longest - len(name)) * size / max(1, len(name) - 1)
        for run_text, space in ((name[:-1], room), (name[-1:], 0.0)):
            run = paragraph.add_run(run_text)
            dress(run, "biao", size)
            set_spacing(run._element.get_or_add_rPr(), str(round(space * 20)))
        red(paragraph)
    beside = table.cell(0, 1).merge(table.cell(len(part.issuers) - 1, 1))
    beside.vertical_alignment = 1
    paragraph = beside.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(TIGHT * size)
    dress(paragraph.add_run(part.shared), "biao", size)
    red(paragraph)
    sheet.y = top + len(part.issuers) * (size + gap) - gap + (TIGHT - 1) * size
    return sheet.y - (TIGHT - 1) * size


def numbers(sheet: Sheet, part: Head, top: float) -> float:
    """发文字号 in the middle; with 签发人 at its right, a character from the left, in the line of the last who signs."""
    if not part.signers:
        for number in part.numbers:
            paragraph = sheet.line(top, SIZE, [("fang", number)])
            paragraph.alignment = ALIGN.CENTER
            top += PITCH
        return top - PITCH + SIZE
    rows: list[tuple[str, tuple[str, ...]]] = []
    for signers in part.signers:
        for index in range(0, len(signers.names), 2):
            rows.append(("" if index else signers.label, signers.names[index : index + 2]))
    label = max(width(signers.label) for signers in part.signers) * SIZE
    first = max(width(pair[0]) for _, pair in rows) * SIZE
    second = max((width(pair[1]) for _, pair in rows if len(pair) > 1), default=0.0) * SIZE
    gap = SIZE if second else 0.0
    begin = AREA - SIZE - second - gap - first - label
    for index, (words, pair) in enumerate(rows):
        number = "　".join(part.numbers) if index == len(rows) - 1 else ""
        # The first name comes right after the words, whatever the font.
        runs = [("fang", f"\t{number}\t{words}" + ("" if words else "\t")), ("kai", "\t".join(pair))]
        paragraph = sheet.line(top, SIZE, runs)
        stops = paragraph.paragraph_format.tab_stops
        for stop in (SIZE, begin, *(() if words else (begin + label,)), begin + label + first + gap):
            stops.add_tab_stop(Pt(stop))
        top += PITCH
    return top - PITCH + SIZE


def letter_head(sheet: Sheet, part: Head, stamp: str) -> None:
    """信函: the mark and the double rules stand in the head and the foot of the first page, which has no number."""
    section = sheet.document.sections[0]
    section.different_first_page_header_footer = True
    header, footer = section.first_page_header, section.first_page_footer
    # The mark begins 10 mm below the head's own beginning.
    form = stamped(header, stamp).paragraph_format
    form.line_spacing, form.space_after = Pt(12), Mm(10 - 12 / MM)
    name = part.issuers[0]
    size = min(44.0, AREA / len(name) - 0.05)
    mark = header.add_paragraph()
    mark.paragraph_format.line_spacing = Pt(TIGHT * size)
    dress(mark.add_run(name), "biao", size)
    red(mark)
    out(mark.paragraph_format)
    rule(mark, 4 * MM - (TIGHT - 1) * size, "thickThinSmallGap")
    # The lower rule ends 20 mm above the edge of the paper; the numbers of the other pages stay where they are.
    for numbers_below in (section.footer, section.even_page_footer):
        numbers_below.paragraphs[0].paragraph_format.space_after = Mm(FOOTER.mm - FOOT_RULE)
    section.footer_distance = Mm(FOOT_RULE)
    foot = footer.paragraphs[0]
    foot.paragraph_format.line_spacing = Pt(1)
    out(foot.paragraph_format)
    rule(foot, 0, "thinThickSmallGap")
    begin = (30 - PAGE.top) * MM + size + 4 * MM
    sheet.y = begin + 3
    number = begin + 3 + 7 / 8 * SIZE
    lines = max(len(part.above), len(part.numbers), 1)
    for index in range(lines):
        left = part.above[index : index + 1]
        right = part.numbers[index : index + 1]
        runs = [*((mark.face, mark.text) for mark in left), *(("fang", f"\t{text}") for text in right)]
        paragraph = sheet.line(number + index * PITCH, SIZE, runs)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(AREA), 2)
    sheet.end_head(begin + 2 + 7 / 8 * SIZE + (lines - 1) * PITCH + SIZE)


def out(form: ParagraphFormat) -> None:
    """As wide as 170 mm in the middle of the paper."""
    form.left_indent, form.right_indent = Mm(20 - PAGE.left), Mm(20 - PAGE.right)


def rule(paragraph: Paragraph, distance: float, kind: str) -> float:
    """A red rule below a paragraph; gives the height that it adds."""
    space = max(0, min(31, int(distance)))
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="{kind}" w:sz="12" w:space="{space}" w:color="E60012"/></w:pBdr>'
    )
    after = ("w:shd", "w:tabs", "w:overflowPunct", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._element.get_or_add_pPr().insert_element_before(border, *after)
    return space + RULE


def red(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    for run in paragraph.runs:
        run.font.color.rgb = RED
