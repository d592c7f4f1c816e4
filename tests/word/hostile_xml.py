"""XML that does harm: DTDs and entities in every encoding, odd encodings, depth and quantity, pictures too wide."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from word.packing import DOCUMENT, LINKS, SPACES, TYPES, document, item, items, parts, zipped

BODY = f"<w:document {SPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
EXTERNAL = f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "file:///etc/passwd">]>{BODY}'
PARAMETER = f'<!DOCTYPE w:document [<!ENTITY % a SYSTEM "http://www.example.org/a.dtd"> %a;]>{BODY}'
ALONE = f'<!DOCTYPE w:document SYSTEM "http://www.example.org/a.dtd">{BODY.replace("&a;", "")}'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
EXPANDING = f'<!DOCTYPE w:document [<!ENTITY a0 "哈哈">{LAUGHS}]>{BODY.replace("&a;", "&a9;")}'
QUADRATIC = f'<!DOCTYPE w:document [<!ENTITY a "{"a" * 50_000}">]>{BODY.replace("&a;", "&a;" * 10_000)}'


def encoded(text: str, encoding: str, declared: str | None = None, mark: bytes = b"") -> bytes:
    """A document whose text is in that encoding; `mark` is a byte order mark."""
    head = f'<?xml version="1.0" encoding="{declared or encoding}"?>'
    return with_part(DOCUMENT, mark + (head + text).encode(encoding))


def with_part(name: str, content: bytes) -> bytes:
    """A document with one part changed or added."""
    return zipped(items(parts() | {name: content}))


def hidden_in_utf7() -> bytes:
    """A DTD in which no `<` stands as such (RFC 2152)."""
    head = b'<?xml version="1.0" encoding="UTF-7"?>'
    return with_part(DOCUMENT, head + ALONE.replace("<", "+ADw-").replace(">", "+AD4-").encode())


def tables(depth: int) -> bytes:
    """Tables in tables."""
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return document(f"{opening}<w:p/>{'</w:tc></w:tr></w:tbl>' * depth}")


def deep(levels: int) -> bytes:
    """Elements in elements."""
    return document(f"{'<w:smartTag>' * levels}{'</w:smartTag>' * levels}")


def huge_text() -> bytes:
    """33 MB in one part, not packed, as a bomb would be refused for another reason."""
    content = document(f"<w:p><w:r><w:t>{'字' * 11_000_000}</w:t></w:r></w:p>")
    return zipped(
        [each for each in items(parts()) if each.name != DOCUMENT.encode()] + [item(DOCUMENT, content, method=0)]
    )


def three_million() -> bytes:
    """Elements in 30 MB that are not packed, as a bomb would be refused for another reason."""
    return zipped(item(name, data, method=0) for name, data in parts(body=document("<w:pict/>" * 3_000_000)).items())


def png(width: int, height: int) -> bytes:
    """A picture whose head promises so many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def gif(width: int, height: int) -> bytes:
    """The same as GIF."""
    return (
        b"GIF89a"
        + struct.pack("<2H3B", width, height, 0, 0, 0)
        + b"\x2c"
        + struct.pack("<4HB", 0, 0, width, height, 0)
        + b"\x02\x00;"
    )


def bmp(width: int, height: int) -> bytes:
    """The same as BMP."""
    return b"BM" + struct.pack("<I4xI", 54, 54) + struct.pack("<I2i2H6I", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


def declared_as(name: str, kind: str) -> bytes:
    """A part with a DTD, declared to be of some kind."""
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    kinds = parts()[TYPES].replace(b"</Types>", override)
    return zipped(items(parts(kinds=kinds) | {name: ALONE.encode()}))


def in_two_parts() -> bytes:
    """Half of the elements here, half of them there."""
    half = document("<w:p/>" * 250_000)
    return zipped(items(parts(body=half) | {"word/footnotes.xml": half}))


DTD = "文档类型定义（DTD）"
ENTITY = "XML 外部实体"
EXPANSION = "成倍膨胀"
CODING = "少见的文字编码"
PIXELS = "像素，超过"
# Name of the file → what its refusal says, its bytes.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "dtd": (DTD, lambda: encoded(ALONE, "utf-8")),
    "dtd behind a mark": (DTD, lambda: encoded(ALONE, "utf-8", mark=b"\xef\xbb\xbf")),
    "dtd in utf-16 le": (DTD, lambda: encoded(ALONE, "utf-16-le", "UTF-16", b"\xff\xfe")),
    "dtd in utf-16 be": (DTD, lambda: encoded(ALONE, "utf-16-be", "UTF-16", b"\xfe\xff")),
    "dtd in utf-16 without mark": (DTD, lambda: with_part(DOCUMENT, ALONE.encode("utf-16-le"))),
    "dtd in the styles": (DTD, lambda: with_part("word/styles.xml", ALONE.encode())),
    "dtd in the relationships": (DTD, lambda: with_part(LINKS, ALONE.encode())),
    "dtd in the list of types": (DTD, lambda: with_part(TYPES, ALONE.encode())),
    "dtd in a part of another name": (DTD, lambda: declared_as("word/a.bin", "text/xml")),
    "dtd in a part of another kind": (DTD, lambda: declared_as("word/styles.xml", "image/png")),
    "entity that reads a file": (ENTITY, lambda: encoded(EXTERNAL, "utf-8")),
    "entity that reads a file, utf-16 le": (ENTITY, lambda: encoded(EXTERNAL, "utf-16-le", "utf-16", b"\xff\xfe")),
    "entity that reads a file, utf-16 be": (ENTITY, lambda: encoded(EXTERNAL, "utf-16-be", "utf-16", b"\xfe\xff")),
    "entity that reads another dtd": (ENTITY, lambda: encoded(PARAMETER, "utf-8")),
    "entities a billionfold": (EXPANSION, lambda: encoded(EXPANDING, "utf-8")),
    "entities a billionfold, utf-16": (EXPANSION, lambda: encoded(EXPANDING, "utf-16-be", "utf-16", b"\xfe\xff")),
    "one entity very often": (EXPANSION, lambda: encoded(QUADRATIC, "utf-8")),
    "utf-7": (CODING, hidden_in_utf7),
    "gb2312": (CODING, lambda: encoded(ALONE, "gb2312")),
    "latin": (CODING, lambda: encoded(ALONE, "iso-8859-1")),
    "unknown encoding": (CODING, lambda: encoded(ALONE, "utf-8", "x-klingon")),
    "ebcdic": ("不是完好的 XML", lambda: encoded(ALONE, "cp037")),
    "utf-32": ("不是完好的 XML", lambda: encoded(ALONE, "utf-32-le", "utf-32", b"\xff\xfe\0\0")),
    "encoding that is not the declared one": ("不是完好的 XML", lambda: encoded(ALONE, "utf-8", "utf-16")),
    "broken xml": ("不是完好的 XML", lambda: with_part(DOCUMENT, document()[:-20])),
    "empty part": ("不是完好的 XML", lambda: with_part(DOCUMENT, b"")),
    "tables in tables": ("表格里套表格", lambda: with_part(DOCUMENT, tables(100))),
    "ten thousand levels": ("套了 200 层", lambda: with_part(DOCUMENT, deep(10_000))),
    "ten thousand levels in the styles": ("套了 200 层", lambda: with_part("word/styles.xml", deep(10_000))),
    "half a million elements": ("内容太多", lambda: with_part(DOCUMENT, document("<w:p/>" * 500_000))),
    "half a million elements in two parts": ("内容太多", in_two_parts),
    "three million elements": ("内容太多", three_million),
    "text of 33 MB": ("文字和格式，太大了", huge_text),
    "picture of too many pixels": (PIXELS, lambda: with_part("word/media/a.png", png(60_000, 60_000))),
    "picture of another name": (PIXELS, lambda: with_part("word/media/a.emf", png(60_000, 60_000))),
    "picture of too many pixels, gif": (PIXELS, lambda: with_part("word/media/a.gif", gif(65_000, 65_000))),
    "picture of too many pixels, bmp": (PIXELS, lambda: with_part("word/media/a.bmp", bmp(100_000, 100_000))),
}
