"""Takes away what only wraps text: content controls, custom XML, smart tags, directions of writing.

They stand around runs, paragraphs, rows and cells alike (ECMA-376 part 1, clauses 17.5 and 17.3.2.3). A content control
that holds a table of contents goes with it: the site makes its own.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.steps.contents import CONTENTS, tell_own_words
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import below, paragraphs_of, plain_text, rewrite, switch, value, w

PLACEHOLDER = "有 {n} 处内容控件还没有填写{at}，提示文字照样收进来了。请删去或填好。"
CONTENT_CONTROL = w("sdt")
WRAPPERS = frozenset({w("customXml"), w("smartTag"), w("dir"), w("bdo")})
PROPERTIES = frozenset({w("customXmlPr"), w("smartTagPr")})


def unwrap(root: Element, styles: Styles, remarks: Remarks) -> None:
    """Puts the content of every wrapper below `root` in the wrapper's place."""

    def change(element: Element) -> list[Element] | None:
        if element.tag == CONTENT_CONTROL:
            return controlled(element, styles, remarks)
        if element.tag not in WRAPPERS:
            return None
        unwrap(element, styles, remarks)
        return [child for child in element if child.tag not in PROPERTIES]

    rewrite(root, change)


def controlled(control: Element, styles: Styles, remarks: Remarks) -> list[Element]:
    """What stands in a content control, or nothing for a table of contents."""
    properties, content = below(control, "sdtPr"), below(control, "sdtContent")
    if content is None:
        return []
    if is_contents(control):
        remarks.add("left_out", CONTENTS)
        remarks.gone(plain_text(content))
        for paragraph in paragraphs_of(content):
            tell_own_words(paragraph, plain_text(paragraph), styles, remarks)
        return []
    if switch(properties, "showingPlcHdr"):
        remarks.count("look", PLACEHOLDER, plain_text(content))
    unwrap(content, styles, remarks)
    return list(content)


def is_contents(control: Element) -> bool:
    """True for the content control that Word and WPS put around a table of contents."""
    return value(below(control, "sdtPr", "docPartObj", "docPartGallery")) == "Table of Contents"
