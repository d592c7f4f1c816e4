"""Takes away what only wraps text (content controls, custom XML, smart tags, directions of writing), frames and hidden text.

ECMA-376 part 1, clauses 17.5, 17.3.2.3, 17.3.1.11 (frames) and 17.3.2.41 (hidden text, which must not appear on the site). A
content control that holds a table of contents goes with it: the site makes its own.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.tree import (
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    below,
    containers_of,
    content_of,
    local,
    next_block,
    paragraphs_of,
    plain_text,
    rewrite,
    switch,
    value,
    w,
    within,
)

HEADING = re.compile(r"目\s*[录次]|contents", re.IGNORECASE)
# Word's styles for entries, and the page at the end of one.
STYLE = re.compile(r"(toc|目录|contents|index|索引|table of|图表目录)", re.IGNORECASE)
PAGE = re.compile(r"(\d|(?<![A-Za-z])[ivxlc]+)\s*$", re.IGNORECASE)
PLACE = "_Toc"
WRAPPERS = frozenset({w("customXml"), w("smartTag"), w("dir"), w("bdo")})
PROPERTIES = frozenset({w("customXmlPr"), w("smartTagPr")})
DROPPED = frozenset({"drop", "margin"})
LONGEST = 60
# Fields are taken apart later; without their marks the text around them would be read as their instruction.
KEPT = frozenset({RUN_PROPERTIES, w("fldChar"), w("instrText")})
DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
SHOWN = frozenset({"blip", "imagedata"})


def report_own_words(paragraph: Element, text: str, styles: Styles, remarks: Remarks) -> None:
    """Reports `text`, what a paragraph has in a table of contents, unless that is an entry or the heading."""
    if text.strip() and not HEADING.fullmatch(text.strip()) and not is_entry(paragraph, text, styles):
        remarks.count("contents_text", text)


def is_entry(paragraph: Element, text: str, styles: Styles) -> bool:
    if PAGE.search(text) or any(STYLE.match(name) for name in styles.names_of(paragraph)):
        return True
    codes = [
        *(each.text or "" for each in paragraph.iter(w("instrText"))),
        *(value(each, "instr") for each in paragraph.iter(w("fldSimple"))),
    ]
    anchors = [value(each, "anchor") for each in paragraph.iter(w("hyperlink"))]
    return any("PAGEREF" in code or PLACE in code for code in codes) or any(PLACE in anchor for anchor in anchors)


def unwrap(root: Element, styles: Styles, remarks: Remarks) -> None:
    """Puts the content of every wrapper below `root` in the wrapper's place."""

    def change(element: Element) -> list[Element] | None:
        if element.tag == w("sdt"):
            return controlled(element, styles, remarks)
        if element.tag not in WRAPPERS:
            return None
        unwrap(element, styles, remarks)
        return [child for child in element if child.tag not in PROPERTIES]

    rewrite(root, change)


def controlled(control: Element, styles: Styles, remarks: Remarks) -> list[Element]:
    properties, content = below(control, "sdtPr"), below(control, "sdtContent")
    if content is None:
        return []
    if value(below(properties, "docPartObj", "docPartGallery")) == "Table of Contents":
        remarks.add("contents")
        remarks.gone(plain_text(content))
        for paragraph in paragraphs_of(content):
            report_own_words(paragraph, plain_text(paragraph), styles, remarks)
        return []
    if switch(properties, "showingPlcHdr"):
        remarks.count("placeholder", plain_text(content))
    unwrap(content, styles, remarks)
    return list(content)


def settle_frames(root: Element, remarks: Remarks) -> None:
    """Joins every dropped capital below `root` to the paragraph after it; other frames become plain paragraphs."""
    for container in list(containers_of(root)):
        fresh: list[Element] = []
        waiting: list[Element] = []
        for index, block in enumerate(container):
            frame = below(block, "pPr", "framePr") if block.tag == PARAGRAPH else None
            if value(frame, "dropCap") in DROPPED and next_block(container, index) == PARAGRAPH:
                waiting += content_of(block)
                continue
            if waiting and block.tag == PARAGRAPH:
                properties = block.findall(PARAGRAPH_PROPERTIES)
                block[:] = [*properties, *waiting, *content_of(block)]
                waiting = []
                remarks.count("dropped_capital", plain_text(block))
            elif frame is not None and plain_text(block).strip():
                remarks.count("frames", plain_text(block))
            fresh.append(block)
        container[:] = fresh


def drop_hidden(root: Element, styles: Styles, notes: dict[str, dict[str, Element]], remarks: Remarks) -> None:
    """Takes the hidden text out of every paragraph below `root`, and paragraphs of which nothing is shown.

    `notes` has the notes of each kind by their identifier: one that is referred to in hidden text is hidden too.
    """
    gone: set[Element] = set()
    for paragraph in list(paragraphs_of(root)):
        hidden = [run for run in list(within(paragraph, RUN)) if styles.run(paragraph, run).hidden]
        for run in hidden:
            report_drawings_and_notes(run, paragraph, notes, remarks)
        text = "".join(map(plain_text, hidden))
        for run in hidden:
            run[:] = [child for child in run if child.tag in KEPT]
        remarks.gone(text)
        if text.strip():
            remarks.add("text_hidden", text=cut(text))
        is_empty = all(child.tag in KEPT for run in within(paragraph, RUN) for child in run)
        if is_empty and styles.mark(paragraph).hidden:
            gone.add(paragraph)
    for container in list(containers_of(root)):
        container[:] = [child for child in container if child not in gone]


def report_drawings_and_notes(
    run: Element, paragraph: Element, notes: dict[str, dict[str, Element]], remarks: Remarks
) -> None:
    for element in run.iter():
        if element.tag in DRAWINGS and (
            not plain_text(element) or any(local(each) in SHOWN for each in element.iter())
        ):
            remarks.count("picture_hidden", plain_text(element) or plain_text(paragraph))
        kind = local(element).removesuffix("Reference")
        note = notes.get(kind, {}).get(value(element, "id")) if local(element) != kind else None
        if note is not None:
            remarks.gone(plain_text(note))
            remarks.add("note_hidden", text=cut(plain_text(note)))


def cut(text: str) -> str:
    """The beginning of a text, to be quoted."""
    text = text.strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
