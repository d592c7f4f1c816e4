"""What an article says in its front matter and the site shows beside the text: a notice's period, a promise's items."""

from __future__ import annotations

from functools import cache
from typing import Any

from lanmu.channels.blocks import Block
from lanmu.channels.markup.runs import run
from lanmu.content.article import Article, Notice, PromiseItem
from lanmu.content.dates import chinese_day
from lanmu.locales.words import Words

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
    return [{"kind": "paragraph", "role": "", "inlines": [run(notice_text(found))]}] if found else []


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
    head = [cell(word(f"promise.{name}"), head=True) for name in COLUMNS]
    rows = [{"cells": head}, *({"cells": cells_of(item)} for item in article.meta.promise)]
    table = {"kind": "table", "caption": [], "columns": len(COLUMNS), "rows": rows}
    return [{"kind": "heading", "level": 2, "inlines": [run(word("promise.title"))]}, table]


def cells_of(item: PromiseItem) -> list[dict[str, Any]]:
    """A row of the table."""
    texts = [item.item, item.goal, item.measures, item.unit, chinese_day(item.deadline), item.progress]
    return [cell(text, head=False) for text in texts]


def cell(text: str, *, head: bool) -> dict[str, Any]:
    """A cell with plain text."""
    blocks = [{"kind": "paragraph", "role": "", "inlines": [run(text)]}] if text else []
    return {"head": head, "colspan": 1, "rowspan": 1, "align": "", "blocks": blocks}
