"""Lines to fill in, which Word users draw with underlined blanks: a page would show nothing, so they are written `____`."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.steps.alignment import columns
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import PARAGRAPH, RUN, RUN_PROPERTIES, TEXT, plain_text, text_element, w

LINE = "____"
NARROWEST, TAB_WIDTH = 2, 8
"""Half-width columns: what is narrower parts words, and what a tab takes at the least."""
WRITTEN = "有 {n} 处填空的横线（带下划线的空格）写成了“____”{at}。"


def write_lines(story: Element, styles: Styles, remarks: Remarks) -> None:
    """Writes the lines in every paragraph of a story; blanks that follow one another are one line."""
    for paragraph in list(story.iter(PARAGRAPH)):
        blanks: list[tuple[Element, Element]] = []
        for run in paragraph.findall(RUN):
            is_underlined = bool(styles.run(paragraph, run).underline)
            for child in [child for child in run if child.tag != RUN_PROPERTIES]:
                if is_underlined and is_blank(child):
                    blanks.append((run, child))
                else:
                    write(blanks, paragraph, remarks)
                    blanks = []
        write(blanks, paragraph, remarks)


def is_blank(child: Element) -> bool:
    """True for a tab, and for text of blanks."""
    return child.tag == w("tab") or (child.tag == TEXT and bool(child.text) and not (child.text or "").strip())


def write(blanks: list[tuple[Element, Element]], paragraph: Element, remarks: Remarks) -> None:
    """Puts a line in the place of some blanks, each with its run, when they are wide enough."""
    width = sum(TAB_WIDTH if each.tag != TEXT else sum(map(columns, each.text or "")) for _, each in blanks)
    if width < NARROWEST:
        return
    remarks.count("changed", WRITTEN, plain_text(paragraph))
    (run, first), *rest = blanks
    run[list(run).index(first)] = text_element(LINE)
    for run, child in rest:
        run.remove(child)
