"""Files that are no Word documents, or hold what no article may: renamed files, locks, macros, things kept outside."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import files
from word.packing import TYPES, WORD_TYPE, document, items, parts, relations, types, zipped

OUTSIDE = "External"


def with_parts(more: dict[str, bytes], **changed: bytes) -> bytes:
    """A document with parts changed and added."""
    return zipped(items(parts(**changed) | more))


def linked(*each: str) -> bytes:
    """A document whose main part has these relationships."""
    return with_parts({}, links=relations(*each))


def ole2(*names: str, flags: int = 0) -> bytes:
    """An OLE2 file (MS-CFB) with these streams; `flags` are those of the head of a Word stream."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB", 2 * len(name) + 2, 2, 1) + bytes(60)
        for name in ("Root Entry", *names)
    )
    head = files.OLE2 + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    word = struct.pack("<2H6xH", 0xA5EC, 0x00C1, flags)
    return head.ljust(512, b"\0") + word.ljust(4096, b"\0") + entries


def of_kind(maker: str, text: str = "one\ntwo") -> Callable[[Path], object]:
    """Writes a file of another kind under the name of a document."""
    return lambda path: files.MAKERS[maker](path, text)


def sparse(path: Path) -> None:
    """60 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(60_000_000)


def link_to(path: Path) -> None:
    """A link to an honest document."""
    target = path.with_name("honest.docx")
    docx.Document().save(str(target))
    path.symlink_to(target)


def zip_of_documents() -> bytes:
    """A document in an archive under the name of a document."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("通知.docx", zipped(items(parts())))
    return target.getvalue()


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPE = WORD_TYPE.replace("document.main", "template.main")
VBA = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>a</p>"
FLAT = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="a"/>'
TEMPLATE = "从别的电脑或网站取模板"
PICTURE = "图片没有存在文件里"
MACROS = "带有宏（自动运行的程序）"
ELSEWHERE = "有内容放在文件外面"
# Name of the file → what its refusal says, its bytes.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty file": ("是空文件", lambda: b""),
    "web page": ("是网页改了后缀", lambda: "<html><body><p>通知</p></body></html>".encode()),
    "web page in gb18030": ("是网页改了后缀", lambda: "<html><body><p>通知</p></body></html>".encode("gb18030")),
    "web archive": ("是网页文件（MHT）", lambda: MHT),
    "rich text": ("是 RTF 文件", lambda: b"{\\rtf1\\ansi notice}"),
    "plain text": ("是纯文本改了后缀", lambda: "关于开展示例学习的通知".encode()),
    "word xml": ("是 XML 文件", lambda: FLAT),
    "rar": ("不是 Word 文档，只是改了后缀", lambda: b"Rar!\x1a\x07\x00" + bytes(50)),
    "random bytes": ("认不出是什么文件", lambda: bytes(range(256)) * 8),
    "archive with a document": ("是压缩包改了后缀", zip_of_documents),
    "old word file": ("是旧版 Word 文件", lambda: ole2("WordDocument", "1Table")),
    "old workbook": ("是旧版 Excel", lambda: ole2("Workbook")),
    "document with a password": ("有密码", lambda: ole2("EncryptionInfo", "EncryptedPackage")),
    "old word file with a password": ("有密码", lambda: ole2("WordDocument", "1Table", flags=0x0100)),
    "template": ("是 Word 模板", lambda: with_parts({}, kinds=types(TEMPLATE_TYPE))),
    "main part of another kind": ("正文不是 Word 文档", lambda: with_parts({}, kinds=types("text/xml"))),
    "no main part": ("没有正文", lambda: with_parts({}, top=relations("officeDocument word/missing.xml"))),
    "no relationships": ("没有正文", lambda: zipped(items({TYPES: types(), "word/document.xml": document()}))),
    "macros": (MACROS, lambda: with_parts({"word/vbaProject.bin": b"\0"}, kinds=types(more=VBA))),
    "macros of another name": (MACROS, lambda: linked("vbaProject ../customXml/item1.bin")),
    "macro document renamed": (MACROS, lambda: with_parts({}, kinds=types(MACRO_TYPE))),
    "activex": ("带有 ActiveX 控件", lambda: linked("control activeX/activeX1.xml")),
    "template on the web": (TEMPLATE, lambda: linked(f"attachedTemplate http://www.example.org/a.dotm {OUTSIDE}")),
    "template on a server": (TEMPLATE, lambda: linked(f"attachedTemplate \\\\server\\share\\a.dotm {OUTSIDE}")),
    "template on a server by address": (TEMPLATE, lambda: linked(f"attachedTemplate file://server/a.dotm {OUTSIDE}")),
    "template that is none": (TEMPLATE, lambda: linked(f"attachedTemplate file:///etc/passwd {OUTSIDE}")),
    "picture on the web": (PICTURE, lambda: linked(f"image http://www.example.org/a.png {OUTSIDE}")),
    "picture on a disk": (PICTURE, lambda: linked(f"image file:///C:\\a.png {OUTSIDE}")),
    "picture on a server, mode left out": (PICTURE, lambda: linked("image \\\\server\\a.png")),
    "picture in a header": (
        PICTURE,
        lambda: with_parts({"word/_rels/header1.xml.rels": relations(f"image file://server/a.png {OUTSIDE}")}),
    ),
    "linked workbook": ("表格或对象没有存在", lambda: linked(f"oleObject file:///C:\\a.xlsx {OUTSIDE}")),
    "chapters elsewhere": ("是主控文档", lambda: linked(f"subDocument a.docx {OUTSIDE}")),
    "text elsewhere": ("要合并外面的文件", lambda: linked(f"aFChunk http://www.example.org/a.html {OUTSIDE}")),
    "frame elsewhere": (ELSEWHERE, lambda: linked(f"frame http://www.example.org/ {OUTSIDE}")),
    "data elsewhere": ("是邮件合并的主文档", lambda: linked(f"mailMergeSource file:///C:\\a.mdb {OUTSIDE}")),
    "main part elsewhere": (
        "没有正文",
        lambda: with_parts({}, top=relations(f"officeDocument http://www.example.org/a.xml {OUTSIDE}")),
    ),
    "text not merged": (
        "没有合并进来",
        lambda: with_parts({"word/a.html": b"<p>a</p>"}, links=relations("aFChunk a.html")),
    ),
}
# What is no matter of bytes → what its refusal says, what makes it.
PLACED: dict[str, tuple[str, Callable[[Path], object]]] = {
    "pdf": ("是 PDF 改了后缀", of_kind("pdf")),
    "workbook": ("是 Excel 表格", of_kind("xlsx")),
    "slides": ("是 PPT 演示文稿", of_kind("pptx")),
    "photograph": ("是图片改了后缀", of_kind("jpg", "8x8")),
    "huge file": ("有 60 MB，超过 50 MB", sparse),
    "link": ("是一个链接", link_to),
    "folder": ("是文件夹", Path.mkdir),
    "pipe": ("是设备或管道", os.mkfifo),
    "missing file": ("找不到这个文件", Path.exists),
}
