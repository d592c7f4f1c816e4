"""How pages lead to one another: pages that nobody reaches, pages that send readers round, canonical and hreflang."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lanmu.checks.built.built_site import BuiltSite, Occurrence
from lanmu.checks.built.page import Page
from lanmu.checks.built.reference import Outcome, Reference, Use
from lanmu.checks.built.spelling import is_proof

# Pages that the server itself shows: 404.html, 50x.html.
SERVERS = re.compile(r"[45](\d\d|\dx|xx)\.html?", re.I)


@dataclass(frozen=True)
class Detour:
    """A redirecting page that leads to another redirecting page: `way` holds every page on the way, `loop` is true if it
    never ends."""

    page: str
    way: tuple[str, ...]
    loop: bool


def unreached(site: BuiltSite) -> list[str]:
    """Pages for readers that cannot be reached from the home page by links; none when there is no home page.

    Pages for errors, for robots, or that only lead on are for nobody to come to.
    """
    home = site.listing.index_of("")
    if home is None:
        return []
    reached, waiting = {home}, [home]
    while waiting:
        new = site.links.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    pages = [page for path, page in site.pages.items() if path not in reached and path not in site.redirects]
    names = ((page, posixpath.basename(page.path)) for page in pages if page.whole)
    return [page.path for page, name in names if not SERVERS.fullmatch(name) and not is_proof(name)]


def detours(site: BuiltSite) -> Iterator[Detour]:
    """Redirects that lead to further redirects; a loop is reported once, at its first page."""
    onward = {p: t.path for p, t in site.redirects.items() if t.outcome in (Outcome.FOUND, Outcome.NO_ANCHOR)}
    for page in onward:
        way = [page]
        while way[-1] in onward and onward[way[-1]] not in way:
            way.append(onward[way[-1]])
        if way[-1] in onward:
            loop = way[way.index(onward[way[-1]]) :]
            if page == min(loop) or page not in loop:
                yield Detour(page, (*way, onward[way[-1]]), True)
        elif len(way) > 2:
            yield Detour(page, tuple(way), False)


class Mistake(StrEnum):
    """A mistake in a page's canonical or hreflang links."""

    SEVERAL = "several"
    """More than one canonical."""
    OTHER_PAGE = "other-page"
    OTHER_HOST = "other-host"
    ONE_WAY = "one-way"
    """The page in the other language does not name this one."""
    TWICE = "twice"
    """Two addresses for one language."""


@dataclass(frozen=True)
class Misnomer:
    """One mistake, where it stands, and the language it is about."""

    mistake: Mistake
    occurrence: Occurrence
    language: str = ""


def misnomers(site: BuiltSite) -> Iterator[Misnomer]:
    """Every mistake in canonical and hreflang; addresses that lead nowhere are other findings."""
    for page in site.pages.values():
        yield from wrong_canonicals(site, page)
        yield from wrong_alternates(site, page)


def wrong_canonicals(site: BuiltSite, page: Page) -> Iterator[Misnomer]:
    """Pages with several canonical links, or with that of another page. A redirecting page names its target."""
    seen = [occurrence(site, page, raw, Use.CANONICAL) for raw in page.canonicals]
    if len(seen) > 1:
        yield Misnomer(Mistake.SEVERAL, seen[1])
    elif seen and page.path not in site.redirects and posixpath.basename(page.path) != "404.html":
        target = seen[0].target
        if target.outcome is Outcome.EXTERNAL and site.resolver.origin.host:
            yield Misnomer(Mistake.OTHER_HOST, seen[0])
        elif target.outcome is Outcome.FOUND and target.path != page.path:
            yield Misnomer(Mistake.OTHER_PAGE, seen[0])


def wrong_alternates(site: BuiltSite, page: Page) -> Iterator[Misnomer]:
    """Languages named twice, and pages that do not name this one in return (x-default need not)."""
    path_by_language: dict[str, str] = {}
    for language, raw in page.alternates:
        named = occurrence(site, page, raw, Use.ALTERNATE)
        path = named.target.path
        if path_by_language.setdefault(language.lower(), path or raw) != (path or raw):
            yield Misnomer(Mistake.TWICE, named, language)
        if named.target.outcome is not Outcome.FOUND or path == page.path or language.lower() == "x-default":
            continue
        counterpart = site.pages.get(path)
        back = {site.target(path, raw).path for _, raw in counterpart.alternates} if counterpart else set()
        if page.path not in back:
            yield Misnomer(Mistake.ONE_WAY, named, language)


def occurrence(site: BuiltSite, page: Page, raw: str, use: Use) -> Occurrence:
    """The reference that a <link> of the page makes."""
    return Occurrence(page.path, Reference(raw, use, "link", "href"), site.target(page.path, raw))
