"""Reads one PDF from standard input and writes its texts to standard output as JSON; runs as a process of its own.

PDFium is written in C++ and may crash, hang or swell on a hostile file: then only this process dies. Nothing of
lanmu is imported here, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

MOST_PAGES = 300
LONGEST_TEXT = 4_000_000
SECONDS = 8.0
MEMORY = 1_500_000_000
# Annotations whose words are no comment: links, and the fields of a form.
LINK, POPUP, WIDGET = 2, 16, 20


def limit_memory() -> None:
    """A file that asks for more than this ends the process, where the system can do that."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def remarks(page: Any) -> Iterator[tuple[str, str]]:
    """The words of comments (`comment`) and of form fields (`field`) on a page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 2_000)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind not in (LINK, POPUP):
                yield (
                    ("field", string(annotation, b"V"))
                    if kind == WIDGET
                    else ("comment", string(annotation, b"Contents"))
                )
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def string(annotation: Any, key: bytes) -> str:
    """A text value of an annotation."""
    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), 200_000)
    buffer = ctypes.create_string_buffer(size + 2)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\x00")


def page_facts(document: Any, index: int) -> dict[str, Any]:
    """The text of one page, the words of its annotations, and whether it is nothing but a picture."""
    page = document[index]
    try:
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range(count=min(textpage.count_chars(), LONGEST_TEXT))
        finally:
            textpage.close()
        is_picture = not text.strip() and any(
            True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        )
        return {"text": text, "notes": [note for note in remarks(page) if note[1].strip()], "picture": is_picture}
    finally:
        page.close()


def facts(data: bytes) -> dict[str, Any]:
    """Everything that the parent wants to know."""
    began = time.monotonic()
    document = pdfium.PdfDocument(data)
    try:
        count = len(document)
        pages: list[dict[str, Any]] = []
        for index in range(min(count, MOST_PAGES)):
            if time.monotonic() - began > SECONDS or sum(len(page["text"]) for page in pages) > LONGEST_TEXT:
                break
            pages.append(page_facts(document, index))
        about = document.get_metadata_dict(skip_empty=True)
        # Signed or locked, a file is published as it is.
        kept = raw.FPDF_GetSignatureCount(document) > 0 or raw.FPDF_GetSecurityHandlerRevision(document) != -1
        attached = document.count_attachments()
        return {"count": count, "pages": pages, "about": about, "attached": attached, "kept": kept}
    finally:
        document.close()


def main() -> None:
    """Reads, looks, writes."""
    limit_memory()
    try:
        found = facts(sys.stdin.buffer.read())
    except pdfium.PdfiumError as error:
        found = {"error": "locked" if "password" in str(error).lower() else "damaged"}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
