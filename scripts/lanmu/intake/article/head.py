"""The lines of an article with their kinds, and heads taken out of boxes and tables.

The head of a document may be in a frame, in a table without lines, or in a text box that is anchored to a paragraph below
it. Where such a block holds nothing but a head, its paragraphs replace it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lanmu.intake import masthead
from lanmu.intake.article.blocks import Block, Box, Bullets, Paragraph, Table, paragraphs, squeeze, text_of
from lanmu.intake.names import is_body
from lanmu.intake.official import HEADS, LineKind, OfficialDocument, is_letterhead, recognise
from lanmu.intake.order import is_order

# The most blocks that a head extends over, and the most lines in one of them.
MOST_BLOCKS, MOST_LINES = 12, 8
MOST_TITLE_LINES, LONGEST_TITLE_LINE = 3, 60
# The class of a title that was in a frame.
FRAMED = "framed"
NO_TITLE_END = ("。", "；", "：", "，", "、", ";", ":", ",")


@dataclass(frozen=True)
class Line:
    """A paragraph with text, its index among the blocks, and its kind."""

    index: int
    block: Paragraph
    kind: LineKind
    text: str
    is_whole_line: bool


@dataclass(frozen=True)
class Lines:
    """An article's blocks, the document recognised in them, and its lines in the order of recognition."""

    blocks: tuple[Block, ...]
    document: OfficialDocument
    lines: tuple[Line, ...]


def lines_of(blocks: Sequence[Block]) -> Lines:
    """The lines of the blocks; boxes and tables that hold nothing but a head are replaced by their paragraphs."""
    blocks = with_open_title(blocks)
    opened = list(opened_blocks(blocks))
    opened_indexes = [index for index, (_, is_open) in enumerate(opened) if is_open]
    if not opened_indexes:
        return read(blocks, range(len(blocks)))
    whole = [block for block, _ in opened]
    # A text box comes after the paragraph that it is anchored to, and may be meant to be above it.
    first = [*opened_indexes, *(index for index in range(len(whole)) if index not in opened_indexes)]
    for order in (range(len(whole)), first):
        lines = read(whole, order)
        # No line of an opened block may be anything but a head, nor may a head be what Word calls the title.
        if all(
            line.kind in HEADS if line.index in opened_indexes else line.kind not in HEADS or line.block.level != 1
            for line in lines.lines
        ):
            return lines
    return read(blocks, range(len(blocks)))


def read(blocks: Sequence[Block], order: Sequence[int]) -> Lines:
    placed = [(index, block) for index in order if isinstance(block := blocks[index], Paragraph) and has_text(block)]
    document = recognise("\n".join(single_line(block) for _, block in placed))
    lines = (
        Line(index, block, recognised_line.kind, recognised_line.text.strip(), recognised_line.is_whole_line)
        for (index, block), recognised_line in zip(placed, document.lines, strict=True)
    )
    return Lines(tuple(blocks), document, tuple(lines))


def with_open_title(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with a title in a frame on top replaced by its lines, of the class `FRAMED`."""
    for index, (block, after) in enumerate(pairwise(blocks[:MOST_BLOCKS])):
        if isinstance(block, Paragraph) and masthead.is_piece(single_line(block)):
            continue
        is_frame = isinstance(block, Box) or (isinstance(block, Table) and [len(row) for row in block.rows] == [1])
        inner = list(paragraphs([block])) if is_frame else []
        is_text = isinstance(after, Paragraph) and not after.level and single_line(after).rstrip().endswith("。")
        if not is_text or not 0 < len(inner) <= MOST_TITLE_LINES or not all(map(may_be_title, inner)):
            break
        return [
            *blocks[:index],
            *(replace(each, level=1, classes=each.classes | {FRAMED}) for each in inner),
            *blocks[index + 1 :],
        ]
    return blocks


def may_be_title(block: Paragraph) -> bool:
    text = single_line(block).strip()
    is_plain = all(run.kind in ("text", "break") for run in block.runs)
    is_line = 0 < len(text) <= LONGEST_TITLE_LINE and not text.endswith(NO_TITLE_END)
    return is_plain and is_line and not masthead.is_piece(text) and not is_letterhead(text, "…")


def opened_blocks(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """The blocks, those that hold a head replaced by its paragraphs; True for these."""
    before: Block | None = None
    for index, block in enumerate(blocks):
        if index < MOST_BLOCKS and holds_head(block, before, blocks[index + 1 :]):
            yield from ((replace(paragraph, level=0), True) for paragraph in paragraphs([block]))
        else:
            yield block, False
        before = block


def holds_head(block: Block, before: Block | None, after: Sequence[Block]) -> bool:
    """True for a box or a table with nothing but lines of a head, and for the bullets below 本期要目."""
    if not isinstance(block, Box | Table | Bullets):
        return False
    inner = list(paragraphs([block]))
    texts = [single_line(paragraph).strip() for paragraph in inner if has_text(paragraph)]
    if not 0 < len(texts) <= MOST_LINES or any(
        run.kind not in ("text", "break") for each in inner for run in each.runs
    ):
        return False
    if isinstance(block, Bullets):
        is_listed = isinstance(before, Paragraph) and bool(masthead.CONTENTS.fullmatch(squeeze(text_of(before.runs))))
        following = {squeeze(text_of(each.runs)) for each in after if isinstance(each, Paragraph)}
        return is_listed and all(squeeze(text) in following for text in texts)
    is_typical = [masthead.is_piece(text) or is_letterhead(text, "…") or is_body(text) for text in texts]
    is_name = isinstance(block, Box) and is_typical[-1] and all(len(text) <= masthead.LONGEST_NAME for text in texts)
    is_head = any(map(masthead.is_piece, texts)) or any(is_letterhead(text, "…") for text in texts)
    return (is_head and (all(is_typical) or is_name)) or is_order(texts)


def has_text(block: Paragraph) -> bool:
    return bool(text_of(block.runs).strip())


def single_line(block: Paragraph) -> str:
    """A paragraph's text on one line, as `official.recognise` takes it."""
    return re.sub(r"[\n\r\x0b\x0c\x85\u2028\u2029]+", " ", text_of(block.runs))
