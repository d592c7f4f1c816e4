"""公文: official documents as PDF and as Word file (GB/T 9704-2012; for 2008 also GB/T 9704-1999)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]

from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.pictures import MM
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.sizes import PAGE
from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.common.typesetting import as_pixels
from lanmu.channels.document.parts import Colophon, Part, texts
from lanmu.channels.document.reading import parts_of
from lanmu.channels.document.word_file import document_file
from lanmu.content.article import Article
from lanmu.text.document import inline_text, visible


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as 公文: those whose genre is printed so; any other when the channel is asked for by name."""
    settings = press.settings.print.document
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda a: a.genre.paper == CHANNEL.name or a.meta.verbatim,
        lambda _: (settings, press.settings.print.fonts, press.settings.print.traditional_fonts),
        render,
    )


def render(press: Press, article: Article) -> Rendered:
    read = press.read(article)
    simplified, remarks = parts_of(article, read.blocks, press.settings.print.document, press.names)
    parts = press.text(simplified)
    substitutes = press.fonts.covered(texts(parts), f"《{article.title}》")
    author, stamp = press.text(article.source), press.text(press.stamp(article))
    data = {"parts": parts, "styles": OFFICIAL, "author": author, "stamp": stamp}
    day = article.meta.document_date or article.date.date()
    title, name = press.text(article.title), press.file_name(stem_of(article))
    data = press.settled("document", data, read.pictures, title=title)
    pdf = press.pdf("document", data, read.pictures, title=title, day=day)
    word = document_file(
        parts,
        {name: as_pixels(path, press.store, press.fonts.book) for name, path in read.pictures.items()},
        press.settings,
        title=title,
        author=author,
        language=press.language,
        stamp=stamp,
        day=day,
        colophon_pages=colophon_pages(pdf, parts),
    )
    files = {name: pdf, f"{name.removesuffix('.pdf')}.docx": word}
    return Rendered(files, (*remarks, *read.remarks, *substitutes), read.files)


def colophon_pages(pdf: bytes, parts: Sequence[Part]) -> int:
    """How many pages after that of the text's end 版记 stands: a Word file cannot find out by itself."""
    if not isinstance(parts[-1], Colophon):
        return 0
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [letters_of(document[page]) for page in range(max(0, len(document) - 2), len(document))]
    own = sum(len(visible(entry.label + inline_text(entry.inlines) + entry.end)) for entry in parts[-1].entries)
    if len(texts[-1]) > own:
        return 0
    return 1 if texts[0] else 2


def letters_of(page: pypdfium2.PdfPage) -> str:
    """What stands in the text area of a page."""
    text = page.get_textpage()
    height = PAGE.height
    top, foot = ((height - edge) * MM for edge in (PAGE.top, height - PAGE.bottom))
    return visible(text.get_text_bounded(bottom=foot, top=top))


CHANNEL = Channel("document", "公文", jobs)
