"""Adapts blocks to a page without touching a visible character, and counts each kind of change.

`Cleaner` removes indents made of blanks and empty paragraphs, and turns soft returns that end paragraphs into real ends;
`Shaper` puts headings in consecutive levels and resolves frames and tables inside one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

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
    has_words,
    is_blank,
    lines_of,
)
from lanmu.intake.word.model import Remark

# Invisible characters, which break searches; rule TXT018 refuses them.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
ODD_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]")
# Matches from the beginning of a run of blanks only, so that a run without a tab is scanned once.
TAB = re.compile("(?<![ \u3000])[ \u3000]*\t[ \t\u3000]*")
# A soft return and an indent of two characters after it begin a new paragraph for every reader.
INDENT = re.compile("\u3000|[ \u00a0\u2002\u2003\t]{2}")
CLEANED = {
    "empty": "去掉了 {} 个空段落（网页的段距由样式管）。",
    "indent": "去掉了 {} 处段首空格、段尾空格（网页的缩进由样式管）。",
    "split": "{} 处用换行符（Shift+Enter）分开的段落，改成了真正的段落。",
    "invisible": "去掉了 {} 处看不见的字符（零宽空格等）。",
    "blank": "{} 处不间断空格等特殊空格改成了普通空格。",
    "tab": "{} 处制表符（Tab）改成了一个空格。",
}
TOP, LOWEST = 2, 6
GAP = "\u3000"
"""Separates the cells of a table row that is written as a line."""
SHAPED = {
    "frame": "{} 个只有一格的表格（当边框用的）改成了普通段落。",
    "nested": "{} 个表格格子里的表格、文本框拆成了段落（表格一行一段），文字和顺序没有变。",
    "inner": "{} 个表格、文本框里的小标题改成了加粗的段落。",
    "levels": "{} 个小标题的级别改了：网页的小标题从第二级起，一级一级往下。",
    "centred": "{} 段居中的文字改成了左起。",
    "right": "{} 段靠右的文字改成了左起（落款和日期除外）。",
}


class Cleaner:
    """Cleans blocks and counts what it changed."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def remarks(self) -> list[Remark]:
        """One sentence for each kind of change."""
        return [Remark("changed", CLEANED[kind].format(self.counts[kind])) for kind in CLEANED if self.counts[kind]]

    def blocks(self, blocks: Iterable[Block], *, flowing: bool = True) -> tuple[Block, ...]:
        """The blocks cleaned. Unless `flowing` (in cells and lists), a soft return never ends a paragraph."""
        return tuple(chain.from_iterable(self.block(block, flowing=flowing) for block in blocks))

    def block(self, block: Block, *, flowing: bool) -> Iterator[Block]:
        """One block; a paragraph may become none or several."""
        match block:
            case Paragraph():
                yield from self.paragraph(block, flowing=flowing)
            case Bullets(items):
                cleaned: list[tuple[Block, ...]] = []
                for first, *rest in filter(None, (self.blocks(item, flowing=False) for item in items)):
                    # An item of which only a deeper list is left: Markdown has no such thing.
                    if isinstance(first, Bullets):
                        cleaned += [*first.items, *([tuple(rest)] if rest else [])]
                    else:
                        cleaned.append((first, *rest))
                yield from (Bullets(tuple(cleaned)),) if cleaned else ()
            case Table(rows):
                caption = next(iter(self.paragraph(block.caption, flowing=False)), None) if block.caption else None
                cells = ([replace(c, blocks=self.blocks(c.blocks, flowing=False)) for c in row] for row in rows)
                yield replace(block, rows=tuple(map(tuple, cells)), caption=caption)
            case Box(inner):
                cleaned_box = self.blocks(inner)
                yield from (Box(cleaned_box),) if cleaned_box else ()
            case Quote(quoted):
                cleaned_quote = tuple(
                    chain.from_iterable(self.paragraph(paragraph, flowing=True) for paragraph in quoted)
                )
                yield from (Quote(cleaned_quote),) if cleaned_quote else ()
            case Figure():
                yield block

    def paragraph(self, paragraph: Paragraph, *, flowing: bool) -> Iterator[Paragraph]:
        """A paragraph without indents, split where soft returns were used as paragraph ends; nothing for an empty one."""
        runs = [self.characters(run) for run in paragraph.runs]
        parts = [self.trimmed(part) for part in (self.cut(runs) if flowing and not paragraph.level else [runs])]
        filled = [part for part in parts if part]
        self.counts["empty"] += flowing and not filled
        self.counts["split"] += max(0, len(filled) - 1)
        yield from (replace(paragraph, runs=tuple(part)) for part in filled)

    def characters(self, run: Run) -> Run:
        """A run without invisible characters, with ordinary blanks only."""
        if run.kind != "text":
            return run
        text, invisible = INVISIBLE.subn("", run.text)
        text, odd = ODD_BLANK.subn(" ", text)
        # At a paragraph's ends a tab is an indent, and counted as such.
        tabs = len(TAB.findall(text.strip(" \t\u3000")))
        self.counts.update(invisible=invisible, blank=odd, tab=tabs)
        return replace(run, text=text if text.strip() == "" else TAB.sub(" ", text))

    def cut(self, runs: list[Run]) -> list[list[Run]]:
        """The runs split at empty lines and before lines that begin with an indent, but not below a line of pictures, where
        the caption is."""
        parts: list[list[Run]] = []
        for line in lines_of(runs):
            text = "".join(run.text if run.kind == "text" else "□" for run in line)
            if parts and ends_in_pictures(parts[-1]):
                parts[-1] += [Run(kind="break"), *line] if text.strip() else []
            elif not parts or not text.strip() or INDENT.match(text) or not parts[-1]:
                parts.append(line if text.strip() else [])
            else:
                parts[-1] += [Run(kind="break"), *line]
        return parts

    def trimmed(self, runs: list[Run]) -> list[Run]:
        """The runs without blanks and soft returns at both ends, and without blanks beside soft returns."""
        trimmed = [run for run in runs if run.kind != "text" or run.text]
        before = len(trimmed)
        while trimmed and is_blank(trimmed[0]):
            del trimmed[0]
        while trimmed and is_blank(trimmed[-1]):
            del trimmed[-1]
        if not trimmed:
            return []
        first, last = trimmed[0], trimmed[-1]
        if first.kind == "text":
            trimmed[0] = replace(first, text=first.text.lstrip())
        if last.kind == "text":
            trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
        self.counts["indent"] += before != len(trimmed) or (trimmed[0], trimmed[-1]) != (first, last)
        return trimmed


def ends_in_pictures(runs: list[Run]) -> bool:
    """True when the last line shows pictures and nothing else."""
    line = lines_of(runs)[-1]
    return any(run.kind == "image" for run in line) and not has_words(line)


class Shaper:
    """Shapes blocks and counts what it changed. In `verbatim` no blank is added."""

    def __init__(self, *, verbatim: bool = False) -> None:
        self.verbatim = verbatim
        self.counts: Counter[str] = Counter()

    def remarks(self) -> list[Remark]:
        """One sentence for each kind of change."""
        return [Remark("changed", SHAPED[kind].format(self.counts[kind])) for kind in SHAPED if self.counts[kind]]

    def shaped(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks of an article without its title."""
        return tuple(self.levelled(self.outer(blocks)))

    def outer(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The outermost blocks."""
        for block in blocks:
            match block:
                case Table(rows) if len(rows) == 1 and len(rows[0]) == 1:
                    self.counts["frame"] += 1
                    yield from (block.caption,) if block.caption else ()
                    yield from self.outer(rows[0][0].blocks)
                case Table(rows):
                    yield replace(block, rows=tuple(tuple(self.cell(cell) for cell in row) for row in rows if row))
                case Box(inner):
                    yield Box(tuple(self.unheaded(self.outer(unboxed(inner)))))
                case Bullets(items):
                    yield Bullets(tuple(tuple(self.flat(item)) for item in items))
                case Paragraph():
                    if not block.look and not block.level:
                        # Alignment without a class of the article is not kept.
                        self.counts["centred"] += "center" in block.classes
                        self.counts["right"] += "right" in block.classes
                    yield block
                case Quote() | Figure():
                    yield block

    def cell(self, cell: Cell) -> Cell:
        """A cell without tables and frames in it."""
        return replace(cell, blocks=tuple(self.unheaded(self.flat(cell.blocks))))

    def flat(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with the content of tables (cell by cell), boxes and quotations in their place."""
        for block in blocks:
            match block:
                case Table(rows, _, caption):
                    self.counts["nested"] += 1
                    yield from (caption,) if caption else ()
                    for row in rows:
                        yield from self.as_line(row)
                case Box(inner):
                    self.counts["nested"] += 1
                    yield from self.flat(inner)
                case Quote(quoted):
                    yield from quoted
                case Bullets(items):
                    yield Bullets(tuple(tuple(self.flat(item)) for item in items))
                case Paragraph() | Figure():
                    yield block

    def as_line(self, row: Iterable[Cell]) -> Iterator[Block]:
        """A row of a nested table as one paragraph; its blocks as they are if a cell holds more than a paragraph."""
        cells = [tuple(self.flat(cell.blocks)) for cell in row]
        if self.verbatim or any(len(blocks) > 1 or not isinstance(blocks[0], Paragraph) for blocks in cells if blocks):
            yield from (block for blocks in cells for block in blocks)
            return
        runs: list[Run] = []
        for number, blocks in enumerate(cells):
            runs += [Run(GAP)] if number else []
            runs += [run for block in blocks if isinstance(block, Paragraph) for run in block.runs]
        # Empty cells at the end leave no gap.
        while runs and runs[-1] == Run(GAP):
            del runs[-1]
        if runs:
            yield Paragraph(tuple(runs))

    def unheaded(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with headings as bold paragraphs."""
        for block in blocks:
            if isinstance(block, Paragraph) and block.level:
                self.counts["inner"] += 1
                bold = (
                    replace(run, formats=run.formats | {"strong"}) if run.kind == "text" else run for run in block.runs
                )
                yield replace(block, level=0, runs=tuple(bold))
            else:
                yield block

    def levelled(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Headings from the second level down without gaps, and without bold, which they are by themselves.

        A heading is one level below the last heading of a higher level, whatever levels the document skips.
        """
        # The levels, in the document and on the page, of the headings that enclose the next one.
        above: list[tuple[int, int]] = []
        for block in blocks:
            if isinstance(block, Paragraph) and block.level:
                while above and above[-1][0] >= block.level:
                    above.pop()
                level = min(above[-1][1] + 1 if above else TOP, LOWEST)
                above.append((block.level, level))
                self.counts["levels"] += level != block.level
                runs = tuple(replace(run, formats=run.formats - {"strong"}) for run in block.runs)
                yield replace(block, level=level, runs=runs)
            else:
                yield block


def unboxed(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Box):
            yield from unboxed(block.blocks)
        else:
            yield block
