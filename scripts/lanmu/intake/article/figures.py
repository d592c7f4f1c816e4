"""Moves pictures out of paragraphs into figures between them, and joins them with their captions."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeGuard

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
    lines_of,
    text_of,
)
from lanmu.intake.article.galleries import (
    NUMBER,
    TO_FILL_IN,
    UNDER,
    described,
    gallery_of,
    in_grid,
    is_short,
    parts_of,
    pictures_of,
    short_words,
    taken_picture,
    with_taken,
)

# The beginning of a caption above a table that has no caption style.
ABOVE = re.compile(rf"表{NUMBER}")
# The beginning of a caption above a picture: 图1 …, ▼ …, 下图：….
OVER = re.compile(rf"图{NUMBER}|下图|[▼▽]")
LONGEST_CAPTION = 80
Captioned = tuple[tuple[Block, ...], int]
"""Figures with their captions, and the index of the next block."""


def arranged(blocks: Iterable[Block], taken: Container[str]) -> tuple[Block, ...]:
    """The blocks with every picture in a figure of its own, after the paragraph in which it stood.

    `taken` are the names of the pictures that the article takes; others are left out. In the cells of a table
    pictures stay where they are.
    """
    placed: list[Block] = []
    for block in blocks:
        placed += apart(block, taken)
    return tuple(captioned(placed))


def apart(block: Block, taken: Container[str]) -> Iterator[Block]:
    """A block, and after it the pictures that stood in it."""
    match block:
        case Paragraph():
            yield from paragraph_apart(block, taken)
        case Bullets(items):
            figures: list[Figure] = []
            rest = []
            for item in items:
                parts = arranged(item, taken)
                figures += [part for part in parts if isinstance(part, Figure)]
                rest.append(tuple(part for part in parts if not isinstance(part, Figure)))
            yield Bullets(tuple(filter(None, rest)))
            yield from figures
        case Table():
            yield from gallery_of(block, taken) or (in_table(block, taken),)
        case Box(inner):
            yield Box(arranged(inner, taken))
        case Quote(quoted):
            parts = arranged(quoted, taken)
            yield Quote(tuple(part for part in parts if isinstance(part, Paragraph)))
            yield from (part for part in parts if isinstance(part, Figure))
        case Figure():
            yield block


def in_table(table: Table, taken: Container[str]) -> Table:
    """A table with the pictures that are taken, described by the words in their cell or in the cell below."""
    rows = []
    grid = [*in_grid(table.rows), []]
    for row, following in pairwise(grid):
        below = {column: cell for cell, columns in following for column in columns}
        cells = []
        for cell, columns in row:
            words, under = short_words(cell) if pictures_of(cell) else "", below.get(columns.start)
            if not words and under is not None and not pictures_of(under):
                words = short_words(under)
            cells.append(in_cell(cell, words, taken))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def in_cell(cell: Cell, words: str, taken: Container[str]) -> Cell:
    """A cell with the pictures that are taken, `words` as the alternative text of those that have none."""
    inner: list[Block] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs = (taken_picture(run, taken) if run.kind == "image" else run for run in block.runs)
            taken_runs = [
                replace(run, text=run.text or words or TO_FILL_IN) if run.kind == "image" else run
                for run in runs
                if run
            ]
            inner.append(replace(block, runs=tuple(taken_runs)))
        else:
            inner += apart(block, taken)
    return replace(cell, blocks=tuple(inner))


def paragraph_apart(block: Paragraph, taken: Container[str]) -> Iterator[Block]:
    """A paragraph without its pictures, and the pictures after it. A line of nothing but pictures splits the paragraph, and a
    short line below it becomes their caption."""
    words: list[Run] = []
    amid: list[Run] = []
    lines = lines_of(block.runs)
    # True when the previous line shows pictures and nothing else.
    is_below = False
    for line in lines:
        pictures = [run for run in line if run.kind == "image"]
        taken_pictures = with_taken(pictures, taken)
        if pictures and not has_words(line):
            yield from paragraph_and_figure(block, words, amid)
            words, amid = [], []
            yield from (Figure(taken_pictures),) if taken_pictures else ()
        elif is_below and not pictures and is_short(line):
            yield replace(block, runs=tuple(line), classes=block.classes | {"caption"})
        elif (
            len(lines) == 1
            and "center" in block.classes
            and pictures
            and line[: len(pictures)] == pictures
            and is_short(line[len(pictures) :])
        ):
            # A picture as wide as the page: Word puts what follows it under it.
            yield from (Figure(taken_pictures),) if taken_pictures else ()
            yield replace(block, runs=tuple(line[len(pictures) :]), classes=block.classes | {"caption"})
        else:
            words += [Run(kind="break")] if words else []
            words += [run for run in line if run.kind != "image"]
            amid += taken_pictures
        is_below = bool(pictures) and not has_words(line)
    yield from paragraph_and_figure(block, words, amid)


def paragraph_and_figure(block: Paragraph, words: list[Run], pictures: list[Run]) -> Iterator[Block]:
    """A paragraph with some words of a block, if it shows any, and the pictures that were among them."""
    if has_words(words):
        yield replace(block, runs=tuple(words))
    if pictures:
        yield Figure(tuple(pictures))


def amid_words(paragraph: Paragraph) -> int:
    """How many pictures of a paragraph share their line with words."""
    lines = lines_of(paragraph.runs)
    return sum(run.kind == "image" for line in lines if has_words(line) for run in line)


def captioned(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with captions taken into the figure above or below them or the table below them."""
    index = 0
    while index < len(blocks):
        block, after = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
        if is_bare(block):
            # Text boxes and other pictures may stand between a figure and its caption.
            end = next(
                (n for n in range(index + 1, len(blocks)) if not (isinstance(blocks[n], Box) or is_bare(blocks[n]))),
                len(blocks),
            )
            figures, index = shared_by(blocks, index, end) or captions_below(blocks, index, end)
            yield from figures
        elif isinstance(block, Box) and is_bare(after) and (line := line_in(block)) and is_under(line):
            # A box that was anchored above its picture.
            blocks[index : index + 2] = [after, block]
        elif is_under(block) and is_bare(after) and (pairs := captions_above(blocks, index)):
            yield from (described(replace(figure, caption=line)) for line, figure in pairs)
            index += 2 * len(pairs)
        elif isinstance(after, Table) and isinstance(block, Paragraph) and is_caption(block, ABOVE):
            yield replace(after, caption=block)
            index += 2
        else:
            yield block
            index += 1


def is_bare(block: Block | None) -> TypeGuard[Figure]:
    return isinstance(block, Figure) and block.caption is None


def is_under(block: Block | None) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and is_caption(block, UNDER)


def shared_by(blocks: list[Block], start: int, end: int) -> Captioned | None:
    """One figure of those from `start` to `end`, a caption after them and the figure below it, when the caption names the
    pictures of all (上图：…；下图：…); None otherwise."""
    line, last = [*blocks[end : end + 2], None, None][:2]
    if not is_under(line) or not is_bare(last) or is_under(blocks[end + 2] if end + 2 < len(blocks) else None):
        return None
    figures = [each for each in [*blocks[start:end], last] if isinstance(each, Figure)]
    images = tuple(image for figure in figures for image in figure.images)
    if len(parts_of(text_of(line.runs).strip())) != len(images):
        return None
    boxes = [each for each in blocks[start:end] if isinstance(each, Box)]
    return ((*boxes, described(Figure(images, without_emphasis(line)))), end + 2)


def captions_above(blocks: list[Block], start: int) -> list[tuple[Paragraph, Figure]]:
    """Captions with the figure below each; empty when the captions may as well belong to the figures above them."""
    pairs: list[tuple[Paragraph, Figure]] = []
    for line, figure in zip(blocks[start::2], blocks[start + 1 :: 2], strict=False):
        if not (
            is_under(line) and "caption" in line.classes and OVER.match(text_of(line.runs).strip()) and is_bare(figure)
        ):
            break
        pairs.append((without_emphasis(line), figure))
    end = start + 2 * len(pairs)
    return [] if end < len(blocks) and is_under(blocks[end]) else pairs


def captions_below(blocks: list[Block], start: int, end: int) -> Captioned:
    """Figures and text boxes from `start` to `end` with the captions below them.

    One caption belongs to the last figure, or to all when it names as many pictures; as many captions as figures, or as
    pictures, belong to one each. Text boxes between a figure and its caption come before them; without a caption, the one
    short line of a single text box is the caption.
    """
    figures = [block for block in blocks[start:end] if isinstance(block, Figure)]
    boxes = [block for block in blocks[start:end] if isinstance(block, Box)]
    images = tuple(image for figure in figures for image in figure.images)
    lines: list[Paragraph] = []
    for block in blocks[end : end + len(images)]:
        if not is_under(block):
            break
        lines.append(block)
    if not lines and len(figures) == len(boxes) == 1 and (line := line_in(boxes[0])):
        return ((described(replace(figures[0], caption=line)),), end)
    if not lines:
        uncaptioned = (described(block) if isinstance(block, Figure) else block for block in blocks[start:end])
        return tuple(uncaptioned), end
    if len(lines) == len(images):
        figures = [Figure((image,)) for image in images]
    elif len(parts_of(text_of(lines[0].runs).strip())) == len(images):
        figures = [Figure(images)]
    count = min(len(lines), len(figures))
    pairs = zip(figures[-count:], lines, strict=False)
    named = (replace(figure, caption=without_emphasis(line)) for figure, line in pairs)
    return ((*map(described, figures[:-count]), *boxes, *map(described, named)), end + count)


def line_in(box: Box) -> Paragraph | None:
    """The one short line in a text box, as a caption; None for any other box."""
    line = box.blocks[0] if len(box.blocks) == 1 else None
    if not isinstance(line, Paragraph) or line.level or not (is_under(line) or is_short(line.runs)):
        return None
    return without_emphasis(line)


def without_emphasis(caption: Paragraph) -> Paragraph:
    """A caption without bold, if all of it is bold."""
    if any(run.kind == "text" and run.text.strip() and "strong" not in run.formats for run in caption.runs):
        return caption
    return replace(caption, runs=tuple(replace(run, formats=run.formats - {"strong"}) for run in caption.runs))


def is_caption(paragraph: Paragraph, pattern: re.Pattern[str]) -> bool:
    text = text_of(paragraph.runs).strip()
    other_kind = ABOVE if pattern is UNDER else UNDER
    if paragraph.level or not text or other_kind.match(text):
        return False
    return "caption" in paragraph.classes or (len(text) <= LONGEST_CAPTION and pattern.match(text) is not None)
