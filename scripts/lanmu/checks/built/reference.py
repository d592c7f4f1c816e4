"""A reference: an address that a page, stylesheet, feed or sitemap names, what for, and where it leads."""

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
    """A host that the browser connects to beforehand."""
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
    tag: str = ""
    attribute: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """The key by which equal references are counted; the tag where a required attribute is missing."""
        return (self.raw, self.attribute) if self.attribute or self.raw else (self.tag,)


class Outcome(StrEnum):
    """Where an address leads, or why it leads nowhere."""

    FOUND = "found"
    FINE = "fine"
    """Needs no file: mailto:, tel:, data: and the like."""
    EXTERNAL = "external"

    MISSING = "missing"
    NO_INDEX = "no-index"
    """A folder that has no index page."""
    SLASHED_FILE = "slashed-file"
    """A file, but with a slash after its name."""
    WRONG_CASE = "wrong-case"
    OUTSIDE = "outside"
    """Leads out of the site's folder."""
    NO_ANCHOR = "no-anchor"

    EMPTY = "empty"
    EMPTY_CONTACT = "empty-contact"
    """mailto: or tel: with nothing after it."""
    BAD_CONTACT = "bad-contact"
    """mailto: or tel: with something after it that is no address or number."""
    REFRESH = "refresh"
    """A refresh that browsers do not understand."""
    NOT_WHOLE = "not-whole"
    """Without protocol and host where these are required: in a sitemap."""
    ACTIVE = "active"
    """Runs code: javascript:, vbscript:, data:text/html."""
    TEMPLATE = "template"
    """A template placeholder that was not filled in."""
    GAP = "gap"
    """White space or a control character inside."""
    BACKSLASH = "backslash"
    DRIVE = "drive"
    FILE = "file"
    LOCALHOST = "localhost"
    NO_SCHEME = "no-scheme"
    """A host without https:// before it."""
    BAD_SCHEME = "bad-scheme"
    BAD_HOST = "bad-host"
    SOURCE = "source"
    """A Markdown file that no page was made from."""


NOWHERE = (Outcome.MISSING, Outcome.NO_INDEX, Outcome.SLASHED_FILE)


class Target(NamedTuple):
    """Where an address leads. `path` is the file below the site's folder, existing or missing; `url` is the address on
    another site. `local`: works when the site is opened from a disk. `redirected`: a server adds the slash. `near`: the
    same name in other letters.
    """

    outcome: Outcome
    path: str = ""
    anchor: str = ""
    url: str = ""
    local: bool = True
    redirected: bool = False
    near: str = ""
