"""Pictures in tables: a table that only sets pictures beside one another becomes figures; in others they are described."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace

from lanmu.intake.article.blocks import Block, Cell, Figure, Paragraph, Run, Table, paragraphs, plain, squeeze, text_of
from lanmu.intake.article.descriptions import TO_FILL_IN, described, taken, words_of_caption

LONGEST_CAPTION = 80
Place = tuple[int, int]
"""Row and column in the grid of a table."""


def gallery_of(table: Table, known: Container[str]) -> list[Block]:
    """The figures of a table that holds pictures and their captions and nothing else; empty for any other table.

    A caption stands in the cell of its pictures, or in the cell below them; one that is as wide as several pictures
    belongs to all of them.
    """
    if table.heads or not any(has_pictures(cell) for row in table.rows for cell in row):
        return []
    figures: list[Figure] = []
    above: dict[int, int] = {}
    """The figure that waits for its caption, by the columns of its cell."""
    for row in captions_below(table.rows):
        here: dict[int, int] = {}
        column = 0
        for cell in row:
            columns = range(column, column + cell.across)
            column += cell.across
            images, words = pictures_of(cell), words_of(cell)
            if words is None or cell.down > 1:
                return []
            if images:
                here |= dict.fromkeys(columns, len(figures)) if not words else {}
                figures.append(Figure(images, words[0] if words else None))
            elif words:
                waiting = sorted({above[each] for each in columns if each in above})
                if not waiting or figures[waiting[0]].caption:
                    return []
                joined = tuple(image for place in waiting for image in figures[place].images)
                figures[waiting[0]] = Figure(joined, words[0])
                for place in waiting[1:]:
                    figures[place] = Figure(())
        above = here
    made: list[Block] = [figure for figure in figures if figure.images]
    if squeeze(plain(made)) != squeeze(plain([replace(table, caption=None)])):
        return []
    kept = [described(replace(figure, images=with_taken(figure.images, known))) for figure in figures if figure.images]
    return [*([table.caption] if table.caption else []), *(left for figure in kept for left in shown(figure))]


def captions_below(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table; where every row of captions stands above its row of pictures, below it."""
    kinds = [all(map(has_pictures, row)) for row in rows]
    if len(rows) % 2 or kinds != [False, True] * (len(rows) // 2):
        yield from rows
        return
    for words, pictures in zip(rows[::2], rows[1::2], strict=True):
        yield from (pictures, words)


def shown(figure: Figure) -> Iterator[Block]:
    """A figure; of one whose pictures are all left out, the caption."""
    if figure.images:
        yield figure
    elif figure.caption:
        yield figure.caption


def with_taken(images: Iterable[Run], known: Container[str]) -> tuple[Run, ...]:
    """The pictures that are taken."""
    return tuple(kept for image in images if (kept := taken(image, known)))


def pictures_of(cell: Cell) -> tuple[Run, ...]:
    """The pictures in a cell."""
    return tuple(run for paragraph in paragraphs(cell.blocks) for run in paragraph.runs if run.kind == "image")


def words_of(cell: Cell) -> list[Paragraph] | None:
    """What stands in a cell after its pictures, a short paragraph or nothing; None for anything else."""
    found: list[Paragraph] = []
    for block in cell.blocks:
        if not isinstance(block, Paragraph) or block.level:
            return None
        text = tuple(run for run in block.runs if run.kind != "image")
        said = text_of(text).strip()
        if not said and not any(run.kind == "note" for run in text):
            continue
        has_words_first = any(run.kind == "image" for run in block.runs) and not begins_with_pictures(block)
        if found or len(said) > LONGEST_CAPTION or has_words_first:
            return None
        found.append(replace(block, runs=without_breaks(text)))
    images_after = found and any(
        run.kind == "image" for block in cell.blocks[-1:] if isinstance(block, Paragraph) for run in block.runs
    )
    return None if images_after and not begins_with_pictures(cell.blocks[-1]) else found


def begins_with_pictures(block: Block) -> bool:
    """True when the pictures of a paragraph come before its words."""
    if not isinstance(block, Paragraph):
        return False
    kinds = [run.kind for run in block.runs if run.kind == "image" or run.text.strip()]
    return kinds == sorted(kinds, key=lambda kind: kind != "image")


def without_breaks(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs without soft returns at their beginning."""
    kept = list(runs)
    while kept and (kept[0].kind == "break" or (kept[0].kind == "text" and not kept[0].text.strip())):
        del kept[0]
    return tuple(kept)


def in_table(table: Table, known: Container[str], apart: Callable[[Block, Container[str]], Iterator[Block]]) -> Table:
    """A table with the pictures that are taken, described by the words under them: in their cell, or in the cell below.

    `apart` sets the pictures in other blocks than paragraphs apart.
    """
    below: dict[Place, Cell] = {}
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            below |= {(number - 1, each): cell for each in range(column, column + cell.across)}
            column += cell.across
    rows = []
    for number, row in enumerate(table.rows):
        cells, column = [], 0
        for cell in row:
            words = short_words(cell) if has_pictures(cell) else ""
            under = below.get((number, column))
            if not words and under is not None and not has_pictures(under):
                words = short_words(under)
            cells.append(in_cell(cell, words, known, apart))
            column += cell.across
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def in_cell(
    cell: Cell, words: str, known: Container[str], apart: Callable[[Block, Container[str]], Iterator[Block]]
) -> Cell:
    """A cell with the pictures that are taken; `words` describe them where the document does not."""
    inner: list[Block] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            runs = (taken(run, known) if run.kind == "image" else run for run in block.runs)
            kept = [
                replace(run, text=run.text or words or TO_FILL_IN) if run.kind == "image" else run
                for run in runs
                if run
            ]
            inner.append(replace(block, runs=tuple(kept)))
        else:
            inner += apart(block, known)
    return replace(cell, blocks=tuple(inner))


def short_words(cell: Cell) -> str:
    """What a cell says of a picture, when it is one short paragraph."""
    words = words_of(cell)
    return words_of_caption(text_of(words[0].runs)) if words else ""


def has_pictures(cell: Cell) -> bool:
    """True when a picture stands in a cell."""
    return bool(pictures_of(cell))
