"""Turns the prepared paragraphs and tables of a document into the blocks of an article, without blank lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from xml.etree.ElementTree import Element

from lanmu.intake.article.blocks import Block, Box, Cell, Paragraph, Quote, Table, bulleted
from lanmu.intake.word.drawings import FLOATED, MISSED, PICTURE
from lanmu.intake.word.formatting import Formatting
from lanmu.intake.word.headings import find_headings
from lanmu.intake.word.looks import Appearance, ParagraphFacts, body_look, is_caption, side_of, text_width
from lanmu.intake.word.numbering import DEPTH
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.tables import ACROSS, DOWN, HEADS
from lanmu.intake.word.tree import BOX, CELL, NOTES, PARAGRAPH, ROW, TABLE, TEXT, below, own, plain_text, w

BELOW_MISSED = own("below-missed")
"""Set on a block right below a picture or chart that was left out."""
QUOTES = frozenset({"quote", "intense quote", "引用", "明显引用", "block text"})
SUBTITLES = frozenset({"subtitle", "副标题"})


@dataclass
class Layout:
    """Turns the stories of a document into blocks, once all steps before it have run (see `reading.py`)."""

    styles: Styles
    remarks: Remarks
    formatting: Formatting
    width: int = 0
    body: Appearance | None = None
    """How running text looks; None while that is not known."""

    def text(self, body: Element) -> tuple[Block, ...]:
        """The blocks of the document's body, with its headings."""
        self.width = text_width(body)
        self.drop_blanks(body)
        flowing = [block for block in body if block.tag != w("sectPr")]
        if [block.tag for block in flowing] == [BOX] and len(flowing[0]) > 1:
            # A document whose whole text is in one text box.
            body[:] = flowing[0]
            self.drop_blanks(body)
        paragraphs = [ParagraphFacts(block, self.styles) for block in body if block.tag == PARAGRAPH]
        paragraphs = [facts for facts in paragraphs if facts.text]
        self.body = body_look(paragraphs)
        captions = self.captions_in(body)
        paragraphs = [facts for facts in paragraphs if facts.element not in captions]
        last = next((block for block in reversed(body) if block.tag in (PARAGRAPH, TABLE, BOX)), None)
        has_more = bool(paragraphs) and last is not paragraphs[-1].element
        levels = find_headings(paragraphs, body_look(paragraphs), self.remarks, has_more=has_more)
        headings = {paragraphs[index].element: level for index, level in levels.items()}
        return self.blocks(body, headings, captions)

    def drop_blanks(self, container: Element) -> None:
        """Removes the paragraphs of a container that show nothing."""
        blocks: list[Element] = []
        is_below_missed = False
        for block in container:
            if block.tag == PARAGRAPH and not any(True for _ in shown(block)):
                is_below_missed = is_below_missed or block.get(MISSED) is not None
                continue
            if is_below_missed:
                block.set(BELOW_MISSED, "1")
            is_below_missed = False
            blocks.append(block)
        if container.tag != CELL and len(blocks) < len(container):
            self.remarks.count("blank_paragraphs", times=len(container) - len(blocks))
        container[:] = blocks

    def captions_in(self, container: Element) -> set[Element]:
        """The captions among the blocks of a container."""
        captions: set[Element] = set()
        # A text box that is anchored to a picture does not separate it from its caption.
        flowing = [block for block in container if block.tag != BOX]
        has_begun = container.tag != w("body")
        # How many pictures above have no caption yet.
        uncaptioned = 0
        for before, block, after in zip([None, *flowing], flowing, [*flowing[1:], None], strict=False):
            above = block.get(BELOW_MISSED) is not None or (before is not None and is_picture(before))
            picture_below = after is not None and is_picture(after)
            if block.tag == PARAGRAPH:
                facts = ParagraphFacts(block, self.styles)
                # A line below a picture at the very top may be the title, and one after a floating picture is running text.
                is_below = has_begun and (before is None or not before.get(FLOATED) or facts.alignment == "center")
                if is_caption(
                    facts,
                    before,
                    after,
                    picture_above=above or uncaptioned > 0,
                    picture_below=picture_below,
                    body=self.body if is_below and above else None,
                ):
                    captions.add(block)
            pictures = sum(1 for _ in block.iter(PICTURE)) if is_picture(block) else 0
            uncaptioned = uncaptioned + pictures if pictures else max(uncaptioned - 1, 0) if block in captions else 0
            has_begun = has_begun or not (block.tag == PARAGRAPH and is_picture(block))
        return captions

    def inner_blocks(self, container: Element) -> tuple[Block, ...]:
        """The blocks of a cell, box or note, which have no headings, without blank lines."""
        self.drop_blanks(container)
        return self.blocks(container, None, self.captions_in(container))

    def blocks(
        self, container: Element, headings: dict[Element, int] | None, captions: set[Element]
    ) -> tuple[Block, ...]:
        """The blocks of a container; `headings` gives the level of each heading, None where there are none."""
        # Each block with the kind of group that it belongs to (`bullet`, `quote` or empty) and the depth of a bullet.
        entries: list[tuple[str, int, Block]] = []
        for block in container:
            if block.tag == PARAGRAPH:
                depth = entries[-1][1] if entries else -1
                entries.append(self.paragraph(block, container, headings, depth, captioned=block in captions))
            elif block.tag == TABLE:
                entries.append(("", -1, self.table(block)))
            elif block.tag == BOX and (inner := self.inner_blocks(block)):
                entries.append(("", -1, Box(inner)))
        return tuple(joined(entries))

    def paragraph(
        self, element: Element, container: Element, headings: dict[Element, int] | None, depth: int, *, captioned: bool
    ) -> tuple[str, int, Paragraph]:
        """A paragraph as an entry of `blocks`; `depth` is that of the bullet right before it, -1 when there is none."""
        level = headings.get(element, 0) if headings is not None else 0
        is_styled = self.styles.heading_level(element) is not None
        if headings is None and is_styled:
            self.remarks.count("heading_in_table", plain_text(element))
        joins, deep, named = "", -1, frozenset({"caption"}) if captioned else frozenset()
        if not level and not captioned:
            facts = ParagraphFacts(element, self.styles)
            if SUBTITLES & set(facts.style_names[:1]):
                named = frozenset({"title"})
            elif element.get(DEPTH) is not None:
                joins, deep = "bullet", min(int(element.get(DEPTH, "0")), depth + 1)
            elif QUOTES & set(facts.style_names):
                joins = "quote"
            elif side := side_of(facts, self.width):
                named = frozenset({side})
        self.formatting.paragraph_properties(below(element, "pPr"))
        # Bold that comes from a heading style is no emphasis, even where the text is no heading.
        is_heading = bool(level) or (headings is not None and is_styled)
        runs = self.formatting.runs(element, is_heading=is_heading, on_white=container.tag not in (CELL, BOX))
        return joins, deep, Paragraph(runs, level, named)

    def table(self, table: Element) -> Table:
        """A table."""
        rows = []
        for row in table.findall(ROW):
            cells = []
            for cell in row.findall(CELL):
                across, down = (int(cell.get(name, "1")) for name in (ACROSS, DOWN))
                cells.append(Cell(self.inner_blocks(cell), across, down))
            rows.append(tuple(cells))
        return Table(tuple(rows), int(table.get(HEADS, "0")))


def joined(entries: Iterable[tuple[str, int, Block]]) -> Iterator[Block]:
    """The blocks, adjoining bullets as one list and adjoining quotations as one."""
    for joins, group in groupby(entries, key=itemgetter(0)):
        if joins == "bullet":
            yield from bulleted([(depth, block) for _, depth, block in group])
        elif joins == "quote":
            yield Quote(tuple(block for _, _, block in group if isinstance(block, Paragraph)))
        else:
            yield from (block for _, _, block in group)


def shown(paragraph: Element) -> Iterator[Element]:
    """The elements of a paragraph that show something: words, pictures and references to notes."""
    for element in paragraph.iter():
        is_text = element.tag == TEXT and bool((element.text or "").strip())
        if is_text or element.tag == PICTURE or element.tag in NOTES:
            yield element


def is_picture(block: Element) -> bool:
    """True for a paragraph that shows pictures and nothing else."""
    elements = list(shown(block)) if block.tag == PARAGRAPH else []
    return bool(elements) and all(element.tag == PICTURE for element in elements)
