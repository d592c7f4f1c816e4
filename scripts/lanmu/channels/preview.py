"""A page of a PDF as a small picture, for the page of the site that offers it."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped]


def preview(pdf: bytes, width: int, page: int = 0) -> bytes:
    """A PNG of a page (0 is the first), `width` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = document[page]
        image = found.render(scale=width / found.get_width()).to_pil().convert("RGB")
        drawn = io.BytesIO()
        image.resize((width, round(width * found.get_height() / found.get_width()))).save(drawn, "PNG", optimize=True)
        return drawn.getvalue()
    finally:
        document.close()
