"""Files that are no Word documents, or hold what no article may: renamed files, locks, macros, things kept outside."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from support import files
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
FLAT = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>'
MACROS = "带有宏（自动运行的程序）"
XML_2003 = b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
EXCEL = b"urn:schemas-microsoft-com:office:spreadsheet"
FLAT_ODT = b'<office:document xmlns:office="a" office:mimetype="application/vnd.oasis.opendocument.text"/>'
UOF_TEXT = b'<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>'


def of_parts(*names: str, mimetype: str = "") -> bytes:
    """A zip file with parts of these names, and one that says what it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, b"<a/>")
    return target.getvalue()


def odf(kind: str) -> bytes:
    """A file of OpenDocument."""
    return of_parts("content.xml", mimetype=f"application/vnd.oasis.opendocument.{kind}")


# Name of the file → what its refusal says, its bytes.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty file": ("是空文件", lambda: b""),
    "web page": ("是网页改了后缀", lambda: "<html><body><p>通知</p></body></html>".encode()),
    "web page in gb18030": ("是网页改了后缀", lambda: "<html><body><p>通知</p></body></html>".encode("gb18030")),
    "web archive": ("是网页文件（MHT）", lambda: MHT),
    "rich text": ("是 RTF 文件", lambda: b"{\\rtf1\\ansi notice}"),
    "plain text": ("是纯文本改了后缀", lambda: "关于开展示例学习的通知".encode()),
    "word xml": ("是 Word 的 XML 文档", lambda: FLAT),
    "word 2003 xml": ("是 Word 2003 的 XML", lambda: XML_2003),
    "excel 2003 xml": (
        "是 Excel 2003 的 XML",
        lambda: XML_2003.replace(b"http://schemas.microsoft.com/office/word/2003/wordml", EXCEL),
    ),
    "other xml": ("是 XML 文件", lambda: b'<?xml version="1.0"?><a/>'),
    "text of another office": ("是 OpenDocument 文本（.odt", lambda: odf("text")),
    "text template of another office": ("是 OpenDocument 文本（.odt", lambda: odf("text-template")),
    "flat text of another office": ("是 OpenDocument 文本（.fodt）", lambda: FLAT_ODT),
    "sheet of another office": ("是 OpenDocument 表格", lambda: odf("spreadsheet")),
    "slides of another office": ("是 OpenDocument 演示文稿", lambda: odf("presentation")),
    "text of another office that does not say so": (
        "是 OpenDocument 文件",
        lambda: of_parts("content.xml", "META-INF/manifest.xml"),
    ),
    "electronic book": ("是电子书", lambda: of_parts(mimetype="application/epub+zip")),
    "fixed pages": ("是 OFD 版式文件", lambda: of_parts("OFD.xml", "Doc_0/Document.xml")),
    "pages": ("是苹果的 Pages 文件", lambda: of_parts("Index/Document.iwa", "Metadata/Properties.plist")),
    "standard text of 2007": ("是标文通文件", lambda: UOF_TEXT),
    "document without its list": ("缺了部件清单", lambda: of_parts("word/document.xml")),
    "archive without a document": ("是压缩包改了后缀", lambda: of_parts("a/b.bin")),
    "archive of 7-Zip": ("是压缩包（7z）", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(50)),
    "zeros": ("里面全是空的", lambda: bytes(3000)),
    "what a Mac leaves beside": ("是苹果电脑留下的附带文件", lambda: b"\x00\x05\x16\x07" + bytes(100)),
    "shortcut": ("是快捷方式", lambda: b"L\0\0\0\x01\x14\x02\0" + bytes(100)),
    "recording": ("是录音或录像", lambda: b"ID3" + bytes(100)),
    "old slides": ("是旧版 PPT", lambda: ole2("PowerPoint Document")),
    "mail": ("是 Outlook 邮件", lambda: ole2("__properties_version1.0")),
    "works": ("里面没有 Word 正文", lambda: ole2("MatOST", "MN0")),
    "rar": ("是压缩包（RAR）", lambda: b"Rar!\x1a\x07\x00" + bytes(50)),
    "random bytes": ("认不出是什么文件", lambda: bytes(range(256)) * 8),
    "archive with a document": ("是压缩包（里面有 通知.docx）改了后缀", zip_of_documents),
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
    "main part elsewhere": (
        "没有正文",
        lambda: with_parts({}, top=relations(f"officeDocument http://www.example.org/a.xml {OUTSIDE}")),
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
