"""A built site, read once: its pages, what is wrong with their references, and who links to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lanmu.checks.built.hidden import Hidden
from lanmu.checks.built.html_text import Texts
from lanmu.checks.built.page import Page
from lanmu.checks.built.reference import PLAIN, Outcome, Reference, Target, Use
from lanmu.checks.built.resolve import Listing, Resolver
from lanmu.checks.engine.project import Project

# Seconds within which a page that sends the reader on is no page of its own.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A reference where it stands: the file below the site's folder, and how many equal references precede it there."""

    page: str
    reference: Reference
    target: Target
    number: int = 0


@dataclass
class BuiltSite:
    """The folder of a built site. Paths are below it; `shown` comes before them in findings.

    `project` is the one whose sources the site was made from; None for any other folder of HTML. `answers` is what
    other hosts said, by address. `outward` are references to other hosts, by address; `redirected` those to a
    folder without the slash at its end, `online_only` those that work on a server but not from a disk, kept for the
    `offline` edition only; `links` the pages each page leads to; `malformed` the feeds that cannot be read, with the
    reason.
    """

    folder: Path
    shown: str
    project: Project | None
    resolver: Resolver
    offline: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    failures: dict[Outcome, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    outward: dict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    hidden: list[tuple[str, Hidden]] = field(default_factory=list)
    redirected: list[Occurrence] = field(default_factory=list)
    online_only: list[Occurrence] = field(default_factory=list)
    malformed: dict[str, str] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @cached_property
    def texts(self) -> Texts:
        """The texts of the site's files, to look for places in."""
        return Texts(self.folder)

    @property
    def path(self) -> str:
        """The path of findings about the whole site."""
        return self.shown

    @cached_property
    def external(self) -> dict[str, list[Occurrence]]:
        """References that readers follow or load from other hosts, by address."""
        read = {url: [o for o in every if o.reference.use in PLAIN] for url, every in self.outward.items()}
        return {url: occurrences for url, occurrences in read.items() if occurrences}

    @cached_property
    def redirects(self) -> dict[str, Target]:
        """Redirecting pages with their targets. A page that waits long enough to be read does not count."""
        return {
            path: self.target(path, page.refresh)
            for path, page in self.pages.items()
            if page.refresh is not None and page.delay <= PATIENCE
        }

    @property
    def listing(self) -> Listing:
        """The files of the site."""
        return self.resolver.listing

    def failing(self, outcomes: Iterable[Outcome], uses: Iterable[Use] = Use) -> Iterator[Occurrence]:
        """References with one of these outcomes and one of these uses."""
        wanted = frozenset(uses)
        for outcome in outcomes:
            yield from (o for o in self.failures.get(outcome, ()) if o.reference.use in wanted)

    def target(self, path: str, raw: str) -> Target:
        """Where an address on a page leads; anchors are not looked at."""
        page = self.pages.get(path)
        return self.resolver.resolve(self.resolver.place(path, page.base if page else None), raw)
