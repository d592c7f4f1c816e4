"""The page of a Word file: GB/T 9704-2012, 5.2 and 7.5, with its styles, page numbers and the document's own data."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from lanmu.channels.common.fonts import ROLES
from lanmu.channels.common.sizes import PAGE
from lanmu.channels.common.typesetting import repacked
from lanmu.content.settings import Settings

# From the edges of the paper to the head and to the page number, whose dash is 7 mm below the text (7.5).
HEADER, FOOTER = Mm(20), Mm(25.1)
SIZE, PITCH = float(PAGE.size), PAGE.pitch
# Twentieths of a point. 28 characters of 3号 are 2 mm too wide for 156 mm: each gives up a little.
GRID_PITCH, SQUEEZE = "579", "-5"
EM = SIZE - 0.25
# Running text has a style of its own, on the line grid; cells of tables and forms are not on the grid.
TEXT_STYLE = "Text on the grid"
DEEPEST = 5
# Nothing hangs over the edge, no blanks between Chinese and figures; only text stands on the grid. In the schema's order.
OFF = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LANGUAGES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}


def new_document(*, title: str, author: str, language: str, day: date, stamp: str) -> Document:
    """An empty document with everything set but its text."""
    document: Document = docx.Document()
    package = document.part.package
    assert package is not None
    # The small picture of an empty page that the template brings along.
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(name)
    section = document.sections[0]
    stand_up(section)
    section._sectPr.find(qn("w:docGrid")).set(qn("w:linePitch"), GRID_PITCH)
    set_styles(document, LANGUAGES[language])
    document.settings.odd_and_even_pages_header_footer = True
    set_edges(section, stamp)
    facts = document.core_properties
    moment = datetime(day.year, day.month, day.day)
    facts.title, facts.author, facts.comments, facts.last_modified_by = title, author, "", author
    facts.language, facts.created, facts.modified = LANGUAGES[language], moment, moment
    return document


def stand_up(section: Section) -> None:
    """The pages of a section upright, their text on the grid."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(PAGE.width), Mm(PAGE.height)
    section.top_margin, section.bottom_margin = Mm(PAGE.top), Mm(PAGE.bottom)
    section.left_margin, section.right_margin = Mm(PAGE.left), Mm(PAGE.right)
    section.header_distance, section.footer_distance = HEADER, FOOTER
    # LibreOffice breaks a grid of characters; the squeeze of the runs does its work.
    set_grid(section, "lines")


def set_grid(section: Section, kind: str) -> None:
    """The lines that text stands on, or none (`default`)."""
    section._sectPr.find(qn("w:docGrid")).set(qn("w:type"), kind)


def set_edges(section: Section, stamp: str) -> None:
    """What stands on each upright page of a section beside the text: the stamp of a proof, and the page's number."""
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        stamped(header, stamp)
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        page_number(footer.paragraphs[0], side)


def stamped(header: _Header, stamp: str) -> Paragraph:
    """The stamp at the right of a header; gives its paragraph."""
    paragraph: Paragraph = header.paragraphs[0]
    paragraph.alignment = ALIGN.RIGHT
    if stamp:
        run = paragraph.add_run(stamp)
        run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x5A, 0x5A, 0x5A)
        set_face(run._element.get_or_add_rPr(), "hei")
    return paragraph


def set_styles(document: Document, language: str) -> None:
    """Normal (not on the grid), the text on the grid, and headings that differ from it by their face alone."""
    words = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    words.set(qn("w:eastAsia"), language)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    dress(normal, "fang", 12)
    plain = normal.paragraph_format
    plain.space_before, plain.space_after, plain.line_spacing, plain.widow_control = Pt(0), Pt(0), 1.0, False
    # A switch stands where the schema wants it (ECMA-376 part 1, 17.3.1.26).
    order = [
        f"w:{name}" for name in (*OFF[:-1], "bidi", "adjustRightInd", OFF[-1], "spacing", "ind", "jc", "outlineLvl")
    ]
    for name in OFF:
        switch = parse_xml(f'<w:{name} {nsdecls("w")} w:val="0"/>')
        normal.element.get_or_add_pPr().insert_element_before(switch, *order[order.index(f"w:{name}") + 1 :])
    text = document.styles.add_style(TEXT_STYLE, 1)
    assert isinstance(text, ParagraphStyle)
    text.base_style = normal
    dress(text, "fang", SIZE)
    set_spacing(text.element.get_or_add_rPr(), SQUEEZE)
    text.paragraph_format.line_spacing = Pt(PITCH)
    text.paragraph_format.alignment = ALIGN.JUSTIFY
    for level in range(1, DEEPEST + 1):
        heading = document.styles[f"Heading {level}"]
        assert isinstance(heading, ParagraphStyle)
        for properties in heading.element.xpath("./w:rPr"):
            heading.element.remove(properties)
        heading.base_style = heading.next_paragraph_style = text
        heading.paragraph_format.space_before = Pt(0)
        heading.paragraph_format.keep_with_next = True


def set_spacing(properties: Any, twentieths: str) -> None:
    """How much wider than its face a run or style is set, in twentieths of a point to a character."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), twentieths)
    after = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:vertAlign", "w:lang")
    properties.insert_element_before(spacing, *after)


def dress(style: ParagraphStyle, role: str, size: float) -> None:
    """The face and the size of a style."""
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    set_face(style.element.get_or_add_rPr(), role)


def set_face(properties: Any, role: str) -> None:
    """The Chinese face of a run or style, for its figures and letters as well."""
    fonts = properties.get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{name}"), ROLES[role].simplified[0])
    # So that “” and … are taken from the Chinese face.
    fonts.set(qn("w:hint"), "eastAsia")


def page_number(paragraph: Paragraph, side: ALIGN) -> None:
    """— 1 — in 4号 宋体, a character from the edge; in a footer its dash is 7 mm below the text."""
    paragraph.paragraph_format.line_spacing = Pt(14)
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for part in ("— ", None, " —"):
        run = paragraph.add_run(part or "")
        run.font.size = Pt(14)
        set_face(run._element.get_or_add_rPr(), "song")
        if part is None:
            field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "/>')
            run._element.addprevious(field)
            field.append(run._element)
            run.text = "1"


def faces(settings: Settings, language: str) -> dict[str, str]:
    """Each default face with its replacement: the office's own by name, or that of Traditional Chinese."""
    traditional = language == "zh-Hant"
    own = settings.print.traditional_fonts if traditional else settings.print.fonts
    result = {}
    for role, names in ROLES.items():
        named = str(getattr(own, role, "") or "")
        is_file = any(separator in named for separator in "/\\")
        usual = (names.traditional if traditional else names.simplified)[0]
        result[ROLES[role].simplified[0]] = named if named and not is_file else usual
    return result


def saved(document: Document, settings: Settings, language: str, day: date) -> bytes:
    """The file, with the faces of the office and of the language; the same bytes for the same document."""
    names = faces(settings, language)
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None and str(part.content_type).startswith(WORD_XML):
            for fonts in root.iter(qn("w:rFonts")):
                for key, value in fonts.attrib.items():
                    if value in names:
                        fonts.set(key, names[value])
    target = io.BytesIO()
    document.save(target)
    return repacked(target.getvalue(), day)
