"""Converts vector pictures of Windows (EMF, WMF, also compressed) to PNG with LibreOffice.

All pictures of a document go through one call: they are put into a document of our own, a page each, which is converted to
PDF and rendered from there. LibreOffice never opens the document that they came from.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word import legacy
from lanmu.intake.word.formats import FLAT_ODT
from lanmu.storage.scratch import scratch_folder
from lanmu.untrusted.pictures import encode

# [MS-EMF] 2.3.4.2 (header), [MS-WMF] 2.3.2.3 (placeable header) and 2.2.2.9 (header).
EMF, PLACEABLE, PACKED = b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x1f\x8b"
WMF = (b"\x01\x00\t\x00", b"\x02\x00\t\x00")
SIGNATURE = b" EMF"
WINDOW_EXTENT = 0x020C
# Bytes of an unpacked drawing.
LARGEST = 50_000_000
MOST_RECORDS = 100_000
SECONDS = 60.0
# Points: the box into which each drawing is fitted, and its page. Pixels for a point.
BOX, PAGE = 800, 880
SCALE = 2
SQUARE = (1.0, 1.0)
SPACE = "urn:oasis:names:tc:opendocument:xmlns"
OPENING = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{SPACE}:office:1.0" xmlns:style="{SPACE}:style:1.0" xmlns:text="{SPACE}:text:1.0"
 xmlns:draw="{SPACE}:drawing:1.0" xmlns:fo="{SPACE}:xsl-fo-compatible:1.0" xmlns:svg="{SPACE}:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{PAGE}pt" fo:page-height="{PAGE}pt"
 fo:margin="0pt"/></style:page-layout>
<style:style style:name="first" style:family="paragraph" style:master-page-name="Standard"/>
<style:style style:name="next" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="box" style:family="graphic"><style:graphic-properties style:vertical-pos="top"
 style:vertical-rel="baseline"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>
<office:body><office:text>"""


def is_vector(data: bytes) -> bool:
    """True for a drawing of these formats."""
    return data.startswith((PLACEABLE, *WMF, PACKED)) or (data.startswith(EMF) and data[40:44] == SIGNATURE)


def as_png(drawings: Sequence[bytes], *, seconds: float = SECONDS) -> list[bytes | None]:
    """Each drawing as PNG; None for a picture that cannot be drawn, and for all when LibreOffice is missing or too slow."""
    program = legacy.installed()
    plain = [unpacked(data) for data in drawings]
    usable = [data for data in plain if data is not None]
    if program is None or not usable:
        return [None] * len(drawings)
    with scratch_folder("drawings") as folder:
        try:
            pages = rendered(program, folder, usable, seconds)
        except (UserError, OSError, pypdfium2.PdfiumError):
            pages = [None] * len(usable)
    images = iter(pages)
    return [None if data is None else next(images) for data in plain]


def unpacked(data: bytes) -> bytes | None:
    if not data.startswith(PACKED):
        return data
    try:
        machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content = machine.decompress(data, LARGEST)
    except zlib.error:
        return None
    return content if machine.eof and is_vector(content) and not content.startswith(PACKED) else None


def rendered(program: str, folder: Path, drawings: Sequence[bytes], seconds: float) -> list[bytes | None]:
    sizes = [fitted(size_of(data)) for data in drawings]
    source = folder / "source.fodt"
    source.write_text(document(drawings, sizes), encoding="utf-8", newline="\n")
    legacy.convert(program, source, "pdf:writer_pdf_Export", FLAT_ODT, seconds)
    with pypdfium2.PdfDocument(folder / "source.pdf") as file:
        if len(file) != len(drawings):
            return [None] * len(drawings)
        return [picture_of(file[number], size) for number, size in enumerate(sizes)]


def picture_of(page: pypdfium2.PdfPage, size: tuple[float, float]) -> bytes | None:
    """The upper left part of a page, of a size in points, as PNG; None when it is blank."""
    width, height = (max(1, round(side * SCALE)) for side in size)
    image = page.render(scale=SCALE).to_pil().convert("RGB").crop((0, 0, width, height))
    return None if image.convert("L").getextrema() == (255, 255) else encode(image, {"format": "PNG"})


def fitted(size: tuple[float, float]) -> tuple[float, float]:
    scale = BOX / max(size)
    return max(1.0, size[0] * scale), max(1.0, size[1] * scale)


def size_of(data: bytes) -> tuple[float, float]:
    try:
        if data.startswith(EMF):
            left, top, right, bottom = struct.unpack_from("<4i", data, 24)
        elif data.startswith(PLACEABLE):
            left, top, right, bottom = struct.unpack_from("<4h", data, 6)
        else:
            left = top = 0
            right, bottom = window_of(data)
    except struct.error:
        return SQUARE
    width, height = abs(right - left), abs(bottom - top)
    return (float(width), float(height)) if width and height else SQUARE


def window_of(data: bytes) -> tuple[int, int]:
    """The window extent (width, height) that a WMF sets; (0, 0) when it sets none."""
    offset = 18
    for _ in range(MOST_RECORDS):
        words, function = struct.unpack_from("<IH", data, offset)
        if function == WINDOW_EXTENT:
            height, width = struct.unpack_from("<2h", data, offset + 6)
            return width, height
        if words < 3:
            break
        offset += words * 2
    return 0, 0


def document(drawings: Sequence[bytes], sizes: Iterable[tuple[float, float]]) -> str:
    """A document with a drawing on each page, at the upper left corner: flat OpenDocument."""
    pages = (
        f'<text:p text:style-name="{"next" if number else "first"}"><draw:frame draw:style-name="box" draw:name="d{number}" '
        f'text:anchor-type="as-char" svg:width="{width:.2f}pt" svg:height="{height:.2f}pt"><draw:image>'
        f"<office:binary-data>{base64.b64encode(data).decode()}</office:binary-data></draw:image></draw:frame></text:p>"
        for number, (data, (width, height)) in enumerate(zip(drawings, sizes, strict=True))
    )
    return f"{OPENING}{''.join(pages)}</office:text></office:body></office:document>"
