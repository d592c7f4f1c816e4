"""Reads a built site: every file once, no tree is kept."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from lanmu.checks.built import feeds, reading, stylesheet
from lanmu.checks.built.built_site import BuiltSite, Occurrence
from lanmu.checks.built.graph import is_proof
from lanmu.checks.built.hidden import Hidden, Looks
from lanmu.checks.built.listing import read_listing
from lanmu.checks.built.opened import Openers, hidden_at_once, openers, words_in
from lanmu.checks.built.outcome import NOWHERE, Outcome, Target
from lanmu.checks.built.page import Page, Reading
from lanmu.checks.built.reference import FOLLOWED, LOADED, PLAIN, Reference, Use
from lanmu.checks.built.resolve import Place, Resolver, origin_of
from lanmu.checks.built.spelling import fragment_of, host_of
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
    listing = read_listing(folder)
    resolver = Resolver(listing, origin_of(site_url or own_address(folder)), allow_private=allow_private)
    site = BuiltSite(folder, shown_prefix(project, folder), project, resolver, offline, answers or {})
    reader = SiteReader(site)
    for path in sorted(listing.files):
        reader.read(path)
    reader.read_manifests()
    for path, references in reader.references.items():
        reader.check(path, references)
    return site


def shown_prefix(project: Project | None, folder: Path) -> str:
    """What stands before paths in findings: relative to the project when the folder lies in it."""
    try:
        relative = folder.resolve().relative_to(project.root.resolve()) if project else folder
    except ValueError:
        relative = folder
    text = relative.as_posix().rstrip("/")
    return "" if text in ("", ".") else f"{text}/"


def own_address(folder: Path) -> str:
    """The site's own address by the canonical of its home page, or its sitemap; empty when neither tells."""
    for name in ("index.html", "sitemap.xml"):
        try:
            data = (folder / name).read_bytes()
        except OSError:
            continue
        for match in OWN_ADDRESS.finditer(data):
            href = ADDRESS.search(match[0]) if CANONICAL.search(match[0]) else None
            found = match["loc"] or (href[1] if href else b"")
            if found:
                return found.decode("utf-8", "replace")
    return ""


class SiteReader:
    """Fills a BuiltSite: first every file is read, then every reference is looked up."""

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self.resolver = site.resolver
        self.references: dict[str, list[tuple[Reference, str | None]]] = {}
        self._sheets: dict[str, stylesheet.Sheet] = {}
        self._styles: dict[tuple[int | str, ...], Styles] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._svg_ids: dict[str, set[str]] = {}

    def read(self, path: str) -> None:
        """Reads one file by its kind."""
        lower = path.lower()
        if lower.endswith(PAGES):
            page = self.read_page(path)
            self.site.pages[path] = page
            self.references[path] = [(reference, page.base) for reference in page.references]
        elif lower.endswith(".css"):
            css = self.text(path)
            self.references[path] = [(Reference(u, Use.RESOURCE, "url", ""), None) for u in stylesheet.urls(css)]
        else:
            self.read_feed(path)

    def data(self, path: str) -> bytes:
        """The bytes of a file; none when it cannot be opened."""
        try:
            return (self.site.folder / path).read_bytes()
        except OSError:
            return b""

    def text(self, path: str) -> str:
        """The text of a stylesheet or picture."""
        return decode(self.data(path)).text

    def read_feed(self, path: str) -> None:
        """A feed, sitemap or manifest; one that is broken is noted."""
        if not path.lower().endswith(tuple(suffix for suffix, _ in feeds.READERS)):
            return
        try:
            self.references[path] = list(feeds.read(path, self.data(path)))
        except feeds.MalformedError as error:
            self.site.malformed[path] = str(error)

    def read_manifests(self) -> None:
        """Manifests that pages name by <link rel=manifest>, whatever the file is called."""
        named = set()
        for page in self.site.pages.values():
            for raw in page.manifests:
                target = self.resolver.resolve(self.resolver.place(page.path, page.base), raw)
                if target.outcome is Outcome.FOUND:
                    named.add(target.path)
        for path in sorted(named):
            if not self.references.get(path) and path not in self.site.malformed:
                try:
                    self.references[path] = list(feeds.read_manifest(self.data(path)))
                except feeds.MalformedError as error:
                    self.site.malformed[path] = str(error)

    def read_page(self, path: str) -> Page:
        """A page; one that cannot be read has no references."""
        try:
            data = (self.site.folder / path).read_bytes()
        except OSError:
            return Page(path, problem=Unreadable.FORBIDDEN, whole=False)
        text = decode(data)
        data = text.text.encode("utf-8", "replace")
        problem = text.problem or unreadable(path, data)
        if problem in (Unreadable.EMPTY, Unreadable.BINARY, Unreadable.TOO_DEEP):
            return Page(path, problem=problem, whole=False)
        tree = reading.parse(data)
        found = reading.read(path, tree)
        found.page.counts.clear()
        found.page.problem = problem
        found.page.whole = b"<html" in data[:2000].lower()
        if found.outward or found.templates:
            self.find_hidden(found, tree)
        return found.page

    def find_hidden(self, found: Reading, tree: LexborHTMLParser) -> None:
        """Links to other hosts that cannot be seen."""
        path, host = found.page.path, self.resolver.origin.host
        outward = [link for link in found.outward if host_of(link[1].strip()) != host]
        if outward:
            styles = PageStyles(tree, self.styles_of(found))
            looks = Looks(styles, lambda: self.openers_of(found, tree), hidden_at_once(tree))
            for node, raw, number in outward:
                if reason := looks.reason(node):
                    self.site.hidden.append((path, Hidden(raw, number, reason)))
        for raw in found.templates:
            if host_of(raw) != host:
                self.site.hidden.append((path, Hidden(raw, 0, "藏在 <template> 里")))

    def openers_of(self, found: Reading, tree: LexborHTMLParser) -> Openers:
        """What can show hidden parts of a page."""
        place = self.resolver.place(found.page.path, found.page.base)
        words, others = [], False
        for node in tree.css("script[src]"):
            target = self.resolver.resolve(place, node.attributes["src"] or "")
            others = others or target.outcome is Outcome.EXTERNAL
            if target.outcome is Outcome.FOUND:
                words.append(self.words_at(target.path))
        return openers(tree, words, others=others)

    def words_at(self, path: str) -> frozenset[str]:
        """The words in a script's strings."""
        words = self._words.get(path)
        if words is None:
            words = self._words[path] = words_in(self.text(path))
        return words

    def styles_of(self, found: Reading) -> Styles:
        """The styles of a page: of the site's own stylesheets that it links, and its own. Pages share them."""
        place = self.resolver.place(found.page.path, found.page.base)
        sheets = [sheet for raw in found.sheets for sheet in self.sheets_at(place, raw, 0)]
        # What they import counts from the page.
        folder = place.folder if any("@import" in css for css in found.styles) else ""
        key: tuple[int | str, ...] = (folder, *[id(sheet) for sheet in sheets], *found.styles)
        styles = self._styles.get(key)
        if styles is None:
            for own in map(stylesheet.parse, found.styles):
                sheets += [*(sheet for raw in own.imports for sheet in self.sheets_at(place, raw, 0)), own]
            styles = self._styles[key] = Styles(sheets)
        return styles

    def sheets_at(self, place: Place, raw: str, level: int) -> list[stylesheet.Sheet]:
        """The stylesheet at an address and what it imports."""
        target = self.resolver.resolve(place, raw)
        if target.outcome is not Outcome.FOUND or level > 5:
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
        site, resolve = self.site, self.resolver.resolve
        page = site.pages.get(path)
        links, ids = (site.links[path], page.ids) if page else (set[str](), set[str]())
        for reference, base in references:
            raw = reference.raw
            if raw[:1] == "#" and base is None and raw[1:] in ids:
                continue
            place = places.get(base)
            if place is None:
                place = places[base] = self.resolver.place(path, base)
            target = resolve(place, raw)
            if reference.use is Use.MALFORMED and raw:
                target = Target(Outcome.REFRESH)
            outcome = target.outcome
            if reference.use is Use.ENTRY and reference.tag in WHOLE and outcome in WITHIN and host_of(raw) is None:
                target, outcome = Target(Outcome.NOT_WHOLE), Outcome.NOT_WHOLE
            if reference.attribute == "usemap":
                target = self.map_target(page, target)
                outcome = target.outcome
            elif target.anchor and outcome is Outcome.FOUND and not self.has_anchor(target, fragment_of(raw)):
                target = Target(Outcome.NO_ANCHOR, target.path, target.anchor)
                outcome = Outcome.NO_ANCHOR
            if outcome in DESTINATIONS and reference.use in FOLLOWED:
                links.add(target.path)
            if outcome in QUIET and not target.redirected and (target.local or not site.offline):
                continue
            same = reference.same
            self.note(Occurrence(path, reference, target, seen[same]))
            seen[same] += 1

    def note(self, occurrence: Occurrence) -> None:
        """Files a reference under what became of it."""
        outcome, site = occurrence.target.outcome, self.site
        if outcome is Outcome.EXTERNAL:
            site.outward[occurrence.target.url].append(occurrence)
            # From a disk, //host/ is file://host/.
            if (
                site.offline
                and occurrence.reference.raw.lstrip().startswith("//")
                and occurrence.reference.use in PLAIN
            ):
                site.online_only.append(occurrence)
        elif outcome is not Outcome.FOUND:
            site.failures[outcome].append(occurrence)
        else:
            if occurrence.target.redirected:
                site.redirected.append(occurrence)
            if site.offline and occurrence.reference.use in FOLLOWED | LOADED:
                site.online_only.append(occurrence)

    def map_target(self, page: Page | None, target: Target) -> Target:
        """Whether the page has the image map; its name is written after a # (HTML Standard, 2.3.10)."""
        if page is not None and target.anchor in page.maps:
            return target
        return Target(Outcome.NO_ANCHOR, page.path if page else "", target.anchor)

    def has_anchor(self, target: Target, fragment: str) -> bool:
        """True when the anchor is on the page, or cannot be looked for there.

        A browser looks for the fragment as it stands in the address, then decoded (HTML Standard, 7.4.6.4).
        """
        anchor = target.anchor
        page = self.site.pages.get(target.path)
        if page is None:
            if not target.path.lower().endswith(".svg"):
                return True
            ids = self._svg_ids.get(target.path)
            if ids is None:
                ids = self._svg_ids[target.path] = set(SVG_ID.findall(self.text(target.path)))
            return anchor in ids or fragment in ids or "(" in anchor or "=" in anchor
        return anchor in page.ids or fragment in page.ids or page.problem is not None


def unreadable(path: str, data: bytes) -> Unreadable | None:
    """Why a decoded page cannot be used."""
    if not data.strip():
        return Unreadable.EMPTY
    if reading.depth(data) > reading.DEEPEST:
        return Unreadable.TOO_DEEP
    if not re.search(rb"<[a-zA-Z!]", data) and not is_proof(posixpath.basename(path)):
        return Unreadable.NO_HTML
    return None
