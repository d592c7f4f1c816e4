"""信息上报: an article for the publicity journals of the superior body, as PDF and Word file, with photographs, zipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lanmu.channels.desk import Desk, Wanted, stem_of
from lanmu.channels.figures import small_pictures
from lanmu.channels.job import Job, Made
from lanmu.channels.packing import packed
from lanmu.channels.report_parts import STYLES, report_of, reported_on, texts
from lanmu.channels.report_photos import attached, photos_of
from lanmu.channels.word.drawings import without_drawings
from lanmu.channels.word.report_file import report_file
from lanmu.content.article import Article
from lanmu.content.review import stages, text_hash

CHANNEL = "report"


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The articles that are wanted as reports."""
    for article in desk.site.articles:
        if wanted.takes(article, meant=article.meta.channels.report is not None):
            yield job(desk, article)


def job(desk: Desk, article: Article) -> Job:
    """One report."""
    settings = (desk.settings.print.fonts, desk.settings.print.traditional_fonts)
    return Job(
        CHANNEL,
        desk.file_name(stem_of(article)),
        f"信息上报《{article.title}》",
        (desk.source(article),),
        # The letters stand for the attachments too, which no page shows.
        repr((settings, desk.mark(article), text_hash(article, desk.site.docs))),
        lambda: made(desk, article),
        (article.path,),
    )


def made(desk: Desk, article: Article) -> Made:
    """The three files. Raises UserError."""
    read = desk.read(article)
    docs, stem = desk.site.docs, desk.file_name(stem_of(article)).removesuffix(".pdf")
    photos, wanting = photos_of(article, read, docs, desk.store)
    found, remarks = report_of(article, read.blocks, photos, stages(article, docs), text_hash(article, docs))
    report = desk.text(found)
    substitutes = desk.fonts.covered(texts(report), f"《{article.title}》")
    pictures = {**read.pictures, **{one.figure.image: one.path for one in photos}}
    day = reported_on(article)
    data = report | {
        "styles": STYLES.data,
        "author": desk.text(article.source_unit),
        "mark": desk.text(desk.mark(article)),
        "language": desk.language,
    }
    pdf = desk.set("report", data, (replace(read, pictures=pictures),), title=article.title, day=day)
    drawn = without_drawings(pictures, desk.store, desk.fonts.book)
    word = report_file(data, drawn, desk.settings, title=desk.text(article.title), day=day)
    files = {f"{stem}.docx": word, f"{stem}.pdf": pdf.bytes}
    files[f"{stem}.zip"] = packed(files | attached(photos, stem), day)
    small = small_pictures([*found["blocks"], *(one.figure for one in photos)])
    told = [f"《{article.title}》{remark}" for remark in (*remarks, *read.remarks, *wanting, *small)]
    return Made(files, tuple(dict.fromkeys((*told, *substitutes))), (*read.files, *(one.file for one in photos)))
