"""Which links leave the site, and whether somebody answers for where they go.

A link that leaves an official site is visible as one and says so before leaving (国办发〔2017〕47号): hosts on the
office's own list need no notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

LinkKind = Literal["own", "listed", "unlisted"]


def is_listed(host: str, patterns: Sequence[str]) -> bool:
    """True when a host is on a list; `*.gov.cn` takes in all below it."""
    return any(host == p.lower() or (p.startswith("*.") and host.endswith(p[1:].lower())) for p in patterns)


def host_of(address: str) -> str:
    """The host that an address names, in lower case; empty for one within the site, mail and the like."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname if parts.scheme in ("", "http", "https") else ""
    except ValueError:
        return ""
    return (host or "").rstrip(".")


@dataclass(frozen=True)
class Hosts:
    """The list of hosts (`[links] hosts` in lanmu.toml) and the site's own full address, empty while it has none."""

    listed: tuple[str, ...]
    site_url: str

    def kind(self, address: str) -> LinkKind:
        """Where a link leads: within the site, to a host on the list, or elsewhere."""
        host = host_of(address)
        if not host or host == host_of(self.site_url):
            return "own"
        return "listed" if is_listed(host, self.listed) else "unlisted"
