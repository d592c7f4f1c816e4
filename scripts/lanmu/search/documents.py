"""What can be found: the words of every article and written page, and what a result shows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.content.article import Article, Page
from lanmu.views.edition import Edition, Text

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
FACETS = ("column", "unit", "year", "phase")
NOTHING: Text = ((), ())
UNSEEN = {"script", "style", "template", "svg", "noscript", "iframe", "-comment"}


@dataclass(frozen=True)
class Document:
    """One page as the index takes it. `blocks` are all of its text but the headings; `marks` are 示例, 草稿, 内部 as ids.
    `text` stands for headings and blocks.
    """

    address: str
    title: str
    summary: str
    labels: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    date: str = ""
    column: str = ""
    unit: str = ""
    phase: str = ""
    marks: tuple[str, ...] = ()
    text: str = ""

    @property
    def year(self) -> str:
        """The year of publication, or an empty string."""
        return self.date[:4]

    @cached_property
    def shown(self) -> str:
        """All that is shown of it, as JSON; `search.js` knows the order."""
        data = (self.address, self.title, self.headings, self.summary, self.labels, "\n".join(self.blocks))
        return as_json([*data, self.date, self.column, self.unit, self.marks])

    @property
    def outline(self) -> str:
        """What stands for all that is shown of it."""
        data = (self.address, self.title, self.text, self.summary, self.labels)
        return as_json([*data, self.date, self.column, self.unit, self.phase, self.marks])

    @property
    def zones(self) -> tuple[tuple[str, ...], ...]:
        """The blocks that are searched, by what a hit in them is worth; `search.js` counts on this order."""
        return (self.blocks, (self.title,), self.headings, (self.summary, *self.labels))


def as_json(data: Any) -> str:
    """Data as the index has it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def documents(edition: Edition, texts: Mapping[str, Text], digests: Mapping[str, str]) -> list[Document]:
    """Everything written, articles last, the newest at the end: a new one leaves the others their numbers. Readers are
    shown those with great numbers first. `texts` are what their pages say, by source, with their `digests`."""
    pages = [of_page(page, edition, texts, digests) for page in reversed(edition.site.pages)]
    return [*pages, *(of_article(article, edition, texts, digests) for article in edition.site.articles)]


def of_article(article: Article, edition: Edition, texts: Mapping[str, Text], digests: Mapping[str, str]) -> Document:
    """An article with the fields that its page shows."""
    meta = article.meta
    headings, blocks = texts.get(article.path, NOTHING)
    promised = [text for row in meta.promise for text in (row.item, row.goal, row.measures, row.progress)]
    notice = [meta.notice.receiver, meta.notice.contact] if meta.notice else []
    issue = [edition.words("search.issue", number=meta.issue)] if meta.issue else []
    labels = (article.source, meta.unit, meta.author, article.column.name, meta.genre, meta.phase, *meta.tasks)
    marks = (("sample", meta.sample), ("draft", meta.draft), ("internal", meta.scope == "internal"))
    return Document(
        article.address,
        article.title,
        meta.summary,
        tuple(dict.fromkeys(text for text in (*labels, *meta.topics, *meta.tags, *issue) if text)),
        headings,
        (*blocks, *(line for text in (*promised, *notice) for line in text.split("\n") if line)),
        article.date.date().isoformat(),
        article.column.name,
        meta.unit,
        meta.phase,
        tuple(name for name, is_so in marks if is_so),
        as_json([digests.get(article.path, ""), promised, notice]),
    )


def of_page(page: Page, edition: Edition, texts: Mapping[str, Text], digests: Mapping[str, str]) -> Document:
    """A landing page or one that is drawn by a template: what is written for it, not what is drawn."""
    headings, blocks = texts.get(page.path, NOTHING)
    column = edition.column_of(page.path)
    name = column.name if column else ""
    text = digests.get(page.path, "")
    return Document(page.address, page.meta.title, page.meta.summary, (), headings, blocks, column=name, text=text)


def facets(found: Sequence[Document]) -> dict[str, tuple[list[str], list[int]]]:
    """By what results can be filtered: the values of each facet in the order in which readers come upon them, years the
    newest first, and for each document the number of its own (0: none)."""
    made = {}
    for facet in FACETS:
        own = [str(getattr(document, facet)) for document in found]
        names = [name for name in dict.fromkeys(reversed(own)) if name]
        if facet == "year":
            names.sort(reverse=True)
        number = {"": 0} | {name: number for number, name in enumerate(names, start=1)}
        made[facet] = (names, [number[name] for name in own])
    return made


def visible(html: str) -> Text:
    """The headings and the other blocks of text that a reader sees in a piece of HTML."""
    pieces: list[tuple[int, bool, str]] = []
    body = LexborHTMLParser(html).body if html else None
    if body:
        collect(body, False, pieces, 0)
    blocks = [
        (heading, " ".join("".join(text for _, _, text in run).split()))
        for (_, heading), run in groupby(pieces, key=lambda piece: piece[:2])
    ]
    headings = tuple(text for heading, text in blocks if heading and text)
    return headings, tuple(text for heading, text in blocks if not heading and text)


def collect(node: LexborNode, heading: bool, pieces: list[tuple[int, bool, str]], block: int) -> int:
    """Adds the pieces of text below `node`, each with the number of its block; returns the number to go on with."""
    for child in node.iter(include_text=True):
        tag = str(child.tag)
        if tag == "-text":
            pieces.append((block, heading, child.text_content or ""))
        elif tag in UNSEEN or "hidden" in child.attributes or child.attributes.get("class") == "footnote-backref":
            continue
        elif tag in BLOCKS:
            block = collect(child, heading or tag in HEADINGS, pieces, block + 1) + 1
        else:
            block = collect(child, heading, pieces, block)
    return block
