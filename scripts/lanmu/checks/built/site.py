"""Reads a built site: every file once, no tree is kept."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from lanmu.checks.built import feeds, stylesheet
from lanmu.checks.built.built_site import BuiltSite, Occurrence
from lanmu.checks.built.elements import read_elements
from lanmu.checks.built.hidden import Hidden, Looks
from lanmu.checks.built.openers import Openers, hidden_at_once, openers, words_in
from lanmu.checks.built.page import DEEPEST, Page, Reading, depth, parse
from lanmu.checks.built.reference import FOLLOWED, LOADED, NOWHERE, PLAIN, Outcome, Reference, Target, Use
from lanmu.checks.built.resolve import Place, Resolver, origin_of, read_listing
from lanmu.checks.built.spelling import fragment_of, host_of, is_proof
from lanmu.checks.built.styles import PageStyles, Styles
from lanmu.checks.built.text import Unreadable, decode
from lanmu.checks.engine.project import Project

PAGES = (".html", ".htm", ".xhtml")
OWN_ADDRESS = re.compile(rb"<link\b[^<>]*>|<loc>\s*(?P<loc>https?://[^<\s]+)\s*</loc>", re.IGNORECASE)
CANONICAL = re.compile(rb"""\brel=["']?canonical\b""", re.IGNORECASE)
ADDRESS = re.compile(rb"""\bhref=["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
SVG_ID = re.compile(r"""\bid\s*=\s*["']([^"']+)""")
DESTINATIONS = frozenset((Outcome.FOUND, Outcome.WRONG_CASE, Outcome.NO_ANCHOR))
# What leads to a file of the site, or would.
WITHIN = DESTINATIONS | {*NOWHERE, Outcome.OUTSIDE}
# Entries that must be whole addresses: sitemaps.org ("<loc>"), RFC 9309 by custom.
WHOLE = ("loc", "Sitemap")
QUIET = frozenset((Outcome.FOUND, Outcome.FINE))
# Stylesheets that import one another no deeper.
MOST_IMPORTS = 5


def read_site(
    project: Project | None,
    folder: Path,
    *,
    site_url: str = "",
    offline: bool = False,
    allow_private: bool = False,
    answers: Mapping[str, Any] | None = None,
) -> BuiltSite:
    """The site in `folder`. Without `site_url` its address is taken from the home page or the sitemap; with
    `allow_private` links to this machine are to be asked, not faults."""
    resolver = Resolver(read_listing(folder), origin_of(site_url or own_address(folder)), allow_private=allow_private)
    site = BuiltSite(folder, shown_prefix(project, folder), project, resolver, offline, answers or {})
    SiteReader(site).read()
    return site


def shown_prefix(project: Project | None, folder: Path) -> str:
    """What comes before paths in findings: relative to the project when the folder lies in it."""
    if project and folder.resolve().is_relative_to(project.root.resolve()):
        folder = folder.resolve().relative_to(project.root.resolve())
    text = folder.as_posix().rstrip("/")
    return "" if text in ("", ".") else f"{text}/"


def own_address(folder: Path) -> str:
    """The site's own address by the canonical of its home page, or its sitemap; empty when neither has it."""
    for name in ("index.html", "sitemap.xml"):
        for match in OWN_ADDRESS.finditer(data_of(folder / name) or b""):
            href = ADDRESS.search(match[0]) if CANONICAL.search(match[0]) else None
            address = match["loc"] or (href[1] if href else b"")
            if address:
                return address.decode("utf-8", "replace")
    return ""


def data_of(file: Path) -> bytes | None:
    """The bytes of a file; None when it cannot be opened."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def problem_of(path: str, data: bytes) -> Unreadable | None:
    if not data.strip():
        return Unreadable.EMPTY
    if depth(data) > DEEPEST:
        return Unreadable.TOO_DEEP
    if not re.search(rb"<[a-zA-Z!]", data) and not is_proof(posixpath.basename(path)):
        return Unreadable.NO_HTML
    return None


class SiteReader:
    """Fills a BuiltSite: first every file is read, then every reference is looked up."""

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.resolver = site.resolver
        # Of each file, with the <base> that holds for each.
        self.references: dict[str, list[tuple[Reference, str | None]]] = {}
        self._sheets: dict[str, stylesheet.Sheet] = {}
        self._styles: dict[tuple[int | str, ...], Styles] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._svg_ids: dict[str, set[str]] = {}

    def read(self) -> None:
        """Reads and looks up everything."""
        site = self.site
        for path in sorted(site.listing.files):
            if path.lower().endswith(PAGES):
                page = site.pages[path] = self.read_page(path)
                self.references[path] = [(reference, page.base) for reference in page.references]
            elif path.lower().endswith(".css"):
                urls = stylesheet.urls(self.text(path))
                self.references[path] = [(Reference(url, Use.RESOURCE, "url"), None) for url in urls]
            elif reader := feeds.reader_of(path):
                self.read_feed(path, reader)
        # Manifests that pages name by <link rel=manifest>, whatever the file is called.
        targets = [site.target(page.path, raw) for page in site.pages.values() for raw in page.manifests]
        for path in sorted({target.path for target in targets if target.outcome is Outcome.FOUND}):
            if not self.references.get(path) and path not in site.malformed:
                self.read_feed(path, feeds.read_manifest)
        for path, references in self.references.items():
            self.check(path, references)

    def text(self, path: str) -> str:
        return decode(data_of(self.site.folder / path) or b"").text

    def read_feed(self, path: str, reader: feeds.Reader) -> None:
        try:
            self.references[path] = list(reader(data_of(self.site.folder / path) or b""))
        except feeds.MalformedError as error:
            self.site.malformed[path] = str(error)

    def read_page(self, path: str) -> Page:
        """A page; one that cannot be read has no references."""
        raw = data_of(self.site.folder / path)
        if raw is None:
            return Page(path, problem=Unreadable.FORBIDDEN, whole=False)
        text = decode(raw)
        data = text.text.encode("utf-8", "replace")
        problem = text.problem or problem_of(path, data)
        if problem in (Unreadable.EMPTY, Unreadable.BINARY, Unreadable.TOO_DEEP):
            return Page(path, problem=problem, whole=False)
        tree = parse(data)
        reading = Reading(Page(path, problem=problem, whole=b"<html" in data[:2000].lower()))
        read_elements(reading, tree)
        reading.page.counts.clear()
        self.find_hidden(reading, tree)
        return reading.page

    def find_hidden(self, reading: Reading, tree: LexborHTMLParser) -> None:
        path, host = reading.page.path, self.resolver.origin.host
        outward = [link for link in reading.outward if host_of(link[1].strip()) != host]
        if outward:
            styles = PageStyles(tree, self.styles_of(reading))
            looks = Looks(styles, lambda: self.openers_of(reading, tree), hidden_at_once(tree))
            for node, raw, number in outward:
                if reason := looks.reason(node):
                    self.site.hidden.append((path, Hidden(raw, number, reason)))
        for raw in reading.templates:
            if host_of(raw) != host:
                self.site.hidden.append((path, Hidden(raw, 0, "藏在 <template> 里")))

    def openers_of(self, reading: Reading, tree: LexborHTMLParser) -> Openers:
        place = self.resolver.place(reading.page.path, reading.page.base)
        words, others = [], False
        for node in tree.css("script[src]"):
            target = self.resolver.resolve(place, node.attributes["src"] or "")
            others = others or target.outcome is Outcome.EXTERNAL
            if target.outcome is Outcome.FOUND:
                if target.path not in self._words:
                    self._words[target.path] = words_in(self.text(target.path))
                words.append(self._words[target.path])
        return openers(tree, words, others=others)

    def styles_of(self, reading: Reading) -> Styles:
        """The styles of a page: of the site's own stylesheets that it links, and its own. Pages share them."""
        place = self.resolver.place(reading.page.path, reading.page.base)
        sheets = [sheet for raw in reading.sheets for sheet in self.sheets_at(place, raw)]
        # What they import counts from the page.
        folder = place.folder if any("@import" in css for css in reading.styles) else ""
        key: tuple[int | str, ...] = (folder, *map(id, sheets), *reading.styles)
        styles = self._styles.get(key)
        if styles is None:
            for own in map(stylesheet.parse, reading.styles):
                sheets += [*(sheet for raw in own.imports for sheet in self.sheets_at(place, raw)), own]
            styles = self._styles[key] = Styles(sheets)
        return styles

    def sheets_at(self, place: Place, raw: str, level: int = 0) -> list[stylesheet.Sheet]:
        """The stylesheet at an address and what it imports."""
        target = self.resolver.resolve(place, raw)
        if target.outcome is not Outcome.FOUND or level > MOST_IMPORTS:
            return []
        sheet = self._sheets.get(target.path)
        if sheet is None:
            sheet = self._sheets[target.path] = stylesheet.parse(self.text(target.path))
        inner = self.resolver.place(target.path)
        return [*(s for raw in sheet.imports for s in self.sheets_at(inner, raw, level + 1)), sheet]

    def check(self, path: str, references: Iterable[tuple[Reference, str | None]]) -> None:
        """Looks up every reference of a file."""
        seen: Counter[tuple[str, ...]] = Counter()
        places: dict[str | None, Place] = {}
        page = self.site.pages.get(path)
        links, ids = (self.site.links[path], page.ids) if page else (set[str](), set[str]())
        for reference, base in references:
            raw = reference.raw
            if raw[:1] == "#" and base is None and raw[1:] in ids:
                continue
            place = places.get(base)
            if place is None:
                place = places[base] = self.resolver.place(path, base)
            target = self.judged(page, reference, self.resolver.resolve(place, raw))
            if target.outcome in DESTINATIONS and reference.use in FOLLOWED:
                links.add(target.path)
            if target.outcome in QUIET and not target.redirected and (target.local or not self.site.offline):
                continue
            self.file(Occurrence(path, reference, target, seen[reference.same]))
            seen[reference.same] += 1

    def judged(self, page: Page | None, reference: Reference, target: Target) -> Target:
        """The target, replaced by a fault when the use of the reference forbids it or its anchor is missing."""
        if reference.use is Use.MALFORMED and reference.raw:
            return Target(Outcome.REFRESH)
        must_be_whole = reference.use is Use.ENTRY and reference.tag in WHOLE
        if must_be_whole and target.outcome in WITHIN and host_of(reference.raw) is None:
            return Target(Outcome.NOT_WHOLE)
        if reference.attribute == "usemap":
            # The name of an image map is written after a # (HTML Standard, 2.3.10).
            if page is not None and target.anchor in page.maps:
                return target
            return Target(Outcome.NO_ANCHOR, page.path if page else "", target.anchor)
        if target.anchor and target.outcome is Outcome.FOUND and not self.has_anchor(target, reference.raw):
            return Target(Outcome.NO_ANCHOR, target.path, target.anchor)
        return target

    def has_anchor(self, target: Target, raw: str) -> bool:
        """True when the anchor is on the page, or cannot be looked for there.

        A browser looks for the fragment as it stands in the address, then decoded (HTML Standard, 7.4.6.4).
        """
        names = {target.anchor, fragment_of(raw)}
        page = self.site.pages.get(target.path)
        if page is not None:
            return not names.isdisjoint(page.ids) or page.problem is not None
        if not target.path.lower().endswith(".svg") or "(" in target.anchor or "=" in target.anchor:
            return True
        if target.path not in self._svg_ids:
            self._svg_ids[target.path] = set(SVG_ID.findall(self.text(target.path)))
        return not names.isdisjoint(self._svg_ids[target.path])

    def file(self, occurrence: Occurrence) -> None:
        """Adds a reference to the list of its outcome."""
        site, target, use = self.site, occurrence.target, occurrence.reference.use
        if target.outcome is Outcome.EXTERNAL:
            site.outward[target.url].append(occurrence)
            # From a disk, //host/ is file://host/.
            if site.offline and occurrence.reference.raw.lstrip().startswith("//") and use in PLAIN:
                site.online_only.append(occurrence)
        elif target.outcome is not Outcome.FOUND:
            site.failures[target.outcome].append(occurrence)
        else:
            if target.redirected:
                site.redirected.append(occurrence)
            if site.offline and use in FOLLOWED | LOADED:
                site.online_only.append(occurrence)
