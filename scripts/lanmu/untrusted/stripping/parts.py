"""Packs Office files (ECMA-376), OpenDocument files and archives again without personal metadata."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

from lanmu.untrusted.markup import parse
from lanmu.untrusted.opening import Budget, RejectedFileError
from lanmu.untrusted.package import Package, has_signature

Nested = Callable[[bytes, Budget, int], bytes]
DEEPEST = 2
# Fixed values, so that a package of the same parts has the same bytes.
TIME = (1980, 1, 1, 0, 0, 0)
RIGHTS = 0o100644 << 16
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/"
# The parts with author, times and statistics (part 1, clause 15.2.12; part 2, clause 11), and the empty part that replaces
# each. `meta.xml` is that of OpenDocument (1.3, part 2, clause 3.6).
EMPTIED = {
    "docProps/core.xml": "<cp:coreProperties xmlns:cp="
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{PROPERTIES}extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{PROPERTIES}custom-properties"/>',
    "word/people.xml": '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
    "<office:meta/></office:document-meta>"
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
THUMBNAIL = re.compile(r"(?:docProps|Thumbnails)/thumbnail\.\w+", re.IGNORECASE)
# Attributes with a person's name or a local path: the folder of a workbook, who reserved it, who refreshed a pivot table.
NAMING = re.compile(
    rb"""(<(?:x15ac:absPath|fileSharing|pivotCacheDefinition)\b[^<>]*?\b(?:url|userName|refreshedBy)=")[^"<>]*"""
)
NAMED_IN = re.compile(r"xl/(?:workbook|pivotCache/pivotCacheDefinition\d*)\.xml")
# Mail merge settings with the path of the address list (part 1, clause 17.14.20); at most one in a document.
MAIL_MERGE = b"<w:mailMerge>", b"</w:mailMerge>"
LOCAL = re.compile(r"file:|[A-Za-z]:[\\/]|\\\\")
# A printer's settings begin with its name (DEVMODEW, 32 characters).
PRINTER = re.compile(r".*/printerSettings\d*\.bin")
PRINTER_NAME = 64


def package(data: bytes, budget: Budget, depth: int, nested: Nested) -> bytes:
    """The package with cleaned parts; a signed one unchanged. `nested` cleans files inside it. Raises RejectedFileError."""
    source = Package(data, budget)
    if has_signature(source.parts):
        return data
    is_open_document = "mimetype" in source.parts and source.read("mimetype").startswith(OPEN_DOCUMENT)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, info in source.parts.items():
            is_thumbnail = THUMBNAIL.fullmatch(name)
            if is_thumbnail and not is_open_document:
                continue
            content = source.read(name)
            if is_open_document and (name == "meta.xml" or is_thumbnail):
                content = (XML + META).encode() if name == "meta.xml" else b""
            else:
                content = part(name, content, budget, depth, nested)
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type, entry.external_attr = info.compress_type, RIGHTS
            archive.writestr(entry, content)
    return target.getvalue()


def part(name: str, content: bytes, budget: Budget, depth: int, nested: Nested) -> bytes:
    """The content of a part without personal metadata."""
    if name in EMPTIED:
        return (XML + EMPTIED[name]).encode()
    if name.endswith(".rels"):
        return relations(content, budget)
    if NAMED_IN.fullmatch(name):
        # Several may stand in one element.
        return NAMING.sub(rb"\1", NAMING.sub(rb"\1", content))
    if name == "word/settings.xml":
        return without_mail_merge(content)
    if PRINTER.fullmatch(name):
        return bytes(PRINTER_NAME) + content[PRINTER_NAME:]
    if name.endswith((".xml", ".vml")) or depth >= DEEPEST:
        return content
    try:
        return nested(content, budget, depth + 1)
    except RejectedFileError:
        # It is damaged or locked, which PRI006 has reported.
        if budget.is_spent:
            raise
        return content


def without_mail_merge(content: bytes) -> bytes:
    """The settings of a document without its mail merge."""
    start, end = content.find(MAIL_MERGE[0]), content.rfind(MAIL_MERGE[1])
    return content[:start] + content[end + len(MAIL_MERGE[1]) :] if 0 <= start < end else content


def relations(content: bytes, budget: Budget) -> bytes:
    """A relationships part without the thumbnail, and with local paths reduced to file names."""
    root: Element = parse(content, budget)
    changed = False
    for item in list(root):
        target = item.get("Target", "")
        if THUMBNAIL.fullmatch(target.lstrip("/")):
            root.remove(item)
        elif item.get("TargetMode") == "External" and LOCAL.match(target):
            item.set("Target", posixpath.basename(target.replace("\\", "/")))
        else:
            continue
        changed = True
    if not changed:
        return content
    attribute_texts = (" ".join(f'{key}="{escape(value)}"' for key, value in item.attrib.items()) for item in root)
    items = "".join(f"<Relationship {attributes}/>" for attributes in attribute_texts)
    return f'{XML}<Relationships xmlns="{RELATIONS}">{items}</Relationships>'.encode()
