"""Accepts the tracked changes, as “接受所有修订” does in Word, and counts them.

ECMA-376 part 1, clause 17.13.5: insertions and moves to a place stay, deletions and moves away go, formatting is the new
one, a paragraph whose mark was deleted runs on in the next, deleted rows and cells are gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
    make,
    next_block,
    rewrite,
    value,
    w,
)

GONE, KEPT = frozenset({w("del"), w("moveFrom")}), frozenset({w("ins"), w("moveTo")})
MOVED = frozenset({w("moveFrom"), w("moveTo")})
CHANGES = (
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange numberingChange"
)
FORMER = frozenset(map(w, CHANGES.split()))
PROPERTIES = frozenset({PARAGRAPH_PROPERTIES, RUN_PROPERTIES, w("trPr"), w("tcPr"), w("tblPr"), w("sectPr")})
MERGES = {"rest": "restart", "cont": "continue"}


Changes = Counter[str]
"""How many changes were accepted of each kind, by its name in Chinese."""
INSERTED, DELETED, MOVED_AWAY, FORMATTED = "加入", "删去", "移动", "改格式"


def report_changes(changes: Changes, remarks: Remarks) -> None:
    """Reports what was accepted, when there was anything."""
    kinds = (INSERTED, DELETED, MOVED_AWAY, FORMATTED)
    if parts := "，".join(f"{kind} {changes[kind]} 处" for kind in kinds if changes[kind]):
        remarks.add("revisions", parts=parts)


def accept(root: Element) -> Changes:
    """Accepts every change below `root`."""
    changes: Changes = Counter()
    for container in list(containers_of(root)):
        drop_rows(container, changes)
    for container in list(containers_of(root)):
        join_paragraphs(container, changes)
    rewrite(root, lambda element: settled(element, changes))
    return changes


def settled(element: Element, changes: Changes) -> list[Element] | None:
    if element.tag in GONE:
        changes[MOVED_AWAY if element.tag in MOVED else DELETED] += 1
        return []
    if element.tag in KEPT:
        changes[INSERTED] += element.tag not in MOVED
        rewrite(element, lambda child: settled(child, changes))
        return list(element)
    if element.tag in PROPERTIES:
        changes[FORMATTED] += former_in(element)
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
                changes[DELETED] += is_deleted
            elif below(row, "trPr", "ins") is not None:
                changes[INSERTED] += 1
        if table.find(ROW) is None:
            container.remove(table)


def kept_cells(row: Element, changes: Changes) -> bool:
    for cell in row.findall(CELL):
        if below(cell, "tcPr", "cellDel") is not None:
            row.remove(cell)
            changes[DELETED] += 1
            continue
        properties, merge = below(cell, "tcPr"), below(cell, "tcPr", "cellMerge")
        if properties is not None and merge is not None:
            # A tracked merge of cells becomes a real one.
            for former in properties.findall(w("vMerge")):
                properties.remove(former)
            if merged := MERGES.get(value(merge, "vMerge")):
                properties.append(make("vMerge", {"val": merged}))
    return row.find(CELL) is not None


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
        marks = below(block, "pPr", "rPr")
        if marks is not None and any(marks.find(name) is not None for name in GONE):
            changes[DELETED] += 1
            if next_block(container, index) == PARAGRAPH:
                waiting = content
                continue
            if not has_content(content):
                continue
        block[:] = [*([properties] if properties is not None else []), *content]
        fresh.append(block)
    container[:] = fresh


def has_content(elements: Iterable[Element]) -> bool:
    left = [element for element in elements if element.tag not in GONE]
    return any(element.tag == RUN or has_content(element) for element in left)
