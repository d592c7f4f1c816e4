"""Office files (ECMA-376 packages): the parts that each program knows, and every other part that may carry words.

Element names of slides are those of part 1, clauses 19 and 21 (PresentationML, DrawingML).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from lanmu.checks.attachments import sheets, word
from lanmu.checks.attachments.texts import Sort, Text, digit_cells, joined, lines
from lanmu.untrusted.kinds import FileKind
from lanmu.untrusted.markup import attribute, children, descendants, local, parse
from lanmu.untrusted.opening import Budget, RejectedFileError
from lanmu.untrusted.package import Package, has_signature

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
        root: Element = parse(self.package.read(name), self.budget, name)
        return root

    def texts(self, kind: FileKind) -> Iterator[Text]:
        """Every text of the file. When its main part is missing, the other parts are still read."""
        yield from {FileKind.DOCX: self.word, FileKind.XLSX: self.workbook, FileKind.PPTX: self.show}[kind]()
        for name in self.package.parts:
            if name not in self.done and not DULL.fullmatch(name):
                yield from self.safely(name, self.other_part(name))
            if self.budget.is_spent:
                return

    def safely(self, name: str, texts: Iterator[Text]) -> Iterator[Text]:
        """The texts of the part `name`, which is read as they are taken, and a note when it cannot be read."""
        self.done.add(name)
        try:
            yield from texts
        except RejectedFileError as problem:
            yield Text(name, problem.reason, Sort.UNSEEN)

    def related(self, folder: str, name: str) -> dict[str, str]:
        """The parts that a part in `folder` refers to, by the ids in the relationships part `name`."""
        if name not in self.package.parts:
            return {}
        return {
            attribute(item, "Id"): posixpath.normpath(
                posixpath.join("/", folder, attribute(item, "Target"))
            ).removeprefix("/")
            for item in self.tree(name)
        }

    def listed(self, root: Element, name: str, related: dict[str, str]) -> Iterator[tuple[Element, str]]:
        """The elements called `name` with the parts that they refer to; one whose part is missing is left out."""
        for item in descendants(root, name):
            identifier = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
            if (part := related.get(identifier, "")) in self.package.parts:
                yield item, part

    def word(self) -> Iterator[Text]:
        for name in self.package.parts:
            if word.story_of(name):
                yield from self.safely(name, self.story(name))

    def story(self, name: str) -> Iterator[Text]:
        root = self.tree(name)
        place = word.story_of(name)
        yield from word.texts(root, place)
        for element in root.iter():
            for key, value in element.attrib.items():
                if local(key) in CAPTION and value.strip():
                    yield Text(f"{place}里的图片说明", value)

    def workbook(self) -> Iterator[Text]:
        if "xl/workbook.xml" not in self.package.parts:
            return
        self.done.update(("xl/workbook.xml", "xl/sharedStrings.xml"))
        root = self.tree("xl/workbook.xml")
        yield from (Text("名称管理器", item.text) for item in descendants(root, "definedName") if item.text)
        strings = self.strings()
        shown: set[str] = set()
        for item, part in self.sheets_of(root):
            is_hidden = attribute(item, "state").lower().endswith("hidden")
            sheet = sheets.Sheet(attribute(item, "name"), strings, is_hidden)
            for text in self.safely(part, self.sheet(part, sheet)):
                shown.add(text.text)
                yield text
        yield from (
            Text("没有显示在表里的文字", text, Sort.HIDDEN) for text in strings if text.strip() and text not in shown
        )

    def strings(self) -> list[str]:
        """What the cells of a workbook name by its number."""
        name = "xl/sharedStrings.xml"
        return [joined(item) for item in children(self.tree(name), "si")] if name in self.package.parts else []

    def sheets_of(self, workbook: Element) -> Iterator[tuple[Element, str]]:
        """The sheets of a workbook in their order, with their parts."""
        return self.listed(workbook, "sheet", self.related("xl", "xl/_rels/workbook.xml.rels"))

    def sheet(self, part: str, sheet: sheets.Sheet) -> Iterator[Text]:
        yield from sheets.texts(self.tree(part), sheet)

    def show(self) -> Iterator[Text]:
        """The slides in the order of the show, which is not that of the parts' names, with notes and comments."""
        if "ppt/presentation.xml" not in self.package.parts:
            return
        self.done.add("ppt/presentation.xml")
        related = self.related("ppt", "ppt/_rels/presentation.xml.rels")
        root = self.tree("ppt/presentation.xml")
        for number, (_, slide) in enumerate(self.listed(root, "sldId", related), 1):
            place = f"第 {number} 张幻灯片"
            yield from self.safely(slide, self.slide(slide, place))
            folder, file = posixpath.split(slide)
            for part in self.related(folder, f"{folder}/_rels/{file}.rels").values():
                if part in self.package.parts and ("/notesSlides/" in part or "/comments/" in part):
                    yield from self.safely(part, self.beside_slide(part, place))

    def slide(self, part: str, place: str) -> Iterator[Text]:
        """Every paragraph of a slide, numbers written one digit to a cell, and what its pictures are said to show."""
        root = self.tree(part)
        is_hidden = attribute(root, "show") in ("0", "false")
        sort = Sort.HIDDEN if is_hidden else Sort.SHOWN
        place = f"{place}（隐藏）" if is_hidden else place
        for paragraph in descendants(root, "p"):
            if (text := joined(paragraph)).strip():
                yield Text(place, text, sort)
        for row in descendants(root, "tr"):
            for text in digit_cells([joined(cell).strip() for cell in children(row, "tc")]):
                yield Text(f"{place}表格里逐格填写的数字", text, sort)
        for properties in descendants(root, "cNvPr"):
            for name in ("descr", "title"):
                if text := attribute(properties, name):
                    yield Text(f"{place}的图片说明", text, sort)

    def beside_slide(self, name: str, place: str) -> Iterator[Text]:
        """The notes or the comments of a slide."""
        root = self.tree(name)
        if "/notesSlides/" in name:
            for paragraph in descendants(root, "p"):
                if (text := joined(paragraph)).strip():
                    yield Text(f"{place}的备注", text, Sort.HIDDEN)
        elif text := lines(root):
            yield Text(f"{place}的批注", text, Sort.COMMENT)

    def other_part(self, name: str) -> Iterator[Text]:
        """Any other part: properties, links, comments, charts, stored copies of data, embedded files."""
        if name.endswith(".rels"):
            for item in self.tree(name):
                if attribute(item, "TargetMode") == "External":
                    yield Text("链接地址", attribute(item, "Target"))
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
            for text_within in self.nested(self.package.read(name), self.budget):
                yield text_within.within(f"嵌入的文件 {posixpath.basename(name)} ")

    def properties(self, name: str) -> Iterator[Text]:
        """What the file says about itself; who made it is published only with a signature, which nobody may break."""
        is_signed = has_signature(self.package.parts)
        for item in self.tree(name):
            title = PROPERTIES.get(local(item.tag)) or attribute(item, "name") or local(item.tag)
            if text := lines(item):
                is_kept = is_signed and local(item.tag) in PEOPLE
                yield Text(f"文档属性：{title}", text, Sort.MAKER if is_kept else Sort.SHOWN)
