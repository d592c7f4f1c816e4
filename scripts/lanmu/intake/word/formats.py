"""The real format of a file that is handed in as a Word document, and what the editor can do about it.

Its name does not count: offices send web pages, workbooks and files of other programs as .doc and .docx.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lanmu.storage.program_data import read_program_data
from lanmu.untrusted.kinds import HEAD, FileKind, kind_in
from lanmu.untrusted.opening import Budget, RejectedFileError
from lanmu.untrusted.package import Package

LISTED = read_program_data(Path(__file__).with_suffix(".yml"))
REMEDIES: dict[str, str] = LISTED["remedies"]
SAVE_AS = REMEDIES["save_as"]
# Bytes of the part `mimetype`.
LONGEST_MIMETYPE = 200
WORD_SUFFIXES = (".docx", ".doc", ".wps", ".odt", ".rtf")
SHOWN_PARTS = 3
MANIFEST = "META-INF/manifest.xml"
WORD_PART = "word/"
DOCUMENT = re.compile(r"\.(docx?|wps|pdf|xlsx?|pptx?|txt|jpe?g|png)$", re.IGNORECASE)
FLAT_TEXT = re.compile(rb'office:mimetype\s*=\s*"application/vnd\.oasis\.opendocument\.text"')
MHT_HEAD = re.compile(rb"\s*(MIME-Version|From|Content-Type|Date|Subject|Message-ID|X-[\w-]+):", re.IGNORECASE)
# The main stream of Word 97 to 2003, and of WPS, which writes the same. Its head ([MS-DOC] 2.5.2, FibBase): the
# signature, and fEncrypted among the flags ten bytes on.
WORD = "WordDocument"
FIB_SIGNATURE, ENCRYPTED = 0xA5EC, 0x0100
LARGEST_SHIFT = 12


@dataclass(frozen=True)
class Format:
    """A file format with its Chinese name and the remedy for the editor; `formats.yml` explains the fields."""

    name: str
    remedy: str = "save_as"
    fault: str = ""
    read_as: str = ""
    suffix: str = ""
    kinds: Sequence[str] = ()
    heads: Sequence[str] = ()
    streams: Sequence[str] = ()
    mimetypes: Sequence[str] = ()
    parts: Sequence[str] = ()
    spaces: Sequence[str] = ()

    def called(self, suffix: str) -> str:
        """A phrase for a file of this format and that suffix: “是 PDF 文件改了后缀”, with blanks beside Latin letters."""
        before, after = (" " if letter.isascii() else "" for letter in (self.name[0], self.name[-1]))
        if suffix.lower() in WORD_SUFFIXES:
            return f"是{before}{self.name}{after}改了后缀"
        return f"是{before}{self.name}（后缀 {suffix}）" if suffix else f"是{before}{self.name}（没有后缀）"

    def refusal(self, suffix: str) -> str:
        """Why a file of this format and that suffix cannot be imported, and the way out."""
        fault = self.fault or f"{self.called(suffix)}，不是能导入的 Word 文档"
        return f"{fault}。{REMEDIES.get(self.remedy, self.remedy)}"


FORMATS = {name: Format(**entry) for name, entry in LISTED["formats"].items()}
DOCX, DOC, ODT, FLAT_ODT, BROKEN = (FORMATS[name] for name in ("docx", "doc", "odt", "flat_odt", "broken"))
BY_KIND = {kind: form for form in FORMATS.values() for kind in form.kinds}


def format_of(data: bytes) -> Format:
    """The format of `data`, by its content alone."""
    for form in FORMATS.values():
        if any(data.startswith(head.encode("latin-1")) for head in form.heads):
            return form
    if not data.strip(b"\0"):
        return FORMATS["empty"]
    kind = kind_in(data)
    if kind is FileKind.OLE2:
        return ole2_format(data)
    if kind is FileKind.ZIP:
        return zip_format(data)
    if kind is FileKind.TEXT:
        return FORMATS["mht" if MHT_HEAD.match(data[:HEAD]) else "text"]
    if kind in (FileKind.XML, FileKind.HTML):
        return xml_format(data[:HEAD]) or BY_KIND[kind]
    return BY_KIND.get(kind, FORMATS["unknown"])


def ole2_format(data: bytes) -> Format:
    if is_encrypted(data):
        return FORMATS["locked"]
    matching = (form for form in FORMATS.values() if any(has_entry(data, stream) for stream in form.streams))
    return next(matching, FORMATS["old_office"])


def has_entry(data: bytes, name: str) -> bool:
    """True when a stream or storage of that name is in the directory of an OLE2 file."""
    return entry(data, name) >= 0


def entry(data: bytes, name: str) -> int:
    """The offset of the directory entry of that name ([MS-CFB] 2.6.1: 64 bytes of name, then its length); -1 when there is
    none. The bytes are searched without parsing the file, so that a damaged file is recognised too."""
    letters = name.encode("utf-16-le")
    return data.find(letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2))


def is_encrypted(data: bytes) -> bool:
    """True for a .docx with a password ([MS-OFFCRYPTO] 2.3.4.4), and for a .doc with one."""
    if has_entry(data, "EncryptedPackage"):
        return True
    offset = entry(data, WORD)
    if offset < 0 or offset + 128 > len(data):
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, offset + 116)
    begin = (sector + 1) << min(shift, LARGEST_SHIFT)
    if begin + 12 > len(data):
        return False
    signature, flags = struct.unpack_from("<H8xH", data, begin)
    return signature == FIB_SIGNATURE and bool(flags & ENCRYPTED)


def has_macros(data: bytes) -> bool:
    """True when a project of Visual Basic is stored in the file ([MS-OVBA] 2.2.1)."""
    return has_entry(data, "_VBA_PROJECT")


def zip_format(data: bytes) -> Format:
    """The format of a zip container that is no complete Office file.

    A broken container counts as a .docx: the guard says what is wrong with it.
    """
    try:
        package = Package(data, Budget())
        has_mimetype = "mimetype" in package.parts and package.parts["mimetype"].file_size <= LONGEST_MIMETYPE
        raw = package.read("mimetype") if has_mimetype else b""
    except RejectedFileError:
        return DOCX
    names = list(package.parts)
    if "[Content_Types].xml" in names:
        return by_part(names) or DOCX
    mimetype = raw.decode("ascii", errors="replace").strip()
    matching = next((form for form in FORMATS.values() if mimetype in form.mimetypes), None) or by_part(names)
    if matching is not None:
        return matching
    if "content.xml" in names and MANIFEST in names:
        return Format("OpenDocument 文件（.odt、.ods 一类，LibreOffice 的格式）")
    if any(name.startswith(WORD_PART) for name in names):
        return BROKEN
    inside = [name.rpartition("/")[2] for name in names if DOCUMENT.search(name)]
    if not inside:
        return Format("压缩包", "里面没有 Word 文件，请看看是不是选错了。请向交稿人要 Word 原稿。")
    more = "等" if len(inside) > SHOWN_PARTS else ""
    return Format(f"压缩包（里面有 {'、'.join(inside[:SHOWN_PARTS])}{more}）", "unpack")


def by_part(names: Sequence[str]) -> Format | None:
    """The format whose typical part (by the beginning of its name) is among the names; None when there is none."""
    matching = (
        form for form in FORMATS.values() if any(name.startswith(part) for part in form.parts for name in names)
    )
    return next(matching, None)


def xml_format(head: bytes) -> Format | None:
    """A document that is one XML file, by the name spaces of its root; None for other XML."""
    if FLAT_TEXT.search(head):
        return FLAT_ODT
    text = head.decode("utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", errors="ignore")
    if "<html" in text.lower():
        # Word saves web pages with its own name spaces declared.
        return None
    return next((form for form in FORMATS.values() if any(space in text for space in form.spaces)), None)
