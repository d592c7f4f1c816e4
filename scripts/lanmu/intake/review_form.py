"""The approval form (审批表) that goes round with an article on paper and is filed: one page of A4, as a .docx.

Opinions and signatures are left blank to be written by hand; what review.py has recorded stands small beside them. The
letters at the foot are those of the text (content/review.py): the paper and the file can be held against each other. The
key that the site is signed by stands there too, on paper that nobody can change from afar.
"""

from __future__ import annotations

import io
import posixpath
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from lanmu.content.article import Article
from lanmu.content.campaign import Campaign
from lanmu.content.review import Text, authors_of, more_lines, review_fields, text_hash
from lanmu.content.translation import Translation
from lanmu.intake.review import TextInReview
from lanmu.storage.files import write_bytes
from lanmu.storage.signing_keys import fingerprint, known_public_key
from lanmu.views.word_form import LINE, SMALL, TEXT, TITLE, new_table, opinion, pair, wide, write

LANGUAGES = {"en": "英文", "zh-Hant": "繁体"}
# GB/T 9704-2012, 5.2: the text stands 28 mm from the left, 26 mm from the right edge of A4.
PAGE, MARGINS = (Mm(210), Mm(297)), (Mm(22), Mm(20), Mm(28), Mm(26))


def write_form(reviewed: TextInReview, folder: Path) -> Path:
    """Writes the form of an article into `folder`; where it was put. Raises UserError when it cannot."""
    target = folder / form_name(reviewed)
    write_bytes(target, form_data(reviewed))
    return target


def form_name(reviewed: TextInReview) -> str:
    """The name of the form's file."""
    return f"review-{posixpath.basename(reviewed.text.path).removesuffix('.md')}.docx"


def form_data(reviewed: TextInReview) -> bytes:
    """The form as a .docx."""
    file = io.BytesIO()
    form(reviewed).save(file)
    return file.getvalue()


def form(reviewed: TextInReview) -> Document:
    """The form of an article or a translation."""
    document = docx.Document()
    set_page(document)
    heading = document.add_paragraph()
    heading.alignment = ALIGN.CENTER
    heading.paragraph_format.space_after = Pt(8)
    write(heading, "稿件审批表", TITLE)
    table = new_table(document)
    facts(table, reviewed)
    for review in review_fields(reviewed.stages, reviewed.article.meta.scope):
        opinion(table, review, height_of_opinions(reviewed.text))
    note = document.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    letters = text_hash(reviewed.text, reviewed.site.docs)
    write(note, f"文稿校验码：{letters}。稿件改动一个字，校验码就不同，各关要重新审。", SMALL)
    write(document.add_paragraph(), about_key(reviewed), SMALL)
    return document


def about_key(reviewed: TextInReview) -> str:
    """By what key the site is signed, as far as there is one yet; else room to write it down."""
    key = known_public_key(reviewed.site.docs.parent, reviewed.settings.publish.public_key)
    if not key:
        return f"网站签名公钥的指纹（第一次发布以后填）：{'＿' * 12}"
    return f"网站签名公钥的指纹：{fingerprint(key)}，公钥：{key}。网站被人改过没有，凭它核对。"


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


def facts(table: Table, reviewed: TextInReview) -> None:
    """What the text is; what a translation does not say is its original's."""
    text, article, meta = reviewed.text, reviewed.article, reviewed.article.meta
    wide(table, "标　　题", text.title, LINE)
    if isinstance(text, Translation):
        wide(table, "译　　文", f"{LANGUAGES[text.language]}，译自《{article.title}》", LINE)
    pair(table, ("供稿单位", meta.unit or meta.source), ("作　　者", authors_of(article)))
    pair(table, ("体　　裁", meta.genre), ("栏　　目", article.column.name))
    pair(table, ("发布时间", article.pub_date), ("责任编辑", ""))
    wide(table, "主　　送", "", LINE)
    wide(table, "拟用渠道", channels(article, reviewed.site.part_of(article.path).campaign), LINE)
    wide(table, "内容摘要", text.meta.summary, Mm(16))


def channels(article: Article, campaign: Campaign) -> str:
    """The fronts with a box each; those that the article names are ticked, the site always is: which, is said of an internal
    article."""
    announced = article.meta.channels
    boxes = [tick("网站" if article.is_for("public") else "网站内部版（不公开）", given=True)]
    boxes += [tick(front.name, given=front.id in announced.issues) for front in campaign.issue_fronts.values()]
    upward = [tick(campaign.upward.name, given=announced.report is not None)] if campaign.upward else []
    return "　".join([*boxes, *upward])


def tick(name: str, *, given: bool) -> str:
    """A box with its name."""
    return f"{'☑' if given else '☐'} {name}"


def height_of_opinions(text: Text) -> Mm:
    """How high each opinion may be, so that the form stays on one page: long titles and summaries take from it, and the
    row about a translation."""
    row = 4 if isinstance(text, Translation) else 0
    return Mm(max(17, 31 - 2 * more_lines(text) - row))
