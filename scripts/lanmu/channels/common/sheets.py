"""What a printed PDF looks like, read back from the file itself: pictures of its sheets, and what the print shop must know.

Both are kept by the digest of the file, so each is worked out once for each state of it.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import ImageChops, ImageStat
from pydantic import TypeAdapter

from lanmu.channels.common.pictures import PNG
from lanmu.diagnostics.errors import UserError, refusal
from lanmu.storage.authentication import authenticated, is_kept, keep, verified
from lanmu.storage.files import write_bytes
from lanmu.untrusted.pictures import encode

PREVIEW_WIDTH = 960
"""Pixels: sharp on a dense screen at the width of a card."""
MM = 25.4 / 72
COLOUR_WIDTH, COLOURED = 480, 24
"""Pixels across a sheet in which colours are looked for; so far apart (of 255) are the parts of what is no grey."""
PURPOSE = "facts of a print"
DAMAGED = "{name} 打不开：文件坏了，或者不是 PDF。请重新印一次。"
# PDFium is not to be called by two threads at once (its public/README).
LOCK = threading.Lock()


@dataclass(frozen=True)
class Sheets:
    """What a PDF is. `sizes` are the trimmed sizes of its pages in mm, each once, in the order of the pages; `bleed` is what is
    printed beyond them, mm; `coloured` are the pages that need colours, from 1; `fonts` the names of the embedded ones, `missing`
    of those that are not; `standards` what it says to conform to (ISO 19005 PDF/A, ISO 14289 PDF/UA)."""

    pages: int
    sizes: tuple[tuple[int, int], ...]
    bleed: float
    coloured: tuple[int, ...]
    fonts: tuple[str, ...]
    missing: tuple[str, ...]
    standards: tuple[str, ...]


FACTS = TypeAdapter(Sheets)


def sheets_of(store: Path, file: Path) -> Sheets:
    """The facts of a PDF, kept in the folder `store`. Raises UserError when it cannot be read."""
    data = contents(file)
    cache_file = store / f"{digest(data)}.json"
    with suppress(OSError):
        if cached := verified(cache_file.read_bytes(), PURPOSE):
            return FACTS.validate_json(bytes(cached))
    with readable(file.name):
        facts = read(data)
    write_bytes(cache_file, authenticated(FACTS.dump_json(facts), PURPOSE))
    return facts


def picture_of(store: Path, file: Path, page: int) -> Path:
    """The picture of a page of a PDF (0 is the first), kept in the folder `store`. Raises UserError when there is none."""
    data = contents(file)
    picture = store / f"{digest(data)}-{page + 1}.png"
    # Drawn once for each state of the PDF.
    if not is_kept(picture):
        with readable(file.name):
            keep(picture, preview(data, PREVIEW_WIDTH, page))
    return picture


def contents(file: Path) -> bytes:
    """The file. Raises UserError when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"读不了 {file.name}（{refusal(error)}）。请重新印一次。") from None


def digest(data: bytes) -> str:
    """A name for a state of a file."""
    return hashlib.sha256(data).hexdigest()[:16]


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turns what the libraries say of a damaged PDF into a UserError."""
    try:
        yield
    except (pypdfium2.PdfiumError, pikepdf.PdfError, LookupError, ValueError) as error:
        raise UserError(DAMAGED.format(name=name)) from error


def preview(pdf: bytes, width: int, page: int = 0) -> bytes:
    """A PNG of a page of a PDF (0 is the first), `width` pixels wide. Raises PdfiumError, IndexError."""
    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        sheet = document[page]
        image = sheet.render(scale=width / sheet.get_width()).to_pil().convert("RGB")
        size = width, round(width * sheet.get_height() / sheet.get_width())
    return encode(image.resize(size), PNG)


def read(pdf: bytes) -> Sheets:
    """The facts of a PDF. Raises PdfiumError, PdfError, ValueError when it is damaged."""
    with LOCK, pypdfium2.PdfDocument(pdf) as document:
        pages = list(document)
        if not pages:
            raise ValueError("no pages")
        trims = [page.get_trimbox() for page in pages]
        sizes = [tuple(round(side * MM) for side in (right - left, top - foot)) for left, foot, right, top in trims]
        beyond = [box[0] - page.get_bleedbox()[0] for box, page in zip(trims, pages, strict=True)]
        coloured = [
            number for number, page in enumerate(pages, 1) if is_coloured(page.render(COLOUR_WIDTH / page.get_width()))
        ]
    fonts, missing, standards = declared(pdf)
    return Sheets(
        len(pages),
        tuple(dict.fromkeys((width, height) for width, height in sizes)),
        round(max(beyond) * MM, 1),
        tuple(coloured),
        fonts,
        missing,
        standards,
    )


def is_coloured(bitmap: Any) -> bool:
    """True when something on a sheet is not black, white or grey."""
    red, green, blue = bitmap.to_pil().convert("RGB").split()
    pairs = ((red, green), (green, blue), (red, blue))
    return any(ImageStat.Stat(ImageChops.difference(first, second)).extrema[0][1] > COLOURED for first, second in pairs)


def declared(pdf: bytes) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The fonts that are embedded in a PDF, those that are not, and the standards that it names."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts: dict[str, bool] = {}
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                name = str(item["/FontName"]).lstrip("/").rpartition("+")[2]
                fonts[name] = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        metadata = document.open_metadata()
        archival, part = metadata.pdfa_status, metadata.get("pdfuaid:part", "")
    standards = [f"PDF/A-{archival.lower()}"] if archival else []
    standards += [f"PDF/UA-{part}"] if part else []
    embedded = sorted(name for name, is_embedded in fonts.items() if is_embedded)
    return tuple(embedded), tuple(sorted(fonts.keys() - set(embedded))), tuple(standards)
