"""The one place that knows what a reader of the file sees, to prove that the import lost nothing.

`VisibleText` reads the text in order, sharing with the steps only what says what a thing means (styles, automatic numbers,
fields, signs, formulas): numbers stand before their text, bullets are no text, a text box comes after its paragraph, a note
is `[1]` where it is referred to and stands at the end after the same sign, tracked changes are accepted. `pieces_of` and
`lost` share nothing but the choice of a form: they take every character wherever it stands, which must come out again or be
among what the steps took out (`Remarks.gone`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.article.blocks import squeeze
from lanmu.intake.word.fields import Field, OpenFields
from lanmu.intake.word.numbering import LabelCounter, Numbering
from lanmu.intake.word.signs import EMOJI, FORMULAS, as_shown, emoji, linear, symbol
from lanmu.intake.word.styles import RunLook, Styles
from lanmu.intake.word.tree import ALTERNATES, below, form_of, local, number, switch, value, w, written_text

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was deleted or moved away (ECMA-376 part 1, clause 17.13.5).
DELETED = frozenset({f"{WORD}del", f"{WORD}moveFrom"})
MARKS = {"tr": f"{WORD}trPr/{WORD}del", "tc": f"{WORD}tcPr/{WORD}cellDel"}
PARAGRAPH, NOTES = f"{WORD}p", (f"{WORD}footnoteReference", f"{WORD}endnoteReference")
HEXADECIMAL = 16


def pieces_of(body: Element, notes: dict[str, dict[str, Element]]) -> list[str]:
    """The text of every paragraph of a document, and of the notes that it refers to, in no particular order.

    `notes` has the notes of each kind (`footnote`, `endnote`) by their identifier.
    """
    referred = {
        (each.tag.rpartition("}")[2].removesuffix("Reference"), each.get(f"{WORD}id", ""))
        for each in body.iter()
        if each.tag in NOTES
    }
    stories = [body, *(notes[kind][name] for kind, name in sorted(referred) if name in notes.get(kind, {}))]
    return [text for story in stories for text in paragraphs_in(story)]


def paragraphs_in(story: Element) -> Iterator[str]:
    waiting: list[Iterable[Element]] = [[story]]
    while waiting:
        text: list[str] = []
        inner: list[Iterable[Element]] = []
        characters(waiting.pop(), text, inner)
        waiting.extend(inner)
        if text:
            yield "".join(text)


def characters(elements: Iterable[Element], text: list[str], inner: list[Iterable[Element]]) -> None:
    """Adds what is written in some elements to `text`; the paragraphs among them are collected in `inner`."""
    for element in elements:
        name = element.tag.rpartition("}")[2]
        if element.tag in DELETED or (name in MARKS and element.find(MARKS[name]) is not None):
            continue
        if name == "t":
            text.append(element.text or "")
        elif name == "symEx":
            text.append(code_point(next((said for key, said in element.items() if key.endswith("char")), "")))
        elif name == "textpath":
            text.append(element.get("string", ""))
        elif element.tag == ALTERNATES:
            characters(form_of(element), text, inner)
        elif element.tag == PARAGRAPH:
            inner.append(list(element))
        else:
            characters(element, text, inner)


def code_point(code: str) -> str:
    try:
        return chr(int(code, HEXADECIMAL))
    except (ValueError, OverflowError):
        return ""


def lost(pieces: Iterable[str], got: str, gone: Iterable[str]) -> tuple[int, list[str]]:
    """How many characters of `pieces` are neither in `got` nor in `gone`, and the paragraphs that may miss them."""
    found = [plain(piece) for piece in pieces]
    rest = plain(got)
    there = Counter(rest)
    for text in gone:
        there.update(plain(text))
    missing = Counter("".join(found)) - there
    places = [piece for piece in found if piece not in rest and any(letter in missing for letter in piece)]
    return missing.total(), places


def plain(text: str) -> str:
    return squeeze(text).upper()


GONE = frozenset({w("del"), w("moveFrom")})
SKIPPED = GONE | {w(name) for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")}
BOX = w("txbxContent")


def blocks_in(container: Iterable[Element]) -> Iterator[Element]:
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


def runs_on(paragraph: Element) -> bool:
    return is_deleted(paragraph) or value(below(paragraph, "pPr", "framePr"), "dropCap") in ("drop", "margin")


def is_deleted(paragraph: Element) -> bool:
    marks = below(paragraph, "pPr", "rPr")
    return marks is not None and any(marks.find(name) is not None for name in GONE)


def has_runs(element: Element) -> bool:
    left = [child for child in element if child.tag not in SKIPPED]
    return any(child.tag == w("r") or has_runs(child) for child in left)


def is_contents(element: Element) -> bool:
    gallery = below(element, "sdtPr", "docPartObj", "docPartGallery") if local(element) == "sdt" else None
    return value(gallery) == "Table of Contents"


def chosen_in(run: Iterable[Element]) -> Iterator[Element]:
    for child in run:
        if child.tag == ALTERNATES:
            yield from chosen_in(form_of(child))
        else:
            yield child


def boxes_in(drawing: Iterable[Element]) -> Iterator[Element]:
    for child in drawing:
        properties = next((each for each in child if local(each) == "docPr"), None)
        is_hidden = properties is not None and properties.get("hidden", "") in ("1", "true", "on")
        if is_hidden or re.search(r"visibility:\s*hidden", child.get("style", "")) or local(child) == "shapetype":
            continue
        if child.tag == BOX or (local(child) == "textpath" and child.get("string", "").strip()):
            yield child
        elif child.tag == ALTERNATES:
            yield from boxes_in(form_of(child))
        else:
            yield from boxes_in(child)


INSIDE_FIELDS = frozenset({w("rPr"), w("fldChar"), w("instrText")})
DRAWN = frozenset({w("drawing"), w("pict"), w("object")})
CONTENTS_HEADING = "目录"


@dataclass
class Story:
    """What goes on from one paragraph of a story to the next."""

    counter: LabelCounter
    fields: OpenFields = field(default_factory=OpenFields)
    is_note: bool = False


@dataclass
class Line:
    """A paragraph being read."""

    text: str = ""
    blanks: str = ""
    """Underlined blanks at the end, which are a line to fill in when they are wide enough."""
    boxes: list[Element] = field(default_factory=list)
    shows: bool = False
    """Something stands in it, if only a tab."""

    def add(self, text: str) -> None:
        is_line = sum(8 if each == "\t" else 2 if each == "\u3000" else 1 for each in self.blanks) > 1
        self.text += ("____" if is_line else self.blanks) + text
        self.blanks = ""


@dataclass
class VisibleText:
    """Reads one document. `notes` has its notes by kind (`footnote`, `endnote`) and identifier."""

    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, Element]]
    lines: list[str] = field(default_factory=list)
    referred: list[Element] = field(default_factory=list)

    def read(self, body: Element) -> str:
        """The text of the document, notes at the end."""
        self.blocks(body, Story(LabelCounter(self.numbering)))
        for place, note in enumerate(self.referred, 1):
            start = len(self.lines)
            self.blocks(note, Story(LabelCounter(self.numbering), is_note=True))
            rest = self.lines[start:] or [""]
            self.lines[start:] = [f"[{place}]{rest[0].lstrip()}", *rest[1:]]
        return "\n".join(self.lines)

    def blocks(self, container: Element, story: Story) -> None:
        """Reads the paragraphs and tables of a container."""
        found = list(blocks_in(container))
        carried = Line()
        for index, block in enumerate(found):
            following = found[index + 1].tag if index + 1 < len(found) else ""
            if block.tag == w("tbl"):
                self.table(block, story)
            elif following == w("p") and runs_on(block):
                self.collect(block, block, carried, story)
            elif carried.text or carried.blanks or carried.boxes or not is_deleted(block) or has_runs(block):
                self.paragraph(block, carried, story)
                carried = Line()

    def paragraph(self, paragraph: Element, line: Line, story: Story) -> None:
        """Reads a paragraph; `line` has what ran on into it."""
        was_dropped = story.fields.drop
        self.collect(paragraph, paragraph, line, story)
        if self.styles.mark(paragraph).hidden and not line.shows:
            return
        line.add("")
        if not line.text and not line.boxes and (was_dropped or story.fields.drop):
            if self.lines and "".join(self.lines[-1].split()) == CONTENTS_HEADING:
                self.lines.pop()
            return
        label = story.counter.label(paragraph)
        text = (label.before(line.text) if label else "") + line.text
        self.lines += [each for each in text.split("\n") if each.strip()]
        for box in line.boxes:
            self.box(box)

    def box(self, box: Element) -> None:
        if box.tag == BOX:
            self.blocks(box, Story(LabelCounter(self.numbering)))
        else:
            self.lines.append(box.get("string", ""))

    def table(self, table: Element, story: Story) -> None:
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
                    self.blocks(cell, story)
                column += span
            above = here

    def collect(self, element: Iterable[Element], paragraph: Element, line: Line, story: Story) -> None:
        """Adds what is seen of a paragraph or of a part of it to a line."""
        for child in element:
            if child.tag in SKIPPED:
                continue
            if child.tag == w("r"):
                self.run(child, paragraph, line, story)
            elif child.tag in FORMULAS:
                self.say(linear(child), line, story)
            elif child.tag == w("fldSimple"):
                story.fields.begin()
                story.fields.instruct(value(child, "instr"))
                story.fields.separate()
                self.collect(child, paragraph, line, story)
                self.close(*story.fields.end(), line, story)
            elif child.tag == ALTERNATES:
                self.collect(form_of(child), paragraph, line, story)
            elif not is_contents(child):
                self.collect(child, paragraph, line, story)

    def run(self, run: Element, paragraph: Element, line: Line, story: Story) -> None:
        """Adds what is seen of a run."""
        look = self.styles.run(paragraph, run)
        for child in chosen_in(run):
            if child.tag in INSIDE_FIELDS or not look.hidden:
                line.shows = line.shows or child.tag not in INSIDE_FIELDS
                self.sign(child, paragraph, look, line, story)

    def sign(self, child: Element, paragraph: Element, look: RunLook, line: Line, story: Story) -> None:
        """Adds one thing that stands in a run."""
        name = child.tag
        if name == w("t"):
            text = as_shown(written_text(child), look.latin)
            self.say(text.upper() if look.caps else text, line, story, underlined=bool(look.underline))
        elif name in (w("tab"), w("ptab")):
            self.say("\t", line, story, underlined=bool(look.underline))
        elif name in (w("br"), w("cr")):
            self.say("\n", line, story)
        elif name == w("noBreakHyphen"):
            self.say("-", line, story)
        elif name == w("sym"):
            self.say(symbol(child), line, story)
        elif name == EMOJI:
            self.say(emoji(child), line, story)
        elif name in FORMULAS:
            self.say(linear(child), line, story)
        elif name == w("ruby"):
            self.pronounced(child, paragraph, line, story)
        elif name == w("instrText"):
            story.fields.instruct(child.text or "")
        elif name == w("fldChar"):
            self.field_mark(child, line, story)
        elif name in (w("footnoteReference"), w("endnoteReference")):
            self.reference(child, line, story)
        elif name in DRAWN and not story.fields.hide:
            line.boxes += boxes_in(child)
        elif name not in DRAWN and next(child.iter(w("t")), None) is not None:
            for inner in child:
                if inner.tag == w("r"):
                    self.run(inner, paragraph, line, story)
                else:
                    self.sign(inner, paragraph, look, line, story)

    def say(self, text: str, line: Line, story: Story, *, underlined: bool = False) -> None:
        """Adds text to a line, or to the instruction of a field."""
        if story.fields.hide:
            story.fields.instruct(text)
        elif underlined and not text.strip():
            line.blanks += text
        elif text:
            line.add(text)

    def pronounced(self, ruby: Element, paragraph: Element, line: Line, story: Story) -> None:
        for base in ruby.findall(w("rubyBase")):
            self.collect(base, paragraph, line, story)
        above = "".join(text.text or "" for each in ruby.findall(w("rt")) for text in each.iter(w("t")))
        self.say(f"（{above}）" if above else "", line, story)

    def field_mark(self, mark: Element, line: Line, story: Story) -> None:
        """The begin, the separator or the end of a field."""
        kind = value(mark, "fldCharType")
        if kind == "begin":
            story.fields.begin(mark.find(w("ffData")))
        elif kind == "separate":
            story.fields.separate()
        elif kind == "end":
            self.close(*story.fields.end(), line, story)

    def close(self, meaning: Field, _had_result: bool, line: Line, story: Story) -> None:
        """What a field shows in the place of a result."""
        self.say(meaning.text or "", line, story)

    def reference(self, reference: Element, line: Line, story: Story) -> None:
        """A reference to a note; one that leads nowhere, or stands in a note, shows nothing here."""
        kind = local(reference).removesuffix("Reference")
        note = self.notes.get(kind, {}).get(value(reference, "id"))
        if note is not None and not story.is_note and not story.fields.hide:
            self.referred.append(note)
            line.add(f"[{len(self.referred)}]")
