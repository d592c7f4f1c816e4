"""Puts pictures where an article has them: by themselves, between paragraphs, with what is written under them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from lanmu.intake.article.blocks import Block, Box, Bullets, Cell, Figure, Paragraph, Quote, Run, Table, text_of

# What is written under a picture or above a table when no style says so: 图1 …, 表2：…, ▲ …, 图为 ….
NUMBER = r"\s*[\d一二三四五六七八九十]+(?:[-.－—]\d+)?(?!\d|[、，。年月日个张条项])[\s:：]*"
UNDER = re.compile(rf"图{NUMBER}|图为|上图|下图|左图|右图|[▲△]\s*|（?图片说明[:：]?\s*")
ABOVE = re.compile(rf"表{NUMBER}")
LONGEST_CAPTION = 80
# A word that only says that there is a picture, and what programs write by themselves.
AUTOMATIC = re.compile(r"[（(]?描述已自动生成[）)]?|^(?:图片|照片)包含\s*")
HAN = re.compile("[\u3400-\u9fff]")
NAME = re.compile(r"[\\/]|\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$", re.IGNORECASE)
FEWEST = 4
TO_FILL_IN = "（请填写图片说明：谁在做什么）"


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
        case Paragraph(runs):
            yield from paragraph_apart(block, [taken(run, known) for run in runs if run.kind == "image"])
        case Bullets(items):
            found: list[Figure] = []
            kept = []
            for item in items:
                parts = arranged(item, known)
                found += [part for part in parts if isinstance(part, Figure)]
                kept.append(tuple(part for part in parts if not isinstance(part, Figure)))
            yield Bullets(tuple(filter(None, kept)))
            yield from found
        case Table(rows):
            yield replace(block, rows=tuple(tuple(in_cell(cell, known) for cell in row) for row in rows))
        case Box(inner):
            yield Box(arranged(inner, known))
        case Quote(quoted):
            parts = arranged(quoted, known)
            yield Quote(tuple(part for part in parts if isinstance(part, Paragraph)))
            yield from (part for part in parts if isinstance(part, Figure))
        case Figure():
            yield block


def paragraph_apart(block: Paragraph, found: list[Run | None]) -> Iterator[Block]:
    """A paragraph without its pictures, unless it held nothing else, and the pictures."""
    rest = tuple(run for run in block.runs if run.kind != "image")
    if text_of(rest).strip() or any(run.kind == "note" for run in rest):
        yield replace(block, runs=rest)
    pictures = tuple(run for run in found if run)
    if pictures:
        yield Figure(pictures)


def in_cell(cell: Cell, known: Container[str]) -> Cell:
    """A cell with the pictures that are taken."""
    inner: list[Block] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs = (taken(run, known) if run.kind == "image" else run for run in block.runs)
            named = (replace(run, text=run.text or TO_FILL_IN) if run.kind == "image" else run for run in runs if run)
            inner.append(replace(block, runs=tuple(named)))
        else:
            inner += apart(block, known)
    return replace(cell, blocks=tuple(inner))


def taken(run: Run, known: Container[str]) -> Run | None:
    """A picture with useful words or none; None when it is left out."""
    return replace(run, text=useful(run.text)) if run.target in known else None


def captioned(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with captions taken into the figure above them or the table below them."""
    index = 0
    while index < len(blocks):
        block, after = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Figure) and isinstance(after, Paragraph) and is_caption(after, UNDER):
            yield described(replace(block, caption=after))
            index += 2
        elif isinstance(after, Table) and isinstance(block, Paragraph) and is_caption(block, ABOVE):
            yield replace(after, caption=block)
            index += 2
        else:
            yield described(block) if isinstance(block, Figure) else block
            index += 1


def is_caption(paragraph: Paragraph, looks: re.Pattern[str]) -> bool:
    """True for a paragraph that the document calls a caption, and for a short one that begins like one."""
    text = text_of(paragraph.runs).strip()
    other = ABOVE if looks is UNDER else UNDER
    if paragraph.level or not text or other.match(text):
        return False
    return "caption" in paragraph.classes or (len(text) <= LONGEST_CAPTION and looks.match(text) is not None)


def described(figure: Figure) -> Figure:
    """The figure with alternative texts: the document's own, else the caption, else a place to fill in."""
    caption = useful(UNDER.sub("", text_of(figure.caption.runs).strip(), count=1)) if figure.caption else ""
    images = tuple(replace(image, text=image.text or caption or TO_FILL_IN) for image in figure.images)
    return replace(figure, images=images)


def useful(words: str) -> str:
    """The words when they tell what a picture shows (WCAG 2.2, 1.1.1); empty when they only say that there is one."""
    told = AUTOMATIC.sub("", " ".join(words.split())).strip("，,。 ")
    return "" if NAME.search(told) or len(HAN.findall(told)) < FEWEST else told
