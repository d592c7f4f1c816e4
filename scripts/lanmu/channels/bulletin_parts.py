"""An issue of the 简报 as data: 报头, 按语, what is in it, the pieces, 报尾."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lanmu.channels.blocks import ArticleBlocks
from lanmu.channels.figures import sized
from lanmu.channels.front_facts import facts
from lanmu.channels.levels import led_in, levelled
from lanmu.channels.newspaper.titles import broken, width
from lanmu.channels.styles import Styles, texts_by_role
from lanmu.content.article import Article
from lanmu.content.settings import BulletinSettings
from lanmu.text.document import Aside, Block, Figure, Text, inline_text

STYLES = Styles()
NOTE = re.compile(r"(编者的话|编者按|按语?)[:：]?")
LABELS = {"contents": "本期要目", "terms": "名词解释"}
# From so many pieces on the first page says what is in the issue.
PIECES_WITH_CONTENTS = 3
# 2号 in the 156 mm of the text area.
TITLE_WIDTH = 20


def issue_of(pieces: Sequence[tuple[Article, ArticleBlocks]], name: str, settings: BulletinSettings) -> dict[str, Any]:
    """The data of the issue; its number and day are the first piece's and the last day of all."""
    blocks = [list(read.blocks) for _, read in pieces]
    note = taken_note(blocks[0])
    articles = [piece_of(article, own) for (article, _), own in zip(pieces, blocks, strict=True)]
    terms = {term.term: term.short for _, read in pieces for term in read.terms}
    return {
        "masthead": name,
        "labels": LABELS,
        "number": str(pieces[0][0].meta.issue),
        "office": settings.office,
        "date": day_text(day_of(pieces)),
        "note": note,
        "contents": [article.title for article, _ in pieces] if len(pieces) >= PIECES_WITH_CONTENTS else [],
        "articles": articles,
        "terms": [{"term": term, "short": short} for term, short in terms.items()],
        "tail": tail_of(settings),
        "copies": f"（共印{settings.copies}份）" if settings.copies else "",
    }


def day_of(pieces: Iterable[tuple[Article, Any]]) -> date:
    """The day of the issue: that of its youngest piece."""
    return max(article.date for article, _ in pieces).date()


def day_text(day: date) -> str:
    """2008年11月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def taken_note(blocks: list[Block]) -> Aside | None:
    """The editor's note before the first piece, taken out of it: a box at its beginning with that title."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Aside) or not first.blocks or not NOTE.fullmatch(inline_text(first.title)):
        return None
    del blocks[0]
    return replace(first, blocks=tuple(sized(levelled(first.blocks, first=1))))


def piece_of(article: Article, blocks: Sequence[Block]) -> dict[str, Any]:
    """One piece: its title in lines, its text, and at the end who wrote it."""
    lines: Sequence[str] = article.meta.title_lines
    if not lines:
        count = next(n for n in range(1, 40) if all(width(x) <= TITLE_WIDTH for x in broken(article.title, n)))
        lines = broken(article.title, count)
    return {
        "lines": list(lines),
        "blocks": sized(levelled((captioned(led_in(block)) for block in (*blocks, *facts(article))), first=2)),
        "credit": credit_of(article),
    }


def captioned(block: Block) -> Block:
    """A picture with the words that stand in its place on the web: on paper they are its caption."""
    if isinstance(block, Figure) and not block.caption and block.alternative:
        return replace(block, caption=(Text(block.alternative),))
    return block


def credit_of(article: Article) -> str:
    """（单位　文/某人　摄/某人）; only what is known."""
    meta = article.meta
    named = [("", article.source), ("文/", meta.author), ("摄/", meta.photo)]
    return f"（{'　'.join(word + value for word, value in named if value)}）"


def tail_of(settings: BulletinSettings) -> list[dict[str, str]]:
    """报 upwards, 送 sideways, 发 downwards; what the office has not named is left out."""
    named = (("报：", settings.up), ("送：", settings.across), ("发：", settings.down))
    return [{"label": label, "text": f"{'，'.join(names)}。"} for label, names in named if names]


def texts(issue: dict[str, Any]) -> dict[str, str]:
    """What is set in which role, for the check of the glyphs."""
    found = {"biao": issue["masthead"], "hei": "".join(issue["labels"].values()), "kai": "", "fang": "第期◇"}
    found["fang"] += issue["number"] + issue["office"] + issue["date"] + issue["copies"] + "".join(issue["contents"])
    found["fang"] += "".join(entry["label"] + entry["text"] for entry in issue["tail"])
    for term in issue["terms"]:
        found["hei"] += term["term"]
        found["kai"] += term["short"]
    parts = [block for article in issue["articles"] for block in article["blocks"]]
    parts += [issue["note"]] if issue["note"] else []
    for role, text in texts_by_role(parts, STYLES).items():
        found[role] = found.get(role, "") + text
    found["biao"] += "".join(line for article in issue["articles"] for line in article["lines"])
    found["kai"] += "".join(article["credit"] for article in issue["articles"])
    return found
