"""What a file that is handed in as a Word document really is, whatever its suffix says, and what becomes of it.

The name never counts: offices send web pages, workbooks and files of other programs as .doc and .docx.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from lanmu.untrusted.kinds import HEAD, RASTER, FileKind, kind_in
from lanmu.untrusted.opening import Budget, RejectedFileError
from lanmu.untrusted.package import Package

SAVE_AS = "请在 Word 或 WPS 里打开它，选“文件→另存为”，类型选“Word 文档（*.docx）”，再导入。"
COPY = "请把要用的内容复制到 Word 或 WPS 文字里，另存为 .docx 后再导入。"
ORIGINAL = "请向交稿人要 Word 原稿；没有原稿，就把它作为附件发布。"
# Bytes of a part that says what kind a container is.
LONGEST_MIMETYPE = 200
WORD_SUFFIXES = (".docx", ".doc", ".wps", ".odt", ".rtf")
SHOWN_PARTS = 3
ARCHIVE = "请先解压，再导入里面的 Word 文件。"
# ODF 1.2 part 3, clause 3.3: the first part is called `mimetype` and is not packed; the same in EPUB.
ODF = "application/vnd.oasis.opendocument."
IWORK = "请在苹果电脑上打开它，选“文件→导出为→Word”，再导入导出来的 .docx。"
MANIFEST = "META-INF/manifest.xml"
WORD_PART = "word/"
DOCUMENT = re.compile(r"\.(docx?|wps|pdf|xlsx?|pptx?|txt|jpe?g|png)$", re.IGNORECASE)
FLAT_TEXT = re.compile(rb'office:mimetype\s*=\s*"application/vnd\.oasis\.opendocument\.text"')
MHT_HEAD = re.compile(rb"\s*(MIME-Version|From|Content-Type|Date|Subject|Message-ID|X-[\w-]+):", re.IGNORECASE)


@dataclass(frozen=True)
class Format:
    """A format by what it is called, with what the editor can do about it."""

    name: str
    """As in “是……改了后缀”."""
    remedy: str = SAVE_AS
    read_as: str = ""
    """The import filter of LibreOffice that makes a .docx of it; empty for what is not converted.

    The filter is named so that the content of a file cannot choose another one."""
    suffix: str = ""
    """What LibreOffice expects such a file to be called."""
    fault: str = ""
    """What is wrong with it when it is not that it is another format."""

    def called(self, suffix: str) -> str:
        """What a file of this format and that suffix is, blanks around Latin letters as in Chinese text."""
        before, after = (" " if letter.isascii() else "" for letter in (self.name[0], self.name[-1]))
        if suffix.lower() in WORD_SUFFIXES:
            return f"是{before}{self.name}{after}改了后缀"
        return f"是{before}{self.name}（后缀 {suffix}）" if suffix else f"是{before}{self.name}（没有后缀）"

    def refusal(self, suffix: str) -> str:
        """Why a file of this format and that suffix cannot be imported, and the way out."""
        return f"{self.fault or f'{self.called(suffix)}，不是能导入的 Word 文档'}。{self.remedy}"


DOCX = Format("Word 文档（.docx）")
DOC = Format("旧版 Word 文件（.doc 或 .wps）", read_as="MS Word 97", suffix=".doc")
ODT = Format("OpenDocument 文本（.odt，LibreOffice 的格式）", read_as="writer8", suffix=".odt")
RTF = Format("RTF 文件", read_as="Rich Text Format", suffix=".rtf")
WORD_2003 = Format("Word 2003 的 XML 文件", read_as="MS Word 2003 XML", suffix=".xml")
FLAT_ODT = Format("OpenDocument 文本（.fodt）", read_as="OpenDocument Text Flat XML", suffix=".fodt")
UOF = Format("标文通文件（.uof、.uot）", read_as="UOF text", suffix=".uot")
LOCKED = Format(
    "有密码的文件",
    "请在 Word 或 WPS 里输入密码打开，用“文件→信息→保护文档”（WPS：文件→文档加密）去掉密码，另存为 .docx 后再导入。",
    fault="有密码，打不开",
)
EMPTY = Format("空文件", "请向交稿人重新要一份。", fault="里面全是空的，没有存好或没有传完")
WORKBOOK = Format("Excel 表格", COPY)
SLIDES = Format("PPT 演示文稿", COPY)
PICTURE = Format("图片", "请新建一份 Word 文档，把图片插进去再导入。")
HTML = Format("网页")
MHT = Format("网页文件（MHT）")
TEXT = Format("纯文本", "请把后缀改成 .txt 再导入。")
UNKNOWN = Format(
    "认不出的文件",
    "请向交稿人另要一份，确认能在 Word 或 WPS 里打开。",
    fault="认不出是什么文件，可能已经损坏或加密",
)
BY_KIND = {
    FileKind.DOCX: DOCX,
    FileKind.RTF: RTF,
    FileKind.HTML: HTML,
    FileKind.PDF: Format("PDF", ORIGINAL),
    FileKind.XLSX: WORKBOOK,
    FileKind.PPTX: SLIDES,
    FileKind.XML: Format("XML 文件"),
    FileKind.SVG: PICTURE,
    FileKind.RAR: Format("压缩包（RAR）", ARCHIVE),
    FileKind.SEVEN: Format("压缩包（7z）", ARCHIVE),
    FileKind.GZIP: Format("压缩包（gz）", ARCHIVE),
    FileKind.MEDIA: Format("录音或录像", "请看看是不是选错了文件。"),
    FileKind.FONT: Format("字体文件", "请看看是不是选错了文件。"),
    FileKind.EMPTY: EMPTY,
    FileKind.UNKNOWN: UNKNOWN,
    **dict.fromkeys(RASTER, PICTURE),
}
# What programs leave beside documents under the same name.
LEFT_BEHIND = (
    (
        b"\x00\x05\x16\x07",
        Format(
            "附带文件",
            "请导入同一文件夹里名字不带“._”的那个文件。",
            fault="是苹果电脑留下的附带文件（名字以“._”开头），不是文档本身",
        ),
    ),
    (
        b"L\x00\x00\x00\x01\x14\x02\x00",
        Format("快捷方式", "请找到它指向的那个文件再导入。", fault="是快捷方式，不是文件本身"),
    ),
)
# The main stream of Word 97 to 2003, and of WPS, which writes the same. Its head ([MS-DOC] 2.5.2, FibBase): the
# signature, and fEncrypted among the flags ten bytes on.
WORD = "WordDocument"
FIB_SIGNATURE, ENCRYPTED = 0xA5EC, 0x0100
LARGEST_SHIFT = 12
# Streams of an OLE2 file ([MS-CFB]) by which its program is known.
STREAMS = (
    ("Workbook", Format("旧版 Excel 表格（.xls 或 .et）", COPY)),
    ("Book", Format("旧版 Excel 表格（.xls 或 .et）", COPY)),
    ("PowerPoint Document", Format("旧版 PPT 演示文稿（.ppt 或 .dps）", COPY)),
    ("VisioDocument", Format("Visio 图", "请把图另存为 PNG 图片，插进 Word 文档再导入。")),
    ("Quill", Format("Publisher 文件", COPY)),
    ("__properties_version1.0", Format("Outlook 邮件", "请把邮件里的附件另存出来，再导入附件。")),
)
OLE2 = Format("旧版办公软件的文件", COPY, fault="里面没有 Word 正文（可能是微软 Works 一类的文件）")
MIMETYPES = {
    f"{ODF}text": ODT,
    f"{ODF}text-template": ODT,
    f"{ODF}text-web": ODT,
    f"{ODF}text-master": ODT,
    f"{ODF}spreadsheet": Format("OpenDocument 表格（.ods）", COPY),
    f"{ODF}spreadsheet-template": Format("OpenDocument 表格（.ods）", COPY),
    f"{ODF}presentation": Format("OpenDocument 演示文稿（.odp）", COPY),
    f"{ODF}presentation-template": Format("OpenDocument 演示文稿（.odp）", COPY),
    f"{ODF}graphics": Format("OpenDocument 绘图（.odg）", "请把图另存为 PNG 图片，插进 Word 文档再导入。"),
    "application/epub+zip": Format("电子书（.epub）", COPY),
}
# Parts by whose names a container without `mimetype` is known, beginnings of names included.
BY_PART = (
    ("OFD.xml", Format("OFD 版式文件", ORIGINAL)),
    ("Index/CalculationEngine", Format("苹果的 Numbers 或 Pages 文件", IWORK)),
    ("Index/Document.iwa", Format("苹果的 Pages 文件", IWORK)),
    ("Index.zip", Format("苹果的 Pages、Numbers 或 Keynote 文件", IWORK)),
    ("index.apxl", Format("苹果的 Keynote 文件", IWORK)),
    ("index.xml", Format("苹果的 Pages 文件", IWORK)),
    ("uof.xml", Format(UOF.name)),
    ("FixedDocumentSequence.fdseq", Format("XPS 版式文件", ORIGINAL)),
    ("visio/", Format("Visio 图", "请把图另存为 PNG 图片，插进 Word 文档再导入。")),
)
BROKEN = Format("Word 文档", fault="不完整，里面缺了部件清单")
# Roots of XML formats that hold a whole document in one file.
XML_ROOTS = (
    ("http://schemas.microsoft.com/office/word/2003/wordml", WORD_2003),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", Format("Word 的 XML 文档（.xml）")),
    ("urn:schemas-microsoft-com:office:spreadsheet", Format("Excel 2003 的 XML 表格", COPY)),
    ("schemas.uof.org", UOF),
    ("http://schemas.openxmlformats.org/presentationml", SLIDES),
)


def format_of(data: bytes) -> Format:
    """What `data` really is."""
    for mark, left in LEFT_BEHIND:
        if data.startswith(mark):
            return left
    if not data.strip(b"\0"):
        return EMPTY
    kind = kind_in(data)
    if kind is FileKind.OLE2:
        return ole2_format(data)
    if kind is FileKind.ZIP:
        return zip_format(data)
    if kind is FileKind.TEXT:
        return MHT if MHT_HEAD.match(data[:HEAD]) else TEXT
    if kind in (FileKind.XML, FileKind.HTML):
        return xml_format(data[:HEAD]) or BY_KIND[kind]
    return BY_KIND.get(kind, UNKNOWN)


def ole2_format(data: bytes) -> Format:
    """What an OLE2 file is, by its streams."""
    if is_encrypted(data):
        return LOCKED
    if has_entry(data, WORD):
        return DOC
    return next((form for stream, form in STREAMS if has_entry(data, stream)), OLE2)


def has_entry(data: bytes, name: str) -> bool:
    """True when a stream or storage of that name is in the directory of an OLE2 file."""
    return entry(data, name) >= 0


def entry(data: bytes, name: str) -> int:
    """Where the directory entry of that name begins ([MS-CFB] 2.6.1: 64 bytes of name, then its length); -1 when there is
    none. The names are looked for as they are: a damaged file is to be named as well."""
    letters = name.encode("utf-16-le")
    return data.find(letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2))


def is_encrypted(data: bytes) -> bool:
    """True for a .docx with a password ([MS-OFFCRYPTO] 2.3.4.4), and for a .doc with one."""
    if has_entry(data, "EncryptedPackage"):
        return True
    place = entry(data, WORD)
    if place < 0 or place + 128 > len(data):
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, place + 116)
    begin = (sector + 1) << min(shift, LARGEST_SHIFT)
    if begin + 12 > len(data):
        return False
    signature, flags = struct.unpack_from("<H8xH", data, begin)
    return signature == FIB_SIGNATURE and bool(flags & ENCRYPTED)


def has_macros(data: bytes) -> bool:
    """True when a project of Visual Basic is stored in the file ([MS-OVBA] 2.2.1)."""
    return has_entry(data, "_VBA_PROJECT")


def zip_format(data: bytes) -> Format:
    """What a zip container is that holds no part of Word, Excel or PowerPoint with a list of parts.

    One with something wrong in it is taken for a .docx: the guard says what is wrong.
    """
    try:
        package = Package(data, Budget())
        has_mimetype = "mimetype" in package.parts and package.parts["mimetype"].file_size <= LONGEST_MIMETYPE
        said = package.read("mimetype") if has_mimetype else b""
    except RejectedFileError:
        return DOCX
    names = list(package.parts)
    if "[Content_Types].xml" in names:
        return next((form for part, form in BY_PART if has_part(names, part)), DOCX)
    return MIMETYPES.get(said.decode("ascii", errors="replace").strip()) or by_parts(names)


def by_parts(names: list[str]) -> Format:
    """What a container is that does not say so, by its parts; else an archive, with what lies in it."""
    known = next((form for part, form in BY_PART if has_part(names, part)), None)
    if known is not None:
        return known
    if "content.xml" in names and MANIFEST in names:
        return Format("OpenDocument 文件（.odt、.ods 一类，LibreOffice 的格式）")
    if has_part(names, WORD_PART):
        return BROKEN
    inside = [name.rpartition("/")[2] for name in names if DOCUMENT.search(name)]
    if not inside:
        return Format("压缩包", "里面没有 Word 文件，请看看是不是选错了。请向交稿人要 Word 原稿。")
    more = "等" if len(inside) > SHOWN_PARTS else ""
    return Format(f"压缩包（里面有 {'、'.join(inside[:SHOWN_PARTS])}{more}）", ARCHIVE)


def has_part(names: Iterable[str], part: str) -> bool:
    """True when a part of that name is there, or one whose name begins so."""
    return any(name.startswith(part) for name in names)


def xml_format(head: bytes) -> Format | None:
    """A document that is one XML file, by the name spaces of its root; None for other XML."""
    if FLAT_TEXT.search(head):
        return FLAT_ODT
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", errors="ignore")
    if "<html" in text.lower():
        # Word saves web pages with its own name spaces declared.
        return None
    return next((form for space, form in XML_ROOTS if space in text), None)
