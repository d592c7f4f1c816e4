"""The form as a Word file: check boxes and text fields are content controls, whose tags say which answer they hold.

Elements are those of ECMA-376 part 1, 17.5.2 (`w:sdt`), and of [MS-DOCX] 2.6.1.18 (`w14:checkbox`). WPS knows both.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from lanmu.channels.common.word_page import new_document, saved
from lanmu.content.dates import chinese_day
from lanmu.content.settings import Settings
from lanmu.surveys.form import Form
from lanmu.surveys.invitation import ANONYMOUS, hint, paragraphs
from lanmu.views.word_form import LABEL, SMALL, TEXT, TITLE, row_of, write

FORM_TAG = "lanmu-survey"
"""The tag of the field that holds the form's number."""
W = f'{nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
EMPTY_BOX, TICKED_BOX, BOX_FONT = "☐", "☒", "MS Gothic"
LANGUAGE = "zh-Hans"
MARGIN, LINE, ROOM = Mm(22), Pt(22), Mm(30)


def word_file(form: Form, settings: Settings) -> bytes:
    """The file; the same bytes for the same form."""
    survey = form.survey
    document = new_document(title=survey.title, author=survey.collector, language=LANGUAGE, day=survey.start, stamp="")
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    title = document.add_paragraph(style="Heading 1")
    title.alignment, title.paragraph_format.space_after = ALIGN.CENTER, Pt(12)
    write(title, survey.title, TITLE)
    for text in paragraphs(survey):
        line(document, f"　　{text}")
    line(document, "点方框打勾，再点一次去掉；文字写在灰字的地方。填好存盘，交回这个文件。")
    for number, question in enumerate(survey.questions, 1):
        heading = document.add_paragraph(style="Heading 2")
        heading.paragraph_format.space_before, heading.paragraph_format.line_spacing = Pt(10), LINE
        write(heading, f"{number}. {question.title}{hint(question)}", LABEL)
        for option, choice in enumerate(question.choices, 1):
            paragraph = line(document, "　")
            put(paragraph, check_box(f"{question.id}.{option}", f"{question.title}：{choice}"))
            write(paragraph, f" {choice}", TEXT)
        if not question.choices:
            cell = row_of(document.add_table(0, 1, style="Table Grid"), ROOM).cells[0]
            put(cell.paragraphs[0], text_field(question.id, question.title))
    line(document, "")
    line(document, f"交到：{survey.collector}，{survey.address}。{chinese_day(survey.deadline)}截止。{ANONYMOUS}")
    foot = document.add_paragraph()
    write(foot, "问卷编号：", SMALL)
    put(foot, fixed_text(FORM_TAG, form.number))
    return saved(document, settings, LANGUAGE, survey.start)


def line(document: Document, text: str) -> Paragraph:
    """A paragraph of the form."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = LINE
    write(paragraph, text, TEXT)
    return paragraph


def put(paragraph: Paragraph, control: str) -> None:
    """Adds a content control at the end of a paragraph."""
    paragraph._element.append(parse_xml(control))


def check_box(tag: str, name: str) -> str:
    """A box to tick; `name` is what readers of the screen hear."""
    states = "".join(
        f'<w14:{state} w14:val="{ord(sign):04X}" w14:font="{BOX_FONT}"/>'
        for state, sign in (("checkedState", TICKED_BOX), ("uncheckedState", EMPTY_BOX))
    )
    face = f'<w:rFonts w:ascii="{BOX_FONT}" w:hAnsi="{BOX_FONT}" w:eastAsia="{BOX_FONT}" w:hint="eastAsia"/>'
    return control(
        tag,
        name,
        '<w:lock w:val="sdtLocked"/>',
        f'<w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox>',
        f"<w:r><w:rPr>{face}</w:rPr><w:t>{EMPTY_BOX}</w:t></w:r>",
    )


def text_field(tag: str, name: str) -> str:
    """A field for text of several lines, with a grey hint until something is written."""
    shown = '<w:r><w:rPr><w:color w:val="767676"/></w:rPr><w:t>点这里写，不用写姓名</w:t></w:r>'
    return control(tag, name, '<w:lock w:val="sdtLocked"/><w:showingPlcHdr/>', '<w:text w:multiLine="1"/>', shown)


def fixed_text(tag: str, text: str) -> str:
    """A text that cannot be changed."""
    return control(tag, "问卷编号", '<w:lock w:val="sdtContentLocked"/>', "<w:text/>", f"<w:r><w:t>{text}</w:t></w:r>")


def control(tag: str, name: str, settings: str, kind: str, content: str) -> str:
    """A content control within a paragraph, its properties in the schema's order."""
    title = escape(name[:64], {'"': "&quot;"})
    return (
        f'<w:sdt {W}><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/>{settings}{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
