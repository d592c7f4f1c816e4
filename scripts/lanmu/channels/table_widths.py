"""How wide the columns of a table want to be, by the longest text in each; the templates share the room out."""

from __future__ import annotations

from typing import Any

from lanmu.channels.blocks import Block, text_of, visible
from lanmu.channels.newspaper.titles import advance

# Characters: no column is narrower than this where there is room.
NARROWEST = 2.0


def with_widths(table: Block) -> Block:
    """The table with `wants`, the characters of each column's longest text, and every cell's `length`."""
    wants = [NARROWEST] * table["columns"]
    rows: list[dict[str, Any]] = []
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table["rows"]):
        x = 0
        cells = []
        for cell in row["cells"]:
            while (x, y) in taken:
                x += 1
            taken |= {(x + dx, y + dy) for dx in range(cell["colspan"]) for dy in range(cell["rowspan"])}
            text = visible(text_of(cell["blocks"]))
            if cell["colspan"] == 1:
                wants[x] = max(wants[x], sum(map(advance, text)))
            # Every paragraph may end in a line of its own.
            cells.append(cell | {"length": len(text) + 4 * len(cell["blocks"])})
        rows.append(row | {"cells": cells})
    return table | {"rows": rows, "wants": wants}
