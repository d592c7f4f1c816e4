"""公文: official documents as PDF (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.desk import Desk, Wanted, stem_of
from lanmu.channels.document_parts import STYLES, parts_of, texts
from lanmu.channels.job import Job, Made
from lanmu.content.article import Article

CHANNEL = "document"
# Genres of official documents; any other article is printed as one when the channel is asked for by name.
GENRES = ("文件",)


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as 公文."""
    for article in desk.site.articles:
        if wanted.takes(article, meant=article.meta.genre in GENRES or article.meta.verbatim):
            yield job(desk, article)


def job(desk: Desk, article: Article) -> Job:
    """One document."""
    return Job(
        CHANNEL,
        desk.file_name(stem_of(article)),
        f"公文《{article.title}》",
        (desk.source(article),),
        repr((desk.settings.print.document, desk.mark(article))),
        lambda: made(desk, article),
        (article.path,),
    )


def made(desk: Desk, article: Article) -> Made:
    """The document, set. Raises UserError."""
    read = desk.read(article)
    found, remarks = parts_of(article, read.blocks, desk.settings.print.document)
    parts = desk.text(found)
    label = f"《{article.title}》"
    substitutes = desk.fonts.covered(texts(parts), label)
    data = {
        "parts": parts,
        "styles": STYLES.data,
        "author": desk.text(article.source),
        "mark": desk.text(desk.mark(article)),
    }
    day = article.meta.document_date or article.date.date()
    pdf = desk.set("document", data, (read,), title=article.title, day=day)
    return Made(
        {desk.file_name(stem_of(article)): pdf.bytes}, (*remarks, *read.remarks, *substitutes), tuple(read.files)
    )
