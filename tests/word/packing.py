"""Puts a .docx together from its parts, by hand, so that every lie can be told."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT, TYPES, TOP = "word/document.xml", "[Content_Types].xml", "_rels/.rels"
LINKS = "word/_rels/document.xml.rels"


def document(body: str = "<w:p><w:r><w:t>某某单位的示例通知</w:t></w:r></w:p>") -> bytes:
    """The main part."""
    return f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()


def types(main: str = WORD_TYPE, more: str = "") -> bytes:
    """The kinds of the parts."""
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/{DOCUMENT}" ContentType="{main}"/>{more}</Types>'
    ).encode()


def relations(*each: str) -> bytes:
    """A part of relationships: `type target`, `External` after it for what lies outside."""
    lines = ""
    for number, (kind, target, *mode) in enumerate((line.split(" ") for line in each), 1):
        outside = f' TargetMode="{mode[0]}"' if mode else ""
        lines += f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"{outside}/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'.encode()


def parts(**changed: bytes) -> dict[str, bytes]:
    """The parts of the smallest honest document; `body`, `kinds`, `links` and `top` replace one."""
    return {
        TYPES: changed.get("kinds", types()),
        TOP: changed.get("top", relations(f"officeDocument {DOCUMENT}")),
        DOCUMENT: changed.get("body", document()),
        LINKS: changed.get("links", relations()),
    }


@dataclass(frozen=True)
class Item:
    """One part as it will lie in the zip file; what is not given is what is true.

    `own_name`, `own_size` stand in the part's own header; `reach` bytes more than it has are claimed for its data;
    a part with `at` has no data, the list points at that place.
    """

    name: bytes
    packed: bytes
    size: int
    crc: int
    method: int = 8
    flags: int = 0
    own_name: bytes | None = None
    own_size: int | None = None
    reach: int = 0
    extra: bytes = b""
    at: int | None = None

    @property
    def lump(self) -> bytes:
        """Its own header and its data."""
        if self.at is not None:
            return b""
        name = self.name if self.own_name is None else self.own_name
        size = self.size if self.own_size is None else self.own_size
        numbers = (20, self.flags, self.method, 0, 0x21, self.crc, len(self.packed) + self.reach, size, len(name), 0)
        return b"PK\x03\x04" + struct.pack("<5H3I2H", *numbers) + name + self.packed

    def entry(self, place: int) -> bytes:
        """Its line in the list."""
        facts = (self.flags, self.method, 0, 0x21, self.crc, len(self.packed) + self.reach, self.size)
        lengths = (len(self.name), len(self.extra), 0, 0, 0, 0, place if self.at is None else self.at)
        return b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, *facts, *lengths) + self.name + self.extra


def item(name: str, content: bytes, *, method: int = 8, level: int = 6) -> Item:
    """An honest part."""
    machine = zlib.compressobj(level, zlib.DEFLATED, -15)
    packed = machine.compress(content) + machine.flush() if method == 8 else content
    return Item(name.encode(), packed, len(content), zlib.crc32(content), method)


def items(contents: dict[str, bytes]) -> list[Item]:
    """Honest parts."""
    return [item(name, content) for name, content in contents.items()]


def lying(contents: dict[str, bytes], name: str, **lies: Any) -> list[Item]:
    """Honest parts but for one."""
    return [replace(each, **lies) if each.name == name.encode() else each for each in items(contents)]


def zipped(each: Iterable[Item], comment: bytes = b"") -> bytes:
    """The zip file."""
    data, entries, count = io.BytesIO(), io.BytesIO(), 0
    for part in each:
        entries.write(part.entry(data.tell()))
        data.write(part.lump)
        count += 1
    sizes = (min(count, 0xFFFF), min(count, 0xFFFF), entries.tell(), data.tell(), len(comment))
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, *sizes) + comment
    return data.getvalue() + entries.getvalue() + end


def write(path: Path, **changed: bytes) -> None:
    """A document with some parts changed."""
    path.write_bytes(zipped(items(parts(**changed))))
