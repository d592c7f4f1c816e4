"""What stands in the sheets of an Excel workbook: every cell by sheet and address, with what is hidden.

Element names are those of ECMA-376 part 1, clause 18 (SpreadsheetML).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from lanmu.checks.attachments.texts import Sort, Text, digit_cells, joined, lines
from lanmu.untrusted.markup import attribute, children, descendants, local

HIDDEN = frozenset({"1", "true"})


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, the texts that the workbook's cells point into, and whether readers must unhide it."""

    name: str
    strings: list[str]
    is_hidden: bool

    @property
    def place(self) -> str:
        return f"{'隐藏的' if self.is_hidden else ''}工作表《{self.name}》"

    def sort(self, hidden: bool = False) -> Sort:
        return Sort.HIDDEN if self.is_hidden or hidden else Sort.SHOWN


def texts(root: Element, sheet: Sheet) -> Iterator[Text]:
    """Every cell of one sheet, and its headers, footers and lists of choices."""
    yield Text("工作表名称", sheet.name, sheet.sort())
    hidden_columns: set[int] = set()
    for column in descendants(root, "col"):
        first, last = attribute(column, "min"), attribute(column, "max")
        if attribute(column, "hidden") in HIDDEN and first.isdecimal() and last.isdecimal():
            hidden_columns.update(range(int(first), min(int(last), 16_384) + 1))
    for data in children(root, "sheetData"):
        for row in children(data, "row"):
            yield from row_texts(row, sheet, hidden_columns)
    for child in root:
        if local(child.tag) not in ("sheetData", "cols") and (text := lines(child)):
            yield Text(f"{sheet.place}的设置", text, sheet.sort())


def row_texts(row: Element, sheet: Sheet, hidden_columns: set[int]) -> Iterator[Text]:
    """The cells of one row, and numbers written one digit to a cell."""
    hidden = attribute(row, "hidden") in HIDDEN
    values: list[str] = []
    for cell in children(row, "c"):
        address, value = attribute(cell, "r"), cell_text(cell, sheet.strings)
        values.append(value)
        sort = sheet.sort(hidden or column_of(address) in hidden_columns)
        if value.strip():
            yield Text(f"{sheet.place}{address}", value, sort)
        for formula in children(cell, "f"):
            if formula.text:
                yield Text(f"{sheet.place}{address}的公式", formula.text, sort)
    for text in digit_cells(values):
        yield Text(f"{sheet.place}第 {attribute(row, 'r')} 行逐格填写的数字", text, sheet.sort(hidden))


def cell_text(cell: Element, strings: list[str]) -> str:
    """A cell's text; a whole number is written out, as 1.3800138E10 is a telephone number too."""
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return joined(cell)
    value = next((child.text or "" for child in children(cell, "v")), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    if kind not in ("", "n"):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    is_whole = number.is_finite() and abs(number.adjusted()) < 30 and number == number.to_integral_value()
    return str(int(number)) if is_whole else value


def column_of(address: str) -> int:
    """The column of an address, counted from 1: B3 → 2."""
    number = 0
    for letter in re.sub("[^A-Z]", "", address)[:3]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
