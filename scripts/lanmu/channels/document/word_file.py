"""A 公文 as a Word file, from the same parts as its PDF: for the office to go on with. Heights are points from the top of the
text area, as the templates of the PDF have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from pathlib import Path

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from lanmu.channels.common.pictures import MM
from lanmu.channels.common.sizes import PAGE
from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.common.titles import advance, width
from lanmu.channels.common.word_body import Body, Setting, add_lines, dress
from lanmu.channels.common.word_page import EM, PITCH, SIZE, TEXT_STYLE, new_document, saved, set_edges, stand_up
from lanmu.channels.common.word_parts import AREA, without_padding
from lanmu.channels.document.parts import (
    Attachments,
    Attendance,
    Colophon,
    Entry,
    Head,
    Landscape,
    NewPage,
    Part,
    SignOff,
    Title,
)
from lanmu.channels.document.word_head import Sheet, add_head
from lanmu.channels.document.word_landscape import ROOM, lie_down
from lanmu.content.settings import Settings
from lanmu.text.document import Inlines, Text, inline_text
from lanmu.text.document import Paragraph as TextParagraph

TITLE_SIZE, TITLE_PITCH = 22.0, 34.0
# Eighths of a point: 0.35 mm and 0.25 mm (GB/T 9704-2012, 7.4.1).
THICK, THIN = 8, 6
W = nsdecls("w")
# What stands right above or below a table that lies.
NOTE_LINE = Setting("fang", 12, 18, on_grid=False)
# Characters: Word takes two lines of a paragraph along with the next one, but LibreOffice all of it, which must not be half a page.
LONGEST_KEPT = 280


def document_file(
    parts: Sequence[Part],
    pictures: Mapping[str, Path],
    settings: Settings,
    *,
    title: str,
    author: str,
    language: str,
    stamp: str,
    day: date,
    colophon_pages: int,
) -> bytes:
    """The file; the same bytes for the same parts. `colophon_pages` is how many pages after that of the text 版记 stands."""
    document = new_document(title=title, author=author, language=language, day=day, stamp=stamp)
    writer = Writer(document, pictures, stamp, colophon_pages)
    for part in parts:
        writer.add(part)
    return saved(document, settings, language, day)


class Writer:
    """Writes the parts of a document one after the other."""

    def __init__(self, document: Document, pictures: Mapping[str, Path], stamp: str, colophon_pages: int) -> None:
        self.document = document
        self.body = Body(document, pictures, OFFICIAL)
        self.stamp = stamp
        self.colophon_pages = colophon_pages
        self.sheet = Sheet(document)
        self.begins_page = self.lies = False

    def add(self, part: Part) -> None:
        """One part at the end."""
        if isinstance(part, Landscape):
            self.landscape(part)
            return
        has_new_page = self.lies
        if self.lies:
            self.upright()
        match part:
            case Head():
                add_head(self.sheet, part, self.stamp)
            case Title():
                self.title(part)
            case Attachments() | Attendance():
                self.entries(part.entries, is_label_strong=isinstance(part, Attendance))
            case SignOff():
                self.sign_off(part)
            case Colophon():
                self.colophon(part, has_new_page=has_new_page)
            case NewPage():
                self.begins_page = not has_new_page
            case _:
                before = len(self.document.paragraphs)
                self.body.write([part])
                if isinstance(part, TextParagraph) and part.last and len(inline_text(part.inlines)) <= LONGEST_KEPT:
                    # Its last two lines go along with the sign-off.
                    last = self.document.paragraphs[-1].paragraph_format
                    last.keep_with_next = last.widow_control = True
                self.break_before(before)

    def landscape(self, part: Landscape) -> None:
        """A section of pages that lie."""
        lie_down(self.new_section(), self.stamp)
        self.body.room = ROOM
        self.sheet.begin_page()
        for each in part.parts:
            if isinstance(each, TextParagraph):
                self.body.write([each], setting=NOTE_LINE)
            else:
                self.add(each)
        self.lies = True

    def upright(self) -> None:
        """A section of portrait pages after a section of landscape pages."""
        section = self.new_section()
        stand_up(section)
        set_edges(section, self.stamp)
        self.lies, self.body.room = False, AREA
        self.sheet.begin_page()

    def new_section(self) -> Section:
        """A section on a new page. The last one ends with the paragraph that is there: another would take a line, or a page."""
        section: Section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        end = self.document.element.body.xpath("./w:p[last()]")[0]
        above = end.getprevious()
        if above is not None and above.tag == qn("w:p"):
            above.get_or_add_pPr().append(end.pPr.sectPr)
            end.getparent().remove(end)
        else:
            make_tiny(Paragraph(end, self.document._body))
        return section

    def break_before(self, index: int) -> None:
        """The paragraph of that number begins a page where one was asked for."""
        if self.begins_page and index < len(self.document.paragraphs):
            self.document.paragraphs[index].paragraph_format.page_break_before = True
            self.begins_page = False

    def title(self, part: Title) -> None:
        """2号, two lines below the head or from the third line of a page; 附件1 in the first line."""
        sheet = self.sheet
        if self.begins_page or not sheet.is_at_top:
            sheet.begin_page()
        first = len(self.document.paragraphs)
        if part.label:
            sheet.line(0, SIZE, [("hei", part.label)])
        if part.lines:
            # As many whole lines as the PDF has.
            height = 3 * PITCH + TITLE_SIZE + (len(part.lines) - 1) * TITLE_PITCH
            whole = ceil((height + PITCH - SIZE) / PITCH - 0.001)
            words = sheet.line(sheet.lines * PITCH + 2 * PITCH, TITLE_SIZE, [], pitch=TITLE_PITCH)
            words.style, words.alignment = "Heading 1", ALIGN.CENTER
            add_lines(words, part.lines, "biao", TITLE_SIZE)
            self.body.inlines(part.notes, words, Setting("song"))
            end = sheet.y + (len(part.lines) - 1) * TITLE_PITCH
            words.paragraph_format.space_after = Pt((sheet.lines + whole) * PITCH - end)
        else:
            self.document.paragraphs[-1].paragraph_format.space_after = Pt(2 * PITCH - sheet.y)
        self.break_before(first)
        sheet.is_at_top = False

    def entries(self, entries: Sequence[Entry], *, is_label_strong: bool) -> None:
        """附件说明, or who was present: an empty line above; further lines begin under the first character of the name."""
        numbers = 1.5 * EM if any(entry.number for entry in entries) else 0.0
        for index, entry in enumerate(entries):
            paragraph = self.plain()
            form = paragraph.paragraph_format
            form.left_indent = Pt(5 * EM + numbers)
            form.first_line_indent = Pt(-numbers - (3 * EM if entry.label else 0))
            form.space_before = Pt(0 if index else PITCH)
            form.keep_with_next = True
            dress(paragraph.add_run(entry.label), "hei" if is_label_strong else "fang", None)
            dress(paragraph.add_run(entry.number + ("\t" if numbers else "")), "fang", None)
            self.body.inlines(entry.inlines, paragraph, self.body.setting)

    def plain(self) -> Paragraph:
        """An empty paragraph on the grid."""
        return self.document.add_paragraph(style=TEXT_STYLE)

    def sign_off(self, part: SignOff) -> None:
        """成文日期 four characters from the right, the issuer centred above it, two empty lines above for the seal."""
        if part.post:
            self.signer(part)
            return
        half = text_width(part.date) / 2
        lines: list[tuple[Inlines, float]] = [
            (name, max(0.0, 4 * SIZE + half - text_width(name) / 2)) for name in part.names
        ]
        lines += [(part.date, 4 * SIZE)] if part.date else []
        for index, (inlines, right) in enumerate(lines):
            paragraph = self.plain()
            form = paragraph.paragraph_format
            form.alignment, form.right_indent = ALIGN.RIGHT, Pt(right)
            form.space_before = Pt(0 if index else 2 * PITCH)
            form.keep_with_next = index < len(lines) - 1
            self.body.inlines(inlines, paragraph, self.body.setting)

    def signer(self, part: SignOff) -> None:
        """Who signs an order: post and name four characters from the right, the date one line below."""
        for inlines, above in (((Text(f"{part.post}　　"), *part.names[0]), 2 * PITCH), (part.date, PITCH)):
            paragraph = self.plain()
            form = paragraph.paragraph_format
            form.alignment, form.right_indent, form.space_before = ALIGN.RIGHT, Pt(4 * SIZE), Pt(above)
            form.keep_with_next = inlines is not part.date
            self.body.inlines(inlines, paragraph, self.body.setting)

    def colophon(self, part: Colophon, *, has_new_page: bool) -> None:
        """版记 at the foot of its page; after an empty page both form a section without page numbers."""
        if self.colophon_pages > 1:
            section = self.document.sections[-1] if has_new_page else self.new_section()
            for footer in (section.footer, section.even_page_footer):
                # Taken away, and a new one without a number.
                footer.is_linked_to_previous = True
                footer.is_linked_to_previous = False
        # What floats is not the first thing on a page: LibreOffice would put it on the one before.
        if has_new_page or self.colophon_pages > 1:
            self.tiny()
        if self.colophon_pages > int(has_new_page):
            self.tiny().paragraph_format.page_break_before = True
        add_colophon(self.document, self.body, part)
        self.tiny()

    def tiny(self) -> Paragraph:
        """A paragraph that takes no room: what floats is anchored there, and an empty page has one."""
        return make_tiny(self.document.add_paragraph())


def add_colophon(document: Document, body: Body, part: Colophon) -> None:
    """版记: a table that floats at the foot of the text area, before the last section's properties; the paragraph that comes next is its
    anchor."""
    old = any(entry.role == "index" for entry in part.entries)
    size = 16.0 if old else 14.0
    table = document.add_table(len(part.entries), 1)
    table.autofit = False
    table.columns[0].width = Pt(AREA.pt)
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
        cell.width = Pt(AREA.pt)
        if not part.plain:
            first = "" if index or old else edge("top", THICK)
            last = edge("bottom", THICK if old or index == len(part.entries) - 1 else THIN)
            cell._element.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {W}>{first}{last}</w:tcBorders>"))
        colophon_line(cell.paragraphs[0], entry, body, size)


def edge(side: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>'


def colophon_line(paragraph: Paragraph, entry: Entry, body: Body, size: float) -> None:
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
        form.tab_stops.add_tab_stop(Pt(AREA.pt - side), 2)
        dress(paragraph.add_run(f"\t{entry.end}"), "fang", size)


def make_tiny(paragraph: Paragraph) -> Paragraph:
    """The paragraph again, a point high."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    # Before the properties of a section (ECMA-376 part 1, 17.3.1.26).
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(mark, "w:sectPr")
    return paragraph


def text_width(inlines: Inlines) -> float:
    """Points across of a line of text; figures are half as wide as characters."""
    return sum(0.5 if letter.isdigit() else advance(letter) for letter in inline_text(inlines)) * EM
