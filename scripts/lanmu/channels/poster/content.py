"""What of an article can go on a poster: all of its text, its summary with the main points, or the summary alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lanmu.channels.common.blocks import notice
from lanmu.channels.common.items import galley
from lanmu.content.article import Article
from lanmu.content.dates import chinese_day
from lanmu.text.document import Block, Break, Figure, Heading, Inlines, Paragraph, Text, inline_text

FEWEST_POINTS, MOST_POINTS = 2, 6
LONGEST_POINT = 24
# A sentence with its full stop and a closing quotation mark; what ends in a colon is none.
SENTENCE = re.compile(r"[^。！？：]+[。！？][”』]?")
LONGEST_SENTENCE = 60
# It points at something that is not on the poster.
ELSEWHERE = re.compile(r"如下|以下|下[表列面方]|上[述表]|本[页文]|见")
# 一、 （二） 3. at the beginning of a subheading: the poster numbers its points itself.
NUMBER = re.compile(r"^\s*(第?[一二三四五六七八九十]+[、，]|（[一二三四五六七八九十\d]+）|\d+[.．、])\s*")
STYLES = {"heading": "heading", "quote": "quote", "centre": "heading", "right": "right", "plain": "plain"}


@dataclass(frozen=True)
class Entry:
    """A paragraph; `style` is body, plain, heading, quote, right, lead or point, and a point has its `number`."""

    style: str
    inlines: Inlines
    number: str = ""


@dataclass(frozen=True)
class Content:
    """What goes on a poster; `whole` is true when nothing of the text is left out."""

    entries: tuple[Entry, ...]
    whole: bool


def contents(article: Article, blocks: Sequence[Block]) -> Iterator[Content]:
    """The possible contents, best first. A text with a table is never set whole: a table is not read from 2 m.

    The period of a public notice stands on each of them.
    """
    gathered = galley(blocks, characters=0)
    dates = [Entry("body", block.inlines) for block in notice(article) if isinstance(block, Paragraph)]
    if not gathered.wide and not article.meta.promise:
        text = [
            Entry(STYLES.get(item.style, "body"), item.inlines)
            for item in gathered.items
            if not isinstance(item.block, Figure)
        ]
        yield Content((*text, *dates), whole=True)
    start = (Entry("lead", (Text(article.meta.summary),)), *dates)
    points = promised(article) or ([] if dates else points_of(blocks))
    if sum(bool(sentence) for _, sentence in points) * 2 >= len(points) > 0:
        yield Content((*start, *numbered(points)), whole=False)
    if points:
        yield Content((*start, *numbered([(name, "") for name, _ in points])), whole=False)
    yield Content(start, whole=False)


def promised(article: Article) -> list[tuple[str, str]]:
    """The items of a promise: what, by when and who; none when they are too many."""
    items = article.meta.promise
    if len(items) > MOST_POINTS:
        return []
    return [(item.item, f"{item.goal}。{chinese_day(item.deadline)}前，{item.unit}。") for item in items]


def numbered(points: Sequence[tuple[str, str]]) -> Iterator[Entry]:
    """The main points: each a name and, where there is room, the first sentence under it."""
    for place, (name, sentence) in enumerate(points, start=1):
        below = (Break(), Text(sentence)) if sentence else ()
        yield Entry("point", (Text(name, strong=True), *below), str(place))


def points_of(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """The subheadings of the first level, as long as they are points and not chapters, with the first sentence below."""
    headings = [(place, block) for place, block in enumerate(blocks) if isinstance(block, Heading)]
    top = min((heading.level for _, heading in headings), default=0)
    chosen = [(place, heading) for place, heading in headings if heading.level == top]
    names = [NUMBER.sub("", inline_text(heading.inlines, notes=False)).strip() for _, heading in chosen]
    short = all(0 < len(name) <= LONGEST_POINT for name in names)
    if not short or not FEWEST_POINTS <= len(names) <= MOST_POINTS:
        return []
    return [(name, sentence_below(blocks[place + 1 :])) for name, (place, _) in zip(names, chosen, strict=True)]


def sentence_below(blocks: Sequence[Block]) -> str:
    """The first sentence of the paragraph that follows a heading; empty when there is none, or it leads to something."""
    first = blocks[0] if blocks else None
    text = inline_text(first.inlines, notes=False) if isinstance(first, Paragraph) else ""
    match = SENTENCE.match(text.strip())
    if match is None or len(match[0]) > LONGEST_SENTENCE or ELSEWHERE.search(match[0]):
        return ""
    return match[0]
