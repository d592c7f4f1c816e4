"""What stands in a table of contents and is no entry of it: the writer's own words, which are told."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import value, w

CONTENTS = "自动目录没有收进来：网站会根据小标题自己生成目录。"
OWN_WORDS = "自动目录里有 {n} 段不像目录的话，也没有收进来{at}。要保留的，请移到目录外面，再导入。"
HEADING = re.compile(r"目\s*[录次]|contents", re.IGNORECASE)
# Word's styles for entries, and the page at the end of one.
STYLE = re.compile(r"(toc|目录|contents|index|索引|table of|图表目录)", re.IGNORECASE)
PAGE = re.compile(r"(\d|(?<![A-Za-z])[ivxlc]+)\s*$", re.IGNORECASE)
PLACE = "_Toc"


def tell_own_words(paragraph: Element, text: str, styles: Styles, remarks: Remarks) -> None:
    """Tells about `text`, what a paragraph has in a table of contents, unless that is an entry or the heading."""
    if text.strip() and not HEADING.fullmatch(text.strip()) and not is_entry(paragraph, text, styles):
        remarks.count("left_out", OWN_WORDS, text)


def is_entry(paragraph: Element, text: str, styles: Styles) -> bool:
    """True for a paragraph in a style for entries, one that ends in a page number, and one that leads to a heading."""
    if PAGE.search(text) or any(STYLE.match(name) for name in styles.names_of(paragraph)):
        return True
    codes = [
        *(each.text or "" for each in paragraph.iter(w("instrText"))),
        *(value(each, "instr") for each in paragraph.iter(w("fldSimple"))),
    ]
    anchors = [value(each, "anchor") for each in paragraph.iter(w("hyperlink"))]
    return any("PAGEREF" in code or PLACE in code for code in codes) or any(PLACE in anchor for anchor in anchors)
