"""What stands in a PowerPoint file: slides in the order they are shown, their notes and comments.

Element names are those of ECMA-376 part 1, clauses 19 and 21 (PresentationML, DrawingML).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lanmu.checks.attachments.markup import attribute, children, descendants, joined, lines
from lanmu.checks.attachments.text import Sort, Text
from lanmu.checks.attachments.word import boxed

FOLDER = "ppt/"


@dataclass(frozen=True)
class Slide:
    """A slide's place in the show and the part it lies in."""

    number: int
    part: str

    @property
    def place(self) -> str:
        """As editors know it."""
        return f"第 {self.number} 张幻灯片"

    @property
    def relations(self) -> str:
        """The part that says what belongs to the slide."""
        folder, name = posixpath.split(self.part)
        return f"{folder}/_rels/{name}.rels"


def slides_of(presentation: Element, relations: Mapping[str, str], names: Mapping[str, object]) -> Iterator[Slide]:
    """The slides in the order of the show, which is not that of the parts' names."""
    for number, item in enumerate(descendants(presentation, "sldId"), 1):
        identifier = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        part = resolve(FOLDER, relations.get(identifier, ""))
        if part in names:
            yield Slide(number, part)


def resolve(folder: str, target: str) -> str:
    """The name of the part that a relationship points at."""
    return posixpath.normpath(posixpath.join("/", folder, target)).removeprefix("/")


def texts(root: Element, slide: Slide) -> Iterator[Text]:
    """Every paragraph of a slide, numbers written one digit to a cell, and what its pictures are said to show."""
    hidden = attribute(root, "show") in ("0", "false")
    sort = Sort.HIDDEN if hidden else Sort.SHOWN
    place = f"{slide.place}（隐藏）" if hidden else slide.place
    for paragraph in descendants(root, "p"):
        if (text := joined(paragraph)).strip():
            yield Text(place, text, sort)
    for row in descendants(root, "tr"):
        for text in boxed([joined(cell).strip() for cell in children(row, "tc")]):
            yield Text(f"{place}表格里逐格填写的数字", text, sort)
    for properties in descendants(root, "cNvPr"):
        for name in ("descr", "title"):
            if text := attribute(properties, name):
                yield Text(f"{place}的图片说明", text, sort)


def beside(root: Element, slide: Slide, part: str) -> Iterator[Text]:
    """The texts of a part that belongs to a slide: its notes, its comments."""
    if "/notesSlides/" in part:
        for paragraph in descendants(root, "p"):
            if (text := joined(paragraph)).strip():
                yield Text(f"{slide.place}的备注", text, Sort.HIDDEN)
    elif "omments/" in part and (text := lines(root)):
        yield Text(f"{slide.place}的批注", text, Sort.COMMENT)
