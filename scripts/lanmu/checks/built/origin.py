"""From a reference in a built page back to the line of the article it was written in, and how to fix it.

Done for what is reported only. What no article says comes from a template: it is reported on the page, once for all
pages that have the very same spot.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lanmu.checks.built.built_site import BuiltSite, Occurrence
from lanmu.checks.built.elements import candidates
from lanmu.checks.built.html_text import Position
from lanmu.checks.built.spelling import parts
from lanmu.checks.engine.finding import Finding
from lanmu.checks.engine.project import Source
from lanmu.checks.engine.suggestions import nearest_anchor, nearest_file

# A reference on more pages than this comes from a template, and need not be looked at on each.
MANY = 20
SOURCE_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action", "cite", "xlink:href", "background")
CHECK = "核对地址：目标改了名、搬了地方的，改成现在的地址；还没有放进来的，先把它放进来。"


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
    """The place of each reference; those of a template are grouped into one."""
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
    """References from articles one by one, then those from templates grouped by their context."""
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
    """Every place of the reference in the article, in order, and the address as written there."""
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
    """True when the address `written` in the article gave the reference in the built page."""
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
    meant_target = site.target(occurrence.page, written)
    return (meant_target.path, meant_target.anchor) == (target.path, target.anchor)


def way_to(site: BuiltSite, located: Located, path: str, anchor: str = "", *, whole: bool = False) -> str:
    """How an address to a file of the site is written at this place; with `whole` down to the index page's name."""
    fragment = f"#{anchor}" if anchor else ""
    if located.source and not whole:
        here = posixpath.dirname(located.source.below_docs)
        target_source = source_of(site, path)
        if path == located.occurrence.page and anchor:
            return fragment
        return posixpath.relpath(target_source.below_docs if target_source else path, here or ".") + fragment
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
