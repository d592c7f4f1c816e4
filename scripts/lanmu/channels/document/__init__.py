"""公文: official documents as PDF (GB/T 9704-2012; for 2008 also GB/T 9704-1999)."""

from __future__ import annotations

from collections.abc import Iterator

from lanmu.channels.common.job import Job, Rendered, Wanted
from lanmu.channels.common.press import Channel, Press, stem_of
from lanmu.channels.common.styles import OFFICIAL
from lanmu.channels.document.parts import texts
from lanmu.channels.document.reading import parts_of
from lanmu.content.article import Article


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as 公文: those whose genre is printed so; any other when the channel is asked for by name."""
    settings = press.settings.print.document
    return press.article_jobs(
        wanted,
        CHANNEL.name,
        CHANNEL.label,
        lambda a: a.genre.paper == CHANNEL.name or a.meta.verbatim,
        lambda _: settings,
        render,
    )


def render(press: Press, article: Article) -> Rendered:
    read = press.read(article)
    simplified, remarks = parts_of(article, read.blocks, press.settings.print.document, press.names)
    parts = press.text(simplified)
    substitutes = press.fonts.covered(texts(parts), f"《{article.title}》")
    data = {
        "parts": parts,
        "styles": OFFICIAL,
        "author": press.text(article.source),
        "stamp": press.text(press.stamp(article)),
    }
    day = article.meta.document_date or article.date.date()
    pdf = press.pdf("document", data, read.pictures, title=press.text(article.title), day=day)
    files = {press.file_name(stem_of(article)): pdf}
    return Rendered(files, (*remarks, *read.remarks, *substitutes), read.files)


CHANNEL = Channel("document", "公文", jobs)
