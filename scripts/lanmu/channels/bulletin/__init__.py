"""简报: the articles with the same number in one column are an issue, with 报头, 按语, contents, pieces and 报尾."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from math import ceil
from typing import Any

from lanmu.channels.common.blocks import ArticleBlocks, facts, named_sources
from lanmu.channels.common.few_lines import KEPT_TOGETHER, fitted
from lanmu.channels.common.job import Job, Rendered, Wanted, refused
from lanmu.channels.common.press import Channel, Press
from lanmu.channels.common.sizes import PAGE, sized, small_pictures
from lanmu.channels.common.styles import OFFICIAL, led_in, levelled, texts_by_role
from lanmu.channels.common.titles import title_lines
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.content.site import Site
from lanmu.diagnostics.errors import UserError
from lanmu.text.document import Admonition, Block, Figure, Heading, Text, inline_text, text_of, visible

NOTE = re.compile(r"(编者的话|编者按|按语?)[:：]?")
LABELS = {"contents": "本期要目", "terms": "名词解释"}
# From so many pieces on the first page says what is in the issue.
PIECES_WITH_CONTENTS = 3


def issue_of(pieces: Sequence[tuple[Article, ArticleBlocks]], name: str, press: Press) -> dict[str, Any]:
    """The data of the issue; its number is the first piece's, its day that of the last."""
    settings = press.settings.print.bulletin
    blocks = [list(read.blocks) for _, read in pieces]
    note = editors_note(blocks[0])
    terms = {term.term: term.short for _, read in pieces for term in read.terms}
    receivers = (("报：", settings.up), ("送：", settings.across), ("发：", settings.down))
    return {
        "masthead": name,
        "labels": LABELS,
        "number": str(pieces[0][0].meta.issue),
        "office": settings.office,
        "date": chinese_day(max(article.date for article, _ in pieces).date()),
        "note": note,
        "contents": [article.title for article, _ in pieces] if len(pieces) >= PIECES_WITH_CONTENTS else [],
        "articles": [
            {
                "lines": list(title_lines(article.title, article.meta.title_lines, press.names)),
                "blocks": sized(levelled((captioned(led_in(b)) for b in (*own, *facts(article))), first=2)),
                "credit": credit_of(article),
            }
            for (article, _), own in zip(pieces, blocks, strict=True)
        ],
        "terms": [{"term": term, "short": short} for term, short in terms.items()],
        "tail": [{"label": label, "text": f"{'，'.join(names)}。"} for label, names in receivers if names],
        "copies": f"（共印{settings.copies}份）" if settings.copies else "",
    }


def editors_note(blocks: list[Block]) -> Admonition | None:
    """The editor's note before the first piece, taken out of it: a box at its beginning with that title."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Admonition) or not first.blocks or not NOTE.fullmatch(inline_text(first.title)):
        return None
    del blocks[0]
    return replace(first, blocks=tuple(sized(levelled(first.blocks, first=1))))


def captioned(block: Block) -> Block:
    if isinstance(block, Figure) and not block.caption and block.alternative:
        return replace(block, caption=(Text(block.alternative),))
    return block


def credit_of(article: Article) -> str:
    return f"（{'　'.join(named_sources(article))}）"


def texts(issue: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The printed texts, each with its font role, for the check that the fonts have all characters."""
    yield "biao", issue["masthead"]
    yield "hei", "".join(issue["labels"].values())
    yield "kai", "".join(term["short"] for term in issue["terms"])
    facts = (issue[name] for name in ("number", "office", "date", "copies"))
    tail = (entry["label"] + entry["text"] for entry in issue["tail"])
    yield "fang", "".join(("第期◇", *facts, *issue["contents"], *tail))
    yield "hei", "".join(term["term"] for term in issue["terms"])
    yield from texts_by_role([issue["note"]] if issue["note"] else [], OFFICIAL)
    for article in issue["articles"]:
        yield from texts_by_role(article["blocks"], OFFICIAL)
        yield "biao", "".join(article["lines"])
        yield "kai", article["credit"]


def jobs(press: Press, wanted: Wanted) -> Iterator[Job]:
    """The issues that are wanted, whole: an article brings the others of its issue along."""
    settings = press.settings
    for group in issues(press.site.articles):
        first, number = group[0], str(group[0].meta.issue)
        if wanted.issue == number or any(wanted.takes(article, meant=True) for article in group):
            name = f"{first.column.id}{'-samples' if first.meta.sample else ''}-{first.meta.issue or 0:03}"
            names = (press.site.campaign.short_name, settings.site.publisher)
            yield Job(
                CHANNEL.name,
                press.file_name(name),
                f"简报第{number}期{'（示例）' if first.meta.sample else ''}",
                tuple(map(press.source, group)),
                repr((*names, settings.print.bulletin, press.site.terms, press.stamp(*group))),
                partial(render, press, group, press.file_name(name)),
                tuple(article.path for article in group),
                number,
            )
    for article in wanted.articles if wanted.named else ():
        if article.meta.issue is None:
            error = UserError(f"docs/{article.path} 没有简报期号。请在稿件信息里写上 issue: 期号。")
            yield refused(CHANNEL.name, article.path, f"《{article.title}》", press.source(article), error)


def issues(articles: Sequence[Article]) -> list[tuple[Article, ...]]:
    """The articles of each issue, oldest first; samples have numbers of their own."""
    numbered = [article for article in articles if article.meta.issue is not None]
    numbered.sort(key=lambda a: (a.column.id, a.meta.sample, a.meta.issue or 0, a.date, a.path))
    return [tuple(group) for _, group in groupby(numbered, key=lambda a: (a.column.id, a.meta.sample, a.meta.issue))]


def render(press: Press, group: tuple[Article, ...], file_name: str) -> Rendered:
    settings = press.settings.print.bulletin
    name = settings.name or f"{press.site.campaign.short_name}简报"
    pieces = [(article, press.read(article)) for article in group]
    issue = press.text(issue_of(pieces, name, press))
    title = f"{name}第{group[0].meta.issue}期"
    substitutes = press.fonts.covered(texts(issue), title)
    data = issue | {
        "styles": OFFICIAL,
        "author": press.text(settings.office or press.settings.site.publisher),
        "stamp": press.text(press.stamp(*group)),
    }
    pictures = {name: path for _, read in pieces for name, path in read.pictures.items()}
    day = max(article.date for article in group).date()
    # Where other lines do not help, the last three begin a page.
    data = fitted(press, "bulletin", data, pictures, title, {"last_page": last_lines(data["articles"][-1]["blocks"])})
    pdf = press.pdf("bulletin", data, pictures, title=press.text(title), day=day)
    fields = {"office": "编印单位", "up": "报", "across": "送", "down": "发", "copies": "印数"}
    empty = "、".join(word for field, word in fields.items() if not getattr(settings, field))
    remarks = [f"没有写明{empty}，没有印；可以写进 lanmu.toml 的 [print.bulletin]。"] if empty else []
    for (article, read), piece in zip(pieces, issue["articles"], strict=True):
        remarks += (f"《{article.title}》{r}" for r in (*read.remarks, *small_pictures(piece["blocks"])))
    files = tuple(file for _, read in pieces for file in read.files)
    return Rendered({file_name: pdf}, (*remarks, *substitutes), files)


def last_lines(blocks: Sequence[Block]) -> int:
    """How many blocks at the end of a piece make, with its credit, enough lines to stand together on a page, the heading above
    them among them; 0 when all would."""
    lines = 1
    for count, block in enumerate(reversed(blocks), start=1):
        lines += KEPT_TOGETHER if isinstance(block, Figure) else ceil(len(visible(text_of([block]))) / PAGE.characters)
        above = blocks[-count - 1] if count < len(blocks) else None
        if above and lines >= KEPT_TOGETHER and not isinstance(above, Heading):
            return count
    return 0


def numbers(site: Site) -> list[str]:
    return [str(number) for number in sorted({a.meta.issue for a in site.articles if a.meta.issue})]


CHANNEL = Channel("bulletin", "简报", jobs, numbers)
