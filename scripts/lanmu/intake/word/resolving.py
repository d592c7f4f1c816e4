"""Resolves tracked changes, wrappers, frames and hidden text.

Changes are accepted as “接受所有修订” does in Word (ECMA-376 part 1, clause 17.13.5). Content controls, custom XML and smart
tags (17.5) are replaced by their content, tables of contents are removed (the site makes its own), dropped capitals join
their paragraph (17.3.1.11), and hidden text, which must not appear on the site, is removed (17.3.2.41).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from lanmu.intake.word.remarks import Remarks, abbreviated
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.tree import (
    CELL,
    DRAWINGS,
    FIELD_PARTS,
    NOTES,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    REMOVED,
    ROW,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    NotesByKind,
    below,
    containers_of,
    content_of,
    has_removed_end,
    is_contents,
    local,
    make,
    next_block,
    note_of,
    plain_text,
    rewrite,
    switch,
    value,
    w,
    within,
)

ACCEPTED = frozenset({w("ins"), w("moveTo")})
MOVED = frozenset({w("moveFrom"), w("moveTo")})
CHANGES = (
    "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange numberingChange"
)
FORMER = frozenset(map(w, CHANGES.split()))
PROPERTIES = frozenset({PARAGRAPH_PROPERTIES, RUN_PROPERTIES, w("trPr"), w("tcPr"), w("tblPr"), w("sectPr")})
MERGES = {"rest": "restart", "cont": "continue"}


Changes = Counter[str]
"""How many changes were accepted of each kind, by its name in Chinese."""
INSERTIONS, DELETIONS, MOVES, FORMAT_CHANGES = "加入", "删去", "移动", "改格式"
HEADING = re.compile(r"目\s*[录次]|contents", re.IGNORECASE)
# Word's styles for the entries of a table of contents, and the page number at the end of an entry.
STYLE = re.compile(r"(toc|目录|contents|index|索引|table of|图表目录)", re.IGNORECASE)
PAGE = re.compile(r"(\d|(?<![A-Za-z])[ivxlc]+)\s*$", re.IGNORECASE)
BOOKMARK = "_Toc"
WRAPPERS = frozenset({w("customXml"), w("smartTag"), w("dir"), w("bdo")})
WRAPPER_PROPERTIES = frozenset({w("customXmlPr"), w("smartTagPr")})
DROPPED = frozenset({"drop", "margin"})
LONGEST = 60
SHOWN = frozenset({"blip", "imagedata"})


def report_changes(changes: Changes, remarks: Remarks) -> None:
    """Reports what was accepted, when there was anything."""
    kinds = (INSERTIONS, DELETIONS, MOVES, FORMAT_CHANGES)
    if parts := "，".join(f"{kind} {changes[kind]} 处" for kind in kinds if changes[kind]):
        remarks.add("revisions", parts=parts)


def accept(root: Element) -> Changes:
    """Accepts every change below `root`."""
    changes: Changes = Counter()
    for container in list(containers_of(root)):
        drop_rows(container, changes)
    for container in list(containers_of(root)):
        join_paragraphs(container, changes)
    rewrite(root, lambda element: accepted_content(element, changes))
    return changes


def accepted_content(element: Element, changes: Changes) -> list[Element] | None:
    """The elements that replace an element when changes are accepted, or None to go on inside it (see `rewrite`)."""
    if element.tag in REMOVED:
        changes[MOVES if element.tag in MOVED else DELETIONS] += 1
        return []
    if element.tag in ACCEPTED:
        changes[INSERTIONS] += element.tag not in MOVED
        rewrite(element, lambda child: accepted_content(child, changes))
        return list(element)
    if element.tag in PROPERTIES:
        changes[FORMAT_CHANGES] += former_in(element)
        return [element]
    return [] if element.tag in FORMER else None


def former_in(properties: Element) -> int:
    """How many tracked changes of formatting `properties` hold, those of the paragraph mark inside them included."""
    return sum(child.tag in FORMER or (child.tag in PROPERTIES and former_in(child)) for child in properties)


def drop_rows(container: Element, changes: Changes) -> None:
    """Removes deleted rows and cells from the tables in `container`, and tables that are left without rows."""
    for table in [child for child in container if child.tag == TABLE]:
        for row in table.findall(ROW):
            is_deleted = below(row, "trPr", "del") is not None
            if is_deleted or not kept_cells(row, changes):
                table.remove(row)
                changes[DELETIONS] += is_deleted
            elif below(row, "trPr", "ins") is not None:
                changes[INSERTIONS] += 1
        if table.find(ROW) is None:
            container.remove(table)


def kept_cells(row: Element, changes: Changes) -> bool:
    """Removes the deleted cells of a row and settles tracked merges; False when no cell is left."""
    for cell in row.findall(CELL):
        if below(cell, "tcPr", "cellDel") is not None:
            row.remove(cell)
            changes[DELETIONS] += 1
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
    """Joins a paragraph whose paragraph mark was deleted to the next one; an empty one with nothing after it is removed."""
    carried: list[Element] = []
    blocks: list[Element] = []
    for index, block in enumerate(container):
        if block.tag != PARAGRAPH:
            blocks.append(block)
            continue
        content = [*carried, *content_of(block)]
        carried = []
        properties = block.find(PARAGRAPH_PROPERTIES)
        if has_removed_end(block):
            changes[DELETIONS] += 1
            if next_block(container, index) == PARAGRAPH:
                carried = content
                continue
            if not has_content(content):
                continue
        block[:] = [*([properties] if properties is not None else []), *content]
        blocks.append(block)
    container[:] = blocks


def has_content(elements: Iterable[Element]) -> bool:
    return any(e.tag == RUN or has_content(e) for e in elements if e.tag not in REMOVED)


def report_own_words(paragraph: Element, text: str, styles: Styles, remarks: Remarks) -> None:
    """Reports `text`, the part of a paragraph inside a table of contents, unless it is an entry or the heading 目录."""
    if text.strip() and not HEADING.fullmatch(text.strip()) and not is_entry(paragraph, text, styles):
        remarks.count("contents_text", text)


def is_entry(paragraph: Element, text: str, styles: Styles) -> bool:
    """True for an entry of a table of contents: by its page number, its style, or its reference to a heading."""
    if PAGE.search(text) or any(STYLE.match(name) for name in styles.names_of(paragraph)):
        return True
    codes = [
        *(each.text or "" for each in paragraph.iter(w("instrText"))),
        *(value(each, "instr") for each in paragraph.iter(w("fldSimple"))),
    ]
    anchors = [value(each, "anchor") for each in paragraph.iter(w("hyperlink"))]
    return any("PAGEREF" in code or BOOKMARK in code for code in codes) or any(BOOKMARK in anchor for anchor in anchors)


def unwrap(root: Element, styles: Styles, remarks: Remarks) -> None:
    """Replaces every content control, custom XML element and smart tag below `root` by its content."""

    def change(element: Element) -> list[Element] | None:
        if element.tag == w("sdt"):
            return controlled(element, styles, remarks)
        if element.tag not in WRAPPERS:
            return None
        unwrap(element, styles, remarks)
        return [child for child in element if child.tag not in WRAPPER_PROPERTIES]

    rewrite(root, change)


def controlled(control: Element, styles: Styles, remarks: Remarks) -> list[Element]:
    """The content of a content control; nothing for a table of contents."""
    content = below(control, "sdtContent")
    if content is None:
        return []
    if is_contents(control):
        remarks.add("contents")
        remarks.removed(plain_text(content))
        for paragraph in content.iter(PARAGRAPH):
            report_own_words(paragraph, plain_text(paragraph), styles, remarks)
        return []
    if switch(below(control, "sdtPr"), "showingPlcHdr"):
        remarks.count("placeholder", plain_text(content))
    unwrap(content, styles, remarks)
    return list(content)


def settle_frames(root: Element, remarks: Remarks) -> None:
    """Joins every dropped capital below `root` to the paragraph after it; other frames become plain paragraphs."""
    for container in list(containers_of(root)):
        blocks: list[Element] = []
        carried: list[Element] = []
        for index, block in enumerate(container):
            frame = below(block, "pPr", "framePr") if block.tag == PARAGRAPH else None
            if value(frame, "dropCap") in DROPPED and next_block(container, index) == PARAGRAPH:
                carried += content_of(block)
                continue
            if carried and block.tag == PARAGRAPH:
                properties = block.findall(PARAGRAPH_PROPERTIES)
                block[:] = [*properties, *carried, *content_of(block)]
                carried = []
                remarks.count("dropped_capital", plain_text(block))
            elif frame is not None and plain_text(block).strip():
                remarks.count("frames", plain_text(block))
            blocks.append(block)
        container[:] = blocks


def drop_hidden(root: Element, styles: Styles, notes: NotesByKind, remarks: Remarks) -> None:
    """Removes the hidden text of every paragraph below `root`, and paragraphs of which nothing is shown.

    A note that is referred to in hidden text is hidden too, and reported.
    """
    emptied: set[Element] = set()
    for paragraph in list(root.iter(PARAGRAPH)):
        hidden = [run for run in list(within(paragraph, RUN)) if styles.run(paragraph, run).hidden]
        for run in hidden:
            report_drawings_and_notes(run, paragraph, notes, remarks)
        text = "".join(map(plain_text, hidden))
        for run in hidden:
            run[:] = [child for child in run if child.tag in FIELD_PARTS]
        remarks.removed(text)
        if text.strip():
            remarks.add("text_hidden", text=abbreviated(text.strip(), LONGEST))
        is_empty = all(child.tag in FIELD_PARTS for run in within(paragraph, RUN) for child in run)
        if is_empty and styles.paragraph_mark(paragraph).hidden:
            emptied.add(paragraph)
    for container in list(containers_of(root)):
        container[:] = [child for child in container if child not in emptied]


def report_drawings_and_notes(run: Element, paragraph: Element, notes: NotesByKind, remarks: Remarks) -> None:
    """Reports the pictures and notes that are hidden with a run."""
    for element in run.iter():
        if element.tag in DRAWINGS and (
            not plain_text(element) or any(local(each) in SHOWN for each in element.iter())
        ):
            remarks.count("picture_hidden", plain_text(element) or plain_text(paragraph))
        note = note_of(element, notes) if element.tag in NOTES else None
        if note is not None:
            remarks.removed(plain_text(note))
            remarks.add("note_hidden", text=abbreviated(plain_text(note).strip(), LONGEST))
