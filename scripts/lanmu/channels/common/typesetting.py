"""Sets pages as PDF/A-2a and PDF/UA-1, and packs zip files: the same bytes for the same data."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import typst

from lanmu.channels.common.fonts import Fonts
from lanmu.channels.common.sizes import PAGE, WIDEST
from lanmu.diagnostics.errors import UserError
from lanmu.storage.authentication import is_kept, keep
from lanmu.storage.scratch import scratch_folder
from lanmu.text.document import as_data

TEMPLATES = Path(__file__).parents[1]
DATA = "data.json"
DRAWING = f'#set page(width: {WIDEST}mm, height: auto, margin: 0pt)\n#image("a.svg", width: 100%)\n'
DRAWING_DPI = 300
# ISO 19005-2, level A, and ISO 14289-1: for the archive, and for readers who listen.
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
# A PDF bears its date of creation; two runs must not differ by that. The campaign's year, where no day is given.
DAY = date(2008, 1, 1)


@contextmanager
def prepared(
    template: str, data: Mapping[str, Any], files: Mapping[str, Path], fonts: Fonts, *, title: str, language: str
) -> Iterator[typst.Compiler]:
    """A compiler of the template `<template>.typ`, in a folder of its own with the templates, the data, the pictures (`files`, by
    the names that the data call them), and nothing else.

    The template finds the data in `data.json`, with four fields more: `page` (sizes.Page, where the data have no other), `fonts`
    (families and weight by role), `title` and `language` (`zh-Hans`, `zh-Hant`).
    """
    with scratch_folder("typst") as root:
        for source in TEMPLATES.rglob("*.typ"):
            shutil.copyfile(source, root / source.name)
        for target, source in files.items():
            shutil.copyfile(source, root / target)
        content = {"page": PAGE, **data, "fonts": fonts.data, "title": title, "language": language}
        (root / DATA).write_text(
            json.dumps(content, ensure_ascii=False, default=as_data), encoding="utf-8", newline="\n"
        )
        yield typst.Compiler(root / f"{template}.typ", root=root, font_paths=fonts.book, ignore_system_fonts=True)


def typeset(compiler: typst.Compiler, title: str, day: date = DAY) -> bytes:
    """The PDF; `day` is what the file gives as its day of making. Raises UserError for what cannot be set; a warning of Typst is a
    defect of ours and raises, too."""
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARDS, timestamp=datetime.combine(day, time(), UTC)
        )
    except typst.TypstError as error:
        raise explained(error, title) from None
    if warnings:
        raise RuntimeError("\n".join(f"{warning.message}\n{warning.diagnostic}" for warning in warnings))
    return one_file(pdf)


def noted(compiler: typst.Compiler, label: str) -> list[Any]:
    """What a template notes of its own layout: the values of its metadata with a label."""
    return list(json.loads(compiler.query(f"<{label}>", field="value")))


def painted(compiler: typst.Compiler) -> bytes:
    """The one page as a picture (PNG) with a pixel for each point."""
    return one_file(compiler.compile(format="png", ppi=72))


def galley(compiler: typst.Compiler) -> pypdfium2.PdfDocument:
    """The entries of the galley in the data, each set on a page of its own, without tags: to be measured, closed and thrown away."""
    return pypdfium2.PdfDocument(one_file(compiler.compile(format="pdf", pdf_tags=False)))


def one_file(output: bytes | list[bytes] | None) -> bytes:
    """The output of Typst: several files only where they are asked for."""
    assert isinstance(output, bytes)
    return output


def as_pixels(picture: Path, store: Path, book: typst.Fonts) -> Path:
    """A prepared picture for what shows no drawings: an SVG as a PNG as wide as the text of a page, kept in the folder `store`."""
    if picture.suffix != ".svg":
        return picture
    target = store / f"{picture.stem}-drawn.png"
    if not is_kept(target):
        with scratch_folder("typst") as root:
            (root / "a.svg").write_bytes(picture.read_bytes())
            (root / "a.typ").write_text(DRAWING, encoding="utf-8", newline="\n")
            compiler = typst.Compiler(root / "a.typ", root=root, font_paths=book, ignore_system_fonts=True)
            keep(target, one_file(compiler.compile(format="png", ppi=DRAWING_DPI)))
    return target


def paper_of(pdf: bytes) -> dict[str, int]:
    """The number of `pages` of a PDF, and `width` and `height` of the first, mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = (round(side / 72 * 25.4) for side in document[0].get_size())
        return {"pages": len(document), "width": width, "height": height}


def explained(error: typst.TypstError, title: str) -> Exception:
    """The sentence for what the content is to blame for; anything else is a defect of the template."""
    if "could not be displayed with" in error.message:
        fault = f"《{title}》里有字体没有的字，没有排（{error.message}）。"
        return UserError(f"{fault}请改用常用的字，或者在 lanmu.toml 的 [print.fonts] 里换一种字体。")
    if "failed to decode image" in error.message or "failed to parse SVG" in error.message:
        return UserError(f"《{title}》里有一张图片打不开，没有排（{error.message}）。请换一张完好的。")
    return RuntimeError(f"{error.message}\n{error.diagnostic}\n{'; '.join(error.hints)}")


# Zip files know no earlier day (APPNOTE.TXT 6.3.10, 4.4.6).
FIRST_DAY = date(1980, 1, 1)
PLAIN_FILE = 0o100644 << 16
# What is packed tight already.
TIGHT = (".pdf", ".docx", ".jpg", ".png", ".webp")


def packed(files: Mapping[str, bytes], day: date) -> bytes:
    """A zip file of these, in their order, each dated the midnight of `day`, with nothing about the machine."""
    target = io.BytesIO()
    moment = max(day, FIRST_DAY)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, PLAIN_FILE
            info.compress_type = zipfile.ZIP_STORED if name.endswith(TIGHT) else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()


def repacked(data: bytes, day: date) -> bytes:
    """A zip file (a .docx is one) packed anew in that way, its files in their own order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({info.filename: archive.read(info) for info in archive.infolist()}, day)
