"""Takes out hidden text (ECMA-376 part 1, clause 17.3.2.41): what Word does not show must not appear on the site."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import (
    RUN,
    RUN_PROPERTIES,
    containers_of,
    paragraphs_of,
    plain_text,
    w,
    within,
)

HIDDEN = "隐藏文字没有收进来：“{text}”。如果应当公开，请在 Word 里选中它，用“开始→字体”取消“隐藏”（WPS：开始→字体→隐藏文字）再导入；如果不该留着，请从原文件里删去。"
LONGEST = 60
# Fields are taken apart later; without their marks the text around them would be read as their instruction.
KEPT = frozenset({RUN_PROPERTIES, w("fldChar"), w("instrText")})


def drop_hidden(root: Element, styles: Styles, remarks: Remarks) -> None:
    """Takes the hidden text out of every paragraph below `root`, and paragraphs of which nothing is shown."""
    gone: set[Element] = set()
    for paragraph in list(paragraphs_of(root)):
        text = "".join(hide(run) for run in list(within(paragraph, RUN)) if styles.run(paragraph, run).hidden)
        if text.strip():
            cut = text.strip() if len(text.strip()) <= LONGEST else f"{text.strip()[:LONGEST]}…"
            remarks.add("left_out", HIDDEN.format(text=cut))
        if styles.mark(paragraph).hidden and not shows_something(paragraph):
            gone.add(paragraph)
    for container in list(containers_of(root)):
        container[:] = [child for child in container if child not in gone]


def hide(run: Element) -> str:
    """Empties a hidden run; gives the text that stood in it."""
    text = plain_text(run)
    run[:] = [child for child in run if child.tag in KEPT]
    return text


def shows_something(paragraph: Element) -> bool:
    """True when any run of the paragraph has content."""
    return any(child.tag not in KEPT for run in within(paragraph, RUN) for child in run)
