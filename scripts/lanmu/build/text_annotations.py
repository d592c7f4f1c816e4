"""What pages have besides their text: terms that explain themselves, frames for tables, a sign at links that leave the site,
and what typesetting needs."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator

from markdown import Markdown
from markdown.util import AtomicString

from lanmu.build.typesetting import caption_pictures, name_addressees, unbroken
from lanmu.content.campaign import Term
from lanmu.locales.words import Words
from lanmu.text.dialect import Steps
from lanmu.views.leaving import Hosts

# Reachable by keyboard, so that one can scroll it (WCAG 2.2, 2.1.1); a group needs a name.
FRAME = {"class": "table", "tabindex": "0", "role": "group"}
# Tables with so many columns move sideways on phones, as those that the site computes do.
WIDE_COLUMNS = 4
# Titles of a reproduced document stay whole, as headings do (the importer sets these classes).
WHOLE = ("doc-title", "doc-letterhead")
SKIP = {"a", "abbr", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "label"}
LINK = re.compile(
    r"""<a(?P<head>(?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)+)\s*>(?P<text>.*?)</a\s*>""",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""\s+([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
REL = ("noopener", "external")


def annotation_steps(glossary: Callable[[], GlossaryTerms], words: Words, external_links: ExternalLinks) -> Steps:
    """The conversion steps for all of them; `glossary` gives that of the page under way. Priorities: 7 is after inline
    Markdown (20) and attributes (8), as the library's own abbreviations; 5 is after attributes have been set (8), so that
    they stay with the table, and after raw HTML has been put back (30), so that links written as HTML are seen too; 4 is
    after the HTML is cleaned (6), which knows no classes of ours."""

    def explained(root: ET.Element, md: Markdown) -> None:
        glossary().annotate_all(root, md)

    def framed(root: ET.Element, _md: Markdown) -> None:
        frame_tables(root, words("table.label"))
        caption_pictures(root)
        name_addressees(root)

    return Steps(tree=[(7, explained), (5, framed)], html=[(5, external_links.rewrite_all), (4, unbroken)])


def frame_tables(root: ET.Element, label: str) -> None:
    """Gives each table a frame of its own, in which a wide one moves sideways while the page stays put."""
    for parent in list(root.iter()):
        for index, child in enumerate(parent):
            if child.tag == "table":
                frame = ET.Element("div", {**FRAME, "aria-label": label})
                row = child.find(".//tr")
                if row is not None and len(row) >= WIDE_COLUMNS:
                    frame.set("class", "table table--wide")
                frame.tail, child.tail = child.tail, None
                frame.append(child)
                parent[index] = frame


class GlossaryTerms:
    """The glossary's terms, which explain themselves on hover (`<abbr title="…">`), once on each page.

    Python-Markdown's own abbreviations ask for word boundaries, which Chinese has not; and marking every occurrence would
    underline half of a page. So: longest term first, first occurrence only, never in headings, links or code.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.meanings = {term.term: term.short for term in terms}
        self.lengths: dict[str, tuple[int, ...]] = {term[0]: () for term in self.meanings}
        for size in sorted({len(term) for term in self.meanings}, reverse=True):
            for first in {term[0] for term in self.meanings if len(term) == size}:
                self.lengths[first] += (size,)
        self.first = re.compile(f"[{''.join(map(re.escape, self.lengths))}]") if self.lengths else re.compile("(?!)")

    def annotate_all(self, root: ET.Element, _md: Markdown) -> None:
        """Annotates the terms of one page, in reading order."""
        if self.meanings:
            self.annotate(root, set())

    def annotate(self, element: ET.Element, seen: set[str]) -> None:
        """Annotates the terms below `element` that are not in `seen`, and adds them to it."""
        children = list(element)
        for child in children:
            element.remove(child)
        element.text = lay(element, self.split(element.text, seen))
        for child in children:
            if child.tag not in SKIP and child.get("class") not in WHOLE:
                self.annotate(child, seen)
            element.append(child)
            child.tail = lay(element, self.split(child.tail, seen))

    def split(self, text: str | None, seen: set[str]) -> Iterator[str | ET.Element]:
        """`text` in pieces: strings, and <abbr> elements for terms met for the first time."""
        start = 0
        if isinstance(text, AtomicString):
            yield text
            return
        for place, term in self.terms(text or ""):
            if term not in seen:
                seen.add(term)
                yield (text or "")[start:place]
                abbr = ET.Element("abbr", {"title": self.meanings[term]})
                abbr.text = AtomicString(term)
                yield abbr
                start = place + len(term)
        if text:
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


def lay(parent: ET.Element, pieces: Iterator[str | ET.Element]) -> str | None:
    """Appends the elements among the pieces to `parent`, each with the text that follows it as its tail; returns the text
    before the first."""
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


class ExternalLinks:
    """Rewrites links that leave the site: class, `rel`, no referrer, and a visible sign in the page's language. Templates use
    `to` for links outside of the text."""

    def __init__(self, hosts: Hosts, words: Words) -> None:
        self.hosts = hosts
        self.words = words

    def rewrite_all(self, text: str) -> str:
        """The HTML of a text with every link that leaves the site rewritten."""
        return LINK.sub(self.rewritten, text)

    def rewritten(self, match: re.Match[str]) -> str:
        """The link that was matched; unchanged when it stays within the site."""
        attributes = {
            name.lower(): html.unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(match["head"])
        }
        return self.link(attributes, match["text"]) or match[0]

    def link(self, attributes: dict[str, str], text: str) -> str:
        """The link with these attributes around `text`, which is HTML; empty when it stays within the site."""
        kind = self.hosts.kind(attributes.get("href", ""))
        if kind == "own":
            return ""
        rel = [*attributes.get("rel", "").split(), *REL]
        classes = [*attributes.get("class", "").split(), "outside", f"outside--{kind}"]
        added = {"class": " ".join(classes), "rel": " ".join(dict.fromkeys(rel)), "referrerpolicy": "no-referrer"}
        head = "".join(f' {name}="{html.escape(value)}"' for name, value in (attributes | added).items())
        sign = f'<span class="outside__mark">{html.escape(self.words("leaving.mark"))}</span>'
        return f"<a{head}>{text}{sign if kind == 'unlisted' else ''}</a>"

    def to(self, address: str, text: str) -> str:
        """A link to `address` with plain text, as HTML."""
        plain = html.escape(text)
        return self.link({"href": address}, plain) or f'<a href="{html.escape(address)}">{plain}</a>'
