"""Opens a .docx: its parts as trees, their relationships, and the bytes of its pictures.

Open Packaging Conventions (ECMA-376 part 2). Documents in the strict form (part 1 of ISO/IEC 29500) get the names of the
transitional one, so that nothing after this needs to know two of each.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.guard import CONTENT_TYPES, MOST_ELEMENTS, ContentTypes, refusing
from lanmu.intake.word.tree import CHOICE
from lanmu.untrusted import package
from lanmu.untrusted.markup import parse
from lanmu.untrusted.opening import LARGEST_WHOLE, Budget

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT = "{http://purl.oclc.org/ooxml/"
OFFICE = "{http://schemas.openxmlformats.org/"
# Strict name spaces have no year; the transitional ones do.
TRANSITIONAL = {
    "wordprocessingml/main}": "wordprocessingml/2006/main}",
    "officeDocument/relationships}": "officeDocument/2006/relationships}",
    "officeDocument/math}": "officeDocument/2006/math}",
    "drawingml/main}": "drawingml/2006/main}",
    "drawingml/picture}": "drawingml/2006/picture}",
    "drawingml/chart}": "drawingml/2006/chart}",
    "drawingml/diagram}": "drawingml/2006/diagram}",
    "drawingml/wordprocessingDrawing}": "drawingml/2006/wordprocessingDrawing}",
}
DAMAGED = "请用 Word 或 WPS 打开它，另存为 .docx，再导入。"


@dataclass(frozen=True)
class Relationship:
    """A relationship of a part: `target` is the name of another part, or an address when `external`."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Part:
    """One XML part of the package."""

    name: str
    root: Element
    relationships: dict[str, Relationship]


class Package:
    """A .docx opened for reading. Raises UserError for any other file."""

    def __init__(self, path: Path) -> None:
        self.file_name = path.name
        # The guard has counted all of it; here a part may be read more than once.
        self.budget = Budget(10 * LARGEST_WHOLE, 10 * MOST_ELEMENTS)
        with refusing(path.name):
            self.parts = package.Package(path.read_bytes(), self.budget)
        # Names are compared without case (part 2, clause 6.2.2.3).
        self.names = {name.casefold(): name for name in self.parts.parts}

    @cached_property
    def main(self) -> Part:
        """The document itself. Raises UserError when there is none."""
        target = self.first(self.relationships("", "_rels/.rels"), "officeDocument") or "word/document.xml"
        part = self.part(target)
        if part is None:
            raise UserError(f"{self.file_name} 里没有 Word 正文，可能不是 Word 文件。{DAMAGED}")
        return part

    def first(self, relationships: dict[str, Relationship], kind: str) -> str:
        """The name of the first part of a kind that is there."""
        targets = (
            relation.target for relation in relationships.values() if relation.kind == kind and not relation.external
        )
        return next((target for target in targets if self.has(target)), "")

    def related(self, kind: str) -> Part | None:
        """The part of a kind that the document refers to: `styles`, `numbering` …"""
        return self.part(self.first(self.main.relationships, kind))

    def has(self, name: str) -> bool:
        """True when the package holds that part."""
        return name.casefold() in self.names

    def part(self, name: str) -> Part | None:
        """The part of that name; None when there is none. Raises UserError when it is damaged."""
        if not self.has(name):
            return None
        root = self.tree(name)
        folder, file = posixpath.split(name)
        return Part(name, root, self.relationships(folder, posixpath.join(folder, "_rels", f"{file}.rels")))

    def relationships(self, folder: str, name: str) -> dict[str, Relationship]:
        """The relationships of a relationships part, by identifier."""
        if not self.has(name):
            return {}
        return {each.get("Id", ""): relationship(each, folder) for each in self.tree(name).iter(RELATIONSHIPS)}

    def tree(self, name: str) -> Element:
        """A part as a tree. Raises UserError when it is damaged or dangerous."""
        content = self.bytes_of(name)
        with refusing(self.file_name):
            root: Element = parse(content, self.budget, name, target=Builder())
        if root.tag.startswith(STRICT):
            for element in root.iter():
                element.tag = transitional(element.tag)
                for key in [key for key in element.attrib if key.startswith(STRICT)]:
                    element.set(transitional(key), element.attrib.pop(key))
        return root

    def bytes_of(self, name: str) -> bytes:
        """A part as it lies in the package. Raises UserError when it cannot be unpacked."""
        with refusing(self.file_name):
            return self.parts.read(self.names[name.casefold()])

    @cached_property
    def types(self) -> ContentTypes | None:
        """The declared content types; None for a package without them."""
        return ContentTypes(self.parts) if CONTENT_TYPES in self.parts.parts else None

    def content_type(self, name: str) -> str:
        """The declared type of a part; empty when there is none."""
        return self.types.of(name) if self.types else ""


class Builder(TreeBuilder):
    """Builds a tree in which `Requires` of an `mc:Choice` holds name spaces instead of prefixes, which are known only while
    the file is parsed (ECMA-376 part 3, clause 7.6)."""

    def __init__(self) -> None:
        super().__init__()
        self.spaces: dict[str, list[str]] = {}

    def start_ns(self, prefix: str, uri: str) -> None:
        self.spaces.setdefault(prefix or "", []).append(uri)

    def end_ns(self, prefix: str) -> None:
        self.spaces[prefix or ""].pop()

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        if tag == CHOICE:
            required = attrs.get("Requires", "").split()
            attrs["Requires"] = " ".join((self.spaces.get(prefix) or [prefix])[-1] for prefix in required)
        return super().start(tag, attrs)


def relationship(element: Element, folder: str) -> Relationship:
    """One relationship of a part in `folder`."""
    target = element.get("Target", "")
    external = element.get("TargetMode", "") == "External"
    if not external:
        # A target is relative to the folder of the part that names it; a leading slash begins at the root.
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relationship(element.get("Type", "").rpartition("/")[2], target, external)


def transitional(name: str) -> str:
    """The transitional form of a full name; the name itself when it has none."""
    if not name.startswith(STRICT):
        return name
    space, brace, local_name = name.removeprefix(STRICT).partition("}")
    replacement = TRANSITIONAL.get(space + brace)
    return f"{OFFICE}{replacement}{local_name}" if replacement else name
