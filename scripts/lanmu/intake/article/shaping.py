"""Brings the blocks into the form of a page: headings in steps, frames and tables not inside one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Figure, Paragraph, Quote, Run, Table
from lanmu.intake.word.model import Remark

TOP, LOWEST = 2, 6
SENTENCES = {
    "frame": "{} 个只有一格的表格（当边框用的）改成了普通段落。",
    "nested": "{} 个表格格子里的表格、文本框拆成了段落，文字和顺序没有变。",
    "inner": "{} 个表格、文本框里的小标题改成了加粗的段落。",
    "levels": "{} 个小标题的级别改了：网页的小标题从第二级起，一级一级往下。",
    "centred": "{} 段居中的文字改成了左起。",
    "right": "{} 段靠右的文字改成了左起（落款和日期除外）。",
}


class Shaper:
    """Shapes blocks and counts what it changed."""

    def __init__(self) -> None:
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
                        for cell in row:
                            yield from self.flat(cell.blocks)
                case Box(inner):
                    self.counts["nested"] += 1
                    yield from self.flat(inner)
                case Quote(quoted):
                    yield from quoted
                case Bullets(items):
                    yield Bullets(tuple(tuple(self.flat(item)) for item in items))
                case Paragraph() | Figure():
                    yield block

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
        """Headings from the second level down, none skipped, without emphasis: they are bold by themselves."""
        found = list(blocks)
        used = sorted({block.level for block in found if isinstance(block, Paragraph) and block.level})
        ranks = {level: min(TOP + rank, LOWEST) for rank, level in enumerate(used)}
        before = TOP - 1
        for block in found:
            if isinstance(block, Paragraph) and block.level:
                level = min(ranks[block.level], before + 1)
                self.counts["levels"] += level != block.level
                before = level
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
