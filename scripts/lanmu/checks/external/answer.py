"""What came of asking for a link."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The outcomes that an editor treats differently."""

    OK = "ok"
    REDIRECTED = "redirected"
    BROKEN = "broken"
    """The host answers that there is nothing to be had (4xx, 5xx), or the address is badly written."""
    UNREACHABLE = "unreachable"
    """No answer: the name, the connection, the encryption or the time failed."""
    REFUSED_TO_ASK = "refused"
    """An address inside a network, or one with a password: we do not ask."""
    BLOCKED = "blocked"
    """The host does not answer machines; a person has to look."""
    SOFT = "soft"
    """A good answer, but probably not what was linked: the page says that there is none, or it is the home page."""
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Hop:
    """One redirect: the status (RFC 9110, 15.4) and the address it leads to."""

    status: int
    url: str

    @property
    def permanent(self) -> bool:
        """Whether the old address should be given up: 301 and 308."""
        return self.status in (301, 308)


@dataclass(frozen=True)
class Answer:
    """The outcome for one link. `status` is the last HTTP status (0: none); `url` is where the asking ended;
    `reason` is a short Chinese text without a full stop, empty when all is well."""

    kind: Kind
    url: str
    status: int = 0
    redirects: tuple[Hop, ...] = ()
    reason: str = ""

    @property
    def moved_to(self) -> str:
        """The address that should be written instead; empty when the one written is still the right one.

        Permanent redirects count only up to the first temporary one: behind that the address may change again.
        """
        new = ""
        for hop in self.redirects:
            if not hop.permanent:
                break
            new = hop.url
        return new


class LinkError(Exception):
    """Ends the asking for one link. `again`: another try may help. `connecting`: the host was not even reached, so
    its other links need no try. `dropped`: the host hung up instead of answering."""

    def __init__(
        self,
        kind: Kind,
        reason: str,
        *,
        status: int = 0,
        again: bool = False,
        connecting: bool = False,
        dropped: bool = False,
    ) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.status = status
        self.again = again
        self.connecting = connecting
        self.dropped = dropped
