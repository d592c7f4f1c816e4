"""Markdown extension: the glossary's terms explain themselves on hover, once on each page.

Python-Markdown's own abbreviations ask for word boundaries, which Chinese has not; and marking every occurrence
would underline half of a page. So: longest term first, first occurrence only, never in headings, links or code.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from lanmu.content.glossary import Term

# Titles of a reproduced document stay whole, as headings do (the importer sets these classes).
WHOLE = ("doc-title", "doc-letterhead")
SKIP = {"a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "label"}


class TermsExtension(Extension):
    """Marks `terms` with <abbr title="…">."""

    def __init__(self, terms: Iterable[Term]) -> None:
        super().__init__()
        self.meanings = {term.term: term.short for term in terms}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        if self.meanings:
            # 7: after inline Markdown (20) and attributes (8), as the library's own abbreviations.
            md.treeprocessors.register(TermsProcessor(md, self.meanings), "lanmu-terms", 7)


class TermsProcessor(Treeprocessor):
    """Walks the tree of one page in reading order."""

    def __init__(self, md: Markdown, meanings: dict[str, str]) -> None:
        super().__init__(md)
        self.meanings = meanings
        self.lengths: dict[str, tuple[int, ...]] = {term[0]: () for term in meanings}
        for size in sorted({len(term) for term in meanings}, reverse=True):
            for first in {term[0] for term in meanings if len(term) == size}:
                self.lengths[first] += (size,)
        self.first = re.compile(f"[{''.join(map(re.escape, self.lengths))}]")

    def run(self, root: ET.Element) -> None:
        self.mark(root, set())

    def mark(self, element: ET.Element, seen: set[str]) -> None:
        """Marks the terms below `element` that are not in `seen`, and adds them to it."""
        children = list(element)
        for child in children:
            element.remove(child)
        element.text = self.lay(element, self.split(element.text, seen))
        for child in children:
            if child.tag not in SKIP and child.get("class") not in WHOLE:
                self.mark(child, seen)
            element.append(child)
            child.tail = self.lay(element, self.split(child.tail, seen))

    @staticmethod
    def lay(parent: ET.Element, pieces: Iterator[str | ET.Element]) -> str | None:
        """Appends the <abbr> pieces to `parent` with the text after each; returns the text before the first."""
        first: str | None = None
        last: ET.Element | None = None
        for piece in pieces:
            if isinstance(piece, ET.Element):
                parent.append(piece)
                last = piece
            elif last is None:
                first = piece
            else:
                last.tail = piece
        return first

    def split(self, text: str | None, seen: set[str]) -> Iterator[str | ET.Element]:
        """`text` in pieces: strings, and <abbr> elements for terms met for the first time."""
        if not text:
            return
        if isinstance(text, AtomicString):
            yield text
            return
        start = 0
        for place, term in self.terms(text):
            if term in seen:
                continue
            seen.add(term)
            yield text[start:place]
            abbr = ET.Element("abbr", {"title": self.meanings[term]})
            abbr.text = AtomicString(term)
            yield abbr
            start = place + len(term)
        yield text[start:]

    def terms(self, text: str) -> Iterator[tuple[int, str]]:
        """Every term, the longest at each place, none in another; however many there are, each place is looked at once."""
        place = 0
        while match := self.first.search(text, place):
            place = match.start()
            pieces = (text[place : place + size] for size in self.lengths[match[0]])
            term = next((piece for piece in pieces if piece in self.meanings), "")
            if term:
                yield place, term
            place += len(term) or 1
