"""Keeps bold, italic, strikethrough, superscript and subscript; other formatting is reported, as the site has its own style.

Underlined blanks are lines to fill in. A page would show nothing, so they are written `____`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from lanmu.intake.article.blocks import Run
from lanmu.intake.word.drawings import PICTURE
from lanmu.intake.word.inline import HREF
from lanmu.intake.word.looks import STANDARD_SIZE, columns
from lanmu.intake.word.notes import NUMBER
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.styles import RunLook, Styles
from lanmu.intake.word.symbols import UNREADABLE, as_shown
from lanmu.intake.word.tree import (
    NOTES,
    PARAGRAPH,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    below,
    plain_text,
    switch,
    text_element,
    value,
    w,
)

DROPPED = {
    "u": "下划线",
    "highlight": "突出显示",
    "shd": "底纹",
    "bdr": "边框",
    "em": "着重号",
    "smallCaps": "小型大写字母",
    "outline": "空心字",
    "shadow": "阴影",
    "emboss": "阳文",
    "imprint": "阴文",
    "effect": "文字动画",
    "eastAsianLayout": "双行合一、纵横混排",
    "fitText": "调整宽度",
}
# Values of these properties that mean none.
NOTHING = {"none", "nil", "clear", "auto", "0", "false", "off"}
COLOUR, BLACK = "颜色", frozenset({"", "000000"})
RAISED = 4
"""Half points above the line from which text counts as superscript; less only corrects its position."""
WHITE = "FFFFFF"
LINE = "____"
NARROWEST, TAB_WIDTH = 2, 8
"""Half-width columns: narrower blanks only separate words; the least width of a tab."""


@dataclass
class Formatting:
    """Reads the runs of paragraphs with the formatting that is kept, and counts the rest."""

    styles: Styles
    remarks: Remarks
    dropped: Counter[str] = field(default_factory=Counter)

    def runs(self, paragraph: Element, *, is_heading: bool, on_white: bool) -> tuple[Run, ...]:
        """The runs of a paragraph, in a heading (`is_heading`) without bold. White text is reported where it would be
        invisible: `on_white` says that the paragraph has no dark background of a cell or box."""
        runs = paragraph.findall(RUN)
        looks = [self.styles.run(paragraph, run) for run in runs]
        largest = max((look.size or STANDARD_SIZE for look in looks), default=STANDARD_SIZE)
        for run, look in zip(runs, looks, strict=True):
            self.count(run, look)
            grounds = (below(run, "rPr", "shd"), below(run, "rPr", "highlight"), below(paragraph, "pPr", "shd"))
            is_shaded = any(
                each is not None and (value(each, "fill") or value(each)) not in NOTHING for each in grounds
            )
            if on_white and look.colour.upper() == WHITE and not is_shaded and plain_text(run).strip():
                self.remarks.count("white_text", plain_text(run))
            self.show(run, look)
        formats_of = [kept_format(run, look, largest, is_heading) for run, look in zip(runs, looks, strict=True)]
        for index, run in enumerate(runs):
            if run.find(TEXT) is not None and not plain_text(run).strip():
                # Blanks have the formatting of both their neighbours.
                before = formats_of[index - 1] if index else frozenset()
                after = formats_of[index + 1] if index + 1 < len(runs) else frozenset()
                formats_of[index] = before & after
        pieces = (piece for run, formats in zip(runs, formats_of, strict=True) for piece in pieces_of(run, formats))
        return joined(pieces)

    def count(self, run: Element, look: RunLook) -> None:
        """Counts the formatting of a run that is not kept."""
        text = plain_text(run)
        properties = run.find(RUN_PROPERTIES)
        for name, called in DROPPED.items():
            element = below(properties, name)
            if element is not None and (value(element) or value(element, "fill") or "1").lower() not in NOTHING:
                self.dropped[called] += 1
        own_colour = value(below(properties, "color"))
        if own_colour not in BLACK | NOTHING:
            self.dropped[COLOUR] += 1
        if (look.strike or look.double) and text.strip():
            self.remarks.count("struck_out", text)

    def show(self, run: Element, look: RunLook) -> None:
        """Rewrites the text of a run as it is seen: symbol fonts as Unicode, capitals."""
        for element in run.findall(TEXT):
            text = as_shown(element.text or "", look.latin)
            if text != element.text:
                self.remarks.removed(element.text or "")
            if UNREADABLE in text and UNREADABLE not in (element.text or ""):
                self.remarks.count("sign_of_font")
            element.text = text.upper() if look.caps else text

    def paragraph_properties(self, properties: Element | None) -> None:
        """Counts the formatting of a paragraph that is not kept."""
        if below(properties, "pBdr") is not None:
            self.dropped["段落边框"] += 1
        if value(below(properties, "shd"), "fill") not in ("", "auto"):
            self.dropped["底纹"] += 1
        if switch(properties, "pageBreakBefore"):
            self.dropped["段前分页"] += 1

    def report(self) -> None:
        """Reports the formatting that was not kept."""
        kinds = "、".join(f"{called}（{times} 处）" for called, times in self.dropped.items())
        if kinds:
            self.remarks.add("formatting", kinds=kinds)


def kept_format(run: Element, look: RunLook, largest: int, is_heading: bool) -> frozenset[str]:
    """The formatting of a run that stays, as the `formats` of a `Run`. References and pictures have none."""
    if any(child.tag in NOTES for child in run) or not any(child.tag == TEXT for child in run):
        return frozenset()
    # Superscript and subscript are made by `vertAlign`, or by a position above or below the line and a smaller size.
    offset = (look.position or 0) if (look.size or STANDARD_SIZE) < largest else 0
    formats = {
        "strong": bool(look.bold) and not is_heading,
        "em": bool(look.italic),
        "s": bool(look.strike or look.double),
        "sup": look.vertical == "superscript" or offset >= RAISED,
        "sub": look.vertical == "subscript" or -offset >= RAISED,
    }
    return frozenset(name for name, is_kept in formats.items() if is_kept)


def pieces_of(run: Element, formats: frozenset[str]) -> Iterator[Run]:
    """A run of the document as runs of the article."""
    link = run.get(HREF, "")
    for child in run:
        if child.tag == TEXT and child.text:
            yield Run(child.text, formats, link)
        elif child.tag == w("tab"):
            yield Run("\t", formats, link)
        elif child.tag == w("br"):
            yield Run(formats=formats, kind="break")
        elif child.tag == PICTURE:
            yield Run(child.get("alt", "").strip(), kind="image", target=child.get("name", ""))
        elif child.tag in NOTES:
            number = child.get(NUMBER, "")
            yield Run(f"[{number}]", kind="note", target=number)


def joined(pieces: Iterable[Run]) -> tuple[Run, ...]:
    """The runs, adjoining text of the same format and link as one."""
    runs: list[Run] = []
    for piece in pieces:
        last = runs[-1] if runs else None
        if last is not None and replace(last, text=piece.text) == piece and piece.kind == "text":
            runs[-1] = replace(last, text=last.text + piece.text)
        else:
            runs.append(piece)
    return tuple(runs)


def write_lines(story: Element, styles: Styles, remarks: Remarks) -> None:
    """Replaces the underlined blanks in every paragraph of a story by `____`; adjoining ones become one line."""
    for paragraph in list(story.iter(PARAGRAPH)):
        blanks: list[tuple[Element, Element]] = []
        for run in paragraph.findall(RUN):
            is_underlined = bool(styles.run(paragraph, run).underline)
            for child in [child for child in run if child.tag != RUN_PROPERTIES]:
                is_blank = child.tag == TEXT and bool(child.text) and not (child.text or "").strip()
                if is_underlined and (is_blank or child.tag == w("tab")):
                    blanks.append((run, child))
                else:
                    replace_blanks(blanks, paragraph, remarks)
                    blanks = []
        replace_blanks(blanks, paragraph, remarks)


def replace_blanks(blanks: list[tuple[Element, Element]], paragraph: Element, remarks: Remarks) -> None:
    width = sum(TAB_WIDTH if each.tag != TEXT else sum(map(columns, each.text or "")) for _, each in blanks)
    if width < NARROWEST:
        return
    remarks.count("line_to_fill_in", plain_text(paragraph))
    (run, first), *others = blanks
    run[list(run).index(first)] = text_element(LINE)
    for run, child in others:
        run.remove(child)
