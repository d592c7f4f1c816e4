"""Resolves merged cells, header rows and hidden rows of tables (ECMA-376 part 1, clause 17.4).

Afterwards the attributes `ACROSS` and `DOWN` of a cell are the columns and rows that it spans, `HEADS` of a table the number
of header rows at its top; covered cells and hidden rows are removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.tree import CELL, ROW, TABLE, below, make, number, own, plain_text, switch, value, w

ACROSS, DOWN, HEADS = own("across"), own("down"), own("heads")
WIDEST = 63
"""The most columns that Word allows."""


@dataclass
class GridCell:
    """A cell in the grid."""

    element: Element
    column: int
    span: int
    merge: str
    """`restart`, `continue` or empty."""
    down: int = 1


def settle(root: Element, remarks: Remarks) -> None:
    """Resolves every table below `root`."""
    for table in list(root.iter(TABLE)):
        if any(inner is not table for inner in table.iter(TABLE)):
            remarks.count("table_nested", plain_text(table))
        words = [value(below(table, "tblPr", name)) for name in ("tblCaption", "tblDescription")]
        if any(words):
            remarks.count("table_described", "：".join(filter(None, words)))
        for row in table.findall(ROW):
            # Clause 17.4.20.
            if switch(below(row, "trPr"), "hidden"):
                remarks.count("row_hidden", plain_text(row))
                remarks.removed(plain_text(row))
                table.remove(row)
            elif row.find(CELL) is None:
                table.remove(row)
        grid = [grid_row(row, remarks) for row in table.findall(ROW)]
        settle_merges(grid, remarks)
        heads = header_rows(table, grid)
        for row, cells in zip(table.findall(ROW), grid, strict=True):
            row[:] = [cell.element for cell in cells if cell.merge != "continue"]
            for cell in cells:
                cell.element[:] = [child for child in cell.element if child.tag != w("tcPr")]
                cell.element.set(ACROSS, str(cell.span))
                cell.element.set(DOWN, str(cell.down))
        table[:] = table.findall(ROW)
        table.set(HEADS, str(heads))


def grid_row(row: Element, remarks: Remarks) -> list[GridCell]:
    """The cells of a row with their columns; blank cells fill skipped columns, and horizontal merges become spans."""
    before = number(below(row, "trPr", "gridBefore"))
    after = number(below(row, "trPr", "gridAfter"))
    cells: list[GridCell] = []
    column = 0
    blanks = [
        [make("tc", None, make("tcPr", None, make("gridSpan", {"val": str(width)})))] if 0 < width <= WIDEST else []
        for width in (before, after)
    ]
    for element in [*blanks[0], *row.findall(CELL), *blanks[1]]:
        span = min(max(number(below(element, "tcPr", "gridSpan"), default=1), 1), WIDEST)
        sideways = below(element, "tcPr", "hMerge")
        if cells and sideways is not None and value(sideways) != "restart":
            cells[-1].span += span
            report_covered(element, remarks)
        else:
            merge = below(element, "tcPr", "vMerge")
            # The word `continue` may be left out (clause 17.4.84).
            merged = "" if merge is None else "restart" if value(merge) == "restart" else "continue"
            cells.append(GridCell(element, column, span, merged))
        column += span
    return cells


def settle_merges(grid: list[list[GridCell]], remarks: Remarks) -> None:
    """Counts the rows that a vertical merge spans; a cell that continues nothing becomes an ordinary one."""
    above: dict[tuple[int, int], GridCell] = {}
    for cells in grid:
        here: dict[tuple[int, int], GridCell] = {}
        for cell in cells:
            columns = (cell.column, cell.span)
            if cell.merge == "continue" and columns not in above:
                cell.merge = ""
            if cell.merge == "continue":
                report_covered(cell.element, remarks)
                above[columns].down += 1
                here[columns] = above[columns]
            elif cell.merge:
                here[columns] = cell
        above = here


def report_covered(cell: Element, remarks: Remarks) -> None:
    if plain_text(cell).strip():
        remarks.count("cell_covered", plain_text(cell))
        remarks.removed(plain_text(cell))


def header_rows(table: Element, grid: list[list[GridCell]]) -> int:
    """How many rows at the top are headers: those declared, and those that a merged header cell reaches into; 0 when
    that would be all rows."""
    declared = [bool(switch(below(row, "trPr"), "tblHeader")) for row in table.findall(ROW)]
    count = next((index for index, is_header in enumerate(declared) if not is_header), len(declared))
    if count == 0:
        return 0
    while count < len(grid) and any(cell.merge == "continue" for cell in grid[count]):
        count += 1
    return count if count < len(grid) else 0
