"""Containers that do harm: bombs, lies about sizes and places, names that lead elsewhere, damage."""

from __future__ import annotations

import bz2
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from word.packing import DOCUMENT, Item, document, item, items, lying, parts, zipped

LINES = 600_000
MANY = document("<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 100_000)


def packed(*each: Item) -> bytes:
    """An honest document with these parts besides."""
    return zipped([*items(parts()), *each])


def lied(name: str = DOCUMENT, body: bytes = MANY, **lies: object) -> bytes:
    """A document with one part about which something is not true."""
    return zipped(lying(parts(body=body), name, **lies))


@cache
def bomb() -> Item:
    """300 MB of spaces."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(machine.compress(b" " * 3_000_000) for _ in range(100)) + machine.flush()
    return Item(b"word/bomb.xml", packed, 300_000_000, 0)


def bomb_of_many_parts() -> bytes:
    """Forty parts, each of them small enough."""
    piece = item("word/0.xml", b" " * 3_900_000)
    return packed(*(replace(piece, name=f"word/{number}.xml".encode()) for number in range(40)))


def one_inside_another() -> bytes:
    """The data of a part hold another part, header and all."""
    inner = item("word/inner.xml", document())
    outer = item("word/outer.xml", inner.lump, method=0)
    place = sum(len(each.lump) for each in items(parts())) + len(outer.lump) - len(inner.lump)
    return packed(outer, replace(inner, at=place))


def a_thousand_names_for_one() -> bytes:
    """The list has a thousand parts, whose data are all the same megabyte."""
    first = item("word/0.xml", MANY)
    place = sum(len(each.lump) for each in items(parts()))
    return packed(first, *(replace(first, name=f"word/{number}.xml".encode(), at=place) for number in range(1, 1_000)))


def list_without_end() -> bytes:
    """Many lines in the list, and an end that says nothing of them but in its form for large files."""
    entries = replace(item("a", b""), at=0).entry(0) * LINES
    begin = b"PK\x03\x04"
    record = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, LINES, LINES, len(entries), len(begin))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(begin) + len(entries), 1)
    return begin + entries + record + locator + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 47, 4, 0)


def unicode_name() -> bytes:
    """The extra field of the list gives another name than the one beside it (APPNOTE.TXT 4.6.9)."""
    name = b"word/other.xml"
    other = b"../../other.xml"
    field = b"\x01" + struct.pack("<I", zlib.crc32(name)) + other
    return packed(replace(item(name.decode(), document()), extra=struct.pack("<HH", 0x7075, len(field)) + field))


def damaged(data: bytes, place: int) -> bytes:
    """One byte changed."""
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def stored(name: str = DOCUMENT) -> bytes:
    """A document with one part that is not packed, damaged in the middle."""
    content = parts()[name]
    data = zipped(lying(parts(), name, packed=content, method=0))
    return damaged(data, data.index(content) + len(content) // 2)


def squeezed() -> bytes:
    """Packed with bzip2."""
    body = document()
    return lied(body=body, packed=bz2.compress(body), method=12)


WHOLE = zipped(items(parts()))
# Name of the file → what its refusal says, its bytes.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "bomb by size": ("展开后有", lambda: packed(bomb())),
    "bomb by ratio": ("压缩了 200 倍以上", lambda: packed(item("word/a.xml", b" " * 20_000_000))),
    "bomb of many parts": ("全部展开后超过", bomb_of_many_parts),
    "bomb that lies in the list": ("声明的不一样", lambda: packed(replace(bomb(), size=10, own_size=300_000_000))),
    "bomb that lies twice": ("声明的不一样", lambda: packed(replace(bomb(), size=10))),
    "bomb that says nothing of its size": (
        "声明的不一样",
        lambda: packed(replace(bomb(), size=10, own_size=0, flags=8)),
    ),
    "size that is too large": ("声明的不一样", lambda: lied(body=document(), size=90_000)),
    "part cut short": ("只有一半", lambda: lied(packed=item("a", MANY).packed[:-10])),
    "parts that overlap": ("叠在一起", one_inside_another),
    "one part under many names": ("有两种说法", a_thousand_names_for_one),
    "another name in the part": ("有两种说法", lambda: lied(body=document(), own_name=b"word/decoy.xml")),
    "part that reaches into the list": ("伸进了目录", lambda: packed(replace(item("word/a.xml", b"<a/>"), reach=30))),
    "part that is not there": ("不在目录所说的地方", lambda: packed(replace(item("word/a.xml", b"<a/>"), at=7))),
    "thousands of parts": ("部件超过", lambda: packed(*(item(f"word/{n}.xml", b"<a/>") for n in range(3_500)))),
    "bomb in the list": ("部件超过", list_without_end),
    "a thousand pictures": (
        "张图片，超过",
        lambda: packed(*(item(f"word/media/{n}.png", b"") for n in range(1_000))),
    ),
    "name that climbs": ("指到别的文件夹", lambda: packed(item("word/../../../tmp/evil.xml", b"<a/>"))),
    "name from the root": ("绝对路径", lambda: packed(item("/etc/cron.d/evil", b"<a/>"))),
    "name with backslashes": ("反斜杠", lambda: packed(item("word\\..\\..\\evil.xml", b"<a/>"))),
    "name with a drive": ("盘符", lambda: packed(item("C:/Windows/evil.xml", b"<a/>"))),
    "name with a zero": ("控制字符", lambda: packed(item("word/evil.xml\0.png", b"<a/>"))),
    "name of 60,000 letters": ("部件的名字太长", lambda: packed(item("a" * 60_000, b"<a/>"))),
    "two parts of one name": ("两个同名的部件", lambda: packed(item(DOCUMENT, document()))),
    "two parts but for capitals": ("两个同名的部件", lambda: packed(item("Word/Document.XML", document()))),
    "locked part": ("加了密码压缩", lambda: lied(body=document(), flags=1)),
    "strange packing": ("少见的压缩方式", squeezed),
    "cut in the middle": ("后半部分没有复制", lambda: WHOLE[: len(WHOLE) // 2]),
    "cut at the very end": ("后半部分没有复制", lambda: WHOLE[:-1]),
    "damaged list": ("目录坏了", lambda: WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03")),
    "damaged packing": ("展不开", lambda: lied(body=document(), packed=b"\xff" * 300)),
    "damaged content": ("校验不符", stored),
}
