"""Finds things in a document's tree as the file has it, for the walk that proves the text complete.

Whatever is wrapped around a thing, it is found; what was deleted is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.alternates import ALTERNATES, form_of
from lanmu.intake.word.meaning.equations import FORMULAS
from lanmu.intake.word.tree import below, local, value, w

GONE = frozenset({w("del"), w("moveFrom")})
SKIPPED = GONE | {w(name) for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")}
BOX = w("txbxContent")


def blocks_in(container: Iterable[Element]) -> Iterator[Element]:
    """The paragraphs and tables of a container, whatever is wrapped around them."""
    for child in container:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in FORMULAS:
            paragraph = Element(w("p"))
            paragraph.append(child)
            yield paragraph
        elif child.tag == ALTERNATES:
            yield from blocks_in(form_of(child))
        elif child.tag not in SKIPPED and not is_contents(child):
            yield from blocks_in(child)


def unwrapped(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever is wrapped around them."""
    for child in element:
        if child.tag == name:
            yield child
        elif child.tag not in SKIPPED:
            yield from unwrapped(child, name)


def merge_of(cell: Element) -> str:
    """How a cell is merged with the one above, a tracked change of that accepted: `restart`, `continue` or empty."""
    tracked, merge = below(cell, "tcPr", "cellMerge"), below(cell, "tcPr", "vMerge")
    if tracked is not None:
        return {"rest": "restart", "cont": "continue"}.get(value(tracked, "vMerge"), "")
    return "" if merge is None else "restart" if value(merge) == "restart" else "continue"


def runs_on(paragraph: Element) -> bool:
    """True for a paragraph whose mark was deleted, and for a dropped capital."""
    return is_deleted(paragraph) or value(below(paragraph, "pPr", "framePr"), "dropCap") in ("drop", "margin")


def is_deleted(paragraph: Element) -> bool:
    """True for a paragraph whose mark was deleted or moved away."""
    marks = below(paragraph, "pPr", "rPr")
    return marks is not None and any(marks.find(name) is not None for name in GONE)


def has_runs(element: Element) -> bool:
    """True when a run is left that was not deleted."""
    left = [child for child in element if child.tag not in SKIPPED]
    return any(child.tag == w("r") or has_runs(child) for child in left)


def is_contents(element: Element) -> bool:
    """True for the content control of a table of contents."""
    gallery = below(element, "sdtPr", "docPartObj", "docPartGallery") if local(element) == "sdt" else None
    return value(gallery) == "Table of Contents"


def chosen_in(run: Iterable[Element]) -> Iterator[Element]:
    """What stands in a run, of alternates one form."""
    for child in run:
        if child.tag == ALTERNATES:
            yield from chosen_in(form_of(child))
        else:
            yield child


def boxes_in(drawing: Iterable[Element]) -> Iterator[Element]:
    """The text boxes and word arts in a drawing, hidden ones left out; what is inside a box belongs to it."""
    for child in drawing:
        properties = next((each for each in child if local(each) == "docPr"), None)
        is_hidden = properties is not None and properties.get("hidden", "") in ("1", "true", "on")
        if is_hidden or re.search(r"visibility:\s*hidden", child.get("style", "")) or local(child) == "shapetype":
            continue
        if child.tag == BOX or (local(child) == "textpath" and child.get("string", "").strip()):
            yield child
        elif child.tag == ALTERNATES:
            yield from boxes_in(form_of(child))
        else:
            yield from boxes_in(child)
