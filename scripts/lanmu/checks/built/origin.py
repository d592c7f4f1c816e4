"""From a reference in a built page back to the line of the article it was written in, and how to mend it.

Done for what is reported only. What no article says comes from a template: it is reported on the page, once for all
pages that have the very same spot.
"""

from __future__ import annotations

import bisect
import html
import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lanmu.checks.built.elements import candidates
from lanmu.checks.built.reference import Reference
from lanmu.checks.built.spelling import parts
from lanmu.checks.built.text import decode
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.suggestions import nearest_anchor, nearest_file
from lanmu.checks.source import Source

if TYPE_CHECKING:
    from lanmu.checks.built.built_site import BuiltSite, Occurrence

TAG = re.compile(r"<!--|<([a-zA-Z][^\s/>]*)")
# One attribute, or what stands between two; a quotation mark without its fellow begins a name.
ATTRIBUTE = re.compile(r"""[\s/]*(?:([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?|=)""")
# Elements whose content is text until their end tag (HTML Standard, 13.2.5).
RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
ENDS = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in RAW}
# What an address that is only part of a text must not run on into.
EDGE = re.compile(r"[\w./%\-]")
RUN = re.compile(r"[\w./%\-]+")
# At most so many characters before and after a reference tell the same spot of a template on other pages.
CONTEXT = 60
# So many characters of all texts are kept; older ones are read again.
KEPT = 16_000_000
# A reference on more pages than this comes from a template, and need not be looked at on each.
MANY = 20
SOURCE_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action", "cite", "xlink:href", "background")
CHECK = "核对地址：目标改了名、搬了地方的，改成现在的地址；还没有放进来的，先把它放进来。"


@dataclass(frozen=True)
class Position:
    """Line and column, both from 1 (0: not found), and the text on either side."""

    line: int
    column: int
    context: str = ""


class Texts:
    """The texts of a folder's files, those asked for last; each is read and indexed once while it is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[str, HtmlText] = {}
        self._size = 0

    def __getitem__(self, path: str) -> HtmlText:
        """The text of a file; empty for one that cannot be read."""
        text = self._texts.get(path)
        if text is None:
            try:
                text = HtmlText(decode((self.folder / path).read_bytes()).text)
            except OSError:
                text = HtmlText("")
            self._texts[path] = text
            self._size += len(text.text)
            while self._size > KEPT and len(self._texts) > 1:
                self._size -= len(self._texts.pop(next(iter(self._texts))).text)
        return text


class HtmlText:
    """The text of a page, to find references in."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def attributes(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Beginning and end of every attribute's value, by name and value; that of the name where there is no value.
        Under ("", tag) where elements without `src` and `href` begin."""
        spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for start, tag, attributes in self.tags():
            names = set()
            for match in attributes:
                group = next((n for n in (2, 3, 4) if match[n] is not None), 0)
                value, name = match[group] if group else "", match[1].lower()
                for written in {value, html.unescape(value)}:
                    spans[name, written].append(match.span(group or 1))
                names.add(name)
            if not names & {"src", "href"}:
                spans["", tag].append((start, start + 1))
        return dict(spans)

    def tags(self) -> Iterator[tuple[int, str, list[re.Match[str]]]]:
        """Every start tag: where it begins, its name, and its attributes. Comments and scripts hold none."""
        at = 0
        while opening := TAG.search(self.text, at):
            name, at = (opening[1] or "").lower(), opening.end()
            if not name:
                end = self.text.find("-->", at)
                at = end if end >= 0 else len(self.text)
                continue
            attributes = []
            while match := ATTRIBUTE.match(self.text, at):
                at = match.end()
                if match[1]:
                    attributes.append(match)
            yield opening.start(), name, attributes
            if name in ENDS:
                closing = ENDS[name].search(self.text, at)
                at = closing.start() if closing else len(self.text)

    @cached_property
    def runs(self) -> dict[str, list[int]]:
        """Where each piece of the text begins that may be (part of) an address."""
        places: dict[str, list[int]] = defaultdict(list)
        for match in RUN.finditer(self.text):
            places[match[0]].append(match.start())
        return dict(places)

    def find(self, reference: Reference, number: int) -> Position:
        """The place of the reference, when `number` equal ones come before it."""
        is_missing = not reference.raw and not reference.attribute
        spans = self.attributes.get(("", reference.tag) if is_missing else (reference.attribute, reference.raw))
        return self.at(*spans[min(number, len(spans) - 1)]) if spans else self.find_text(reference.raw, number)

    def find_text(self, raw: str, number: int = 0) -> Position:
        """The place of an address that is only part of an attribute, or no attribute at all."""
        escaped = html.escape(raw)
        variants = dict.fromkeys((raw, escaped, html.escape(escaped), json.dumps(raw)[1:-1], raw.replace("/", "\\/")))
        for written in filter(None, variants):
            starts = self.starts(written)
            if starts:
                start = starts[min(number, len(starts) - 1)]
                return self.at(start, start + len(written))
        return Position(0, 0)

    def starts(self, written: str) -> list[int]:
        """Where an address stands by itself; else its first place within a longer one."""
        longest = max(RUN.finditer(written), key=lambda run: len(run[0]), default=None)
        places = [place - longest.start() for place in self.runs.get(longest[0], [])] if longest else []
        whole = [start for start in places if self.is_whole(start, written)]
        return whole or [start for start in (self.text.find(written),) if start >= 0]

    def is_whole(self, start: int, written: str) -> bool:
        """True when the address stands here and does not run on."""
        if start < 0 or not self.text.startswith(written, start):
            return False
        return not (start and EDGE.match(self.text, start - 1)) and not EDGE.match(self.text, start + len(written))

    def at(self, start: int, end: int) -> Position:
        """The position of a piece of the text."""
        line = bisect.bisect_right(self.lines, start)
        opening = self.text.rfind("<", max(0, start - CONTEXT), start)
        before = self.text[opening:start] if opening >= 0 else ""
        after = self.text[end : end + CONTEXT].partition("</")[0]
        return Position(line, start - self.lines[line - 1] + 1, f"{before}…{after}")


@dataclass(frozen=True)
class Located:
    """A reference with its place for the editor: in the article, else in the page.

    `written` is how it is written there; `page` is the page's path as shown, empty when `path` is the page itself;
    `others` are further pages with the same spot.
    """

    occurrence: Occurrence
    path: str
    line: int
    column: int
    written: str
    page: str = ""
    source: Source | None = None
    others: tuple[str, ...] = ()

    def finding(self, message: str, remedy: str) -> Finding:
        """The finding at this place; how many other pages have the same is added to the message."""
        same = f"另有 {len(self.others)} 个网页相同。" if self.others else ""
        return Finding(self.path, self.line, self.column, f"{message}{same}", remedy, page=self.page)


def locate(site: BuiltSite, occurrences: Iterable[Occurrence]) -> Iterator[Located]:
    """Where each of the references stands; those of templates together."""
    groups: dict[tuple[str, ...], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        target = occurrence.target
        place = (target.path, target.anchor) if target.path else (occurrence.reference.raw, "")
        groups[target.outcome, *place, occurrence.reference.attribute].append(occurrence)
    for group in groups.values():
        pages = {occurrence.page for occurrence in group}
        if len(pages) > MANY:
            yield in_template(site, group, min(group, key=lambda o: o.page))
        else:
            yield from located(site, group)


def located(site: BuiltSite, group: list[Occurrence]) -> Iterator[Located]:
    """The references that articles make, one by one, then the others by the spot they stand in."""
    spots: dict[str, list[tuple[Occurrence, Position]]] = defaultdict(list)
    waiting: dict[str, list[tuple[Position, str]]] = {}
    for occurrence in group:
        source = source_of(site, occurrence.page)
        places = waiting.get(occurrence.page)
        if places is None:
            places = waiting[occurrence.page] = list(places_in(site, source, occurrence)) if source else []
        if source and places:
            position, written = places.pop(0)
            page = site.shown + occurrence.page
            yield Located(occurrence, source.path, position.line, position.column, written, page, source)
        else:
            position = site.texts[occurrence.page].find(occurrence.reference, occurrence.number)
            spots[position.context].append((occurrence, position))
    for same in spots.values():
        yield in_template(site, [occurrence for occurrence, _ in same], same[0][0])


def in_template(site: BuiltSite, group: list[Occurrence], first: Occurrence) -> Located:
    position = site.texts[first.page].find(first.reference, first.number)
    others = tuple(sorted({occurrence.page for occurrence in group} - {first.page}))
    return Located(first, site.shown + first.page, position.line, position.column, first.reference.raw, others=others)


def source_of(site: BuiltSite, page: str) -> Source | None:
    """The Markdown file that a page was made from; None for a generated page, or when there are no sources."""
    if site.project is None:
        return None
    sources = site.project.sources
    language, _, rest = page.partition("/")
    for path, tag in ((page, ""), (rest, f".{language}"), (rest, "")):
        stem = bare(path)
        for name in (
            f"{stem}{tag}.md",
            posixpath.join(stem, f"index{tag}.md"),
            posixpath.join(stem, f"README{tag}.md"),
        ):
            if path and name in sources:
                return sources[name]
    return None


def bare(path: str) -> str:
    """A page's address and its source's path in one form: `a/b` for a/b/, a/b/index.html, a/b.html and a/b.md."""
    path = path.rstrip("/")
    for suffix in (".html", ".htm", ".md"):
        path = path.removesuffix(suffix)
    folder, _, name = path.rpartition("/")
    return folder if name in ("index", "README") else path


def places_in(site: BuiltSite, source: Source, occurrence: Occurrence) -> Iterator[tuple[Position, str]]:
    """Where the article makes the reference, in the order of its text, and how it writes it."""
    for written, offset in written_in(source):
        if is_same(site, source, occurrence, written):
            line, column = source.place(offset)
            yield Position(line, column), written
    for value in source.head_values:
        if value.text and is_same(site, source, occurrence, value.text):
            yield Position(value.line, 1), value.text


def written_in(source: Source) -> list[tuple[str, int]]:
    """Every address in the article's text with its place."""
    addresses = [(link.target, link.target_start) for link in source.links]
    for tag in source.tags:
        for name in SOURCE_ATTRIBUTES:
            if name in tag.attributes:
                value, offset = tag.attributes[name]
                addresses += [(raw, offset) for raw in (candidates(value) if name == "srcset" else [value])]
    return sorted(addresses, key=lambda item: item[1])


def is_same(site: BuiltSite, source: Source, occurrence: Occurrence, written: str) -> bool:
    """True when what the article writes became the reference."""
    raw, target = occurrence.reference.raw, occurrence.target
    if written.strip() == raw.strip() or unquote(written) == unquote(raw):
        return True
    if not target.path:
        return False
    path, anchor = parts(written)
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(source.below_docs), unquote(path)))
    meant = inside if path else source.below_docs
    if anchor == target.anchor and bare(meant) == bare(target.path):
        return True
    other = site.target(occurrence.page, written)
    return (other.path, other.anchor) == (target.path, target.anchor)


def way_to(site: BuiltSite, located: Located, path: str, anchor: str = "", *, whole: bool = False) -> str:
    """How an address to a file of the site is written at this place; with `whole` down to the index page's name."""
    fragment = f"#{anchor}" if anchor else ""
    if located.source and not whole:
        here = posixpath.dirname(located.source.below_docs)
        other = source_of(site, path)
        if path == located.occurrence.page and anchor:
            return fragment
        return posixpath.relpath(other.below_docs if other else path, here or ".") + fragment
    if path == located.occurrence.page and anchor:
        return fragment
    folder, _, name = path.rpartition("/")
    short = name == "index.html" and not whole
    relative = posixpath.relpath((folder if short else path) or ".", posixpath.dirname(located.occurrence.page) or ".")
    return f"{relative}/{fragment}" if short else f"{relative}{fragment}"


def near_file(site: BuiltSite, located: Located, otherwise: str = CHECK) -> str:
    """The file that was probably meant, written as it should stand here."""
    missing = located.occurrence.target.path
    near = located.occurrence.target.near or nearest_file(site.listing.stems, missing)
    if near and near in site.listing.folders:
        near = site.listing.index_of(near) or ""
    return f"是不是「{way_to(site, located, near)}」？" if near else otherwise


def near_anchor(site: BuiltSite, located: Located) -> str:
    """The anchor that was probably meant."""
    target = located.occurrence.target
    page = site.pages.get(target.path)
    names = set() if page is None else page.maps if located.occurrence.reference.attribute == "usemap" else page.ids
    near = nearest_anchor(sorted(names), target.anchor)
    if near:
        return f"是不是「{way_to(site, located, target.path, near)}」？"
    return "核对标题或锚点的名称；标题改过的，链接也要跟着改。"
