"""A reference: an address that a page, stylesheet, feed or sitemap names, and what it names it for."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Use(StrEnum):
    """What a reference is for, and so what a reader loses when it leads nowhere."""

    LINK = "link"
    """Something the reader follows: a, area, form."""
    FRAME = "frame"
    """A page inside the page."""
    RESOURCE = "resource"
    """Loaded with the page: pictures, scripts, stylesheets, fonts, media."""
    CONNECT = "connect"
    """A host that the browser is told to connect to beforehand."""
    REFRESH = "refresh"
    """The page sends the reader on by itself."""
    CANONICAL = "canonical"
    """The one address under which search engines list the page (RFC 6596), og:url included."""
    ALTERNATE = "alternate"
    """The page in another language (hreflang)."""
    SHARE = "share"
    """The picture shown where the page is shared (og:image)."""
    RELATED = "related"
    """Other documents that the head names: feeds, the next and the previous page."""
    MALFORMED = "malformed"
    """A refresh that browsers do not understand: it leads nowhere."""
    ENTRY = "entry"
    """An address in a feed or a sitemap."""


CLICKED = frozenset({Use.LINK, Use.REFRESH, Use.RELATED, Use.MALFORMED})
LOADED = frozenset({Use.RESOURCE, Use.FRAME, Use.SHARE})
# What stands in a page for its readers, without what only programs look at.
PLAIN = CLICKED | LOADED
FOLLOWED = frozenset({Use.LINK, Use.FRAME, Use.REFRESH})


class Reference(NamedTuple):
    """One address as it is written, the element and attribute it stands in, and its use."""

    raw: str
    use: Use
    tag: str
    attribute: str

    @property
    def same(self) -> tuple[str, ...]:
        """What equal references have in common, so that they can be counted. Without attribute, one is missing."""
        return (self.raw, self.attribute) if self.attribute or self.raw else (self.tag,)
