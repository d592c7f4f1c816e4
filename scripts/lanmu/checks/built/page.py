"""What is known of one page."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from lanmu.checks.built.reference import Reference, Use
from lanmu.checks.built.text import Unreadable


@dataclass(slots=True)
class Page:
    """What is known of a page once its tree is gone. `path` is below the site's folder."""

    path: str
    references: list[Reference] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    duplicates: list[str] = field(default_factory=list)
    base: str | None = None
    refresh: str | None = None
    delay: float = 0
    canonicals: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    nameless: list[tuple[Reference, int]] = field(default_factory=list)
    whole: bool = True
    problem: Unreadable | None = None

    def add(self, raw: str | None, use: Use, tag: str, attribute: str) -> None:
        """Notes a reference; an attribute without value counts as empty."""
        self.references.append(Reference(raw or "", use, tag, attribute))

    def number(self, index: int) -> int:
        """How many references with the same address in the same attribute come before the one at `index`."""
        wanted = self.references[index]
        return sum(r.raw == wanted.raw and r.attribute == wanted.attribute for r in self.references[:index])


@dataclass(slots=True)
class Reading:
    """A page together with what is only there while its tree is: links to other hosts, and its own stylesheets."""

    page: Page
    outward: list[tuple[LexborNode, int]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
