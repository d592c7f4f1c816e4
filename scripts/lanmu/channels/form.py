"""表样: the forms of a guide as sheets to fill in, a PDF for the pen and a Word file for the keyboard."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Mm, Pt
from docx.table import Table

from lanmu.channels.blocks import Block, text_of
from lanmu.channels.desk import Desk, Wanted, stem_of
from lanmu.channels.job import Job, Made
from lanmu.channels.packing import repacked
from lanmu.channels.word.page import faces, new_document, reface
from lanmu.content.article import Article
from lanmu.word_form import LABEL, TEXT, TITLE, fill, pad, row_of, write

CHANNEL = "form"
HEADING = "表样："
"""How the heading of a form begins; what follows it, up to the next heading, is the sheet."""
# Of a page of A4, in millimetres.
MARGIN, SHORT, LONG = 18, 210, 297
# A table with more columns than this lies on the long side of the page.
UPRIGHT_COLUMNS = 6
# Millimetres that a row is high at the least: of one column (a letter) what is left blank for whole sentences; a head;
# any other. Rows share what room the page has, up to the most that a hand needs.
BLANK_LINE, ROW, TALLEST = 30, 11, 24
# Millimetres that the title takes, and a line of text, with the blanks around it.
TITLE_ROOM, LINE_ROOM = 22, 14
# How wide a column is, in characters: an empty one, and the narrowest and widest of the others.
EMPTY, NARROWEST, WIDEST = 6, 3, 14


@dataclass(frozen=True)
class Row:
    """A row of a table: its texts, how high it is at the least (mm), and whether it names the columns."""

    cells: tuple[str, ...]
    height: int
    head: bool


@dataclass(frozen=True)
class Part:
    """A table of a form (`rows`, with the relative `widths` of its columns), or a line of text below or above it."""

    text: str = ""
    widths: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Form:
    """A sheet: its title, whether it lies on the long side, its parts."""

    title: str
    wide: bool
    parts: tuple[Part, ...]


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The articles that have forms."""
    for article in desk.site.articles:
        if wanted.takes(article, meant=f"\n## {HEADING}" in article.body):
            yield job(desk, article)


def job(desk: Desk, article: Article) -> Job:
    """The forms of one article."""
    settings = (desk.settings.print.fonts, desk.settings.print.traditional_fonts)
    return Job(
        CHANNEL,
        desk.file_name(stem_of(article)),
        f"表样《{article.title}》",
        (desk.source(article),),
        repr((settings, desk.mark(article))),
        lambda: made(desk, article),
        (article.path,),
    )


def made(desk: Desk, article: Article) -> Made:
    """The two files. Raises UserError."""
    read = desk.read(article)
    forms = desk.text([asdict(form) for form in forms_of(read.blocks)])
    title, author = desk.text(article.title), desk.text(article.source)
    mark, day = desk.text(desk.mark(article)), article.date.date()
    texts = {
        "biao": "".join(form["title"] for form in forms),
        "hei": "".join("".join(row["cells"]) for form in forms for row in rows_in(form) if row["head"]) + mark,
        "fang": title + "".join("".join(texts_in(form)) for form in forms),
    }
    substitutes = desk.fonts.covered(texts, f"《{article.title}》")
    pdf = desk.set("form", {"forms": forms, "author": author, "mark": mark}, (), title=article.title, day=day)
    document = new_document(title=title, author=author, language=desk.language, day=day, mark=mark)
    write_forms(document, forms)
    reface(document, faces(desk.settings, desk.language))
    target = io.BytesIO()
    document.save(target)
    name = desk.file_name(stem_of(article))
    return Made({name: pdf.bytes, f"{name.removesuffix('.pdf')}.docx": repacked(target.getvalue(), day)}, substitutes)


def rows_in(form: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of a form."""
    return [row for part in form["parts"] for row in part["rows"]]


def texts_in(form: dict[str, Any]) -> Iterator[str]:
    """All text of a form but its title."""
    for part in form["parts"]:
        yield part["text"]
    for row in rows_in(form):
        yield from row["cells"]


def forms_of(blocks: Iterable[Block]) -> Iterator[Form]:
    """The forms among the blocks of an article, in its order."""
    title, kept = "", list[Block]()
    for block in blocks:
        if block["kind"] == "heading":
            if title and kept:
                yield form_of(title, kept)
            heading = text_of([block]).strip()
            title, kept = heading.removeprefix(HEADING) if heading.startswith(HEADING) else "", []
        elif title:
            kept.append(block)
    if title and kept:
        yield form_of(title, kept)


def form_of(title: str, blocks: Iterable[Block]) -> Form:
    """One sheet."""
    parts = [table_of(block) if block["kind"] == "table" else Part(text_of([block]).strip()) for block in blocks]
    wide = any(len(part.widths) > UPRIGHT_COLUMNS for part in parts)
    lines = sum(not part.rows for part in parts)
    rows = [row for part in parts for row in part.rows]
    room = (SHORT if wide else LONG) - 2 * MARGIN - TITLE_ROOM - lines * LINE_ROOM
    room -= ROW * sum(row.head for row in rows)
    share = min(TALLEST, room // max(1, sum(not row.head for row in rows)))
    return Form(
        title, wide, tuple(replace(part, rows=tuple(stretched(row, share) for row in part.rows)) for part in parts)
    )


def stretched(row: Row, height: int) -> Row:
    """A row to write into, as high as that if it is not higher already; of a letter only what is blank is high."""
    return row if row.head or not row.height else replace(row, height=max(row.height, height))


def table_of(block: Block) -> Part:
    """A table with the room that is needed to write into it. The first row of two columns names them; a single column is a
    letter, whose first row is its title, which stands above it already."""
    texts = [tuple(text_of(cell["blocks"]).strip() for cell in row["cells"]) for row in block["rows"]]
    heads = [all(cell["head"] for cell in row["cells"]) for row in block["rows"]]
    columns = max(len(row) for row in texts)
    rows = [Row(row, ROW, head) for row, head in zip(texts, heads, strict=True)]
    if columns == 1:
        rows = [Row(row, 0 if row[0] else BLANK_LINE, False) for row in texts[1:]]
    longest = [max(len(row[column]) for row in texts if column < len(row)) for column in range(columns)]
    labels = [any(row[column] for row in texts[1:] if column < len(row)) for column in range(columns)]
    wanted = [
        min(max(length, NARROWEST if label else EMPTY), WIDEST) for length, label in zip(longest, labels, strict=True)
    ]
    # Of two columns the second is where one writes.
    return Part(widths=(1, 3) if columns == 2 and not labels[1] else tuple(wanted), rows=tuple(rows))


def write_forms(document: Document, forms: Iterable[dict[str, Any]]) -> None:
    """Every form on a page of its own, upright or lying."""
    for number, form in enumerate(forms):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        sides = (LONG, SHORT) if form["wide"] else (SHORT, LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if form["wide"] else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.header_distance = section.footer_distance = Mm(MARGIN // 2)
        heading = document.add_paragraph(style="Heading 1")
        heading.alignment = ALIGN.CENTER
        heading.paragraph_format.space_after = Pt(12)
        write(heading, form["title"], TITLE)
        for part in form["parts"]:
            if part["rows"]:
                write_table(document, part, Mm(sides[0] - 2 * MARGIN))
            else:
                line = document.add_paragraph()
                line.paragraph_format.space_before = Pt(8)
                write(line, part["text"], TEXT)


def write_table(document: Document, part: dict[str, Any], room: Length) -> None:
    """A table across the page."""
    table: Table = document.add_table(rows=0, cols=len(part["widths"]), style="Table Grid")
    table.autofit = False
    pad(table._tbl)
    widths = [Length(room * width // sum(part["widths"])) for width in part["widths"]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for given in part["rows"]:
        row = row_of(table, Mm(given["height"]))
        for number, (cell, width, text) in enumerate(zip(row.cells, widths, given["cells"], strict=False)):
            cell.width = width
            is_label = given["head"] or (len(widths) == 2 and number == 0)
            fill(cell, text, LABEL if is_label else TEXT, centred=given["head"])
