"""What is known of one page."""

from __future__ import annotations

from collections import Counter
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
    maps: set[str] = field(default_factory=set)
    duplicates: list[str] = field(default_factory=list)
    base: str | None = None
    refresh: str | None = None
    delay: float = 0
    canonicals: list[str] = field(default_factory=list)
    manifests: list[str] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    nameless: list[tuple[Reference, int]] = field(default_factory=list)
    whole: bool = True
    problem: Unreadable | None = None

    def add(self, raw: str | None, use: Use, tag: str, attribute: str) -> int:
        """Notes a reference; an attribute without value counts as empty. How many equal ones come before it."""
        reference = Reference(raw or "", use, tag, attribute)
        self.references.append(reference)
        number = self.counts[reference.same]
        self.counts[reference.same] += 1
        return number


@dataclass(slots=True)
class Reading:
    """A page together with what is only there while its tree is: links to other hosts (each with how many equal ones
    come before it), and its own stylesheets. `level` counts the documents that it lies in (srcdoc)."""

    page: Page
    level: int = 0
    outward: list[tuple[LexborNode, str, int]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
