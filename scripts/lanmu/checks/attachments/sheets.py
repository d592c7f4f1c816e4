"""What stands in an Excel workbook: every cell by sheet and address, with what is hidden.

Element names are those of ECMA-376 part 1, clause 18 (SpreadsheetML).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from lanmu.checks.attachments.markup import attribute, children, descendants, joined, lines, local
from lanmu.checks.attachments.text import Sort, Text
from lanmu.checks.attachments.word import boxed

HIDDEN = frozenset({"1", "true"})


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, the part it lies in, and whether readers must unhide it."""

    name: str
    part: str
    hidden: bool

    @property
    def place(self) -> str:
        """As editors know it."""
        return f"{'隐藏的' if self.hidden else ''}工作表《{self.name}》"

    def sort(self, hidden: bool = False) -> Sort:
        """How its cells are seen."""
        return Sort.HIDDEN if self.hidden or hidden else Sort.SHOWN


def targets(relationships: Element) -> dict[str, str]:
    """Relationship ids with their targets as written."""
    return {attribute(item, "Id"): attribute(item, "Target") for item in relationships}


def sheets_of(workbook: Element, relations: Mapping[str, str], names: Mapping[str, object]) -> Iterator[Sheet]:
    """The sheets in their order; one whose part is missing is left out."""
    for sheet in descendants(workbook, "sheet"):
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("xl", relations.get(identifier, ""))).removeprefix("/")
        if part in names:
            yield Sheet(attribute(sheet, "name"), part, attribute(sheet, "state").lower().endswith("hidden"))


def shared_strings(root: Element) -> list[str]:
    """The table of texts that cells point into."""
    return [joined(item) for item in children(root, "si")]


def texts(root: Element, sheet: Sheet, strings: list[str]) -> Iterator[Text]:
    """Every cell of one sheet, and its headers, footers and lists of choices."""
    yield Text("工作表名称", sheet.name, sheet.sort())
    concealed = hidden_columns(root)
    for data in children(root, "sheetData"):
        for row in children(data, "row"):
            yield from row_texts(row, sheet, strings, concealed)
    for child in root:
        if local(child.tag) not in ("sheetData", "cols") and (text := lines(child)):
            yield Text(f"{sheet.place}的设置", text, sheet.sort())


def row_texts(row: Element, sheet: Sheet, strings: list[str], concealed: frozenset[int]) -> Iterator[Text]:
    """The cells of one row, and numbers written one digit to a cell."""
    hidden = attribute(row, "hidden") in HIDDEN
    values: list[str] = []
    for cell in children(row, "c"):
        address, value = attribute(cell, "r"), cell_text(cell, strings)
        values.append(value)
        sort = sheet.sort(hidden or column_of(address) in concealed)
        if value.strip():
            yield Text(f"{sheet.place}{address}", value, sort)
        for formula in children(cell, "f"):
            if formula.text:
                yield Text(f"{sheet.place}{address}的公式", formula.text, sort)
    for text in boxed(values):
        yield Text(f"{sheet.place}第 {attribute(row, 'r')} 行逐格填写的数字", text, sheet.sort(hidden))


def cell_text(cell: Element, strings: list[str]) -> str:
    """A cell's text; a number is written out in full, as 1.3800138E10 is a telephone number too."""
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return joined(cell)
    value = next((child.text or "" for child in children(cell, "v")), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return plain_number(value) if kind in ("", "n") else value


def plain_number(value: str) -> str:
    """A whole number without exponent; anything else as it is written."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if number.is_finite() and abs(number.adjusted()) < 30 and number == number.to_integral_value():
        return str(int(number))
    return value


def hidden_columns(root: Element) -> frozenset[int]:
    """Numbers of the columns that are not shown, counted from 1."""
    found: set[int] = set()
    for column in descendants(root, "col"):
        first, last = attribute(column, "min"), attribute(column, "max")
        if attribute(column, "hidden") in HIDDEN and first.isdecimal() and last.isdecimal():
            found.update(range(int(first), min(int(last), 16_384) + 1))
    return frozenset(found)


def column_of(address: str) -> int:
    """The column of an address, counted from 1: B3 → 2."""
    number = 0
    for letter in re.sub("[^A-Z]", "", address)[:3]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
