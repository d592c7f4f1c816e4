"""The documents of the search index: the words of every article and written page, and what a result shows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.content.article import Article, Page
from lanmu.content.column import Column
from lanmu.content.fingerprint import digest
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
    """One page as the index takes it. `blocks` are all of its text but the headings; `badges` are 示例, 草稿, 内部 as ids,
    and the status of what no longer holds."""

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
    badges: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year of publication, or an empty string."""
        return self.date[:4]

    @property
    def zones(self) -> tuple[tuple[str, ...], ...]:
        """The searched blocks by rising weight of a hit: body, title, headings, summary and labels; `search.js` relies on this
        order."""
        return (self.blocks, (self.title,), self.headings, (self.summary, *self.labels))

    @property
    def shown(self) -> list[Any]:
        """What the result shows, as the list that `search.js` reads by position."""
        data = [self.address, self.title, self.headings, self.summary, self.labels, "\n".join(self.blocks)]
        return [*data, self.date, self.column, self.unit, self.badges]

    @cached_property
    def fingerprint(self) -> str:
        """A digest of everything that is searched, shown or filtered by."""
        return digest(as_json([*self.shown, self.phase]).encode("utf-8", "surrogatepass"))


def script(name: str, data: Any) -> str:
    """The text of an index file `<name>.js`: a call that passes `data` to the search, which works from file:// too."""
    return f'lanmuSearch("{name}",{as_json(data)});\n'


def as_json(data: Any) -> str:
    """Data as the index has it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def documents(edition: Edition, texts: Mapping[str, Text]) -> list[Document]:
    """The documents of an edition in the order of their numbers: pages first, then articles by date. So a new article does
    not change the numbers of the others; results are shown in descending order."""
    pages = [of_page(page, edition, texts) for page in reversed(edition.site.pages)]
    return [*pages, *(of_article(article, edition, texts) for article in edition.site.articles)]


def of_article(article: Article, edition: Edition, texts: Mapping[str, Text]) -> Document:
    """An article with the fields that its page shows."""
    meta = article.meta
    headings, blocks = texts.get(article.path, NOTHING)
    promised = [text for row in meta.promise for text in (row.item, row.goal, row.measures, row.progress)]
    notice = [meta.notice.receiver, meta.notice.contact] if meta.notice else []
    issue = [edition.words("search.issue", number=meta.issue)] if meta.issue else []
    column = name_of(article.column, edition)
    labels = (article.source, meta.unit, meta.author, column, article.genre.name, meta.phase, *meta.tasks)
    badges = (("sample", meta.sample), ("draft", meta.draft), ("internal", meta.scope == "internal"))
    return Document(
        article.address,
        article.title,
        meta.summary,
        tuple(dict.fromkeys(text for text in (*labels, *meta.topics, *meta.tags, *issue) if text)),
        headings,
        (*blocks, *(line for text in (*promised, *notice) for line in text.split("\n") if line)),
        article.date.date().isoformat(),
        column,
        meta.unit,
        meta.phase,
        (*(name for name, is_so in badges if is_so), *([meta.status] if meta.status else [])),
    )


def of_page(page: Page, edition: Edition, texts: Mapping[str, Text]) -> Document:
    """A landing page or one that is drawn by a template: what is written for it, not what is drawn."""
    headings, blocks = texts.get(page.path, NOTHING)
    column = edition.column_of(page.path)
    name = name_of(column, edition) if column else ""
    return Document(page.address, page.meta.title, page.meta.summary, (), headings, blocks, column=name)


def name_of(column: Column, edition: Edition) -> str:
    """What a column is called among those of all campaigns."""
    if not column.campaign:
        return column.name
    campaign = edition.site.part(column.campaign).campaign
    return edition.words("facet.past", name=column.name, campaign=campaign.short_name)


def facets(documents: Sequence[Document]) -> dict[str, tuple[list[str], list[int]]]:
    """The filters of the results. For each facet: its values in the order in which results show them (years newest first),
    and for each document the number of its value, counted from 1 (0: none)."""
    result = {}
    for facet in FACETS:
        own = [str(getattr(document, facet)) for document in documents]
        names = [name for name in dict.fromkeys(reversed(own)) if name]
        if facet == "year":
            names.sort(reverse=True)
        number = {"": 0} | {name: number for number, name in enumerate(names, start=1)}
        result[facet] = (names, [number[name] for name in own])
    return result


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
