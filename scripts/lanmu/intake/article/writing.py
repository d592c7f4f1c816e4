"""An article's blocks as Markdown, the way this site writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lanmu.intake.article.blocks import Block, Box, Bullets, Figure, Paragraph, Quote, Table, is_seen
from lanmu.intake.article.inline import Sheet, inline
from lanmu.intake.article.tables import table_text

INDENT = " " * 4


def to_markdown(
    blocks: Iterable[Block], notes: Mapping[str, tuple[Block, ...]], files: Mapping[str, str] | None = None
) -> str:
    """The blocks, and after them the notes in the order in which they are referred to.

    `files` are the file names beside the article of the pictures, by their names in the document.
    """
    sheet = Sheet(files or {})
    parts = [written(blocks, sheet)]
    done = 0
    # A note may refer to another one.
    while done < len(sheet.notes):
        parts.append(note_text(done + 1, notes.get(sheet.notes[done], ()), sheet))
        done += 1
    return "\n\n".join(filter(None, parts)) + "\n"


def written(blocks: Iterable[Block], sheet: Sheet) -> str:
    """The blocks, an empty line between them."""
    return "\n\n".join(filter(None, (block_text(block, sheet) for block in blocks)))


def block_text(block: Block, sheet: Sheet) -> str:
    """One block; empty when it shows nothing."""
    match block:
        case Paragraph():
            return paragraph_text(block, sheet)
        case Bullets(items):
            # A line right below an item's second paragraph would be taken for a part of it.
            gap = "\n\n" if is_loose(block) else "\n"
            return gap.join(item_text(item, sheet) for item in items if item)
        case Table():
            return table_text(block, sheet, written) if block.rows else ""
        case Box(inner):
            return f'<aside class="admonition" markdown="1">\n\n{written(inner, sheet)}\n\n</aside>'
        case Quote(quoted):
            return "\n".join(f"> {line}".rstrip() for line in written(quoted, sheet).split("\n"))
        case Figure():
            return figure_text(block, sheet)


def paragraph_text(paragraph: Paragraph, sheet: Sheet) -> str:
    """A paragraph with its look, or a heading; empty when a reader sees nothing of it."""
    if not is_seen(paragraph):
        return ""
    if paragraph.level:
        return f"{'#' * paragraph.level} {inline(paragraph.runs, sheet)}"
    text = inline(paragraph.runs, sheet)
    return f"{text}\n{{: .{paragraph.look} }}" if paragraph.look else text


def is_loose(bullets: Bullets) -> bool:
    """True for a list in which an item, at whatever depth, has more than a paragraph and a list."""
    inner = [block for item in bullets.items for block in item[1:]]
    several = any(len(item) > 2 for item in bullets.items)
    return several or any(not isinstance(block, Bullets) or is_loose(block) for block in inner)


def item_text(item: tuple[Block, ...], sheet: Sheet) -> str:
    """An item of a list: its first paragraph after the mark, everything else below it, indented."""
    first, *rest = item
    parts = [f"- {block_text(first, sheet)}"]
    for number, block in enumerate(rest):
        # Only a list right below the first paragraph needs no empty line.
        parts += [] if isinstance(block, Bullets) and number == 0 else [""]
        parts += [INDENT + line if line else "" for line in block_text(block, sheet).split("\n")]
    return "\n".join(parts)


def figure_text(figure: Figure, sheet: Sheet) -> str:
    """Pictures, with their caption where they have one."""
    pictures = "\n\n".join(sheet.image(run) for run in figure.images)
    if figure.caption is None:
        return pictures
    caption = inline(figure.caption.runs, sheet)
    return f'<figure markdown="1">\n\n{pictures}\n\n<figcaption markdown="span">{caption}</figcaption>\n\n</figure>'


def note_text(number: int, blocks: tuple[Block, ...], sheet: Sheet) -> str:
    """A note at the end of the article; what follows its first paragraph is indented."""
    text = written(blocks, sheet)
    lines = [INDENT + line if line else "" for line in text.split("\n")]
    return f"[^{number}]: {chr(10).join(lines).strip()}"
