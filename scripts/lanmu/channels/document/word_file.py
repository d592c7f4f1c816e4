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
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.common.titles import advance
from lanmu.channels.common.word_body import Body, Setting, dress
from lanmu.channels.common.word_page import EM, PITCH, SIZE, TEXT_STYLE, new_document, saved
from lanmu.channels.document.parts import (
    Attachments,
    Attendance,
    Colophon,
    Entry,
    Head,
    NewPage,
    Part,
    SignOff,
    Title,
)
from lanmu.channels.document.word_colophon import add_colophon
from lanmu.channels.document.word_head import Sheet, add_head
from lanmu.content.settings import Settings
from lanmu.text.document import Inlines, inline_text
from lanmu.text.document import Paragraph as TextParagraph

TITLE_SIZE, TITLE_PITCH = 22.0, 34.0


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
        self.begins_page = False

    def add(self, part: Part) -> None:
        """One part at the end."""
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
                self.colophon(part)
            case NewPage():
                self.begins_page = True
            case _:
                before = len(self.document.paragraphs)
                self.body.write([part])
                if isinstance(part, TextParagraph) and part.last:
                    self.document.paragraphs[-1].paragraph_format.keep_with_next = True
                    self.document.paragraphs[-1].paragraph_format.keep_together = True
                self.break_before(before)

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
            for number, line in enumerate(part.lines):
                run = words.add_run()
                if number:
                    run.add_break()
                run.add_text(line)
                dress(run, "biao", TITLE_SIZE)
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

    def colophon(self, part: Colophon) -> None:
        """版记 at the foot of its page; one behind an empty page is, with that, a section without page numbers."""
        if self.colophon_pages > 1:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
            for footer in (section.footer, section.even_page_footer):
                footer.is_linked_to_previous = False
            self.tiny()
        if self.colophon_pages:
            self.tiny().paragraph_format.page_break_before = True
        add_colophon(self.document, self.body, part)
        self.tiny()

    def tiny(self) -> Paragraph:
        """A paragraph that takes no room: what floats is anchored there, and an empty page has one."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(1)
        mark = OxmlElement("w:rPr")
        size = OxmlElement("w:sz")
        size.set(qn("w:val"), "2")
        mark.append(size)
        paragraph._element.get_or_add_pPr().append(mark)
        return paragraph


def text_width(inlines: Inlines) -> float:
    """Points across of a line of text; figures are half as wide as characters."""
    return sum(0.5 if letter.isdigit() else advance(letter) for letter in inline_text(inlines)) * EM
