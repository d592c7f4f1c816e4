"""Articles made of Word documents for tests: from HTML as reading gives it, and from documents made by hand."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from conftest import SITES
from lanmu.content import front_matter
from lanmu.intake.article.blocks import shown_text
from lanmu.intake.importer import find_campaign, find_column, find_genres
from lanmu.intake.options import ImportOptions
from lanmu.intake.report import Draft
from lanmu.intake.word.model import Picture, WordText
from lanmu.intake.word_article import article_of
from PIL import Image
from word import documents
from word.blocks import parse

NOW = datetime(2008, 11, 20, 9, 30)
DOCS = SITES / "minimal"


def desk(column: str = "news", **options: Any) -> ImportOptions:
    """What an editor asks for, in a column of the small site."""
    return ImportOptions(find_column(DOCS, column), find_genres(DOCS), NOW, **options)


def article(word: WordText, media: Path, column: str = "news", **options: Any) -> Draft:
    """The article that a read document becomes."""
    campaign = find_campaign(DOCS)
    return article_of(word, media, desk(column, **options), campaign, "来稿", lambda _title: "2008-11-20-a")


def from_html(
    html: str,
    media: Path = Path(),
    column: str = "news",
    seen: str = "",
    properties: dict[str, str] | None = None,
    **options: Any,
) -> Draft:
    """The article that HTML becomes; what a reader sees is the text of the HTML itself unless `seen` says otherwise."""
    blocks, notes = parse(html)
    pictures = tuple(Picture(file.name) for file in sorted(media.glob("*.*"))) if media.name else ()
    word = WordText(
        blocks, notes, pictures, properties=properties or {}, visible_text=seen or shown_text(blocks, notes)
    )
    return article(word, media, column, **options)


def from_word(
    folder: Path, body: str, column: str = "news", options: dict[str, Any] | None = None, **given: Any
) -> str:
    """The article file that a document of that body becomes."""
    result = article(documents.read(folder, body, **given), folder / "out" / "media", column, **(options or {}))
    return front_matter.join(result.fields, result.body)


def body_of(html: str, **options: Any) -> str:
    """The Markdown of HTML that stands below a title."""
    result = from_html(f'<h1 class="title">示例标题</h1>{html}', **options)
    return result.body.strip("\n")


def said(result: Draft, kind: str) -> list[str]:
    """What an article's report says under one heading."""
    return [remark.text for remark in result.report.remarks if remark.kind == kind]


def photograph(size: tuple[int, int] = (400, 300), format_: str = "JPEG", **options: Any) -> bytes:
    """A picture of many colours."""
    soft, linear = Image.radial_gradient("L").resize(size), Image.linear_gradient("L").resize(size)
    return encoded(Image.merge("RGB", (soft, linear, Image.effect_noise(size, 40))), format_, **options)


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    """A picture as a file."""
    target = io.BytesIO()
    image.save(target, format_, **options)
    return target.getvalue()


def camera_exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: where, and which way up."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (1.0, 30.0, 0.0), 3: "E", 4: (2.0, 15.0, 0.0)}
    exif[0x0112] = orientation
    return exif
