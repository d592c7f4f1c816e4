"""What the web does otherwise than paper: indents made of blanks, empty paragraphs, soft returns as paragraph ends.

No character that a reader sees is touched. Each kind of change is counted and told once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Figure, Paragraph, Quote, Run, Table
from lanmu.intake.word.model import Remark

# What nobody sees and searching stumbles over; rule TXT018 refuses it.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
ODD_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]")
# From the beginning of a run of blanks only: one without a tab is looked through once.
TAB = re.compile("(?<![ \u3000])[ \u3000]*\t[ \t\u3000]*")
# A soft return and an indent of two characters after it begin a new paragraph for every reader.
INDENT = re.compile("\u3000|[ \u00a0\u2002\u2003\t]{2}")
SENTENCES = {
    "empty": "去掉了 {} 个空段落（网页的段距由样式管）。",
    "indent": "去掉了 {} 处段首空格、段尾空格（网页的缩进由样式管）。",
    "split": "{} 处用换行符（Shift+Enter）分开的段落，改成了真正的段落。",
    "invisible": "去掉了 {} 处看不见的字符（零宽空格等）。",
    "blank": "{} 处不间断空格等特殊空格改成了普通空格。",
    "tab": "{} 处制表符（Tab）改成了一个空格。",
}


class Cleaner:
    """Cleans blocks and counts what it changed."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def remarks(self) -> list[Remark]:
        """One sentence for each kind of change."""
        return [Remark("changed", SENTENCES[kind].format(self.counts[kind])) for kind in SENTENCES if self.counts[kind]]

    def blocks(self, blocks: Iterable[Block], *, flowing: bool = True) -> tuple[Block, ...]:
        """The blocks cleaned. Where text does not flow (cells, lists), a soft return stays one."""
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
                    cleaned += (
                        [*first.items, *([tuple(rest)] if rest else [])]
                        if isinstance(first, Bullets)
                        else [(first, *rest)]
                    )
                yield from (Bullets(tuple(cleaned)),) if cleaned else ()
            case Table(rows):
                caption = next(iter(self.paragraph(block.caption, flowing=False)), None) if block.caption else None
                yield replace(block, rows=tuple(tuple(map(self.cell, row)) for row in rows), caption=caption)
            case Box(inner):
                cleaned_box = self.blocks(inner)
                yield from (Box(cleaned_box),) if cleaned_box else ()
            case Quote(quoted):
                yield from self.quote(quoted)
            case Figure():
                yield block

    def quote(self, quoted: Iterable[Paragraph]) -> Iterator[Block]:
        """A quotation, if anything is left of it."""
        cleaned = tuple(chain.from_iterable(self.paragraph(one, flowing=True) for one in quoted))
        yield from (Quote(cleaned),) if cleaned else ()

    def cell(self, cell: Cell) -> Cell:
        """One cell of a table."""
        return replace(cell, blocks=self.blocks(cell.blocks, flowing=False))

    def paragraph(self, paragraph: Paragraph, *, flowing: bool) -> Iterator[Paragraph]:
        """A paragraph without its indents, cut where it was one in looks only; nothing for an empty one."""
        runs = [self.characters(run) for run in paragraph.runs]
        parts = [self.trimmed(part) for part in (self.cut(runs) if flowing and not paragraph.level else [runs])]
        kept = [part for part in parts if part]
        self.counts["empty"] += flowing and not kept
        self.counts["split"] += max(0, len(kept) - 1)
        yield from (replace(paragraph, runs=tuple(part)) for part in kept)

    def characters(self, run: Run) -> Run:
        """The text of a run without what is invisible, its blanks plain."""
        if run.kind != "text":
            return run
        text, invisible = INVISIBLE.subn("", run.text)
        text, odd = ODD_BLANK.subn(" ", text)
        # At a paragraph's ends a tab is an indent, and counted as such.
        tabs = len(TAB.findall(text.strip(" \t\u3000")))
        self.counts.update(invisible=invisible, blank=odd, tab=tabs)
        return replace(run, text=text if text.strip() == "" else TAB.sub(" ", text))

    def cut(self, runs: list[Run]) -> list[list[Run]]:
        """The runs cut at an empty line and at a line that begins with an indent, but not under a line of pictures: what
        stands there is their caption."""
        lines: list[list[Run]] = [[]]
        for run in runs:
            if run.kind == "break":
                lines.append([])
            else:
                lines[-1].append(run)
        parts: list[list[Run]] = []
        for line in lines:
            text = "".join(run.text if run.kind == "text" else "□" for run in line)
            if parts and ends_in_pictures(parts[-1]):
                parts[-1] += [Run(kind="break"), *line] if text.strip() else []
            elif not parts or not text.strip() or INDENT.match(text) or not parts[-1]:
                parts.append(line if text.strip() else [])
            else:
                parts[-1] += [Run(kind="break"), *line]
        return parts

    def trimmed(self, runs: list[Run]) -> list[Run]:
        """The runs without blanks and soft returns at both ends, and without blanks around soft returns."""
        kept = [run for run in runs if run.kind != "text" or run.text]
        before = len(kept)
        while kept and is_blank(kept[0]):
            del kept[0]
        while kept and is_blank(kept[-1]):
            del kept[-1]
        if not kept:
            return []
        first, last = kept[0], kept[-1]
        if first.kind == "text":
            kept[0] = replace(first, text=first.text.lstrip())
        if last.kind == "text":
            kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
        self.counts["indent"] += before != len(kept) or (kept[0], kept[-1]) != (first, last)
        return kept


def ends_in_pictures(runs: list[Run]) -> bool:
    """True when pictures and nothing else stand in the last line."""
    line: list[Run] = []
    for run in reversed(runs):
        if run.kind == "break":
            break
        line.append(run)
    is_said = any(run.kind == "note" or run.text.strip() for run in line if run.kind != "image")
    return any(run.kind == "image" for run in line) and not is_said


def is_blank(run: Run) -> bool:
    """True for a soft return and for blanks."""
    return run.kind == "break" or (run.kind == "text" and not run.text.strip())
