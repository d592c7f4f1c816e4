"""Who links to whom: pages that nobody reaches, and pages that send readers round."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lanmu.checks.built.built_site import BuiltSite
from lanmu.checks.built.outcome import Outcome
from lanmu.checks.built.page import Page

# How a search engine or a platform proves who owns a site: a page that nobody else reads.
PROOF = re.compile(r"(?:google[0-9a-f]{8,}|sogousiteverification|360[\w-]*)\.html?", re.I)
PROVEN = re.compile(r"[\w-]+\.html?", re.I)
# Pages that the server itself shows: 404.html, 50x.html.
SERVERS = re.compile(r"[45](\d\d|\dx|xx)\.html?", re.I)


@dataclass(frozen=True)
class Detour:
    """A page that sends the reader to one that sends on again: `way` is every page passed, `loop` if it never ends."""

    page: str
    way: tuple[str, ...]
    loop: bool


def unreached(site: BuiltSite) -> list[str]:
    """Pages that cannot be reached from the home page by links; none when there is no home page."""
    home = site.listing.index_of("")
    if home is None:
        return []
    reached, waiting = {home}, [home]
    while waiting:
        for path in site.links.get(waiting.pop(), ()):
            if path not in reached:
                reached.add(path)
                waiting.append(path)
    return [path for path, page in site.pages.items() if path not in reached and is_for_readers(site, page)]


def is_for_readers(site: BuiltSite, page: Page) -> bool:
    """True for a page that somebody should come to: not one for errors, for robots, or that only leads on."""
    name = posixpath.basename(page.path)
    return page.whole and page.path not in site.redirects and not SERVERS.fullmatch(name) and not is_proof(name)


def is_proof(name: str) -> bool:
    """True for the name of a page that proves who owns the site."""
    return bool(PROOF.fullmatch(name) or ("verif" in name.lower() and PROVEN.fullmatch(name)))


def detours(site: BuiltSite) -> Iterator[Detour]:
    """Pages that lead on to pages that lead on; a loop is named once, at its first page."""
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
