"""简报: the articles with the same number in one column are an issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from lanmu.channels.bulletin_parts import STYLES, day_of, issue_of, texts
from lanmu.channels.desk import Desk, Wanted
from lanmu.channels.figures import small_pictures
from lanmu.channels.job import Job, Made
from lanmu.content.article import Article
from lanmu.diagnostics.errors import UserError

CHANNEL = "bulletin"


def jobs(desk: Desk, wanted: Wanted) -> Iterator[Job]:
    """The issues that are wanted, whole: an article brings the others of its issue along."""
    for group in issues(desk.site.articles):
        number = str(group[0].meta.issue)
        if wanted.issue == number or any(wanted.takes(article, meant=True) for article in group):
            yield job(desk, group)
    for article in wanted.articles if wanted.named else ():
        if article.meta.issue is None:
            yield without_number(desk, article)


def issues(articles: Sequence[Article]) -> list[tuple[Article, ...]]:
    """The articles of each issue, oldest first; samples have numbers of their own."""
    numbered = [article for article in articles if article.meta.issue is not None]
    numbered.sort(key=lambda a: (a.column.id, a.meta.sample, a.meta.issue or 0, a.date, a.path))
    return [tuple(group) for _, group in groupby(numbered, key=lambda a: (a.column.id, a.meta.sample, a.meta.issue))]


def name_of(group: Sequence[Article]) -> str:
    """The name of an issue's file."""
    first = group[0]
    return f"{first.column.id}{'-samples' if first.meta.sample else ''}-{first.meta.issue or 0:03}"


def job(desk: Desk, group: tuple[Article, ...]) -> Job:
    """One issue."""
    names = (desk.site.campaign.short_name, desk.settings.site.publisher)
    return Job(
        CHANNEL,
        desk.file_name(name_of(group)),
        f"简报第{group[0].meta.issue}期{'（示例）' if group[0].meta.sample else ''}",
        tuple(desk.source(article) for article in group),
        repr((*names, desk.settings.print.bulletin, desk.site.terms, marks(desk, group))),
        lambda: made(desk, group),
        tuple(article.path for article in group),
        str(group[0].meta.issue),
    )


def without_number(desk: Desk, article: Article) -> Job:
    """An article that was asked for and belongs to no issue."""

    def refuse() -> Made:
        raise UserError(f"docs/{article.path} 没有简报期号。请在稿件信息里写上 issue: 期号。")

    return Job(CHANNEL, f"{article.path}", f"《{article.title}》", (desk.source(article),), "", refuse)


def marks(desk: Desk, group: Sequence[Article]) -> list[str]:
    """What is printed on top of the pages of an issue that is not to be given out."""
    return list(dict.fromkeys(mark for article in group if (mark := desk.mark(article))))


def made(desk: Desk, group: tuple[Article, ...]) -> Made:
    """The issue, set. Raises UserError."""
    settings = desk.settings.print.bulletin
    name = settings.name or f"{desk.site.campaign.short_name}简报"
    pieces = [(article, desk.read(article)) for article in group]
    reads = tuple(read for _, read in pieces)
    issue = desk.text(issue_of(pieces, name, settings))
    title = f"{name}第{group[0].meta.issue}期"
    substitutes = desk.fonts.covered(texts(issue), title)
    data = issue | {
        "styles": STYLES.data,
        "author": desk.text(settings.office or desk.settings.site.publisher),
        "mark": desk.text("；".join(marks(desk, group))),
    }
    pdf = desk.set("bulletin", data, reads, title=title, day=day_of(pieces))
    remarks = [
        f"《{article.title}》{remark}"
        for (article, read), piece in zip(pieces, issue["articles"], strict=True)
        for remark in (*read.remarks, *small_pictures(piece["blocks"]))
    ]
    files = tuple(file for read in reads for file in read.files)
    return Made({desk.file_name(name_of(group)): pdf.bytes}, (*left_out(desk), *remarks, *substitutes), files)


def left_out(desk: Desk) -> list[str]:
    """What the office has not told yet."""
    settings = desk.settings.print.bulletin
    fields = {"office": "编印单位", "up": "报", "across": "送", "down": "发", "copies": "印数"}
    empty = [word for name, word in fields.items() if not getattr(settings, name)]
    return [f"没有写明{'、'.join(empty)}，没有印；可以写进 lanmu.toml 的 [print.bulletin]。"] if empty else []
