"""Puts pictures where an article has them: by themselves, between paragraphs, with what is written under them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from lanmu.intake.article.blocks import Block, Box, Bullets, Figure, Paragraph, Quote, Run, Table, text_of
from lanmu.intake.article.descriptions import NUMBER, UNDER, described, is_short, parts_of
from lanmu.intake.article.galleries import gallery_of, in_table, with_taken

# What is written above a table when no style says so.
ABOVE = re.compile(rf"表{NUMBER}")
LONGEST_CAPTION = 80


def arranged(blocks: Iterable[Block], known: Container[str]) -> tuple[Block, ...]:
    """The blocks with every picture in a figure of its own, after the paragraph in which it stood.

    `known` are the names of the pictures that the article takes; others are left out. In the cells of a table
    pictures stay where they are.
    """
    placed: list[Block] = []
    for block in blocks:
        placed += apart(block, known)
    return tuple(captioned(placed))


def apart(block: Block, known: Container[str]) -> Iterator[Block]:
    """A block, and after it the pictures that stood in it."""
    match block:
        case Paragraph():
            yield from paragraph_apart(block, known)
        case Bullets(items):
            found: list[Figure] = []
            kept = []
            for item in items:
                parts = arranged(item, known)
                found += [part for part in parts if isinstance(part, Figure)]
                kept.append(tuple(part for part in parts if not isinstance(part, Figure)))
            yield Bullets(tuple(filter(None, kept)))
            yield from found
        case Table():
            yield from gallery_of(block, known) or (in_table(block, known, apart),)
        case Box(inner):
            yield Box(arranged(inner, known))
        case Quote(quoted):
            parts = arranged(quoted, known)
            yield Quote(tuple(part for part in parts if isinstance(part, Paragraph)))
            yield from (part for part in parts if isinstance(part, Figure))
        case Figure():
            yield block


def paragraph_apart(block: Paragraph, known: Container[str]) -> Iterator[Block]:
    """A paragraph without its pictures, and the pictures after it; a line of pictures only is cut out, and the short
    line under it is their caption."""
    words: list[Run] = []
    waiting: list[Run] = []
    lines = lines_of(block.runs)
    is_below = False
    """The line before this one shows pictures and nothing else."""
    for line in lines:
        pictures = [run for run in line if run.kind == "image"]
        kept = with_taken(pictures, known)
        if pictures and not has_words(line):
            yield from rest_of(block, words, waiting)
            words, waiting = [], []
            yield from (Figure(kept),) if kept else ()
        elif is_below and not pictures and is_short(line):
            yield replace(block, runs=tuple(line), classes=block.classes | {"caption"})
        elif len(lines) == 1 and "center" in block.classes and is_over_words(line, pictures):
            # A picture as wide as the page: Word puts what follows it under it.
            yield from (Figure(kept),) if kept else ()
            yield replace(block, runs=tuple(line[len(pictures) :]), classes=block.classes | {"caption"})
        else:
            words += [Run(kind="break")] if words else []
            words += [run for run in line if run.kind != "image"]
            waiting += kept
        is_below = bool(pictures) and not has_words(line)
    yield from rest_of(block, words, waiting)


def rest_of(block: Paragraph, words: list[Run], pictures: list[Run]) -> Iterator[Block]:
    """A paragraph of some words of a block, unless nothing is to be seen, and the pictures that stood among them."""
    if has_words(words):
        yield replace(block, runs=tuple(words))
    if pictures:
        yield Figure(tuple(pictures))


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs between the soft returns."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.kind == "break":
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def has_words(line: Iterable[Run]) -> bool:
    """True when a reader sees something besides pictures."""
    return any(run.kind == "note" or (run.kind == "text" and run.text.strip()) for run in line)


def is_over_words(line: list[Run], pictures: list[Run]) -> bool:
    """True for a line of pictures and, behind them, what may be their caption."""
    return bool(pictures) and line[: len(pictures)] == pictures and is_short(line[len(pictures) :])


def amid_words(paragraph: Paragraph) -> int:
    """How many pictures stand in a line of a paragraph that has words too."""
    lines = lines_of(paragraph.runs)
    return sum(run.kind == "image" for line in lines if has_words(line) for run in line)


def captioned(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with captions taken into the figure above them or the table below them.

    A text box between a figure and its caption was anchored there; it comes before them.
    """
    index = 0
    while index < len(blocks):
        block, after = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Figure) and block.caption is None:
            end = index + 1
            while end < len(blocks) and is_beside(blocks[end]):
                end += 1
            line = blocks[end] if end < len(blocks) else None
            yield from with_caption(blocks[index:end], line)
            index = end + (isinstance(line, Paragraph) and is_caption(line, UNDER))
        elif isinstance(after, Table) and isinstance(block, Paragraph) and is_caption(block, ABOVE):
            yield replace(after, caption=block)
            index += 2
        else:
            yield block
            index += 1


def is_beside(block: Block) -> bool:
    """True for what may stand between a figure and its caption: text boxes and other pictures."""
    return isinstance(block, Box) or (isinstance(block, Figure) and block.caption is None)


def with_caption(blocks: list[Block], line: Block | None) -> Iterator[Block]:
    """Figures and text boxes one after the other, and what stands below them, if that is a caption: of the last figure,
    or of all when it names as many pictures."""
    if not isinstance(line, Paragraph) or not is_caption(line, UNDER):
        yield from (described(block) if isinstance(block, Figure) else block for block in blocks)
        return
    figures = [block for block in blocks if isinstance(block, Figure)]
    images = tuple(image for figure in figures for image in figure.images)
    if len(parts_of(text_of(line.runs).strip())) == len(images):
        figures = [Figure(images)]
    last = next(place for place in reversed(range(len(blocks))) if isinstance(blocks[place], Figure))
    if len(figures) > 1:
        yield from (described(block) if isinstance(block, Figure) else block for block in blocks[:last])
    else:
        yield from (block for block in blocks[:last] if not isinstance(block, Figure))
    yield from blocks[last + 1 :]
    yield described(replace(figures[-1], caption=without_emphasis(line)))


def without_emphasis(caption: Paragraph) -> Paragraph:
    """A caption that is bold as a whole as any other: a page has one look for them."""
    if any(run.kind == "text" and run.text.strip() and "strong" not in run.marks for run in caption.runs):
        return caption
    return replace(caption, runs=tuple(replace(run, marks=run.marks - {"strong"}) for run in caption.runs))


def is_caption(paragraph: Paragraph, looks: re.Pattern[str]) -> bool:
    """True for a paragraph that the document calls a caption, and for a short one that begins like one."""
    text = text_of(paragraph.runs).strip()
    other = ABOVE if looks is UNDER else UNDER
    if paragraph.level or not text or other.match(text):
        return False
    return "caption" in paragraph.classes or (len(text) <= LONGEST_CAPTION and looks.match(text) is not None)
