"""How wide the columns of a table want to be, by the longest text in each; the templates share the room out."""

from __future__ import annotations

from dataclasses import replace

from lanmu.channels.newspaper.titles import advance
from lanmu.text.document import Cell, Table, text_of, visible

# Characters: no column is narrower than this where there is room.
NARROWEST = 2.0


def with_widths(table: Table) -> Table:
    """The table with `wants`, the characters of each column's longest text, and every cell's `length`."""
    wants = [NARROWEST] * table.columns
    rows: list[tuple[Cell, ...]] = []
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows):
        x = 0
        cells = []
        for cell in row:
            while (x, y) in taken:
                x += 1
            taken |= {(x + dx, y + dy) for dx in range(cell.colspan) for dy in range(cell.rowspan)}
            text = visible(text_of(cell.blocks))
            if cell.colspan == 1:
                wants[x] = max(wants[x], sum(map(advance, text)))
            # Every paragraph may end in a line of its own.
            cells.append(replace(cell, length=len(text) + 4 * len(cell.blocks)))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows), wants=tuple(wants))
