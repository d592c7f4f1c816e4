"""What became of an address."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
    """What a template should have filled in."""
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
    """What became of one address.

    `path` is the file below the site's folder that was found, or the one that is missing; `url` the address of
    another site. `local`: works when the site is opened from a disk. `redirected`: a server adds the slash.
    `near`: the same name in other letters.
    """

    outcome: Outcome
    path: str = ""
    anchor: str = ""
    url: str = ""
    local: bool = True
    redirected: bool = False
    near: str = ""
