"""Accepts the tracked changes, as “接受所有修订” does in Word, and counts them.

ECMA-376 part 1, clause 17.13.5: insertions and moves to a place stay, deletions and moves away go, formatting is the new
one, a paragraph whose mark was deleted runs on in the next, deleted rows and cells are gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.tree import (
    CELL,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    below,
    containers_of,
    content_of,
    next_block,
    rewrite,
    value,
    w,
)

GONE, KEPT = frozenset({w("del"), w("moveFrom")}), frozenset({w("ins"), w("moveTo")})
MOVED = frozenset({w("moveFrom"), w("moveTo")})
FORMER = frozenset(
    w(name)
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "trPrChange",
        "tcPrChange",
        "tblGridChange",
        "numberingChange",
    )
)
PROPERTIES = frozenset({PARAGRAPH_PROPERTIES, RUN_PROPERTIES, w("trPr"), w("tcPr"), w("tblPr"), w("sectPr")})
MERGES = {"rest": "restart", "cont": "continue"}
TOLD = "文档里有修订记录，已按“接受所有修订”处理：{parts}。请确认这就是定稿；不是，就在“审阅”里一处一处接受或拒绝（WPS：审阅→接受、审阅→拒绝），再导入。"


@dataclass
class Changes:
    """How many changes were accepted."""

    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    formatted: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.inserted + other.inserted,
            self.deleted + other.deleted,
            self.moved + other.moved,
            self.formatted + other.formatted,
        )

    def tell(self, remarks: Remarks) -> None:
        named = (("加入", self.inserted), ("删去", self.deleted), ("移动", self.moved), ("改格式", self.formatted))
        parts = "，".join(f"{name} {times} 处" for name, times in named if times)
        if parts:
            remarks.add("changed", TOLD.format(parts=parts))


def accept(root: Element) -> Changes:
    """Accepts every change below `root`."""
    changes = Changes()
    for container in list(containers_of(root)):
        drop_rows(container, changes)
    for container in list(containers_of(root)):
        join_paragraphs(container, changes)
    rewrite(root, lambda element: settled(element, changes))
    return changes


def settled(element: Element, changes: Changes) -> list[Element] | None:
    if element.tag in GONE:
        changes.deleted += element.tag not in MOVED
        changes.moved += element.tag in MOVED
        return []
    if element.tag in KEPT:
        changes.inserted += element.tag not in MOVED
        rewrite(element, lambda child: settled(child, changes))
        return list(element)
    if element.tag in PROPERTIES:
        changes.formatted += former_in(element)
        return [element]
    return [] if element.tag in FORMER else None


def former_in(properties: Element) -> int:
    # The mark of a paragraph has properties of its own inside the paragraph's.
    return sum(child.tag in FORMER or (child.tag in PROPERTIES and former_in(child)) for child in properties)


def drop_rows(container: Element, changes: Changes) -> None:
    """Takes deleted rows and cells out of the tables in `container`, and tables without rows."""
    for table in [child for child in container if child.tag == TABLE]:
        for row in table.findall(ROW):
            is_deleted = below(row, "trPr", "del") is not None
            if is_deleted or not kept_cells(row, changes):
                table.remove(row)
                changes.deleted += is_deleted
            elif below(row, "trPr", "ins") is not None:
                changes.inserted += 1
        if table.find(ROW) is None:
            container.remove(table)


def kept_cells(row: Element, changes: Changes) -> bool:
    for cell in row.findall(CELL):
        if below(cell, "tcPr", "cellDel") is not None:
            row.remove(cell)
            changes.deleted += 1
            continue
        merge = below(cell, "tcPr", "cellMerge")
        if merge is not None:
            settle_merge(cell, MERGES.get(value(merge, "vMerge"), ""))
    return row.find(CELL) is not None


def settle_merge(cell: Element, merged: str) -> None:
    properties = below(cell, "tcPr")
    assert properties is not None
    for former in properties.findall(w("vMerge")):
        properties.remove(former)
    if merged:
        properties.append(Element(w("vMerge"), {w("val"): merged}))


def join_paragraphs(container: Element, changes: Changes) -> None:
    """Runs a paragraph whose mark was deleted on into the next one; an empty one with nothing after it goes."""
    waiting: list[Element] = []
    fresh: list[Element] = []
    for index, block in enumerate(container):
        if block.tag != PARAGRAPH:
            fresh.append(block)
            continue
        content = [*waiting, *content_of(block)]
        waiting = []
        properties = block.find(PARAGRAPH_PROPERTIES)
        if mark_is_deleted(block):
            changes.deleted += 1
            if next_block(container, index) == PARAGRAPH:
                waiting = content
                continue
            if not has_content(content):
                continue
        block[:] = [*([properties] if properties is not None else []), *content]
        fresh.append(block)
    container[:] = fresh


def mark_is_deleted(paragraph: Element) -> bool:
    marks = below(paragraph, "pPr", "rPr")
    return marks is not None and any(marks.find(name) is not None for name in GONE)


def has_content(elements: Iterable[Element]) -> bool:
    left = [element for element in elements if element.tag not in GONE]
    return any(element.tag == RUN or has_content(element) for element in left)
