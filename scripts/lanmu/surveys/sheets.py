"""Reads the table of paper forms: .xlsx as Excel and WPS write it, or .csv; a row for each paper."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

from lanmu.checks.attachments.office import Office
from lanmu.checks.attachments.sheets import cell_text, column_of
from lanmu.surveys.form import Form
from lanmu.surveys.paper import NUMBER, RECEIVED
from lanmu.surveys.readers import decoded, numbers_in
from lanmu.surveys.returned import Answer, Fault, Medium, Return
from lanmu.untrusted.markup import attribute, children, descendants
from lanmu.untrusted.opening import Budget, RejectedFileError

Rows = Iterator[tuple[int, list[str]]]
"""The rows that are not empty, with their numbers."""
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's dates (ECMA-376 part 1, 18.17.4.1)."""
MOST_COLUMNS = 200
FIRST_ROW = "第一行照 new 写的登记表：编号、收到日期、各题。请把答案抄到那张表里。"


def paper_returns(form: Form, data: bytes, place: str, *, is_csv: bool) -> Iterator[Return | Fault]:
    """The papers of a table, and those that could not be read. Raises RejectedFileError when it cannot be read at all."""
    rows = csv_rows(data) if is_csv else sheet_rows(data)
    _, heads = next(rows, (0, []))
    names = [head.split()[0] if head.split() else "" for head in heads]
    missing = [name for name in form.questions if name not in names]
    if missing:
        raise RejectedFileError(f"第一行里没有题目「{missing[0]}」，不是这份问卷的登记表。", FIRST_ROW)
    for number, cells in rows:
        where = f"{place} 第 {number} 行"
        try:
            yield paper(form, dict(zip(names, cells, strict=False)), where)
        except RejectedFileError as fault:
            yield Fault(where, fault.reason, fault.remedy)


def paper(form: Form, cells: dict[str, str], place: str) -> Return:
    """One row. Raises RejectedFileError when a cell does not fit."""
    answers: dict[str, Answer] = {}
    for name, question in form.questions.items():
        text = cells.get(name, "").strip()
        numbers = {choice: (number,) for number, choice in enumerate(question.choices, 1)}
        answers[name] = text if not question.choices else numbers.get(text) or numbers_in(text)
    return Return(
        place, Medium.PAPER, answers, receipt=cells.get(NUMBER, "").strip(), day=day_in(cells.get(RECEIVED, ""))
    )


def day_in(text: str) -> date | None:
    """The day in a cell, as people and Excel write it; None for an empty one."""
    text = text.strip()
    if not text:
        return None
    try:
        if text.isdecimal():
            return EXCEL_EPOCH + timedelta(days=int(text[:7]))
        year, month, day = (
            text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
        )
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        raise RejectedFileError(
            f"收到日期「{text[:20]}」不是日期。", "改成 2008-12-05 这样的日期，或者空着。"
        ) from None


def csv_rows(data: bytes) -> Rows:
    """The rows of a .csv."""
    try:
        for number, row in enumerate(csv.reader(io.StringIO(decoded(data), newline="")), 1):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        raise RejectedFileError("已损坏，不是完好的表格（.csv）。", "用 Excel 或 WPS 打开，另存为 .xlsx。") from None


def sheet_rows(data: bytes) -> Rows:
    """The rows of the first sheet of a workbook."""
    office = Office(data, Budget(), lambda *_: iter(()))
    if "xl/workbook.xml" not in office.package.parts:
        raise RejectedFileError("里没有工作表。", FIRST_ROW)
    strings = office.strings()
    _, part = next(office.sheets_of(office.tree("xl/workbook.xml")), (None, ""))
    if not part:
        raise RejectedFileError("里没有工作表。", FIRST_ROW)
    for count, row in enumerate(descendants(office.tree(part), "row"), 1):
        cells: dict[int, str] = {}
        for cell in children(row, "c"):
            column = column_of(attribute(cell, "r")) or max(cells, default=0) + 1
            if column <= MOST_COLUMNS:
                cells[column] = cell_text(cell, strings)
        number = attribute(row, "r")
        if any(text.strip() for text in cells.values()):
            shown = int(number) if number.isdecimal() and len(number) < 8 else count
            yield shown, [cells.get(column, "") for column in range(1, max(cells) + 1)]
