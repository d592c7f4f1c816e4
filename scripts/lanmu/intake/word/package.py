"""Opens a .docx: its parts as trees, what they refer to, and the bytes of its pictures.

Open Packaging Conventions (ECMA-376 part 2). Documents in the strict form (part 1 of ISO/IEC 29500) get the names of the
transitional one, so that nothing after this needs to know two of each. Sizes are the guard's business; this refuses DTDs
and trees that are too deep.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.tree import CHOICE

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
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
DEEPEST = 400
DAMAGED = "请用 Word 或 WPS 打开它，另存为 .docx，再导入。"


@dataclass(frozen=True)
class Relationship:
    """What a part refers to: `target` is a part's name, or an address when `external`."""

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
    """A .docx opened for reading. Raises UserError when it is none."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError):
            raise UserError(f"{path.name} 打不开，不是完好的 .docx 文件。{DAMAGED}") from None
        self.file_name = path.name
        # Names are compared without case (part 2, clause 6.2.2.3).
        self.names = {name.casefold(): name for name in self.archive.namelist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

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
        wanted = (each.target for each in relationships.values() if each.kind == kind and not each.external)
        return next((target for target in wanted if self.has(target)), "")

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
        """What stands in a relationships part, by identifier."""
        if not self.has(name):
            return {}
        return {each.get("Id", ""): relationship(each, folder) for each in self.tree(name).iter(RELATIONSHIPS)}

    def tree(self, name: str) -> Element:
        """A part as a tree. Raises UserError when it is damaged or dangerous."""
        parser = XMLParser(target=Shallow(), forbid_dtd=True)
        try:
            parser.feed(self.bytes_of(name))
            root = parser.close()
        except DefusedXmlException:
            raise UserError(
                f"{self.file_name} 里有不该出现的 XML 定义（DTD 或实体），可能是恶意文件，没有导入。"
            ) from None
        except TooDeepError:
            raise UserError(f"{self.file_name} 里的内容套得太深（超过 {DEEPEST} 层），没有导入。{DAMAGED}") from None
        except (ParseError, ValueError, LookupError):
            raise UserError(f"{self.file_name} 里的 {name} 已损坏，读不出来。{DAMAGED}") from None
        if not isinstance(root, Element):
            raise UserError(f"{self.file_name} 里的 {name} 是空的。{DAMAGED}")
        if root.tag.startswith(STRICT):
            make_transitional(root)
        return root

    def bytes_of(self, name: str) -> bytes:
        """A part as it lies in the package. Raises UserError when it cannot be unpacked."""
        try:
            return self.archive.read(self.names[name.casefold()])
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
            raise UserError(f"{self.file_name} 里的 {name} 已损坏，读不出来。{DAMAGED}") from None

    @cached_property
    def declared(self) -> tuple[dict[str, str], dict[str, str]]:
        """Content types by suffix and by part."""
        if not self.has("[Content_Types].xml"):
            return {}, {}
        root = self.tree("[Content_Types].xml")
        suffixes = {
            each.get("Extension", "").casefold(): each.get("ContentType", "")
            for each in root.iter(f"{CONTENT_TYPES}Default")
        }
        parts = {
            each.get("PartName", "").lstrip("/").casefold(): each.get("ContentType", "")
            for each in root.iter(f"{CONTENT_TYPES}Override")
        }
        return suffixes, parts

    def content_type(self, name: str) -> str:
        """The declared type of a part; empty when nothing is declared."""
        suffixes, parts = self.declared
        return parts.get(name.casefold()) or suffixes.get(name.casefold().rpartition(".")[2], "")


class TooDeepError(Exception):
    """The tree has more than `DEEPEST` levels."""


class Shallow(TreeBuilder):
    """Builds a tree and stops when it grows too deep: every later step goes down it by recursion.

    What a choice requires is written as prefixes, which mean something only while the part is read (ECMA-376 part 3,
    clause 7.6): in the tree they are name spaces.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.spaces: dict[str, list[str]] = {}

    def start_ns(self, prefix: str, uri: str) -> None:
        """A prefix begins to stand for a name space."""
        self.spaces.setdefault(prefix or "", []).append(uri)

    def end_ns(self, prefix: str) -> None:
        """A prefix ends to stand for the last name space."""
        self.spaces[prefix or ""].pop()

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """One element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeepError
        if tag == CHOICE:
            required = attrs.get("Requires", "").split()
            attrs["Requires"] = " ".join((self.spaces.get(prefix) or [prefix])[-1] for prefix in required)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """One element ends."""
        self.depth -= 1
        return super().end(tag)


def relationship(element: Element, folder: str) -> Relationship:
    """One relationship of a part in `folder`."""
    target = element.get("Target", "")
    external = element.get("TargetMode", "") == "External"
    if not external:
        # A target is relative to the folder of the part that names it; a leading slash begins at the root.
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relationship(element.get("Type", "").rpartition("/")[2], target, external)


def make_transitional(root: Element) -> None:
    """Gives every strict name below `root` its transitional form."""
    for element in root.iter():
        element.tag = transitional(element.tag)
        for key in [key for key in element.attrib if key.startswith(STRICT)]:
            element.set(transitional(key), element.attrib.pop(key))


def transitional(name: str) -> str:
    """The transitional form of a full name; the name itself when it has none."""
    if not name.startswith(STRICT):
        return name
    space, brace, rest = name.removeprefix(STRICT).partition("}")
    known = TRANSITIONAL.get(space + brace)
    return f"{OFFICE}{known}{rest}" if known else name
