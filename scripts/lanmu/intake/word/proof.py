"""Two counts of what a reader of the file sees, both independent of the import, to prove that the import lost nothing.

`VisibleText` reads the text in order and shares with the steps only the meaning of things (styles, automatic numbers, fields,
symbols, formulas): numbers come before their text, bullets are no text, a text box follows its paragraph, a note is `[1]`
where it is referred to and stands at the end after the same sign, tracked changes are accepted. `pieces_of` and `lost` share
nothing but the choice among alternate content: they take every character wherever it stands, and each must come out again
or be among those that the steps removed (`Remarks.removed_text`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.article.blocks import difference_of, squeeze
from lanmu.intake.word.fields import OpenFields
from lanmu.intake.word.numbering import LabelCounter, Numbering
from lanmu.intake.word.styles import RunLook, Styles
from lanmu.intake.word.symbols import EMOJI, FORMULAS, as_shown, emoji, linear, symbol
from lanmu.intake.word.tree import (
    ALTERNATES,
    DRAWINGS,
    FIELD_PARTS,
    NOTES,
    REMOVED,
    NotesByKind,
    below,
    form_of,
    has_removed_end,
    is_contents,
    local,
    note_of,
    number,
    switch,
    value,
    w,
    written_text,
)

REMOVED_IF = {w("tr"): f"{w('trPr')}/{w('del')}", w("tc"): f"{w('tcPr')}/{w('cellDel')}"}
SKIPPED = REMOVED | {
    w(name) for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")
}
BOX = w("txbxContent")
CONTENTS_HEADING = "目录"
SHOWN = 12


def pieces_of(body: Element, notes: NotesByKind) -> list[str]:
    """The text of every paragraph of a document, and of the notes that it refers to, in no particular order."""
    references = (each for each in body.iter() if each.tag in NOTES)
    referred = {(local(each).removesuffix("Reference"), value(each, "id")) for each in references}
    stories = [body, *(notes[kind][name] for kind, name in sorted(referred) if name in notes.get(kind, {}))]
    pieces = []
    waiting: list[Iterable[Element]] = [[story] for story in stories]
    while waiting:
        text: list[str] = []
        characters(waiting.pop(), text, waiting)
        pieces.append("".join(text))
    return [piece for piece in pieces if piece]


def characters(elements: Iterable[Element], text: list[str], inner: list[Iterable[Element]]) -> None:
    """Appends the characters of some elements to `text`, and the children of each paragraph among them to `inner`."""
    for element in elements:
        name = local(element)
        whole = REMOVED_IF.get(element.tag)
        if element.tag in REMOVED or (whole and element.find(whole) is not None):
            continue
        if name == "t":
            text.append(element.text or "")
        elif name == "symEx":
            text.append(emoji(element).replace("\ufffd", ""))
        elif name == "textpath":
            text.append(element.get("string", ""))
        elif element.tag == ALTERNATES:
            characters(form_of(element), text, inner)
        elif element.tag == w("p"):
            inner.append(list(element))
        else:
            characters(element, text, inner)


def lost(pieces: Iterable[str], got: str, removed: Iterable[str]) -> tuple[int, list[str]]:
    """How many characters of `pieces` are neither in `got` nor in `removed`, and the paragraphs that may lack them.

    White space and invisible characters do not count, nor does the case of letters, which styles may change.
    """
    expected = [squeeze(piece).upper() for piece in pieces]
    output = squeeze(got).upper()
    available = Counter(output)
    for text in removed:
        available.update(squeeze(text).upper())
    missing = Counter("".join(expected)) - available
    affected = [piece for piece in expected if piece not in output and any(letter in missing for letter in piece)]
    return missing.total(), affected


def first_difference(seen: str, got: str) -> tuple[str, str] | None:
    """A few characters of both texts at the first position where they differ; None when they are the same."""
    if seen == got:
        return None
    start = max(0, difference_of(seen, got) - SHOWN // 2)
    return seen[start : start + SHOWN], got[start : start + SHOWN]


def compact(text: str) -> str:
    """A text for comparison, without line ends and the tabs before them, which nobody sees."""
    return "".join(line.rstrip("\t") for line in text.split("\n"))


def blocks_in(container: Iterable[Element]) -> Iterator[Element]:
    """The paragraphs and tables of a container, whatever wraps them."""
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
    """The rows of a table or the cells of a row, whatever wraps them."""
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


def has_runs(element: Element) -> bool:
    """True when a run is left that was not deleted."""
    return any(child.tag == w("r") or has_runs(child) for child in element if child.tag not in SKIPPED)


def boxes_in(drawing: Iterable[Element]) -> Iterator[Element]:
    """The text boxes and WordArt texts of a drawing that are not hidden, without those inside other boxes."""
    for child in drawing:
        properties = child.find("{*}docPr")
        is_hidden = properties is not None and properties.get("hidden", "") in ("1", "true", "on")
        if is_hidden or re.search(r"visibility:\s*hidden", child.get("style", "")) or local(child) == "shapetype":
            continue
        if child.tag == BOX or (local(child) == "textpath" and child.get("string", "").strip()):
            yield child
        else:
            yield from boxes_in(form_of(child) if child.tag == ALTERNATES else child)


@dataclass
class VisibleLine:
    """A paragraph that is being read."""

    text: str = ""
    blanks: str = ""
    """Underlined blanks at the end, which are a line to fill in when they are wide enough."""
    boxes: list[Element] = field(default_factory=list)
    shows: bool = False
    """It has visible content, if only a tab."""

    def add(self, text: str) -> None:
        """Adds text after the blanks."""
        is_line = sum(8 if each == "\t" else 2 if each == "\u3000" else 1 for each in self.blanks) > 1
        self.text += ("____" if is_line else self.blanks) + text
        self.blanks = ""


@dataclass
class VisibleText:
    """Reads the visible text of one document."""

    styles: Styles
    numbering: Numbering
    notes: NotesByKind
    lines: list[str] = field(default_factory=list)
    referred: list[Element] = field(default_factory=list)

    def read(self, body: Element) -> str:
        """The text of the document, notes at the end."""
        Story(self).blocks(body)
        for index, note in enumerate(self.referred, 1):
            start = len(self.lines)
            Story(self, is_note=True).blocks(note)
            lines = self.lines[start:] or [""]
            self.lines[start:] = [f"[{index}]{lines[0].lstrip()}", *lines[1:]]
        return "\n".join(self.lines)


class Story:
    """Reads the body, a text box or a note; holds what carries over between paragraphs (list counters, open fields)."""

    def __init__(self, document: VisibleText, *, is_note: bool = False) -> None:
        self.document, self.is_note = document, is_note
        self.counter = LabelCounter(document.numbering)
        self.fields = OpenFields()
        self.line = VisibleLine()
        self.element: Element

    def blocks(self, container: Element) -> None:
        """Reads the paragraphs and tables of a container."""
        blocks = list(blocks_in(container))
        carried = VisibleLine()
        for index, block in enumerate(blocks):
            following = blocks[index + 1].tag if index + 1 < len(blocks) else ""
            is_capital = value(below(block, "pPr", "framePr"), "dropCap") in ("drop", "margin")
            if block.tag == w("tbl"):
                self.table(block)
            elif following == w("p") and (is_capital or has_removed_end(block)):
                self.line, self.element = carried, block
                self.collect(block)
            elif carried.text or carried.blanks or carried.boxes or not has_removed_end(block) or has_runs(block):
                self.line, self.element = carried, block
                self.paragraph(block)
                carried = VisibleLine()

    def paragraph(self, paragraph: Element) -> None:
        """Reads a paragraph; `self.line` already has the text of paragraphs that run on into it."""
        lines, line = self.document.lines, self.line
        was_dropped = self.fields.drop
        self.collect(paragraph)
        if self.document.styles.paragraph_mark(paragraph).hidden and not line.shows:
            return
        line.add("")
        if not line.text and not line.boxes and (was_dropped or self.fields.drop):
            if lines and "".join(lines[-1].split()) == CONTENTS_HEADING:
                lines.pop()
            return
        label = self.counter.label(paragraph)
        text = (label.before(line.text) if label else "") + line.text
        lines += [each for each in text.split("\n") if each.strip()]
        for box in line.boxes:
            if box.tag == BOX:
                Story(self.document).blocks(box)
            else:
                lines.append(box.get("string", ""))

    def table(self, table: Element) -> None:
        """Reads a table cell by cell."""
        above: set[tuple[int, int]] = set()
        for row in unwrapped(table, w("tr")):
            if below(row, "trPr", "del") is not None or switch(below(row, "trPr"), "hidden"):
                continue
            here: set[tuple[int, int]] = set()
            column = number(below(row, "trPr", "gridBefore"))
            for cell in unwrapped(row, w("tc")):
                if below(cell, "tcPr", "cellDel") is not None:
                    continue
                span = max(number(below(cell, "tcPr", "gridSpan"), default=1), 1)
                merge, sideways = merge_of(cell), below(cell, "tcPr", "hMerge")
                goes_on = merge == "continue" and (column, span) in above
                if goes_on or merge == "restart":
                    here.add((column, span))
                if not goes_on and (sideways is None or value(sideways) == "restart"):
                    self.blocks(cell)
                column += span
            above = here

    def collect(self, elements: Iterable[Element]) -> None:
        """Adds the visible text of a paragraph, or of a part of it, to the line."""
        for child in elements:
            if child.tag in SKIPPED:
                continue
            if child.tag == w("r"):
                self.run(child)
            elif child.tag in FORMULAS:
                self.say(linear(child))
            elif child.tag == w("fldSimple"):
                self.fields.begin()
                self.fields.instruct(value(child, "instr"))
                self.fields.separate()
                self.collect(child)
                self.end_field()
            elif child.tag == ALTERNATES:
                self.collect(form_of(child))
            elif not is_contents(child):
                self.collect(child)

    def run(self, run: Element) -> None:
        """Adds the visible text of a run."""
        self.run_children(run, self.document.styles.run(self.element, run))

    def run_children(self, elements: Iterable[Element], look: RunLook) -> None:
        """Adds the visible text of some children of a run that looks like that."""
        for child in elements:
            if child.tag == ALTERNATES:
                self.run_children(form_of(child), look)
            elif child.tag in FIELD_PARTS or not look.hidden:
                self.line.shows = self.line.shows or child.tag not in FIELD_PARTS
                self.run_child(child, look)

    def run_child(self, child: Element, look: RunLook) -> None:
        """Adds the visible text of one child of a run."""
        name = child.tag
        if name == w("t"):
            text = as_shown(written_text(child), look.latin)
            self.say(text.upper() if look.caps else text, underlined=bool(look.underline))
        elif name in (w("tab"), w("ptab")):
            self.say("\t", underlined=bool(look.underline))
        elif name in (w("br"), w("cr")):
            self.say("\n")
        elif name == w("noBreakHyphen"):
            self.say("-")
        elif name == w("sym"):
            self.say(symbol(child))
        elif name == EMOJI:
            self.say(emoji(child))
        elif name in FORMULAS:
            self.say(linear(child))
        elif name == w("ruby"):
            for base in child.findall(w("rubyBase")):
                self.collect(base)
            ruby_text = "".join(text.text or "" for each in child.findall(w("rt")) for text in each.iter(w("t")))
            self.say(f"（{ruby_text}）" if ruby_text else "")
        elif name == w("instrText"):
            self.fields.instruct(child.text or "")
        elif name == w("fldChar"):
            kind = value(child, "fldCharType")
            if kind == "begin":
                self.fields.begin(child.find(w("ffData")))
            elif kind == "separate":
                self.fields.separate()
            elif kind == "end":
                self.end_field()
        elif name in NOTES:
            # A reference without a note, or inside a note, shows nothing.
            note = note_of(child, self.document.notes)
            if note is not None and not self.is_note and not self.fields.hide:
                self.document.referred.append(note)
                self.line.add(f"[{len(self.document.referred)}]")
        elif name in DRAWINGS and not self.fields.hide:
            self.line.boxes += boxes_in(child)
        elif name not in DRAWINGS and next(child.iter(w("t")), None) is not None:
            for inner in child:
                if inner.tag == w("r"):
                    self.run(inner)
                else:
                    self.run_child(inner, look)

    def end_field(self) -> None:
        """Ends a field and adds the text that it shows instead of its result, if any."""
        meaning, _ = self.fields.end()
        self.say(meaning.text or "")

    def say(self, text: str, *, underlined: bool = False) -> None:
        """Adds text to the line, or to the instruction of the field that is open."""
        if self.fields.hide:
            self.fields.instruct(text)
        elif underlined and not text.strip():
            self.line.blanks += text
        elif text:
            self.line.add(text)
