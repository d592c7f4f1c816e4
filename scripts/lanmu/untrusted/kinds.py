"""The real kind of a file, by its first bytes and its parts, never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from lanmu.untrusted.zip_files import FAULTS, LONGEST_END, directory_of

HEAD = 4096
FAMILIES = ("jpg", "jpeg"), ("tif", "tiff"), ("htm", "html")


class Kind(StrEnum):
    """Kinds of files that we know; the value is the usual suffix."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ZIP = "zip"
    PDF = "pdf"
    OLE2 = "ole2"
    RTF = "rtf"
    RAR = "rar"
    SEVEN = "7z"
    GZIP = "gz"
    MEDIA = "media"
    FONT = "font"
    JPEG = "jpg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    AVIF = "avif"
    BMP = "bmp"
    TIFF = "tif"
    HEIC = "heic"
    ICON = "ico"
    SVG = "svg"
    HTML = "html"
    XML = "xml"
    TEXT = "txt"
    EMPTY = "empty"
    UNKNOWN = "unknown"


RASTER = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.AVIF, Kind.BMP, Kind.TIFF, Kind.HEIC, Kind.ICON})
PICTURES = RASTER | {Kind.SVG}
OFFICE = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
MAGIC = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE2),
    (b"{\\rtf", Kind.RTF),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN),
    (b"\x1f\x8b", Kind.GZIP),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"\x00\x00\x01\x00", Kind.ICON),
    (b"ID3", Kind.MEDIA),
    (b"OggS", Kind.MEDIA),
    (b"fLaC", Kind.MEDIA),
    (b"\x1aE\xdf\xa3", Kind.MEDIA),
    (b"FLV\x01", Kind.MEDIA),
    (b"wOFF", Kind.FONT),
    (b"wOF2", Kind.FONT),
    (b"OTTO", Kind.FONT),
    (b"\x00\x01\x00\x00\x00", Kind.FONT),
)
# What is inside a RIFF container, and the brands of an ISO media file (ISO/IEC 14496-12), by their letters.
RIFF = {b"WEBP": Kind.WEBP, b"WAVE": Kind.MEDIA, b"AVI ": Kind.MEDIA}
BRANDS = {b"avif": Kind.AVIF, b"avis": Kind.AVIF} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), Kind.HEIC
)
PARTS = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX))
SVG = re.compile(r"<svg[\s>/]|<[a-z]+:svg[\s>]", re.IGNORECASE)
HTML = re.compile(r"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
XML = re.compile(r"\s*<(\?xml|!--|!doctype|[a-z])", re.IGNORECASE)
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(path: Path) -> Kind:
    """What the file at `path` really is. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        kind = kind_of_head(file.read(HEAD))
        return office_kind(file) if kind is Kind.ZIP else kind


def kind_in(data: bytes) -> Kind:
    """What `data` really is."""
    kind = kind_of_head(data[:HEAD])
    return office_kind(io.BytesIO(data)) if kind is Kind.ZIP else kind


def kind_of_head(head: bytes) -> Kind:
    """The kind that the first bytes tell; every zip container is a ZIP here."""
    if not head.strip():
        return Kind.EMPTY
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], Kind.UNKNOWN)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], Kind.MEDIA)
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return Kind.BMP
    # Readers take a PDF whose mark comes within the first kilobyte (ISO 32000, annex H).
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2"):
        return Kind.MEDIA
    return next((kind for mark, kind in MAGIC if head.startswith(mark)), None) or kind_of_text(head)


def kind_of_text(head: bytes) -> Kind:
    """A kind of text, or UNKNOWN when the bytes are no text in UTF-8, UTF-16 or GB18030."""
    text = text_of_head(head)
    if text is None:
        return Kind.UNKNOWN
    if XML.match(text):
        if SVG.search(text):
            return Kind.SVG
        return Kind.XML if text.lstrip().startswith("<?xml") and not HTML.search(text) else Kind.HTML
    return Kind.TEXT


def text_of_head(head: bytes) -> str | None:
    """The beginning of a text; a character cut in two at the end does no harm."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="ignore")
        return None if BINARY.search(text) else text
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if BINARY.search(text) else text
    return None


def office_kind(file: BinaryIO) -> Kind:
    """The kind of a zip container, by the folder its parts lie in."""
    try:
        file.seek(max(0, file.seek(0, io.SEEK_END) - LONGEST_END))
        directory = directory_of(file.read())
        if directory is None or not directory.is_short:
            return Kind.ZIP
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except FAULTS:
        return Kind.ZIP
    if "[Content_Types].xml" not in names:
        return Kind.ZIP
    return next((kind for folder, kind in PARTS if any(name.startswith(folder) for name in names)), Kind.ZIP)
