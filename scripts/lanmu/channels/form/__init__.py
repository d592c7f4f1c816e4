"""表样: the forms of a guide as sheets to fill in, a PDF for the pen and a Word file for the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt

from lanmu.channels.common.job import Job, Rendered, Wanted, refused
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.sizes import UPRIGHT_COLUMNS
from lanmu.channels.common.word_page import new_document, saved
from lanmu.content.article import Article
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Block, Heading, text_of
from lanmu.text.document import Table as TableBlock
from lanmu.views.word_form import LABEL, TEXT, TITLE, fill, new_table, row_of, write

HEADING = "表样："
"""How the heading of a form begins; what follows it, up to the next heading, is the sheet."""
# Of a page of A4, in millimetres.
MARGIN, SHORT, LONG = 18, 210, 297
# Heights of rows in millimetres. ROW is the least, and that of a line of a letter. Empty rows share the room that is left on
# the page, up to TALLEST for a few words by hand, TALLEST_BLANK for whole sentences in a letter. A list, of which the guide
# shows the first rows, is continued to the foot of the page in rows of LISTED.
ROW, TALLEST, TALLEST_BLANK, LISTED = 11, 32, 50, 20
# Characters of a letter that surely fit on a line.
LETTER_LINE = 38
# Millimetres that the title takes, and a line of text, with the blanks above and below.
TITLE_ROOM, LINE_ROOM = 22, 14
# Widths of columns in characters: a column to write into, the limits of the others, and a column that is centred in the
# guide, for a tick, a number, a name or a day.
EMPTY, NARROWEST, WIDEST, CENTRED = 9, 3, 14, 5


@dataclass(frozen=True)
class Row:
    """A row of a table: its texts, how high it is at the least (mm), whether it names the columns, is to be written into."""

    cells: tuple[str, ...]
    height: int
    head: bool = False
    is_open: bool = False


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


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that have forms."""
    fonts = (press.settings.print.fonts, press.settings.print.traditional_fonts)
    with_forms = replace(wanted, named=False)
    yield from press.article_jobs(with_forms, CHANNEL.name, CHANNEL.label, has_forms, lambda _: fonts, render)
    for article in wanted.articles if wanted.named else ():
        if not has_forms(article):
            error = UserError(f"docs/{article.path} 没有表样。要印的表，请放在“## {HEADING}表的名称”这样的小标题下面。")
            yield refused(CHANNEL.name, article.path, f"《{article.title}》", press.source(article), error)


def has_forms(article: Article) -> bool:
    return f"\n## {HEADING}" in article.body


def render(press: Press, article: Article) -> Rendered:
    forms: list[Form] = press.text(list(forms_of(press.read(article).blocks)))
    title, author, stamp = map(press.text, (article.title, article.source, press.stamp(article)))
    day, rows = article.date.date(), [row for form in forms for part in form.parts for row in part.rows]
    texts = [("biao", form.title) for form in forms] + [("hei", stamp), ("fang", title)]
    texts += [("fang", part.text) for form in forms for part in form.parts]
    texts += [(role, "".join(row.cells)) for row in rows for role in (("hei", "fang") if row.head else ("fang",))]
    substitutes = press.fonts.covered(texts, f"《{article.title}》")
    pdf = press.pdf("form", {"forms": forms, "author": author, "stamp": stamp}, {}, title=title, day=day)
    document = new_document(title=title, author=author, language=press.language, day=day, stamp=stamp)
    write_forms(document, forms)
    word = saved(document, press.settings, press.language, day)
    name = press.file_name(stem_of(article))
    return Rendered({name: pdf, f"{name.removesuffix('.pdf')}.docx": word}, substitutes)


def forms_of(blocks: Iterable[Block]) -> Iterator[Form]:
    sections: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            sections.append((text_of([block]).strip(), []))
        elif sections:
            sections[-1][1].append(block)
    for heading, below in sections:
        title = heading.removeprefix(HEADING)
        if below and title not in ("", heading):
            yield form_of(title, below)


def form_of(title: str, blocks: Iterable[Block]) -> Form:
    """One sheet, its rows as many and as high as the page has room for."""
    parts = [table_of(block) if isinstance(block, TableBlock) else Part(text_of([block]).strip()) for block in blocks]
    wide = any(len(part.widths) > UPRIGHT_COLUMNS for part in parts)
    room = (SHORT if wide else LONG) - 2 * MARGIN - TITLE_ROOM - LINE_ROOM * sum(not part.rows for part in parts)
    rows = [row for part in parts for row in part.rows]
    room -= sum(row.height for row in rows if not row.is_open)
    if sum(bool(part.rows) for part in parts) == 1:
        parts = [replace(part, rows=listed(part.rows, room // LISTED)) for part in parts]
        rows = [row for part in parts for row in part.rows]
    most = TALLEST_BLANK if all(len(row.cells) == 1 for row in rows) else TALLEST
    share = max(ROW, min(most, room // max(1, sum(row.is_open for row in rows))))
    return Form(
        title,
        wide,
        tuple(
            replace(part, rows=tuple(replace(row, height=share) if row.is_open else row for row in part.rows))
            for part in parts
        ),
    )


def listed(rows: tuple[Row, ...], count: int) -> tuple[Row, ...]:
    """The rows of a list, whose rows are empty or have their number only, continued to `count`; of another table the same."""
    open_rows = [row for row in rows if row.is_open]
    empty = [
        ("", *row.cells[1:]) if row.cells[0] == str(number) else row.cells for number, row in enumerate(open_rows, 1)
    ]
    if not open_rows or len(open_rows[0].cells) == 1 or any(any(cells) for cells in empty):
        return rows
    is_numbered = bool(open_rows[0].cells[0])
    more = [
        replace(row, cells=(str(number) if is_numbered else "", *row.cells[1:]))
        for number, row in enumerate([open_rows[-1]] * (count - len(open_rows)), len(open_rows) + 1)
    ]
    return (*rows, *more)


def table_of(block: TableBlock) -> Part:
    """A table. The first row of two columns names them; a single column is a letter, whose first row is its title, which
    stands above it already."""
    texts = [tuple(text_of(cell.blocks).strip() for cell in row) for row in block.rows]
    heads = [all(cell.head for cell in row) for row in block.rows]
    columns = max(len(row) for row in texts)
    if columns == 1:
        lines = (Row((text,), ROW * max(1, ceil(len(text) / LETTER_LINE)), is_open=not text) for (text,) in texts[1:])
        return Part(widths=(1,), rows=tuple(lines))
    rows = tuple(Row(row, ROW, head, not head) for row, head in zip(texts, heads, strict=True))
    labels = [any(row[column] for row in texts[1:] if column < len(row)) for column in range(columns)]
    if columns == 2 and not labels[1]:
        # The second is where one writes.
        return Part(widths=(1, 3), rows=rows)
    # With the blanks beside it.
    longest = [1 + max(len(row[column]) for row in texts if column < len(row)) for column in range(columns)]
    least = [
        CENTRED if cell.align == "center" else NARROWEST if label else EMPTY
        for cell, label in zip(block.rows[0], labels, strict=True)
    ]
    widths = tuple(min(max(pair), WIDEST) for pair in zip(longest, least, strict=True))
    return Part(widths=widths, rows=rows)


def write_forms(document: Document, forms: Iterable[Form]) -> None:
    for number, form in enumerate(forms):
        section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
        sides = (LONG, SHORT) if form.wide else (SHORT, LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if form.wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
        section.header_distance = section.footer_distance = Mm(MARGIN // 2)
        heading = document.add_paragraph(style="Heading 1")
        heading.alignment = ALIGN.CENTER
        heading.paragraph_format.space_after = Pt(12)
        write(heading, form.title, TITLE)
        for part in form.parts:
            if part.rows:
                write_table(document, part, Mm(sides[0] - 2 * MARGIN))
            else:
                line = document.add_paragraph()
                line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(8)
                write(line, part.text, TEXT)


def write_table(document: Document, part: Part, room: Length) -> None:
    widths = [Length(room * width // sum(part.widths)) for width in part.widths]
    table = new_table(document, widths)
    for part_row in part.rows:
        row = row_of(table, Mm(part_row.height))
        # It goes to the next page whole when others have been filled in, below the names of the columns again.
        for name in ("cantSplit", "tblHeader") if part_row.head else ("cantSplit",):
            row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))
        for number, (cell, width, text) in enumerate(zip(row.cells, widths, part_row.cells, strict=False)):
            cell.width = width
            is_label = part_row.head or (len(widths) == 2 and number == 0)
            fill(cell, text, LABEL if is_label else TEXT, centred=part_row.head)


CHANNEL = Channel("form", "表样", jobs)
