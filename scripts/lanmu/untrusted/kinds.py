"""The kind of a file by its first bytes and its parts, never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from lanmu.untrusted.encodings import decode
from lanmu.untrusted.package import FAULTS, LONGEST_END, directory_of

HEAD = 4096


class FileKind(StrEnum):
    """Kinds of files; the value is the usual suffix."""

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


RASTER = frozenset(
    map(FileKind, ("jpg", "png", "gif", "webp", "avif", "bmp", "tif", "heic", "ico")),
)
PICTURES = RASTER | {FileKind.SVG}
OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})
MAGIC = (
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE2),
    (b"{\\rtf", FileKind.RTF),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN),
    (b"\x1f\x8b", FileKind.GZIP),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"\x00\x00\x01\x00", FileKind.ICON),
    (b"ID3", FileKind.MEDIA),
    (b"OggS", FileKind.MEDIA),
    (b"fLaC", FileKind.MEDIA),
    (b"\x1aE\xdf\xa3", FileKind.MEDIA),
    (b"FLV\x01", FileKind.MEDIA),
    (b"wOFF", FileKind.FONT),
    (b"wOF2", FileKind.FONT),
    (b"OTTO", FileKind.FONT),
    (b"\x00\x01\x00\x00\x00", FileKind.FONT),
)
# What is inside a RIFF container, and the brands of an ISO media file (ISO/IEC 14496-12), by their letters.
RIFF = {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.MEDIA, b"AVI ": FileKind.MEDIA}
BRANDS = {b"avif": FileKind.AVIF, b"avis": FileKind.AVIF} | dict.fromkeys(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), FileKind.HEIC
)
PARTS = (("word/", FileKind.DOCX), ("xl/", FileKind.XLSX), ("ppt/", FileKind.PPTX))
SVG = re.compile(r"<svg[\s>/]|<[a-z]+:svg[\s>]", re.IGNORECASE)
HTML = re.compile(r"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
XML = re.compile(r"\s*<(\?xml|!--|!doctype|[a-z])", re.IGNORECASE)
BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(path: Path) -> FileKind:
    """The kind of the file at `path`. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        kind = kind_of_head(file.read(HEAD))
        return office_kind(file) if kind is FileKind.ZIP else kind


def kind_in(data: bytes) -> FileKind:
    """The kind of a file with the content `data`."""
    kind = kind_of_head(data[:HEAD])
    return office_kind(io.BytesIO(data)) if kind is FileKind.ZIP else kind


def kind_of_head(head: bytes) -> FileKind:
    """The kind by the first bytes alone: ZIP for every zip container, UNKNOWN for what is no text in our encodings."""
    if not head.strip():
        return FileKind.EMPTY
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12], FileKind.UNKNOWN)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], FileKind.MEDIA)
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return FileKind.BMP
    # Readers take a PDF whose signature comes within the first kilobyte (ISO 32000, annex H).
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2"):
        return FileKind.MEDIA
    for signature, kind in MAGIC:
        if head.startswith(signature):
            return kind
    decoded = decode(head, may_be_cut=True)
    if decoded is None or BINARY.search(decoded[0]):
        return FileKind.UNKNOWN
    text = decoded[0]
    if not XML.match(text):
        return FileKind.TEXT
    if SVG.search(text):
        return FileKind.SVG
    return FileKind.XML if text.lstrip().startswith("<?xml") and not HTML.search(text) else FileKind.HTML


def office_kind(file: BinaryIO) -> FileKind:
    """The kind of a zip container, by the folder its parts lie in."""
    try:
        file.seek(max(0, file.seek(0, io.SEEK_END) - LONGEST_END))
        directory = directory_of(file.read())
        if directory is None or not directory.is_short:
            return FileKind.ZIP
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except FAULTS:
        return FileKind.ZIP
    if "[Content_Types].xml" not in names:
        return FileKind.ZIP
    return next((kind for folder, kind in PARTS if any(name.startswith(folder) for name in names)), FileKind.ZIP)
