"""Takes out hidden text (ECMA-376 part 1, clause 17.3.2.41): what Word does not show must not appear on the site."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.styles import Styles
from lanmu.intake.word.telling.remarks import Remarks
from lanmu.intake.word.tree import (
    RUN,
    RUN_PROPERTIES,
    containers_of,
    local,
    paragraphs_of,
    plain_text,
    value,
    w,
    within,
)

HIDDEN = "隐藏文字没有收进来：“{text}”。如果应当公开，请在 Word 里选中它，用“开始→字体”取消“隐藏”（WPS：开始→字体→隐藏文字）再导入；如果不该留着，请从原文件里删去。"
HIDDEN_NOTE = "隐藏的脚注、尾注没有收进来：“{text}”。如果应当公开，请在 Word 里取消编号的“隐藏”再导入；不该留着的，请从原文件里删去。"
HIDDEN_DRAWING = "有 {n} 张隐藏的图片或图形没有收进来{at}。如果应当公开，请在 Word 里取消“隐藏”再导入；不该留着的，请从原文件里删去。"
LONGEST = 60
# Fields are taken apart later; without their marks the text around them would be read as their instruction.
KEPT = frozenset({RUN_PROPERTIES, w("fldChar"), w("instrText")})
DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
SHOWN = frozenset({"blip", "imagedata"})
Notes = dict[str, dict[str, Element]]


def drop_hidden(root: Element, styles: Styles, notes: Notes, remarks: Remarks) -> None:
    """Takes the hidden text out of every paragraph below `root`, and paragraphs of which nothing is shown.

    `notes` has the notes of each kind by their identifier: one that is referred to in hidden text is hidden too.
    """
    gone: set[Element] = set()
    for paragraph in list(paragraphs_of(root)):
        hidden = [run for run in list(within(paragraph, RUN)) if styles.run(paragraph, run).hidden]
        for run in hidden:
            tell_things(run, paragraph, notes, remarks)
        text = "".join(hide(run) for run in hidden)
        remarks.gone(text)
        if text.strip():
            remarks.add("left_out", HIDDEN.format(text=cut(text)))
        if styles.mark(paragraph).hidden and not shows_something(paragraph):
            gone.add(paragraph)
    for container in list(containers_of(root)):
        container[:] = [child for child in container if child not in gone]


def tell_things(run: Element, paragraph: Element, notes: Notes, remarks: Remarks) -> None:
    """Tells about the drawings in a hidden run, and the notes that it refers to."""
    for element in run.iter():
        if element.tag in DRAWINGS and (
            not plain_text(element) or any(local(each) in SHOWN for each in element.iter())
        ):
            remarks.count("left_out", HIDDEN_DRAWING, plain_text(element) or plain_text(paragraph))
        kind = local(element).removesuffix("Reference")
        note = notes.get(kind, {}).get(value(element, "id")) if local(element) != kind else None
        if note is not None:
            remarks.gone(plain_text(note))
            remarks.add("left_out", HIDDEN_NOTE.format(text=cut(plain_text(note))))


def cut(text: str) -> str:
    """The beginning of a text, to be quoted."""
    text = text.strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def hide(run: Element) -> str:
    """Empties a hidden run; gives the text that stood in it."""
    text = plain_text(run)
    run[:] = [child for child in run if child.tag in KEPT]
    return text


def shows_something(paragraph: Element) -> bool:
    """True when any run of the paragraph has content."""
    return any(child.tag not in KEPT for run in within(paragraph, RUN) for child in run)
