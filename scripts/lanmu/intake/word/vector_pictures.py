"""Drawings of Windows (EMF, WMF and their packed forms) as pictures that a page can show, made by LibreOffice.

All of a document go through one call: they are put into a document of our own, a page each, printed as PDF, and drawn
from there. Nothing of the document that they came from is opened.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from lanmu.diagnostics.errors import UserError
from lanmu.intake.word import legacy
from lanmu.storage.scratch import scratch_folder

# [MS-EMF] 2.3.4.2 (header), [MS-WMF] 2.3.2.3 (placeable header) and 2.2.2.9 (header).
EMF, PLACEABLE, WMF, PACKED = (
    b"\x01\x00\x00\x00",
    b"\xd7\xcd\xc6\x9a",
    (b"\x01\x00\t\x00", b"\x02\x00\t\x00"),
    b"\x1f\x8b",
)
SIGNATURE = b" EMF"
WINDOW_EXTENT = 0x020C
# Bytes of an unpacked drawing.
LARGEST = 50_000_000
MOST_RECORDS = 100_000
SECONDS = 60.0
# Points: the box into which each drawing is fitted, and its page. Pixels for a point.
BOX, PAGE = 800, 880
SCALE = 2
EMUS, TWIPS = 12_700, 20
"""For a point."""
SQUARE = (1.0, 1.0)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture"'
)
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="wmf" ContentType="image/x-wmf"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def is_vector(data: bytes) -> bool:
    """True for a drawing of these formats."""
    return data.startswith((PLACEABLE, *WMF, PACKED)) or (data.startswith(EMF) and data[40:44] == SIGNATURE)


def as_png(drawings: Sequence[bytes], *, seconds: float = SECONDS) -> list[bytes | None]:
    """Each drawing as PNG; None for one that cannot be drawn, and for all where LibreOffice is not there or is late."""
    program = legacy.installed()
    plain = [unpacked(data) for data in drawings]
    usable = [data for data in plain if data is not None]
    if program is None or not usable:
        return [None] * len(drawings)
    with scratch_folder("drawings") as folder:
        try:
            pages = printed(program, folder, usable, seconds)
        except (UserError, OSError, pypdfium2.PdfiumError):
            pages = [None] * len(usable)
    made = iter(pages)
    return [None if data is None else next(made) for data in plain]


def unpacked(data: bytes) -> bytes | None:
    if not data.startswith(PACKED):
        return data
    try:
        machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        content = machine.decompress(data, LARGEST)
    except zlib.error:
        return None
    return content if machine.eof and is_vector(content) and not content.startswith(PACKED) else None


def printed(program: str, folder: Path, drawings: Sequence[bytes], seconds: float) -> list[bytes | None]:
    sizes = [fitted(size_of(data)) for data in drawings]
    source = folder / "source.docx"
    source.write_bytes(document(drawings, sizes))
    legacy.write_settings(folder / legacy.PROFILE)
    call = legacy.command(program, folder, [source], "pdf:writer_pdf_Export", read_as="MS Word 2007 XML")
    legacy.run(call, folder, seconds)
    file = pypdfium2.PdfDocument(folder / "source.pdf")
    try:
        if len(file) != len(drawings):
            return [None] * len(drawings)
        return [picture_of(file[number], size) for number, size in enumerate(sizes)]
    finally:
        file.close()


def picture_of(page: pypdfium2.PdfPage, size: tuple[float, float]) -> bytes | None:
    """What stands on a page, within a size in points; None when nothing does."""
    width, height = (max(1, round(side * SCALE)) for side in size)
    image = page.render(scale=SCALE).to_pil().convert("RGB").crop((0, 0, width, height))
    if image.convert("L").getextrema() == (255, 255):
        return None
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


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
    place = 18
    for _ in range(MOST_RECORDS):
        words, function = struct.unpack_from("<IH", data, place)
        if function == WINDOW_EXTENT:
            height, width = struct.unpack_from("<2h", data, place + 6)
            return width, height
        if words < 3:
            break
        place += words * 2
    return 0, 0


def document(drawings: Sequence[bytes], sizes: Iterable[tuple[float, float]]) -> bytes:
    """A Word document with a drawing on each page, at the upper left corner."""
    body = "".join(paragraph(number, size) for number, size in enumerate(sizes))
    page = (
        f'<w:pgSz w:w="{PAGE * TWIPS}" w:h="{PAGE * TWIPS}"/><w:pgMar w:top="0" w:right="0" w:bottom="0" w:left="0"/>'
    )
    names = [f"media/{number}.{'emf' if data.startswith(EMF) else 'wmf'}" for number, data in enumerate(drawings)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr>{page}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": relations([("image", name) for name in names]),
        **{f"word/{name}": data for name, data in zip(names, drawings, strict=True)},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def relations(entries: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def paragraph(number: int, size: tuple[float, float]) -> str:
    width, height = (round(side * EMUS) for side in size)
    extent = f'cx="{width}" cy="{height}"'
    return (
        f'<w:p><w:pPr>{"<w:pageBreakBefore/>" if number else ""}<w:spacing w:before="0" w:after="0"/></w:pPr><w:r>'
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number + 1}" name="d{number}"/><a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number + 1}" name="d{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="r{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
