"""Tables: every place of the grid filled exactly once, as the HTML standard forms a table (4.9.12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from lanmu.channels.markup.runs import Inline

Block = dict[str, Any]
ROWS = ("thead", "tbody", "tfoot")
ALIGN = ("left", "center", "right")


def table(node: LexborNode, flow: Callable[[LexborNode], list[Block]], caption: list[Inline]) -> Block:
    """A table block; `flow` reads what lies in a cell.

    A span that runs into another cell or out of the table is shortened, and a row that is too short gets blank cells:
    so a reader of the block can lay the cells out one after the other.
    """
    source = list(rows_of(node))
    taken: set[tuple[int, int]] = set()
    rows: list[list[tuple[int, dict[str, Any]]]] = []
    for y, row in enumerate(source):
        cells, x = [], 0
        for element in cells_of(row):
            while (x, y) in taken:
                x += 1
            cell = cell_of(element, flow, rows_left=len(source) - y)
            cell["colspan"] = free(taken, x, y, cell["colspan"])
            taken |= {(x + dx, y + dy) for dx in range(cell["colspan"]) for dy in range(cell["rowspan"])}
            cells.append((x, cell))
            x += cell["colspan"]
        rows.append(cells)
    columns = max((x for x, _ in taken), default=0) + 1
    filled = [{"cells": complete(cells, y, columns, taken)} for y, cells in enumerate(rows)]
    return {"kind": "table", "caption": caption, "columns": columns, "rows": filled}


def rows_of(node: LexborNode) -> Iterator[LexborNode]:
    """The rows, the table's head first and its foot last, as browsers show them."""
    groups = [child for child in node.iter() if child.tag in ROWS]
    for name in ROWS:
        for group in groups:
            if group.tag == name:
                yield from (child for child in group.iter() if child.tag == "tr")
    yield from (child for child in node.iter() if child.tag == "tr")


def cells_of(row: LexborNode) -> Iterator[LexborNode]:
    """The cells of a row."""
    return (child for child in row.iter() if child.tag in ("td", "th"))


def cell_of(node: LexborNode, flow: Callable[[LexborNode], list[Block]], rows_left: int) -> dict[str, Any]:
    """One cell; a span of 0 rows goes to the end of the table."""
    align = (node.attributes.get("align") or "").lower()
    return {
        "head": node.tag == "th",
        "colspan": max(1, span(node, "colspan")),
        "rowspan": min(span(node, "rowspan") or rows_left, rows_left),
        "align": align if align in ALIGN else "",
        "blocks": flow(node),
    }


def span(node: LexborNode, name: str) -> int:
    """The number in an attribute; 1 where there is none."""
    value = (node.attributes.get(name) or "").strip()
    return min(int(value), 1000) if value.isdecimal() else 1


def free(taken: set[tuple[int, int]], x: int, y: int, wanted: int) -> int:
    """How many places from x on are free, at most as many as are wanted."""
    return next((width for width in range(1, wanted) if (x + width, y) in taken), wanted)


def complete(
    cells: list[tuple[int, dict[str, Any]]], y: int, columns: int, taken: set[tuple[int, int]]
) -> list[dict[str, Any]]:
    """The cells of a row in order, with blank ones where nothing stands."""
    blank = {"head": False, "colspan": 1, "rowspan": 1, "align": "", "blocks": []}
    missing = [(x, dict(blank)) for x in range(columns) if (x, y) not in taken]
    return [cell for _, cell in sorted([*cells, *missing], key=lambda pair: pair[0])]
