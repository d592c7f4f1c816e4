"""Helpers for the XML tree of a Word document: names, properties, rewriting, notes, alternate content.

Names are those of WordprocessingML (ECMA-376 part 1, clause 17). Between the steps, paragraphs and runs carry attributes in a
name space of ours (`own`). Of `mc:AlternateContent` (ECMA-376 part 3, clause 7.5) the first choice is read all of whose
requirements are understood, else the fallback.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree.ElementTree import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OWN = "urn:lanmu:word"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
LINE_ENDS = re.compile("[\r\n]+")
# ST_OnOff: everything else, the absence of a value included, is on.
OFF = frozenset({"0", "false", "off"})
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATES, CHOICE, FALLBACK = (f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
# The extensions that are understood ([MS-DOCX], [MS-ODRAWXML]). All others (ink, 3-D models, new kinds of charts, WPS's own
# data) have a picture or nothing as their fallback.
EXTENSIONS = """
word/2010/wordprocessingShape word/2010/wordprocessingGroup word/2010/wordprocessingCanvas word/2010/wordprocessingDrawing
word/2010/wordml word/2012/wordml word/2012/wordprocessingDrawing word/2015/wordml/symex word/2016/wordml/cid word/2018/wordml
word/2018/wordml/cex word/2020/wordml/sdtdatahash word/2023/wordml/word16du drawing/2010/main"""
UNDERSTOOD = frozenset(f"http://schemas.microsoft.com/office/{name}" for name in EXTENSIONS.split())
# Elements that show something, and those that show words, by their names without name space.
VISIBLE = """
t sym symEx tab br cr ptab fldChar instrText footnoteReference endnoteReference blip imagedata fill textpath txbxContent
chart relIds wsp shape rect oval line"""
SHOWN = frozenset(VISIBLE.split())
TEXTUAL = frozenset(("t", "symEx", "textpath"))


@cache
def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{WORD}}}{name}"


@cache
def own(name: str) -> str:
    """The full name of an attribute or element of ours."""
    return f"{{{OWN}}}{name}"


PARAGRAPH, RUN, TABLE, ROW, CELL, TEXT = w("p"), w("r"), w("tbl"), w("tr"), w("tc"), w("t")
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = w("pPr"), w("rPr")
# Deleted or moved away (clause 17.13.5).
REMOVED = frozenset({w("del"), w("moveFrom")})
DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
# Children of a run that are needed to take fields apart, hidden or not.
FIELD_PARTS = frozenset({RUN_PROPERTIES, w("fldChar"), w("instrText")})
NOTES = frozenset({w("footnoteReference"), w("endnoteReference")})
NotesByKind = dict[str, dict[str, Element]]
"""The notes of each kind (`footnote`, `endnote`) by their identifier."""
BOX = own("box")
"""The content of a text box, placed after the paragraph that the box is anchored to."""


def local(element: Element) -> str:
    """An element's name without its name space."""
    return element.tag.rpartition("}")[2]


def below(element: Element | None, *names: str) -> Element | None:
    """The first descendant along a path of `w:` names; None when any step is missing."""
    for name in names:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def value(element: Element | None, name: str = "val") -> str:
    """A `w:` attribute; empty when there is none."""
    return "" if element is None else element.get(w(name), "")


def relation(element: Element, name: str = "id") -> str:
    """The identifier of the relationship that an `r:` attribute names; empty when there is none."""
    return element.get(f"{{{RELATION}}}{name}", "")


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    """A `w:` attribute as a whole number; `default` for what is none (programs write "auto", "12.5" and worse)."""
    try:
        return int(float(value(element, name)))
    except (ValueError, OverflowError):
        return default


def switch(properties: Element | None, name: str) -> bool | None:
    """The value of an on/off property; None when the property is absent."""
    element = below(properties, name)
    return None if element is None else value(element).lower() not in OFF


def rewrite(parent: Element, change: Callable[[Element], list[Element] | None]) -> None:
    """Replaces every child by `change(child)`; None keeps the child and goes on with its own children.

    The elements that a change returns are not rewritten again.
    """
    fresh: list[Element] = []
    for child in parent:
        changed = change(child)
        if changed is None:
            rewrite(child, change)
            fresh.append(child)
        else:
            fresh.extend(changed)
    parent[:] = fresh


def within(paragraph: Element, name: str) -> Iterator[Element]:
    """Descendants of that full name which belong to `paragraph` itself and not to a text box inside it."""
    for child in paragraph:
        if child.tag == PARAGRAPH:
            continue
        if child.tag == name:
            yield child
        yield from within(child, name)


def containers_of(root: Element) -> Iterator[Element]:
    """Every element that has paragraphs or tables as children: body, cells, boxes, notes."""
    return (element for element in root.iter() if any(child.tag in (PARAGRAPH, TABLE) for child in element))


def next_block(container: Element, index: int) -> str:
    """The tag of the first paragraph or table after position `index`; empty when there is none."""
    return next((each.tag for each in container[index + 1 :] if each.tag in (PARAGRAPH, TABLE)), "")


def has_removed_end(paragraph: Element) -> bool:
    """True when the paragraph mark was deleted or moved away: the paragraph runs on into the next."""
    properties = below(paragraph, "pPr", "rPr")
    return properties is not None and any(properties.find(name) is not None for name in REMOVED)


def is_contents(control: Element) -> bool:
    """True for a content control (`w:sdt`) that holds a table of contents."""
    return value(below(control, "sdtPr", "docPartObj", "docPartGallery")) == "Table of Contents"


def note_of(reference: Element, notes: NotesByKind) -> Element | None:
    """The note that a reference (one of `NOTES`) leads to; None when there is none."""
    return notes.get(local(reference).removesuffix("Reference"), {}).get(value(reference, "id"))


def content_of(paragraph: Element) -> list[Element]:
    """The children of a paragraph besides its properties."""
    return [child for child in paragraph if child.tag != PARAGRAPH_PROPERTIES]


def make(name: str, attributes: dict[str, str] | None = None, *children: Element) -> Element:
    """A new element with `w:` attributes."""
    element = Element(w(name), {w(key): text for key, text in (attributes or {}).items()})
    element.extend(children)
    return element


def text_element(text: str) -> Element:
    """`w:t` with its white space kept."""
    element = Element(TEXT, {PRESERVE: "preserve"})
    element.text = text
    return element


def written_text(element: Element) -> str:
    """The text of a `w:t`: white space at its ends counts only with `xml:space="preserve"` (clause 17.3.3.31), and line ends
    are blanks."""
    text = element.text or ""
    return LINE_ENDS.sub(" ", text if element.get(PRESERVE) == "preserve" else text.strip(" \t\r\n"))


def plain_text(element: Element) -> str:
    """The text of all `w:t` below `element`, for quoting in a remark."""
    return "".join(text.text or "" for text in element.iter(TEXT))


def form_of(alternates: Element) -> list[Element]:
    """The content of the choice or fallback of an `mc:AlternateContent` that is read.

    Empty ones do not count, nor does one without words where a later one has some: text must not get lost. Without
    a fallback the first choice is taken.
    """
    choices = [form for form in alternates if form.tag == CHOICE]
    fallbacks = [form for form in alternates if form.tag == FALLBACK]
    understood = [form for form in choices if UNDERSTOOD.issuperset(form.get("Requires", "?").split())]
    candidates = [form for form in (*understood, *fallbacks) if len(form)]
    for names in (TEXTUAL, SHOWN):
        for form in candidates:
            if any(local(each) in names for each in form.iter()):
                return list(form)
    return list(next(iter((*candidates, *fallbacks, *choices)), ()))


def choose(root: Element) -> None:
    """Replaces every `mc:AlternateContent` below `root`, nested ones included, by the content that is read of it."""

    def change(element: Element) -> list[Element] | None:
        if element.tag != ALTERNATES:
            return None
        content = Element(element.tag)
        content.extend(form_of(element))
        choose(content)
        return list(content)

    rewrite(root, change)
