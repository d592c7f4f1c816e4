"""Writes an article's blocks as Markdown that shows every character: pipe tables where possible, else HTML tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, pairwise

from lanmu.intake.article.blocks import (
    Block,
    Box,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Quote,
    Run,
    Table,
    is_seen,
    plain,
    squeeze,
)
from lanmu.intake.markdown_text import entity, escape, escape_rest

# Characters that are Markdown anywhere, and those that are only at the beginning or end of a piece of text. Fewer are escaped
# than in a verbatim document, so that editors can read the source.
SPECIAL = re.compile(r"([\\`*_{}\[\]#|]|^[-+>!]|!$)")
NUMBER = re.compile(r"^(\d+)\.(?=\s|$)")
# From the outermost to the innermost. Those that Markdown has no sign for are HTML.
ORDER = ("strong", "em", "s", "sup", "sub")
BLANKS = " \u3000"
# Blanks and soft returns where a text begins; in a reversed text, where it ends.
EDGE = re.compile(r"\A(?:[ \u3000]|<br>|>rb<)++")
IN_ADDRESS = {ord(character): f"%{ord(character):02X}" for character in "()<>\"'\\`[]{}| "}
# Labels of forms, and whatever ends in a colon.
LABEL = re.compile(
    r".{1,12}[：:]|(?:申请|推荐|所在|工作|家庭|现|原|本人|联系|负责|出生|参加|入党|身份|政治|文化|技术|健康|婚姻|户口|填表|参赛|活动|项目)?(?:人)?"
    r"(?:[^\s：:]{0,4}人数|姓名|性别|年龄|民族|籍贯|年月|年月日|日期|时间|面貌|学历|程度|职务|职称|等级|工种|岗位|单位|部门|单位名称|名称|地址|住址|地点|邮编|电话|手机|"
    r"电子邮箱|邮箱|传真|证号|证号码|号码|状况|情况|事由|理由|意见|备注|照片|代表队|领队)|.{0,4}(?:负责|联系|经办|申请|填表|推荐|代表)人"
)
# A cell with its own label: 主办：示例单位.
FILLED = re.compile(r"[^：:。]{1,8}[：:].+")
INDENT = " " * 4


@dataclass
class Sheet:
    """State of one article that is being written: the notes in order of reference, the files of its pictures."""

    files: Mapping[str, str] = field(default_factory=dict)
    """File names beside the article, by the pictures' names in the document."""
    notes: list[str] = field(default_factory=list)

    def number(self, note: str) -> int:
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1

    def image(self, run: Run) -> str:
        return f"![{text_piece(run.text)}]({address(self.files.get(run.target, run.target))})"


def inline(runs: Sequence[Run], sheet: Sheet) -> str:
    """The runs of a paragraph as Markdown."""
    # `**a***b*` can be read in two ways; the second one is written as HTML then.
    pairs = pairwise([*runs, *runs[-1:]])
    clash = any({"strong", "em"} <= (run.formats | following.formats) for run, following in pairs)
    signs = {"strong": ("**", "**"), "em": ("<em>", "</em>") if clash else ("*", "*")}
    return closed(Writer(sheet, signs).linked(runs))


def closed(line: str) -> str:
    """A line with the blanks at its ends as character references, because Markdown would drop them."""
    core = line.strip(BLANKS)
    start = line.index(core) if core else len(line)
    before, after = ("".join(map(entity, blanks)) for blanks in (line[:start], line[start + len(core) :]))
    return before + core + after


@dataclass(frozen=True)
class Writer:
    """Writes the runs of one paragraph; `signs` are the delimiters of formats that are not written as HTML elements."""

    sheet: Sheet
    signs: dict[str, tuple[str, str]]

    def linked(self, runs: Sequence[Run]) -> str:
        pieces = []
        for link, group in groupby(runs, key=lambda run: run.link):
            text = self.formatted(list(group), ORDER)
            pieces.append(enclosed(text, "[", f"]({address(link)})") if link else text)
        return "".join(pieces)

    def formatted(self, runs: Sequence[Run], formats: tuple[str, ...]) -> str:
        """Runs without links, wrapped in the delimiters of `formats` from the first, outermost, to the last."""
        if not formats:
            return "".join(self.plain(run) for run in joined(runs))
        outer, *inner = formats
        pieces = []
        for is_formatted, group in groupby(runs, key=lambda run: outer in run.formats):
            text = self.formatted(list(group), tuple(inner))
            left, right = self.signs.get(outer, (f"<{outer}>", f"</{outer}>"))
            pieces.append(enclosed(text, left, right) if is_formatted else text)
        return "".join(pieces)

    def plain(self, run: Run) -> str:
        if run.kind == "break":
            return "<br>"
        if run.kind == "note":
            return f"[^{self.sheet.number(run.target)}]"
        if run.kind == "image":
            return self.sheet.image(run)
        return text_piece(run.text)


def joined(runs: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for kind, group in groupby(runs, key=lambda run: run.kind):
        same = list(group)
        merged += [Run("".join(run.text for run in same))] if kind == "text" else same
    return merged


def enclosed(text: str, left: str, right: str) -> str:
    """`text` between two delimiters; blanks and soft returns at its ends stay outside, as Markdown requires."""
    rest = EDGE.sub("", text)
    core = EDGE.sub("", rest[::-1])[::-1]
    return f"{text[: len(text) - len(rest)]}{left}{core}{right}{rest[len(core) :]}" if core else text


def text_piece(text: str) -> str:
    """Escaped text, with the blanks at its ends as they are."""
    core = text.strip(BLANKS)
    if not core:
        return text
    start = text.index(core)
    shown = escape(core, SPECIAL) if core.strip() else escape_rest(core)
    numbered = shown if start else NUMBER.sub(r"\1\\.", shown)
    return text[:start] + numbered + text[start + len(core) :]


def address(target: str) -> str:
    encoded = re.sub(r"&(?=#?\w+;)", "&amp;", target.translate(IN_ADDRESS))
    return re.sub(r"\s", lambda match: f"%{ord(match[0]):02X}", encoded)


def table_text(table: Table, sheet: Sheet) -> str:
    """The table, in a figure when it has a caption."""
    if is_simple(table):
        rows = [f"| {' | '.join(inline(lines(cell), sheet) for cell in row)} |" for row in table.rows]
        rows.insert(1, f"|{' --- |' * len(table.rows[0])}")
        body = "\n".join(rows)
    else:
        body = html_table(table, sheet)
    if table.caption is None:
        return body
    caption = inline(table.caption.runs, sheet)
    return f'<figure markdown="1">\n<figcaption markdown="span">{caption}</figcaption>\n\n{body}\n\n</figure>'


def is_simple(table: Table) -> bool:
    """True for a table that can be written with pipes: one header row, no spans, only text in its cells."""
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
    return any(squeeze(plain(cell.blocks)) for cell in row)


def is_form(table: Table) -> bool:
    """True for a form, a table of labels beside values, whose first row is no header.

    In a blank form the first cell has words and the second none; in a filled one the first two rows both begin with
    a label (姓名, 工作单位), and no second cell is a label.
    """
    if table.heads or len(table.rows) < 2:
        return False
    first, second = table.rows[0], squeeze(plain(table.rows[1][0].blocks)) if table.rows[1] else ""
    # A first cell that spans several rows is the title of a group of labels.
    texts = [squeeze(plain(cell.blocks)) for cell in (first[1:] if first and first[0].down > 1 else first)]
    if len(texts) < 2:
        return False
    if not texts[1] or all(map(FILLED.fullmatch, texts)):
        return bool(texts[0])
    return all(map(LABEL.fullmatch, (texts[0], second))) and not any(map(LABEL.fullmatch, texts[1::2]))


def is_lines(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) for block in cell.blocks)


def lines(cell: Cell) -> list[Run]:
    runs: list[Run] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs += [Run(kind="break"), *block.runs] if runs else block.runs
    return runs


def html_table(table: Table, sheet: Sheet) -> str:
    heads = head_rows(table)
    rows = []
    for number, row in enumerate(table.rows):
        cells = (cell_text(cell, number < heads, column == 0, sheet) for column, cell in enumerate(row))
        rows.append("\n".join(['<tr markdown="1">', *cells, "</tr>"]))
    parts = ['<table markdown="1">']
    if heads:
        parts += ['<thead markdown="1">', *rows[:heads], "</thead>"]
    if rows[heads:]:
        parts += ['<tbody markdown="1">', *rows[heads:], "</tbody>"]
    return "\n".join([*parts, "</table>"])


def head_rows(table: Table) -> int:
    """How many rows at the top are headers: as many as declared, else as many as the cells of the first row span.

    0 for a table of one row, for a form, when the first row has no words (pictures side by side) or spans to the end.
    One cell over the whole width is a title, which belongs to the header below it.
    """
    if table.heads:
        return table.heads
    if not table.rows or not has_words(table.rows[0]) or is_form(table):
        return 0
    first = table.rows[0]
    deepest = max(cell.down for cell in first)
    if is_wide(first):
        # One wide row is the title above the header; several are titles of parts.
        if any(map(is_wide, table.rows[1:])):
            return 0
        below = head_rows(replace(table, rows=table.rows[1:]))
        return below and below + 1
    return 0 if deepest >= len(table.rows) else deepest


def is_wide(row: Sequence[Cell]) -> bool:
    return len(row) == 1 and row[0].across > 1


def cell_text(cell: Cell, is_head: bool, is_first: bool, sheet: Sheet) -> str:
    heads_rows = is_first and cell.down > 1
    name = "th" if is_head or heads_rows else "td"
    scope = ("colgroup" if cell.across > 1 else "col") if is_head else "rowgroup" if heads_rows else ""
    values = {"scope": scope, "colspan": cell.across, "rowspan": cell.down}
    attributes = "".join(f' {key}="{value}"' for key, value in values.items() if value not in ("", 1))
    if is_lines(cell):
        content = inline(lines(cell), sheet)
        return f'<{name}{attributes} markdown="span">{content}</{name}>'
    return f'<{name}{attributes} markdown="block">\n\n{written(cell.blocks, sheet)}\n\n</{name}>'


def to_markdown(
    blocks: Iterable[Block], notes: Mapping[str, tuple[Block, ...]], files: Mapping[str, str] | None = None
) -> str:
    """The blocks, and after them the notes in order of reference.

    `files` are the names of the picture files beside the article, by the pictures' names in the document.
    """
    sheet = Sheet(files or {})
    parts = [written(blocks, sheet)]
    written_notes = 0
    # A note may refer to another one.
    while written_notes < len(sheet.notes):
        text = written(notes.get(sheet.notes[written_notes], ()), sheet)
        written_notes += 1
        parts.append(f"[^{written_notes}]: {indented(text).strip()}")
    return "\n\n".join(filter(None, parts)) + "\n"


def written(blocks: Iterable[Block], sheet: Sheet) -> str:
    return "\n\n".join(filter(None, (block_text(block, sheet) for block in blocks)))


def block_text(block: Block, sheet: Sheet) -> str:
    """One block; empty when it shows nothing."""
    match block:
        case Paragraph():
            if not is_seen(block):
                return ""
            text = inline(block.runs, sheet)
            if block.level:
                return f"{'#' * block.level} {text}"
            return f"{text}\n{{: .{block.look} }}" if block.look else text
        case Bullets(items):
            # A line right below an item's second paragraph would be taken for a part of it.
            gap = "\n\n" if is_loose(block) else "\n"
            return gap.join(item_text(item, sheet) for item in items if item)
        case Table():
            return table_text(block, sheet) if block.rows else ""
        case Box(inner):
            return f'<aside class="admonition" markdown="1">\n\n{written(inner, sheet)}\n\n</aside>'
        case Quote(quoted):
            return "\n".join(f"> {line}".rstrip() for line in written(quoted, sheet).split("\n"))
        case Figure():
            pictures = "\n\n".join(map(sheet.image, block.images))
            if block.caption is None:
                return pictures
            caption = f'<figcaption markdown="span">{inline(block.caption.runs, sheet)}</figcaption>'
            return f'<figure markdown="1">\n\n{pictures}\n\n{caption}\n\n</figure>'


def is_loose(bullets: Bullets) -> bool:
    inner = [block for item in bullets.items for block in item[1:]]
    several = any(len(item) > 2 for item in bullets.items)
    return several or any(not isinstance(block, Bullets) or is_loose(block) for block in inner)


def item_text(item: tuple[Block, ...], sheet: Sheet) -> str:
    first, *rest = item
    parts = [f"- {block_text(first, sheet)}"]
    for number, block in enumerate(rest):
        # Only a list right below the first paragraph needs no empty line.
        parts += [] if isinstance(block, Bullets) and number == 0 else [""]
        parts.append(indented(block_text(block, sheet)))
    return "\n".join(parts)


def indented(text: str) -> str:
    return "\n".join(INDENT + line if line else "" for line in text.split("\n"))
