"""Blocks of an article as the paragraphs and tables of a Word file: what common.typ is for the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from docx.text.run import Run

from lanmu.channels.common.items import item_number
from lanmu.channels.common.sizes import Spot, spots
from lanmu.channels.common.styles import Styles, face_of
from lanmu.channels.common.word_page import DEEPEST, EM, PITCH, SIZE, TEXT_STYLE, set_face
from lanmu.channels.common.word_parts import (
    AREA,
    CELL_SIZE,
    Footnotes,
    Place,
    head_rows,
    new_cell,
    new_row,
    new_table,
    widths,
)
from lanmu.text import document as model

ALIGNMENTS = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}
# Where the paragraphs of official documents stand that are not set like the others.
ROLES = {"title": ALIGN.CENTER, "letterhead": ALIGN.CENTER, "signature": ALIGN.RIGHT, "date": ALIGN.RIGHT}
FLUSH = ("addressees", "index", "copies")
RULE = '<w:pBdr {}><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'


@dataclass(frozen=True)
class Setting:
    """How text is set: the role of its font, its size and line pitch in points, whether on the line grid, the depth of lists,
    and its indent in points."""

    base: str
    size: float = SIZE
    pitch: float = PITCH
    on_grid: bool = True
    depth: int = 0
    left: float = 0.0
    align: str = ""


class Body:
    """Writes into a document. `pictures` are the files by the names that figures call them; `room` is how wide tables may be."""

    def __init__(self, document: Document, pictures: Mapping[str, Path], styles: Styles) -> None:
        self.document = document
        self.pictures = pictures
        self.styles = styles
        self.notes = Footnotes(document)
        self.place = Place(document.element.body, document.part)
        self.setting = Setting(styles.body)
        self.room: Length = AREA

    def write(self, blocks: Iterable[model.Block], place: Place | None = None, setting: Setting | None = None) -> None:
        """Blocks at the end of a place, or of the document."""
        place, setting = place or self.place, setting or self.setting
        for block in blocks:
            match block:
                case model.Paragraph():
                    self.paragraph(block, place, setting)
                case model.Heading():
                    self.heading(block, place, setting)
                case model.List():
                    self.list(block, place, setting)
                case model.Table():
                    self.table(block, place, setting)
                case model.Quote():
                    inner = replace(setting, base=self.styles.quote, left=setting.left + 2 * EM)
                    self.write(block.blocks, place, inner)
                case model.Admonition():
                    self.admonition(block, place, setting)
                case model.Figure():
                    self.figure(block, place)
                case model.Rule():
                    # A short line in the middle.
                    paragraph = self.new(place, replace(setting, left=0.35 * AREA.pt))
                    paragraph.paragraph_format.right_indent = Pt(0.35 * AREA.pt)
                    border = parse_xml(RULE.format(nsdecls("w")))
                    properties = paragraph._element.get_or_add_pPr()
                    properties.insert_element_before(border, "w:snapToGrid", "w:spacing", "w:ind", "w:jc")

    def new(self, place: Place, setting: Setting, *, indent: bool = False) -> Paragraph:
        """A new paragraph; `indent` sets its first line in by two characters."""
        element = OxmlElement("w:p")
        place.put(element)
        paragraph = Paragraph(element, place)
        form = paragraph.paragraph_format
        if setting.on_grid:
            paragraph.style = TEXT_STYLE
        else:
            form.line_spacing = Pt(setting.pitch)
            form.alignment = ALIGNMENTS.get(setting.align, ALIGN.LEFT)
        if setting.left:
            form.left_indent = Pt(setting.left)
        if indent and setting.on_grid:
            form.first_line_indent = Pt(2 * EM)
        return paragraph

    def inlines(self, inlines: Iterable[model.Inline], paragraph: Paragraph, setting: Setting) -> None:
        """Runs, breaks and footnotes at the end of a paragraph."""
        for inline in inlines:
            match inline:
                case model.Break():
                    paragraph.add_run().add_break()
                case model.Note():
                    self.note(inline, paragraph)
                case model.Text():
                    self.text(inline, paragraph, setting)

    def text(self, inline: model.Text, paragraph: Paragraph, setting: Setting) -> None:
        """One run of text."""
        run = paragraph.add_run(inline.text)
        dress(run, face_of(inline, setting.base, self.styles), None if setting.on_grid else setting.size)
        # Both are one property: setting the other to nothing would take it away.
        if inline.sup or inline.sub:
            setattr(run.font, "superscript" if inline.sup else "subscript", True)
        if inline.link:
            target = paragraph.part.relate_to(inline.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), target)
            run._element.addprevious(link)
            link.append(run._element)

    def note(self, inline: model.Note, paragraph: Paragraph) -> None:
        """A footnote's number, and at its first place the footnote."""
        run = paragraph.add_run()
        run.font.superscript = True
        if number := self.notes.number(inline.name):
            run.text = str(number)
            return
        own = self.notes.add(inline.name)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self.notes.number(inline.name)))
        run._element.append(reference)
        setting = Setting(self.styles.note, 10.5, 15, on_grid=False)
        self.write(inline.blocks, own, setting)
        first = own.element.find(qn("w:p"))
        if first is None or first is not own.element[0]:
            first = self.new(own, setting)._element
            own.element.insert(0, first)
        number_run = parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        )
        first.insert(1 if first.pPr is not None else 0, number_run)

    def paragraph(self, block: model.Paragraph, place: Place, setting: Setting) -> None:
        """A paragraph by its role in an official document."""
        role = block.role
        paragraph = self.new(place, setting, indent=role not in (*ROLES, *FLUSH))
        if role in ROLES:
            paragraph.alignment = ROLES[role]
        inner = replace(setting, base=self.styles.title) if role == "title" else setting
        self.inlines(block.inlines, paragraph, inner)

    def heading(self, block: model.Heading, place: Place, setting: Setting) -> None:
        """A heading in the face of its level, in the outline at its depth."""
        paragraph = self.new(place, setting, indent=True)
        if setting.on_grid:
            paragraph.style = f"Heading {min(block.depth or 1, DEEPEST)}"
        face = self.styles.headings[block.level - 2]
        self.inlines(block.inlines, paragraph, replace(setting, base=face))

    def list(self, block: model.List, place: Place, setting: Setting) -> None:
        """Items as paragraphs with their number; further paragraphs of one have none."""
        outer = replace(setting, left=setting.left + (EM if setting.depth else 0))
        inner = replace(outer, depth=setting.depth + 1)
        for number, item in enumerate(block.items, start=block.start):
            first = item[0] if item else None
            paragraph = self.new(place, outer, indent=True)
            label = item_number(number, setting.depth) if block.ordered else "·"
            dress(paragraph.add_run(label), setting.base, None if setting.on_grid else setting.size)
            if isinstance(first, model.Paragraph):
                self.inlines(first.inlines, paragraph, outer)
                item = item[1:]
            self.write(item, place, inner)

    def figure(self, block: model.Figure, place: Place) -> None:
        """A picture with its caption below."""
        paragraph = self.new(place, Setting(self.styles.caption, on_grid=False))
        form = paragraph.paragraph_format
        form.line_spacing, form.alignment, form.keep_with_next = 1.0, ALIGN.CENTER, bool(block.caption)
        form.space_before, form.space_after = Pt(8), Pt(4 if block.caption else 10)
        width = Mm(block.printed or 40)
        picture = paragraph.add_run().add_picture(str(self.pictures[block.image]), width=width)
        picture._inline.docPr.set("descr", block.alternative)
        self.caption(block, place)

    def caption(self, block: model.Figure | model.Table, place: Place, *, above: bool = False) -> None:
        """A caption in the middle; one `above` stays with what comes."""
        if block.caption:
            setting = Setting(self.styles.caption, 12, 18, on_grid=False, align="center")
            paragraph = self.new(place, setting)
            paragraph.paragraph_format.keep_with_next = above
            paragraph.paragraph_format.space_after = Pt(0 if above else 8)
            self.inlines(block.caption, paragraph, setting)

    def table(self, block: model.Table, place: Place, setting: Setting) -> None:
        """A table below its caption."""
        self.caption(block, place, above=True)
        rows, columns = block.rows, block.columns
        column_widths = widths(rows, columns, self.room)
        inner = replace(setting, size=CELL_SIZE, pitch=18, on_grid=False, left=0.0, depth=0)
        self.grid(list(spots(rows, columns)), column_widths, head_rows(rows), place, inner)

    def admonition(self, block: model.Admonition, place: Place, setting: Setting) -> None:
        """A box with a title: a table of one cell."""
        inner = replace(setting, base=self.styles.admonition, left=0.0, depth=0)
        element = self.grid([[Spot(0, model.Cell(align="left"), True)]], [Length(AREA)], 0, place, inner)
        own = Place(element.tr_lst[0].tc_lst[0], place.part)
        for old in own.element.p_lst:
            own.element.remove(old)
        if block.title:
            paragraph = self.new(own, inner)
            paragraph.alignment = ALIGN.CENTER
            self.inlines(block.title, paragraph, replace(inner, base=self.styles.strong))
        self.write(block.blocks, own, inner)
        self.closed(own, inner)

    def grid(
        self,
        lines: Sequence[Sequence[Spot]],
        column_widths: Sequence[Length],
        heads: int,
        place: Place,
        setting: Setting,
    ) -> Any:
        """A table of cells, with a small space above and below it; gives its element."""
        self.space(place, setting).paragraph_format.keep_with_next = True
        element = new_table(column_widths)
        place.put(element)
        for number, line in enumerate(lines):
            row = new_row(element, head=number < heads)
            for spot in line:
                own = Place(new_cell(row, spot, column_widths), place.part)
                is_head = spot.cell.head
                inner = replace(
                    setting,
                    base=self.styles.head_cell if is_head else setting.base,
                    align=spot.cell.align or ("center" if is_head else "left"),
                )
                self.write(spot.cell.blocks if spot.begins else (), own, inner)
                self.closed(own, inner)
        # Two tables that touch would be one.
        self.space(place, setting)
        return element

    def space(self, place: Place, setting: Setting) -> Paragraph:
        """A low empty paragraph."""
        return self.new(place, Setting(setting.base, 6, 6, on_grid=False))

    def closed(self, place: Place, setting: Setting) -> None:
        """A cell ends in a paragraph (ECMA-376 part 1, 17.4.65)."""
        children = place.element
        if not len(children) or children[-1].tag != qn("w:p"):
            self.space(place, setting)


def headline(document: Document, lines: Sequence[str]) -> None:
    """The title of a file: 2号 小标宋, in the middle, an empty line above and below it (GB/T 9704-2012, 7.3.1)."""
    top = heading(document, 1, lines, "biao", 22)
    top.alignment, top.line_spacing = ALIGN.CENTER, Pt(34)
    top.space_before, top.space_after = Pt(PITCH), Pt(PITCH)


def heading(document: Document, level: int, lines: Sequence[str], role: str, size: float | None) -> ParagraphFormat:
    """A heading in lines at the end of a document; gives the form of its paragraph."""
    paragraph = document.add_paragraph(style=f"Heading {level}")
    add_lines(paragraph, lines, role, size)
    form: ParagraphFormat = paragraph.paragraph_format
    return form


def add_lines(paragraph: Paragraph, lines: Sequence[str], role: str, size: float | None) -> None:
    """Lines of a heading at the end of a paragraph."""
    for number, line in enumerate(lines):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        dress(run, role, size)


def dress(run: Run, role: str, size: float | None) -> None:
    """The face of a run, and its size where it is not that of the text."""
    if size:
        run.font.size = Pt(size)
    set_face(run._element.get_or_add_rPr(), role)
