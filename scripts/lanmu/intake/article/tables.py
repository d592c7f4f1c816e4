"""Tables as Markdown: with bars where that is enough, else as HTML that keeps spans and says which cells are headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from lanmu.intake.article.blocks import Block, Cell, Paragraph, Run, Table, plain, squeeze
from lanmu.intake.article.inline import Sheet, inline

# What forms ask for, and whatever ends in a colon.
LABEL = re.compile(
    r".{1,12}[：:]|(?:申请|推荐|所在|工作|家庭|现|原|本人|联系|负责|出生|参加|入党|身份|政治|文化|技术|健康|婚姻|户口|填表|参赛|活动|项目)?(?:人)?"
    r"(?:[^\s：:]{0,4}人数|姓名|性别|年龄|民族|籍贯|年月|年月日|日期|时间|面貌|学历|程度|职务|职称|等级|工种|岗位|单位|部门|单位名称|名称|地址|住址|地点|邮编|电话|手机|"
    r"电子邮箱|邮箱|传真|证号|证号码|号码|状况|情况|事由|理由|意见|备注|照片|代表队|领队)|.{0,4}(?:负责|联系|经办|申请|填表|推荐|代表)人"
)
# A cell with its own label: 主办：示例单位.
FILLED = re.compile(r"[^：:。]{1,8}[：:].+")
Write = Callable[[Iterable[Block], Sheet], str]


def table_text(table: Table, sheet: Sheet, write: Write) -> str:
    """The table; `write` makes Markdown of the blocks in a cell that are more than lines of text.

    A caption stands in the figure that holds the table, as HTML has it for a table that is all of a figure.
    """
    body = barred(table, sheet) if is_simple(table) else tagged(table, sheet, write)
    if table.caption is None:
        return body
    caption = inline(table.caption.runs, sheet)
    return f'<figure markdown="1">\n<figcaption markdown="span">{caption}</figcaption>\n\n{body}\n\n</figure>'


def is_simple(table: Table) -> bool:
    """True when rows of bars show it: one header row and more, no spans, lines of text in the cells."""
    cells = list(chain.from_iterable(table.rows))
    widths = {len(row) for row in table.rows}
    return (
        len(table.rows) > 1
        and table.heads <= 1
        and len(widths) == 1
        and widths != {0}
        and all(cell.across == cell.down == 1 and is_lines(cell) for cell in cells)
        and has_words(table.rows[0])
        and not is_form(table)
    )


def has_words(row: Iterable[Cell]) -> bool:
    """True for a row with something to read in it."""
    return any(squeeze(plain(cell.blocks)) for cell in row)


def is_form(table: Table) -> bool:
    """True for a table in which labels stand beside what is to be filled in, or was: its first row heads nothing.

    Of a blank form the first cell has words and the second has none; of a filled one the first two rows both begin with
    a label, as 姓名 and 工作单位 are, and none stands in the second cell.
    """
    if table.heads or len(table.rows) < 2:
        return False
    first, second = table.rows[0], squeeze(plain(table.rows[1][0].blocks)) if table.rows[1] else ""
    # A cell at the side that goes down past several labels groups them.
    said = [squeeze(plain(cell.blocks)) for cell in (first[1:] if first and first[0].down > 1 else first)]
    if len(said) < 2:
        return False
    if not said[1] or all(map(FILLED.fullmatch, said)):
        return bool(said[0])
    return all(map(LABEL.fullmatch, (said[0], second))) and not any(map(LABEL.fullmatch, said[1::2]))


def is_lines(cell: Cell) -> bool:
    """True for a cell with paragraphs and nothing else."""
    return all(isinstance(block, Paragraph) for block in cell.blocks)


def lines(cell: Cell) -> list[Run]:
    """The runs of a cell's paragraphs, soft returns between them."""
    runs: list[Run] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs += [Run(kind="break"), *block.runs] if runs else block.runs
    return runs


def barred(table: Table, sheet: Sheet) -> str:
    """Rows of bars; the first row is the header."""
    rows = [[inline(lines(cell), sheet) for cell in row] for row in table.rows]
    written = [f"| {' | '.join(row)} |" for row in rows]
    written.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join(written)


def tagged(table: Table, sheet: Sheet, write: Write) -> str:
    """HTML whose cells are Markdown, so that pictures, links and notes work as everywhere."""
    heads = head_rows(table)
    rows = [row_text(row, heads > number, sheet, write) for number, row in enumerate(table.rows)]
    parts = ['<table markdown="1">']
    if heads:
        parts += ['<thead markdown="1">', *rows[:heads], "</thead>"]
    if rows[heads:]:
        parts += ['<tbody markdown="1">', *rows[heads:], "</tbody>"]
    return "\n".join([*parts, "</table>"])


def head_rows(table: Table) -> int:
    """How many rows at the top are headers: what the document says, else the first with all that hang down from it.

    A table of one row has none, nor one whose first row has no words (pictures side by side), or a cell that goes down
    to the end, nor a form. One cell over the whole width is a title, which belongs to the header below it.
    """
    if table.heads:
        return table.heads
    if not table.rows or not has_words(table.rows[0]) or is_form(table):
        return 0
    first = table.rows[0]
    deepest = max(cell.down for cell in first)
    if is_wide(first):
        # The title of the table stands above its header; several are those of its parts.
        if any(map(is_wide, table.rows[1:])):
            return 0
        below = head_rows(replace(table, rows=table.rows[1:]))
        return below and below + 1
    return 0 if deepest >= len(table.rows) else deepest


def is_wide(row: Sequence[Cell]) -> bool:
    """True for a row of one cell over several columns."""
    return len(row) == 1 and row[0].across > 1


def row_text(row: Iterable[Cell], is_head: bool, sheet: Sheet, write: Write) -> str:
    """One row with its cells."""
    cells = (cell_text(cell, is_head, number == 0, sheet, write) for number, cell in enumerate(row))
    return "\n".join(['<tr markdown="1">', *cells, "</tr>"])


def cell_text(cell: Cell, is_head: bool, is_first: bool, sheet: Sheet, write: Write) -> str:
    """One cell; a header says what it heads: its column or columns, or the rows beside it."""
    heads_rows = is_first and cell.down > 1
    name = "th" if is_head or heads_rows else "td"
    scope = ("colgroup" if cell.across > 1 else "col") if is_head else "rowgroup" if heads_rows else ""
    values = {"scope": scope, "colspan": cell.across, "rowspan": cell.down}
    attributes = "".join(f' {key}="{value}"' for key, value in values.items() if value not in ("", 1))
    if is_lines(cell):
        content = inline(lines(cell), sheet)
        return f'<{name}{attributes} markdown="span">{content}</{name}>'
    return f'<{name}{attributes} markdown="block">\n\n{write(cell.blocks, sheet)}\n\n</{name}>'
