"""Turns every paragraph into plain runs: links and fields resolved, symbols as characters, formulas as text.

Afterwards a paragraph has `w:r` children only, and a run has `w:t`, `w:tab`, `w:br`, pictures and references to notes. A run
in a link carries the address (`HREF`). Tables of contents and unknown elements are left out, and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.word.drawings import PICTURE
from lanmu.intake.word.fields import CHANGING, Field, Links, OpenFields
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.resolving import report_own_words
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.symbols import EMOJI, FORMULAS, UNREADABLE, emoji, linear, symbol
from lanmu.intake.word.tree import (
    BOX,
    CELL,
    NOTES,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    local,
    make,
    own,
    plain_text,
    text_element,
    value,
    w,
    written_text,
)

HREF = own("href")
COUNTED = own("counted")
"""Set on a paragraph with a field that counts pictures or tables (`SEQ`)."""
# Bookmarks, ranges and results of spelling checks show nothing.
MARKER = re.compile(r".*(Start|End|RangeStart|RangeEnd)|proofErr")
INVISIBLE = """
rPr lastRenderedPageBreak annotationRef footnoteRef endnoteRef separator continuationSeparator commentReference delText
delInstrText"""
SILENT = frozenset(map(w, INVISIBLE.split()))
CONTENTS_HEADING = "目录"
# Children of tables and of the body that are no blocks.
PROPERTIES = frozenset(w(name) for name in ("tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "sectPr"))


@dataclass
class Inline:
    """Reads the paragraphs of one story in their order."""

    links: Links
    styles: Styles
    remarks: Remarks
    fields: OpenFields = field(default_factory=OpenFields)
    runs: list[Element] = field(default_factory=list)
    source: Element | None = None
    """The run that is being read."""
    last: tuple[Element | None, str | None] = (None, None)
    """The run and the link from which the last run was written."""
    hrefs: list[str | None] = field(default_factory=list)
    context: str = ""
    swallowed: str = ""
    listed: str = ""
    """The part of the paragraph that lies in a table of contents."""
    counted: bool = False

    def paragraph(self, paragraph: Element) -> bool:
        """Rewrites one paragraph; False when it belonged to a table of contents and nothing of it is left."""
        self.runs, self.source, self.counted, self.listed = [], None, False, ""
        self.context = plain_text(paragraph)
        was_dropped = self.fields.drop
        self.children(paragraph)
        self.settle_breaks()
        report_own_words(paragraph, self.listed, self.styles, self.remarks)
        if self.counted:
            paragraph.set(COUNTED, "1")
        properties = paragraph.find(PARAGRAPH_PROPERTIES)
        paragraph[:] = [*([properties] if properties is not None else []), *self.runs]
        return bool(self.runs) or not (was_dropped or self.fields.drop)

    def child(self, child: Element) -> None:
        """Reads one child of a paragraph."""
        name = local(child)
        if child.tag == RUN:
            self.run(child)
        elif child.tag == w("hyperlink"):
            self.hrefs.append(self.links.of_element(child))
            self.children(child)
            self.hrefs.pop()
        elif child.tag == w("fldSimple"):
            self.fields.begin()
            self.fields.instruct(value(child, "instr"))
            self.fields.separate(self.links.of_address)
            self.children(child)
            self.close_field(*self.fields.end())
        elif child.tag in FORMULAS:
            self.source = None
            self.formula(child)
        elif child.tag == w("subDoc"):
            self.remarks.add("subdocument")
        elif child.tag != PARAGRAPH_PROPERTIES and not MARKER.fullmatch(name):
            if not plain_text(child):
                self.remarks.count("element_unknown", self.context, name=name)
            self.children(child)

    def children(self, element: Element) -> None:
        for inner in element:
            self.child(inner)

    def run(self, run: Element) -> None:
        self.source = run
        for child in run:
            tag = child.tag
            if tag == TEXT:
                self.put_text(written_text(child))
            elif tag in (w("tab"), w("ptab")):
                self.put(make("tab"))
            elif tag in (w("br"), w("cr")):
                # A break of page or column is settled when the paragraph is complete.
                kind = value(child, "type")
                self.put(make("br", {"type": kind} if kind in ("page", "column") else None))
            elif tag == w("noBreakHyphen"):
                self.put_text("-")
            elif tag == w("softHyphen"):
                self.remarks.count("soft_hyphens")
            elif tag == w("sym"):
                text = symbol(child)
                if text == UNREADABLE:
                    self.remarks.count("sign_unknown", self.context)
                self.put_text(text)
            elif tag == EMOJI:
                self.put_text(emoji(child))
            elif tag == w("ruby"):
                self.ruby(child)
            elif tag == w("instrText"):
                self.fields.instruct(child.text or "")
            elif tag == w("fldChar"):
                self.field_character(child)
            elif tag in NOTES or tag == PICTURE:
                self.put(child)
            elif tag in FORMULAS:
                self.formula(child)
            elif plain_text(child):
                self.strange_run(child)
            elif tag not in SILENT:
                self.remarks.count("element_unknown", self.context, name=local(child))

    def strange_run(self, element: Element) -> None:
        """Reads the text inside an unknown element, with the formatting of the run that holds it."""
        source = self.source
        properties = [] if source is None else source.findall(RUN_PROPERTIES)
        for inner in element:
            self.run(inner if inner.tag == RUN else make("r", None, *properties, inner))
        self.source = source

    def formula(self, element: Element) -> None:
        self.remarks.count("formula", self.context)
        self.put_text(linear(element))

    def put(self, child: Element) -> None:
        """Adds an element to the output, unless an open field hides it."""
        if self.fields.hide:
            self.listed += "\t" if self.fields.drop and child.tag == w("tab") else ""
            if child.tag == PICTURE or child.tag in NOTES:
                self.remarks.count("picture_in_field", self.context)
            return
        href = self.hrefs[-1] if self.hrefs else self.fields.link
        if child.get("href"):
            href = self.links.of_address(child.get("href"))
        if not self.runs or self.last != (self.source, href):
            run = make("r")
            if href:
                run.set(HREF, href)
            properties = None if self.source is None else self.source.find(RUN_PROPERTIES)
            run.extend([] if properties is None else [properties])
            self.runs.append(run)
            self.last = (self.source, href)
        self.runs[-1].append(child)

    def put_text(self, text: str) -> None:
        if self.fields.hide:
            self.swallowed += text
            self.listed += text if self.fields.drop else ""
            self.remarks.removed(text)
            self.fields.instruct(text)
        elif text:
            self.put(text_element(text))

    def ruby(self, element: Element) -> None:
        source = self.source
        ruby_text = "".join(plain_text(each) for each in element.findall(w("rt")))
        for base in element.findall(w("rubyBase")):
            self.children(base)
        self.source = source
        self.remarks.count("ruby", self.context)
        self.put_text(f"（{ruby_text}）" if ruby_text else "")

    def field_character(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self.fields.begin(element.find(w("ffData")))
        elif kind == "separate":
            self.fields.separate(self.links.of_address)
        elif kind == "end":
            self.close_field(*self.fields.end())

    def close_field(self, meaning: Field, had_result: bool) -> None:
        """Adds the text that a field shows instead of its result, or reports what its result is."""
        self.counted = self.counted or meaning.name == "SEQ"
        if self.fields.hide:
            self.fields.instruct(meaning.text or "")
        elif meaning.text is not None:
            self.put_text(meaning.text)
            if "\\" in meaning.text:
                self.remarks.count("field_code", self.context)
        elif meaning.dropped:
            self.remarks.add("contents")
        elif (called := CHANGING.get(meaning.name)) and had_result:
            self.remarks.count("field_kept", self.context, called=called)
        elif meaning.name and not had_result:
            self.remarks.count("field_empty", self.context, name=meaning.name)

    def settle_breaks(self) -> None:
        """Turns breaks of page and column into soft returns; those at the ends of the paragraph are removed."""
        children = [(run, child) for run in self.runs for child in run if child.tag != RUN_PROPERTIES]
        for index, (run, child) in enumerate(children):
            if child.tag != w("br") or not value(child, "type"):
                continue
            self.remarks.count("breaks")
            if 0 < index < len(children) - 1:
                child.attrib.clear()
            else:
                run.remove(child)
        self.runs = [run for run in self.runs if any(child.tag != RUN_PROPERTIES for child in run)]


def make_plain(story: Element, links: Links, styles: Styles, remarks: Remarks) -> None:
    """Rewrites every paragraph of a story. Text boxes in it are stories of their own."""
    reader = Inline(links, styles, remarks)
    walk(story, reader)
    if reader.fields.hide and reader.swallowed.strip():
        remarks.count("field_unclosed", reader.swallowed)


def walk(container: Element, reader: Inline) -> None:
    """Rewrites the blocks of a container, without tables of contents and the word 目录 above them."""
    blocks: list[Element] = []
    for block in container:
        result = plain_blocks(block, reader)
        if result is None and blocks and "".join(plain_text(blocks[-1]).split()) == CONTENTS_HEADING:
            reader.remarks.removed(plain_text(blocks.pop()))
        if result is not None:
            blocks.extend(result)
    container[:] = blocks


def plain_blocks(block: Element, reader: Inline) -> list[Element] | None:
    """The blocks that replace a block; None for a paragraph that belonged to a table of contents."""
    if block.tag in FORMULAS:
        block = make("p", None, block)
    if block.tag == PARAGRAPH:
        return [block] if reader.paragraph(block) else None
    if block.tag == BOX:
        make_plain(block, reader.links, reader.styles, reader.remarks)
    elif block.tag in (TABLE, ROW, CELL):
        walk(block, reader)
    elif block.tag == w("altChunk"):
        reader.remarks.add("embedded_file")
        return []
    elif block.tag not in PROPERTIES:
        if plain_text(block):
            walk(block, reader)
            return list(block)
        if not MARKER.fullmatch(local(block)):
            reader.remarks.count("element_unknown", name=local(block))
        return []
    return [block]
