"""The approval form (审批表) that goes round with an article on paper and is filed: one page of A4, as a .docx.

Opinions and signatures are left blank to be written by hand; what review.py has recorded stands small beside them. The
letters at the foot are those of the text (content/review.py): the paper and the file can be held against each other.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from lanmu.content.article import Article
from lanmu.content.campaign import Campaign
from lanmu.content.dates import chinese_day
from lanmu.content.review import BY_NAME, THREE, Stage, Standing, text_hash
from lanmu.files import write_bytes
from lanmu.intake.review import Desk

# GB/T 9704-2012, 5.2: the text stands 28 mm from the left, 26 mm from the right edge of A4.
PAGE, MARGINS = (Mm(210), Mm(297)), (Mm(22), Mm(20), Mm(28), Mm(26))
WIDTHS = (Mm(27), Mm(51), Mm(27), Mm(51))
TITLE, LABEL, TEXT, SMALL = ("方正小标宋简体", 22), ("黑体", 12), ("仿宋_GB2312", 12), ("仿宋_GB2312", 9)
Face = tuple[str, int]
BRIEF, LINE = Mm(22), Mm(10.5)
# Characters in a line of the wide cells.
FULL_LINE = 28
SIGNATURE = "签名：＿＿＿＿＿＿＿＿　　　　　年　　月　　日"


def write_form(desk: Desk, folder: Path) -> Path:
    """Writes the form of an article into `folder`; where it was put. Raises UserError when it cannot."""
    target = folder / f"review-{posixpath.basename(desk.article.path).removesuffix('.md')}.docx"
    file = io.BytesIO()
    form(desk).save(file)
    write_bytes(target, file.getvalue())
    return target


def form(desk: Desk) -> Document:
    """The form of an article."""
    document = docx.Document()
    set_page(document)
    heading = document.add_paragraph()
    heading.alignment = ALIGN.CENTER
    heading.paragraph_format.space_after = Pt(8)
    write(heading, "稿件审批表", TITLE)
    table = document.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    pad(table)
    facts(table, desk)
    for stage in desk.stages:
        opinion(table, stage, height_of_opinions(desk.article))
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    letters = text_hash(desk.article, desk.site.docs)
    write(note, f"文稿校验码：{letters}。稿件改动一个字，校验码就不同，各关要重新审。", SMALL)
    return document


def set_page(document: Document) -> None:
    """A4, the body's type, and the document's own data, which Word shows in its file dialog."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = MARGINS
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(TEXT[1])
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT[0])
    normal.paragraph_format.space_after = Pt(0)
    # The forms of characters and marks as they are used on the mainland.
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.author, document.core_properties.comments = "", ""
    document.core_properties.title = "稿件审批表"


def pad(table: Table) -> None:
    """Room between the lines of the table and its text: 1 mm above and below, 2 mm at the sides."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", Mm(1)), ("left", Mm(2)), ("bottom", Mm(1)), ("right", Mm(2))):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(width.twips)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    # Its place is before the look of the table (ECMA-376 part 1, 17.4.59).
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def facts(table: Table, desk: Desk) -> None:
    """What the article is."""
    article, meta = desk.article, desk.article.meta
    credits = "、".join(
        part for part in (meta.author and f"文/{meta.author}", meta.photo and f"摄/{meta.photo}") if part
    )
    wide(table, "标　　题", article.title, LINE)
    pair(table, ("供稿单位", meta.unit or meta.source), ("作　　者", credits))
    pair(table, ("体　　裁", meta.genre), ("栏　　目", article.column.name))
    pair(table, ("发布时间", article.pub_date), ("责任编辑", ""))
    wide(table, "主　　送", "", LINE)
    wide(table, "拟用渠道", channels(article, desk.site.campaign), LINE)
    wide(table, "内容摘要", meta.summary, Mm(16))


def channels(article: Article, campaign: Campaign) -> str:
    """The fronts with a box each; those that the article names are ticked, the site always is."""
    given = article.meta.channels
    issues = {"worker": given.worker, "board": given.board}
    boxes = [tick("网站", given=True)]
    boxes += [tick(front.name, given=bool(issues[front.id])) for front in campaign.fronts if front.id in issues]
    return "　".join([*boxes, tick("信息上报", given=given.report is not None)])


def tick(name: str, *, given: bool) -> str:
    """A box with its name."""
    return f"{'☑' if given else '☐'} {name}"


def height_of_opinions(article: Article) -> Mm:
    """How high each opinion may be, so that the form stays on one page: long titles and summaries take from it."""
    more = sum((len(text) - 1) // FULL_LINE for text in (article.title, article.meta.summary))
    return Mm(max(17, 34 - 2 * more))


def opinion(table: Table, stage: Stage, height: Mm) -> None:
    """Room for one review: the opinion, the signature, the day; what is recorded already stands below."""
    three = stage.field in THREE
    cell = wide(table, f"{stage.label}意见" if three else stage.label, "", height if three else BRIEF)
    cell.vertical_alignment = VERTICAL.BOTTOM
    first = cell.paragraphs[0]
    if stage.field in BY_NAME:
        cell.vertical_alignment = VERTICAL.CENTER
        write(first, WORDS[stage.field], TEXT)
        first = cell.add_paragraph()
    first.alignment = ALIGN.RIGHT
    first.paragraph_format.space_before = Pt(6)
    write(first, SIGNATURE, TEXT)
    if stage.signature and stage.standing is Standing.VALID:
        recorded = cell.add_paragraph()
        recorded.alignment = ALIGN.RIGHT
        write(recorded, f"（已登记：{stage.signature.name}，{chinese_day(stage.signature.date)}）", SMALL)


WORDS = {
    "secrecy": "☐ 不含国家秘密、工作秘密，可以公开　☐ 不宜公开",
    "privacy": "☐ 不含个人隐私，或者已经遮盖、征得同意　☐ 需要修改",
}


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
