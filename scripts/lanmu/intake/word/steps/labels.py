"""Writes automatic numbers into the text; bullets become marks of list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.numbering import FILLED, PICTURE_BULLET, Counter, Numbering
from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.steps.inline import NOTES
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import BOX, PARAGRAPH, RUN, TEXT, make, own, plain_text, text_element

DEPTH = own("depth")
"""Mark of a bulleted paragraph: how deep it is, 0 for the first level."""
SEEN = NOTES | {TEXT}
STYLED = re.compile(r"list bullet ([2-5])")
WRITTEN = "有 {n} 处自动编号写成了文字，和 Word 里看到的一样{at}。"
BULLET = "有 {n} 处项目符号有意思（①、√、×、□ 一类），写在了各项文字的前面{at}。"
FILLED_BULLET = "有的项目符号是实心方块“■”，写成了普通的圆点。如果方块表示选中，请在稿件里写上“■”。"
PICTURED = "有的项目符号是一张小图，写成了普通的圆点。图有意思的，请用文字写出来。"
IN_BOX = "文本框里有自动编号{at}。请看一看编号对不对。"
SKIPPED = "有 {n} 组自动编号从这一段起跳了级{at}：上面少一级。请看一看编号对不对。"
UNKNOWN = "有的自动编号用了这里不认识的样式（{name}），写成了阿拉伯数字。请看一看编号对不对。"


def write_numbers(story: Element, numbering: Numbering, remarks: Remarks, *, boxed: bool = False) -> None:
    """Writes the numbers of a story; each text box in it is counted by itself."""
    counter = Counter(numbering)
    for paragraph in own_paragraphs(story):
        known = len(counter.skipped)
        label = counter.label(paragraph)
        if label is None:
            continue
        if label.is_bullet:
            paragraph.set(DEPTH, str(max(label.depth, styled_depth(paragraph, numbering.styles))))
            if label.text:
                insert(paragraph, label.before(beginning(paragraph)), numbering.styles)
                remarks.count("taken", BULLET, plain_text(paragraph))
        elif label.text:
            text = label.before(beginning(paragraph))
            insert(paragraph, text, numbering.styles)
            remarks.count("taken", WRITTEN, plain_text(paragraph))
            if boxed:
                remarks.add("look", IN_BOX.replace("{at}", f"（“{text.strip()}”）"))
        if len(counter.skipped) > known:
            remarks.count("look", SKIPPED, plain_text(paragraph))
    for box in story.iter(BOX):
        if box is not story:
            write_numbers(box, numbering, remarks, boxed=True)


def styled_depth(paragraph: Element, styles: Styles) -> int:
    """How deep a bullet is by Word's own styles for lists, each of which is a list of one level."""
    names = (STYLED.fullmatch(name) for name in styles.names_of(paragraph))
    return next((int(match[1]) - 1 for match in names if match), 0)


def own_paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs of a story in their order, without those of the text boxes in it."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield child
        elif child.tag != BOX:
            yield from own_paragraphs(child)


def beginning(paragraph: Element) -> str:
    """The text of a paragraph, references to notes included, as what a number stands before."""
    return "".join("[" if each.tag in NOTES else each.text or "" for each in paragraph.iter() if each.tag in SEEN)


def insert(paragraph: Element, text: str, styles: Styles) -> None:
    """Puts a number before the text of a paragraph, bold and italic as its first run is, and nothing else."""
    first = paragraph.find(RUN)
    look = styles.mark(paragraph) if first is None else styles.run(paragraph, first)
    switches = {"b": bool(look.bold), "i": bool(look.italic), "strike": False, "dstrike": False, "caps": False}
    said = [make(name, {"val": str(int(is_on))}) for name, is_on in switches.items()]
    fonts = make("rFonts", {"ascii": "Times New Roman", "hAnsi": "Times New Roman"})
    properties = make("rPr", None, fonts, *said, make("vertAlign", {"val": "baseline"}))
    paragraph.insert(0, make("r", None, properties, text_element(text)))


def tell_doubts(numbering: Numbering, remarks: Remarks) -> None:
    """Tells about numbers that Word may show otherwise."""
    for name in sorted(numbering.unknown):
        remarks.add("look", UNKNOWN.replace("{name}", name))
    for ornament, sentence in ((FILLED, FILLED_BULLET), (PICTURE_BULLET, PICTURED)):
        if ornament in numbering.ornaments:
            remarks.add("look", sentence)
