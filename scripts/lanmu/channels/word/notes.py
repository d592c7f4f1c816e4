"""Footnotes of a Word file, which python-docx does not write: a part of their own (ECMA-376 part 1, 11.3.7)."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.story import StoryPart

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)
# What stands behind the footnotes' properties in the settings (17.15.1.78), as far as the template has it.
BEHIND = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping")


class Place:
    """Where blocks are put: an element of a part (the body, a cell, a footnote), as python-docx's own containers are."""

    def __init__(self, element: Any, part: Any) -> None:
        self.element = element
        self.part = part

    def put(self, element: Any) -> None:
        """Puts something at the end; a document ends in the properties of its last section."""
        section = self.element.find(qn("w:sectPr"))
        if section is None:
            self.element.append(element)
        else:
            section.addprevious(element)


class Footnotes:
    """The footnotes of a document, numbered from 1 as they come; the part is made with the first of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers: dict[str, int] = {}
        self.part: StoryPart | None = None

    def number(self, name: str) -> int:
        """The number of a footnote that was told already; 0 for a new one."""
        return self.numbers.get(name, 0)

    def add(self, name: str) -> Place:
        """A new footnote's place."""
        part = self.part = self.part or self.new_part()
        self.numbers[name] = len(self.numbers) + 1
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self.numbers[name]))
        part.element.append(note)
        return Place(note, part)

    def new_part(self) -> StoryPart:
        """The part, with the lines that part notes from text, which the settings name too."""
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{SEPARATORS}</w:footnotes>")
        main = self.document.part
        part = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        settings = self.document.settings.element
        known = [name for name in BEHIND if not name.startswith("m:")]
        settings.insert_element_before(parse_xml(named), *known)
        return part
