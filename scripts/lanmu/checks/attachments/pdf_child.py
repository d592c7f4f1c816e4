"""Reads one PDF from standard input and writes its texts to standard output as JSON; runs as a process of its own.

PDFium is written in C++ and may crash, hang or swell on a hostile file: then only this process dies. Nothing of
lanmu is imported here, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

MOST_PAGES = 300
LONGEST_TEXT = 4_000_000
SECONDS = 8.0
MEMORY = 1_500_000_000
# Annotations whose words are no comment: links, and the fields of a form.
LINK, POPUP, WIDGET = 2, 16, 20


def notes_on(page: Any) -> list[tuple[str, str]]:
    """The words of comments (`comment`) and of form fields (`field`) on a page."""
    notes = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 2_000)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind == WIDGET:
                notes.append(("field", string(annotation, b"V")))
            elif kind not in (LINK, POPUP):
                notes.append(("comment", string(annotation, b"Contents")))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return [note for note in notes if note[1].strip()]


def string(annotation: Any, key: bytes) -> str:
    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), 200_000)
    buffer = ctypes.create_string_buffer(size + 2)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\x00")


def page_facts(document: Any, index: int) -> dict[str, Any]:
    """The text of one page, the words of its annotations, and whether it is nothing but a picture."""
    with closing(document[index]) as page:
        with closing(page.get_textpage()) as textpage:
            text = textpage.get_text_range(count=min(textpage.count_chars(), LONGEST_TEXT))
        images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
        is_picture = not text.strip() and any(True for _ in images)
        return {"text": text, "notes": notes_on(page), "picture": is_picture}


def facts(data: bytes) -> dict[str, Any]:
    """Everything that the parent wants to know."""
    began = time.monotonic()
    with closing(pdfium.PdfDocument(data)) as document:
        pages: list[dict[str, Any]] = []
        for index in range(min(len(document), MOST_PAGES)):
            if time.monotonic() - began > SECONDS or sum(len(page["text"]) for page in pages) > LONGEST_TEXT:
                break
            pages.append(page_facts(document, index))
        return {
            "count": len(document),
            "pages": pages,
            "about": document.get_metadata_dict(skip_empty=True),
            "attached": document.count_attachments(),
            # Signed or locked, a file is published as it is.
            "kept": raw.FPDF_GetSignatureCount(document) > 0 or raw.FPDF_GetSecurityHandlerRevision(document) != -1,
        }


if __name__ == "__main__":
    # A file that asks for more memory than this ends the process, where the system can do that.
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        result = facts(sys.stdin.buffer.read())
    except pdfium.PdfiumError as error:
        result = {"error": "locked" if "password" in str(error).lower() else "damaged"}
    sys.stdout.write(json.dumps(result))
