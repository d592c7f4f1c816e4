"""The text that a reader of the document sees, read straight from the file, to prove that nothing got lost on the way.

This walk shares no step with the preparation for the converter. Shared is only what says what a thing means: styles,
automatic numbers, fields, signs, formulas. A line is a paragraph, in the order of the text:

- automatic numbers stand before their text; bullets are no text;
- a soft return ends the line, a tab is a tab, pinyin stands in brackets after its word;
- a text box comes after the paragraph that it is anchored to, a table cell by cell;
- a note is `[1]` where it is referred to, and its text stands at the end after the same sign;
- tracked changes are accepted; hidden text, comments, headers, footers and tables of contents are left out, and blank
  lines too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.word.as_written import (
    BOX,
    SKIPPED,
    blocks_in,
    boxes_in,
    chosen_in,
    has_runs,
    is_contents,
    is_deleted,
    merge_of,
    runs_on,
    unwrapped,
)
from lanmu.intake.word.meaning.alternates import ALTERNATES, form_of
from lanmu.intake.word.meaning.equations import FORMULAS, linear
from lanmu.intake.word.meaning.fields import Field
from lanmu.intake.word.meaning.numbering import Counter, Numbering
from lanmu.intake.word.meaning.open_fields import OpenFields
from lanmu.intake.word.meaning.styles import RunLook, Styles
from lanmu.intake.word.meaning.symbols import EMOJI, as_shown, emoji, symbol
from lanmu.intake.word.tree import below, local, number, switch, value, w, written_text

INSIDE_FIELDS = frozenset({w("rPr"), w("fldChar"), w("instrText")})
DRAWN = frozenset({w("drawing"), w("pict"), w("object")})
CONTENTS_HEADING = "目录"


@dataclass
class Story:
    """What goes on from one paragraph of a story to the next."""

    counter: Counter
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
        """Adds text."""
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
        self.blocks(body, Story(Counter(self.numbering)))
        for place, note in enumerate(self.referred, 1):
            start = len(self.lines)
            self.blocks(note, Story(Counter(self.numbering), is_note=True))
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
        """Reads a text box, or the words of a word art."""
        if box.tag == BOX:
            self.blocks(box, Story(Counter(self.numbering)))
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
        """A word with its pronunciation above."""
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
