"""Brings the blocks into the form of a page: headings in steps, frames and tables not inside one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Figure, Paragraph, Quote, Run, Table
from lanmu.intake.word.model import Remark

TOP, LOWEST = 2, 6
GAP = "\u3000"
"""What parts the cells of a table that is written in lines."""
SENTENCES = {
    "frame": "{} 个只有一格的表格（当边框用的）改成了普通段落。",
    "nested": "{} 个表格格子里的表格、文本框拆成了段落（表格一行一段），文字和顺序没有变。",
    "inner": "{} 个表格、文本框里的小标题改成了加粗的段落。",
    "levels": "{} 个小标题的级别改了：网页的小标题从第二级起，一级一级往下。",
    "centred": "{} 段居中的文字改成了左起。",
    "right": "{} 段靠右的文字改成了左起（落款和日期除外）。",
}


class Shaper:
    """Shapes blocks and counts what it changed. In `verbatim` no blank is added."""

    def __init__(self, *, verbatim: bool = False) -> None:
        self.verbatim = verbatim
        self.counts: Counter[str] = Counter()

    def remarks(self) -> list[Remark]:
        """One sentence for each kind of change."""
        return [Remark("changed", SENTENCES[kind].format(self.counts[kind])) for kind in SENTENCES if self.counts[kind]]

    def shaped(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks of an article, its title not among them."""
        return tuple(self.levelled(self.outer(blocks)))

    def outer(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Blocks that stand in nothing."""
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
                    yield self.aligned(block)
                case Quote() | Figure():
                    yield block

    def cell(self, cell: Cell) -> Cell:
        """A cell without tables and frames in it."""
        return replace(cell, blocks=tuple(self.unheaded(self.flat(cell.blocks))))

    def flat(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks, those of tables and frames among them cell by cell."""
        for block in blocks:
            match block:
                case Table(rows, _, caption):
                    self.counts["nested"] += 1
                    yield from (caption,) if caption else ()
                    for row in rows:
                        yield from self.in_one_line(row)
                case Box(inner):
                    self.counts["nested"] += 1
                    yield from self.flat(inner)
                case Quote(quoted):
                    yield from quoted
                case Bullets(items):
                    yield Bullets(tuple(tuple(self.flat(item)) for item in items))
                case Paragraph() | Figure():
                    yield block

    def in_one_line(self, row: Iterable[Cell]) -> Iterator[Block]:
        """The row of a table in a cell: one line, its cells set apart; cells of more than a paragraph one by one."""
        cells = [tuple(self.flat(cell.blocks)) for cell in row]
        if self.verbatim or any(len(blocks) > 1 or not isinstance(blocks[0], Paragraph) for blocks in cells if blocks):
            yield from (block for blocks in cells for block in blocks)
            return
        runs: list[Run] = []
        for number, blocks in enumerate(cells):
            runs += [Run(GAP)] if number else []
            runs += [run for block in blocks if isinstance(block, Paragraph) for run in block.runs]
        # Empty cells at the end leave no gap behind.
        while runs and runs[-1] == Run(GAP):
            del runs[-1]
        if runs:
            yield Paragraph(tuple(runs))

    def unheaded(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks with bold paragraphs for headings: a page's headings are those of its text."""
        for block in blocks:
            if isinstance(block, Paragraph) and block.level:
                self.counts["inner"] += 1
                yield replace(block, level=0, runs=tuple(bold(run) for run in block.runs))
            else:
                yield block

    def aligned(self, block: Paragraph) -> Paragraph:
        """A paragraph that was centred or set right is set as all others are, unless the article has a look for it."""
        if not block.look and not block.level:
            self.counts["centred"] += "center" in block.classes
            self.counts["right"] += "right" in block.classes
        return block

    def levelled(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Headings from the second level down, without emphasis: they are bold by themselves.

        Whatever levels a document leaves out, a heading stands right below the last one that is higher, and beside
        those of its own level there.
        """
        above: list[tuple[int, int]] = []
        """The levels, in the document and on the page, of the headings that the next one may stand below."""
        for block in blocks:
            if isinstance(block, Paragraph) and block.level:
                while above and above[-1][0] >= block.level:
                    above.pop()
                level = min(above[-1][1] + 1 if above else TOP, LOWEST)
                above.append((block.level, level))
                self.counts["levels"] += level != block.level
                runs = tuple(replace(run, marks=run.marks - {"strong"}) for run in block.runs)
                yield replace(block, level=level, runs=runs)
            else:
                yield block


def unboxed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a frame; a frame in a frame is one with it."""
    for block in blocks:
        if isinstance(block, Box):
            yield from unboxed(block.blocks)
        else:
            yield block


def bold(run: Run) -> Run:
    """A run in bold."""
    return replace(run, marks=run.marks | {"strong"}) if run.kind == "text" else run
