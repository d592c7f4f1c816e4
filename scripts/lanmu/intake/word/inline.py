"""Makes every paragraph of a story a plain row of runs: links and fields resolved, signs as characters, formulas as text.

After this a paragraph has `w:r` children only, and a run has `w:t`, `w:tab`, `w:br`, pictures and references to notes. A run
in a link carries the address. Tables of contents are left out, and everything that is left out is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lanmu.intake.word.drawings import PICTURE
from lanmu.intake.word.fields import Field, Links, OpenFields
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.signs import EMOJI, FORMULAS, UNREADABLE, emoji, linear, symbol
from lanmu.intake.word.styles import Styles
from lanmu.intake.word.tree import (
    BOX,
    CELL,
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
from lanmu.intake.word.wrappers import CONTENTS, report_own_words

HREF = own("href")
COUNTED = own("counted")
"""Mark of a paragraph with a field that counts pictures or tables (`SEQ`)."""
NOTES = frozenset({w("footnoteReference"), w("endnoteReference")})
# Marks of places and of checks; there is nothing to see.
MARKER = re.compile(r".*(Start|End|RangeStart|RangeEnd)|proofErr")
NOTHING_SEEN = """
rPr lastRenderedPageBreak annotationRef footnoteRef endnoteRef separator continuationSeparator commentReference delText
delInstrText"""
SILENT = frozenset(map(w, NOTHING_SEEN.split()))
SIGN = "有 {n} 个符号认不出来{at}，写成了“\ufffd”。请改成真正的文字或符号。"
FORMULA = "有 {n} 个公式写成了一行文字{at}。请看一看读不读得懂；读不懂就截成图片插入。"
INSTRUCTION = "有 {n} 处用域代码排的公式认不出来{at}，照代码收进来了。请改成普通文字，或者截成图片插入。"
RUBY = "有 {n} 处拼音写在了文字后面的括号里{at}。"
BREAKS = "有 {n} 处强制分页、分栏没有保留：网页不分页。"
SOFT_HYPHENS = "有 {n} 个看不见的连字符没有保留。"
KEPT_FIELD = "有 {n} 处{called}是自动生成的，照上次保存时的样子写成了固定文字{at}。请核对。"
EMPTY_FIELD = (
    "有 {n} 处自动生成的内容（{name}）在文件里没有留下文字{at}，没有收进来。"
    "请在 Word 或 WPS 里按 Ctrl+A 全选、按 F9 更新域，再按 Ctrl+Shift+F9 变成普通文字，另存后再导入。"
)
UNCLOSED = "有一个域没有结束，它后面的文字可能没有收进来{at}。请在 Word 或 WPS 里按 Ctrl+A 全选，按 Ctrl+Shift+F9 把域变成文字，再导入。"
IN_FIELD = "有 {n} 张图片（或脚注编号）在自动生成的内容里，没有收进来{at}。请看一看要不要补上。"
STRANGE = "有 {n} 处不认识的内容（{name}）没有收进来{at}。"
SUBDOCUMENT = "这是主控文档，子文档不在这个文件里，没有收进来。请把子文档并入后再导入。"
CONTENTS_HEADING = "目录"
CHUNK = "文档里嵌着另一个文件的内容（altChunk），没有收进来。请在 Word 或 WPS 里打开这个文档，另存一次，再导入。"
# What tables and the body have besides blocks.
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
    """The run and the link that the last run written came from."""
    hrefs: list[str | None] = field(default_factory=list)
    near: str = ""
    swallowed: str = ""
    listed: str = ""
    """What the paragraph has in a table of contents."""
    counted: bool = False

    def paragraph(self, paragraph: Element) -> bool:
        """Makes one paragraph plain; False when nothing of it is left because it belonged to a table of contents."""
        self.runs, self.source, self.counted, self.listed = [], None, False, ""
        self.near = plain_text(paragraph)
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
        """Reads what stands in a paragraph."""
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
            self.remarks.add("left_out", SUBDOCUMENT)
        elif child.tag != PARAGRAPH_PROPERTIES and not MARKER.fullmatch(name):
            if not plain_text(child):
                self.remarks.count("look", STRANGE.replace("{name}", name), self.near)
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
                self.remarks.count("changed", SOFT_HYPHENS)
            elif tag == w("sym"):
                text = symbol(child)
                if text == UNREADABLE:
                    self.remarks.count("look", SIGN, self.near)
                self.put_text(text)
            elif tag == EMOJI:
                self.put_text(emoji(child))
            elif tag == w("ruby"):
                self.ruby(child)
            elif tag == w("instrText"):
                self.fields.instruct(child.text or "")
            elif tag == w("fldChar"):
                self.field_mark(child)
            elif tag in NOTES or tag == PICTURE:
                self.put(child)
            elif tag in FORMULAS:
                self.formula(child)
            elif plain_text(child):
                self.strange_run(child)
            elif tag not in SILENT:
                self.remarks.count("look", STRANGE.replace("{name}", local(child)), self.near)

    def strange_run(self, element: Element) -> None:
        """Reads what is wrapped in an element that is not known, in the look of the run around it."""
        source = self.source
        properties = [] if source is None else source.findall(RUN_PROPERTIES)
        for inner in element:
            self.run(inner if inner.tag == RUN else make("r", None, *properties, inner))
        self.source = source

    def formula(self, element: Element) -> None:
        self.remarks.count("look", FORMULA, self.near)
        self.put_text(linear(element))

    def put(self, child: Element) -> None:
        """Adds something to the text, unless it is not shown here."""
        if self.fields.hide:
            self.listed += "\t" if self.fields.drop and child.tag == w("tab") else ""
            if child.tag == PICTURE or child.tag in NOTES:
                self.remarks.count("left_out", IN_FIELD, self.near)
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
            self.remarks.gone(text)
            self.fields.instruct(text)
        elif text:
            self.put(text_element(text))

    def ruby(self, element: Element) -> None:
        source = self.source
        above = "".join(plain_text(each) for each in element.findall(w("rt")))
        for base in element.findall(w("rubyBase")):
            self.children(base)
        self.source = source
        self.remarks.count("changed", RUBY, self.near)
        self.put_text(f"（{above}）" if above else "")

    def field_mark(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self.fields.begin(element.find(w("ffData")))
        elif kind == "separate":
            self.fields.separate(self.links.of_address)
        elif kind == "end":
            self.close_field(*self.fields.end())

    def close_field(self, meaning: Field, had_result: bool) -> None:
        self.counted = self.counted or meaning.name == "SEQ"
        if self.fields.hide:
            self.fields.instruct(meaning.text or "")
        elif meaning.text is not None:
            self.put_text(meaning.text)
            if "\\" in meaning.text:
                self.remarks.count("look", INSTRUCTION, self.near)
        elif meaning.dropped:
            self.remarks.add("left_out", CONTENTS)
        elif meaning.called and had_result:
            self.remarks.count("look", KEPT_FIELD.replace("{called}", meaning.called), self.near)
        elif meaning.name and not had_result:
            self.remarks.count("left_out", EMPTY_FIELD.replace("{name}", meaning.name), self.near)

    def settle_breaks(self) -> None:
        places = [(run, child) for run in self.runs for child in run if child.tag != RUN_PROPERTIES]
        for index, (run, child) in enumerate(places):
            if child.tag != w("br") or not value(child, "type"):
                continue
            self.remarks.count("changed", BREAKS)
            if 0 < index < len(places) - 1:
                child.attrib.clear()
            else:
                run.remove(child)
        self.runs = [run for run in self.runs if any(child.tag != RUN_PROPERTIES for child in run)]


def make_plain(story: Element, links: Links, styles: Styles, remarks: Remarks) -> None:
    """Makes every paragraph of a story plain. Text boxes in it are stories of their own."""
    reader = Inline(links, styles, remarks)
    walk(story, reader)
    if reader.fields.hide and reader.swallowed.strip():
        remarks.count("look", UNCLOSED, reader.swallowed)


def walk(container: Element, reader: Inline) -> None:
    fresh: list[Element] = []
    for block in container:
        kept = kept_block(block, reader)
        if kept is None and fresh and "".join(plain_text(fresh[-1]).split()) == CONTENTS_HEADING:
            # The word 目录 above a table of contents.
            reader.remarks.gone(plain_text(fresh.pop()))
        if kept is not None:
            fresh.extend(kept)
    container[:] = fresh


def kept_block(block: Element, reader: Inline) -> list[Element] | None:
    if block.tag in FORMULAS:
        block = make("p", None, block)
    if block.tag == PARAGRAPH:
        return [block] if reader.paragraph(block) else None
    if block.tag == BOX:
        make_plain(block, reader.links, reader.styles, reader.remarks)
    elif block.tag in (TABLE, ROW, CELL):
        walk(block, reader)
    elif block.tag == w("altChunk"):
        reader.remarks.add("left_out", CHUNK)
        return []
    elif block.tag not in PROPERTIES:
        if plain_text(block):
            walk(block, reader)
            return list(block)
        if not MARKER.fullmatch(local(block)):
            reader.remarks.count("look", STRANGE.replace("{name}", local(block)))
        return []
    return [block]
