"""Office files (ECMA-376 packages): the parts that each program knows, and every other part that may carry words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from xml.etree.ElementTree import Element

from lanmu.checks.attachments import sheets, slides, word
from lanmu.checks.attachments.budget import Budget
from lanmu.checks.attachments.markup import attribute, descendants, lines, local, parse
from lanmu.checks.attachments.package import Package
from lanmu.checks.attachments.signed import is_signed
from lanmu.checks.attachments.text import CannotLook, Sort, Text
from lanmu.untrusted.kinds import FileKind

PROPERTIES = {
    "creator": "作者",
    "lastModifiedBy": "最后修改人",
    "title": "标题",
    "subject": "主题",
    "description": "备注",
    "keywords": "关键词",
    "category": "类别",
    "Company": "单位",
    "Manager": "经理",
}
PEOPLE = frozenset(("creator", "lastModifiedBy", "Company", "Manager"))
# Parts that hold the program's own words only.
DULL = re.compile(r"\[Content_Types\]\.xml|.*/(styles|theme\d*|fontTable|webSettings|stylesWithEffects|calcChain)\.xml")
CAPTION = ("descr", "title", "alt")
Nested = Callable[[bytes, Budget], Iterator[Text]]


class Office:
    """One Office file; `nested` looks into the files that are embedded in it."""

    def __init__(self, data: bytes, budget: Budget, nested: Nested) -> None:
        self.package = Package(data, budget)
        self.budget = budget
        self.nested = nested
        self.done: set[str] = set()

    def tree(self, name: str) -> Element:
        """The tree of one part, which is then looked into."""
        self.done.add(name)
        return parse(self.package.read(name), self.budget)

    def relations(self, name: str) -> dict[str, str]:
        """The relationships written in the part `name`, by their ids; the part is looked into once more as a part."""
        if name not in self.package.parts:
            return {}
        found = sheets.targets(self.tree(name))
        self.done.discard(name)
        return found

    def texts(self, kind: FileKind) -> Iterator[Text]:
        """Every text of the file; without the part that says what belongs where, the other parts still speak."""
        main = {FileKind.DOCX: self.word, FileKind.XLSX: self.workbook, FileKind.PPTX: self.show}[kind]
        yield from main()
        for name in self.package.parts:
            if name not in self.done and not DULL.fullmatch(name):
                yield from self.safely(name, self.other)
            if self.budget.spent:
                return

    def safely(self, name: str, read: Callable[[str], Iterator[Text]]) -> Iterator[Text]:
        """What `read` finds in the part `name`, and a note when it cannot look into it."""
        self.done.add(name)
        try:
            yield from read(name)
        except CannotLook as problem:
            yield Text(name, problem.reason, Sort.UNSEEN)

    def word(self) -> Iterator[Text]:
        """The stories of a Word document."""
        for name in self.package.parts:
            if word.story_of(name):
                yield from self.safely(name, self.story)

    def story(self, name: str) -> Iterator[Text]:
        """One story, and what its pictures are said to show."""
        root = self.tree(name)
        place = word.story_of(name)
        yield from word.texts(root, place)
        for element in root.iter():
            for key, value in element.attrib.items():
                if local(key) in CAPTION and value.strip():
                    yield Text(f"{place}里的图片说明", value)

    def workbook(self) -> Iterator[Text]:
        """The sheets of a workbook."""
        name = "xl/workbook.xml"
        if name not in self.package.parts:
            return
        root = self.tree(name)
        yield from (Text("名称管理器", item.text) for item in descendants(root, "definedName") if item.text)
        strings: list[str] = []
        if "xl/sharedStrings.xml" in self.package.parts:
            strings = sheets.shared_strings(self.tree("xl/sharedStrings.xml"))
        relations = self.relations("xl/_rels/workbook.xml.rels")
        known = list(sheets.sheets_of(root, relations, self.package.parts))
        shown: set[str] = set()
        for sheet in known:
            for text in self.safely(sheet.part, partial(self.sheet, sheet=sheet, strings=strings)):
                shown.add(text.text)
                yield text
        yield from (
            Text("没有显示在表里的文字", text, Sort.HIDDEN) for text in strings if text.strip() and text not in shown
        )

    def sheet(self, part: str, sheet: sheets.Sheet, strings: list[str]) -> Iterator[Text]:
        """One sheet."""
        yield from sheets.texts(self.tree(part), sheet, strings)

    def show(self) -> Iterator[Text]:
        """The slides of a presentation with their notes and comments."""
        name = "ppt/presentation.xml"
        if name not in self.package.parts:
            return
        relations = self.relations("ppt/_rels/presentation.xml.rels")
        for slide in slides.slides_of(self.tree(name), relations, self.package.parts):
            yield from self.safely(slide.part, partial(self.slide, slide=slide))
            folder = posixpath.dirname(slide.part)
            for target in self.relations(slide.relations).values():
                part = slides.resolve(folder, target)
                if part in self.package.parts and ("/notesSlides/" in part or "/comments/" in part):
                    yield from self.safely(part, partial(self.beside, slide=slide))

    def slide(self, part: str, slide: slides.Slide) -> Iterator[Text]:
        """One slide."""
        yield from slides.texts(self.tree(part), slide)

    def beside(self, part: str, slide: slides.Slide) -> Iterator[Text]:
        """The notes or comments of a slide."""
        yield from slides.beside(self.tree(part), slide, part)

    def other(self, name: str) -> Iterator[Text]:
        """Any other part: properties, links, comments, charts, stored copies of data, embedded files."""
        if name.endswith(".rels"):
            yield from self.links(name)
        elif name.startswith("docProps/") and name.endswith(".xml"):
            yield from self.properties(name)
        elif name.endswith((".xml", ".vml")):
            is_comment, is_change = "omment" in name, "/revisions/" in name
            place = "批注" if is_comment else "修订记录" if is_change else f"部件 {name}"
            if text := lines(self.tree(name)):
                yield Text(place, text, Sort.COMMENT if is_comment else Sort.REVISION if is_change else Sort.SHOWN)
        elif name.endswith("vbaProject.bin"):
            yield Text(name, "带有宏，宏里的内容看不了。", Sort.UNSEEN)
        elif "/embeddings/" in name:
            for found in self.nested(self.package.read(name), self.budget):
                yield found.within(f"嵌入的文件 {posixpath.basename(name)} ")

    def links(self, name: str) -> Iterator[Text]:
        """Addresses that the file links to."""
        for item in self.tree(name):
            if attribute(item, "TargetMode") == "External":
                yield Text("链接地址", attribute(item, "Target"))

    def properties(self, name: str) -> Iterator[Text]:
        """What the file says about itself; who made it is published only with a signature, which nobody may break."""
        signed = is_signed(self.package.parts)
        for item in self.tree(name):
            title = PROPERTIES.get(local(item.tag)) or attribute(item, "name") or local(item.tag)
            if text := lines(item):
                is_kept = signed and local(item.tag) in PEOPLE
                yield Text(f"文档属性：{title}", text, Sort.MAKER if is_kept else Sort.SHOWN)
