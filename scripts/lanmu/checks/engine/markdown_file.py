"""A Markdown file of docs/: its text, its front matter and what they consist of."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.checks.engine.finding import Edit, Finding
from lanmu.content.article import Article, Page
from lanmu.content.yaml_text import Key, YamlText
from lanmu.text.dialect import converter
from lanmu.text.regions import Region, regions
from lanmu.text.scan import scan
from lanmu.text.scanned import Link, Passage, PlacedText, Scan, Tag

# Fields of the front matter whose text readers see.
SHOWN_FIELDS = ("title", "summary")
MARKUP = re.compile(r"<[A-Za-z!/?]|\{[^{}\n]*\}")
HARMLESS = re.compile(r"(?:https?:|mailto:|tel:|[^:&\s]*$)", re.IGNORECASE)


@dataclass(frozen=True)
class HeadValue:
    """One value of the front matter: its key path, its text, and its line in the file."""

    key: Key
    text: str
    line: int


@dataclass(frozen=True)
class MarkdownFile:
    """A Markdown file. `path` is relative to the project (`docs/…`); `item` is None while its front matter is wrong.

    Properties are computed at first use and kept. Offsets are character positions in `text`, counted from 0.
    """

    path: str
    text: str
    head: YamlText | None
    item: Article | Page | None

    @property
    def article(self) -> Article | None:
        """The article, when this file is one and its front matter is right."""
        return self.item if isinstance(self.item, Article) else None

    @property
    def below_docs(self) -> str:
        """The path below docs/."""
        return self.path.removeprefix("docs/")

    @property
    def verbatim(self) -> bool:
        """True for an official document that is reproduced to the letter: its text is never judged or changed."""
        return self.article is not None and self.article.meta.verbatim

    @cached_property
    def body_start(self) -> int:
        """Where the Markdown begins, after the front matter."""
        match = re.match(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", self.text, re.DOTALL) if self.head else None
        return match.end() if match else 0

    @cached_property
    def scan(self) -> Scan:
        """What the body consists of."""
        return scan(self.text, self.body_start)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The body, cut into Markdown, code and raw HTML."""
        return tuple(regions(self.text, self.body_start, len(self.text)))

    @cached_property
    def elements(self) -> tuple[LexborNode, ...]:
        """Every element that the body's own markup gives the page, as a browser reads it; it gives attributes to the page's
        own too (`<body onload>`). Nothing is rendered for a text without HTML, attributes and unusual addresses."""
        has_markup = MARKUP.search(self.text, self.body_start)
        if not has_markup and all(HARMLESS.match(link.target) for link in self.links):
            return ()
        # Where no tag is closed any more `<` is made another character: Markdown shows it as it is, and Python's parser
        # would look at all the rest again at each of them.
        tags, close, rest = self.text[self.body_start :].rpartition(">")
        # Task lists would add controls of their own.
        markdown = converter(without=("pymdownx.tasklist", "toc"))
        return elements_of(markdown.convert(tags + close + rest.replace("<", "＜")))

    @cached_property
    def head_elements(self) -> tuple[LexborNode, ...]:
        """Every element of HTML in values of the front matter, which pages show as text."""
        values = [value.text for value in self.head_values if "<" in value.text]
        return elements_of("".join(values)) if values else ()

    def locate(self, name: str, attribute: str, number: int) -> int:
        """Where an element stands in the file: the tag of that name and attribute, the `number`th (from 0) of them."""
        tags = [tag for tag in self.tags if tag.name == name and not tag.closing and attribute in ("", *tag.attributes)]
        if len(tags) > number:
            return tags[number].start
        wanted = re.compile(rf"\b{re.escape(attribute)}\s*=" if attribute else rf"<{re.escape(name)}\b", re.IGNORECASE)
        match = wanted.search(self.text, self.body_start) or wanted.search(self.text)
        return match.start() if match else self.body_start

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Everything that readers see as text, in the order of the file: title and summary, the body, captions."""
        captions = (Passage("caption", c.text, c.offsets) for c in self.scan.captions)
        shown = (*self.head_passages(), *self.scan.passages, *captions)
        return tuple(sorted(shown, key=lambda passage: passage.offsets[0]))

    @property
    def prose(self) -> tuple[Passage, ...]:
        """The passages that the rules of Chinese apply to: nothing quoted, verbatim or English."""
        is_exempt = self.verbatim or self.path.endswith(".en.md")
        return () if is_exempt else tuple(passage for passage in self.passages if not passage.quoted)

    @property
    def headings(self) -> tuple[Passage, ...]:
        """The headings of the body, in order."""
        return self.scan.headings

    @property
    def links(self) -> tuple[Link, ...]:
        """Links, pictures and definitions of targets in Markdown."""
        return tuple(self.scan.links)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Raw HTML tags."""
        return tuple(self.scan.tags)

    @property
    def comments(self) -> tuple[PlacedText, ...]:
        """HTML comments; the build leaves them out."""
        return tuple(self.scan.comments)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids that the built page will have in its text."""
        return self.scan.anchors()

    @cached_property
    def head_values(self) -> tuple[HeadValue, ...]:
        """Every value of the front matter."""
        return tuple(self.values_in(self.head.data, ())) if self.head else ()

    def values_in(self, data: Any, key: Key) -> Iterator[HeadValue]:
        """The values below one field."""
        if isinstance(data, dict):
            for name, value in data.items():
                yield from self.values_in(value, (*key, str(name)))
        elif isinstance(data, list):
            for index, value in enumerate(data):
                yield from self.values_in(value, (*key, index))
        elif data is not None and self.head:
            yield HeadValue(key, str(data), self.head.line(key))

    def head_passages(self) -> Iterator[Passage]:
        """Title and summary, where they stand in one line as they are."""
        for name in SHOWN_FIELDS:
            value = self.head.data.get(name) if self.head and isinstance(self.head.data, dict) else None
            if isinstance(value, str) and self.head:
                start = self.text.find(value, self.line_start(self.head.line((name,))), self.body_start)
                if start >= 0:
                    yield Passage("caption", value, tuple(range(start, start + len(value) + 1)))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Where each line begins."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    def line_start(self, line: int) -> int:
        """Where the line (counted from 1) begins."""
        return self.line_starts[min(line, len(self.line_starts)) - 1]

    def line_text(self, line: int) -> str:
        """The line (counted from 1) without its end; empty for one below the last."""
        starts = (*self.line_starts[line - 1 : line + 1], len(self.text) + 1)
        return self.text[starts[0] : starts[1] - 1] if line <= len(self.line_starts) else ""

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def at(self, offset: int, message: str, remedy: str, edit: Edit | None = None) -> Finding:
        """A finding at a place in the text."""
        line, column = self.place(offset)
        return Finding(self.path, line, column, message, remedy, edit=edit)

    def at_field(self, key: Key | str, message: str, remedy: str, edit: Edit | None = None) -> Finding:
        """A finding at a field of the front matter, or at its head when the field is not there."""
        key = (key,) if isinstance(key, str) else key
        line = self.head.line(key) if self.head else 0
        return Finding(self.path, line, 1 if line else 0, message, remedy, edit=edit)


def elements_of(html: str) -> tuple[LexborNode, ...]:
    """The elements of a page with this HTML."""
    return tuple(LexborHTMLParser(f"<!doctype html><body>{html}").css("*"))
