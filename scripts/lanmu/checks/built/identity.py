"""What a page says it is: its one address (canonical) and its other languages (hreflang)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lanmu.checks.built.built_site import BuiltSite, Occurrence
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.page import Page
from lanmu.checks.built.reference import Reference, Use


class Mistake(StrEnum):
    """What is wrong with what a page says of itself."""

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
    """Every mistake in canonical and hreflang, but for addresses that lead nowhere."""
    for page in site.pages.values():
        yield from wrong_canonicals(site, page)
        yield from wrong_alternates(site, page)


def wrong_canonicals(site: BuiltSite, page: Page) -> Iterator[Misnomer]:
    """More than one, or one that is another page's. A page that leads on names the page it leads to."""
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
    known: dict[str, str] = {}
    for language, raw in page.alternates:
        found = occurrence(site, page, raw, Use.ALTERNATE)
        path = found.target.path
        if known.setdefault(language.lower(), path or raw) != (path or raw):
            yield Misnomer(Mistake.TWICE, found, language)
        if found.target.outcome is not Outcome.FOUND or path == page.path or language.lower() == "x-default":
            continue
        other = site.pages.get(path)
        back = {site.target(path, raw).path for _, raw in other.alternates} if other else set()
        if page.path not in back:
            yield Misnomer(Mistake.ONE_WAY, found, language)


def occurrence(site: BuiltSite, page: Page, raw: str, use: Use) -> Occurrence:
    """The reference that a <link> of the page makes."""
    return Occurrence(page.path, Reference(raw, use, "link", "href"), site.target(page.path, raw))
