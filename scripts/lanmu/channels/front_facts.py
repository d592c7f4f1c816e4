"""What an article says in its front matter and the site shows beside the text: a notice's period, a promise's items."""

from __future__ import annotations

from functools import cache

from lanmu.content.article import Article, Notice
from lanmu.content.dates import chinese_day
from lanmu.locales.words import Words
from lanmu.text.document import Block, Cell, Heading, Paragraph, Table, Text

COLUMNS = ("item", "goal", "measures", "unit", "deadline", "progress")


@cache
def site_words() -> Words:
    """The site's own words for these things."""
    return Words("zh")


def facts(article: Article) -> list[Block]:
    """Both, as they stand below the text."""
    return [*notice(article), *promise(article)]


def notice(article: Article) -> list[Block]:
    """The period of a public notice, who takes comments, where; nothing for other articles."""
    found = article.meta.notice
    return [Paragraph((Text(notice_text(found)),))] if found else []


def notice_text(found: Notice) -> str:
    """One sentence for each."""
    word = site_words()
    period = word("notice.from_to", start=chinese_day(found.start), end=chinese_day(found.end))
    parts = {"notice.period": period, "notice.receiver": found.receiver, "notice.contact": found.contact}
    return "".join(f"{word(name)}：{text}。" for name, text in parts.items() if text)


def promise(article: Article) -> list[Block]:
    """The items of a promise as a table below their heading; nothing for other articles."""
    if not article.meta.promise:
        return []
    word = site_words()
    texts = [
        (one.item, one.goal, one.measures, one.unit, chinese_day(one.deadline), one.progress)
        for one in article.meta.promise
    ]
    names = tuple(word(f"promise.{name}") for name in COLUMNS)
    rows = tuple(tuple(cell(text, head=row is names) for text in row) for row in (names, *texts))
    return [Heading(2, (Text(word("promise.title")),)), Table((), len(COLUMNS), rows)]


def cell(text: str, *, head: bool) -> Cell:
    """A cell with plain text."""
    return Cell((Paragraph((Text(text),)),) if text else (), head)
