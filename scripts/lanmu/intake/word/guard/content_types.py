"""What a .docx says its parts are, and which of them is the document (ECMA-376 part 2, clauses 10.1.2 and 9.3)."""

from __future__ import annotations

import posixpath
import re

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word.formats import BROKEN
from lanmu.intake.word.guard import relations
from lanmu.intake.word.guard.container import AGAIN, Container
from lanmu.intake.word.guard.markup import Scanner

CONTENT_TYPES = "[Content_Types].xml"
TOP_RELATIONS = "_rels/.rels"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
# [MS-OFFMACRO] 2.1: the project, and documents and templates that may hold one.
MACROS = re.compile(r"vbaproject|vbadata|ms-word\.(?:(?!ms-word\.).)*macroenabled", re.IGNORECASE)
XML_TYPE = re.compile(r"[/+]xml$|vmldrawing$", re.IGNORECASE)
XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)


class ContentTypes:
    """The declared kinds of all parts; names and suffixes are kept in lower case, as capitals do not count."""

    def __init__(self, container: Container, scanner: Scanner) -> None:
        if CONTENT_TYPES not in container.entries:
            raise UserError(BROKEN.refusal(".docx"))
        self.by_suffix: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        scanner.scan(CONTENT_TYPES, container.read(CONTENT_TYPES), self.take)

    def take(self, tag: str, attributes: dict[str, str]) -> None:
        """Notes one declaration. A part for macros is refused whether it is there or not."""
        declared = attributes.get("ContentType", "").strip()
        if MACROS.search(declared):
            raise UserError(f"{relations.PROGRAMS['vbaProject']}，没有导入。{relations.INSPECT}")
        if tag == "Default":
            self.by_suffix[attributes.get("Extension", "").lower()] = declared
        elif tag == "Override":
            self.by_name[attributes.get("PartName", "").lower().lstrip("/")] = declared

    def of(self, name: str) -> str:
        """The declared kind of a part; empty when there is none."""
        suffix = name.rpartition(".")[2].lower()
        return self.by_name.get(name.lower(), self.by_suffix.get(suffix, ""))

    def is_xml(self, name: str) -> bool:
        """True for every part that some reader may take for XML, by its kind or by its name."""
        return XML_TYPE.search(self.of(name)) is not None or XML_NAME.search(name) is not None


def check_document(container: Container, types: ContentTypes, scanner: Scanner) -> None:
    """Refuses a package whose main part is missing, or is no Word document."""
    targets: list[str] = []

    def take(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(posixpath.normpath(attributes.get("Target", "").lstrip("/")))

    if TOP_RELATIONS in container.entries:
        scanner.scan(TOP_RELATIONS, container.read(TOP_RELATIONS), take)
    if not targets or targets[0] not in container.entries:
        raise UserError(f"里面没有正文，文件不完整。{AGAIN}")
    kind = types.of(targets[0])
    if kind == TEMPLATE:
        raise UserError("是 Word 模板（.dotx）改了后缀。请在 Word 或 WPS 里用它新建一份文档，另存为 .docx 后再导入。")
    if kind != DOCUMENT:
        raise UserError(f"里面的正文不是 Word 文档（{kind[-60:] or '没有说明是什么'}）。{AGAIN}")
