"""The outcome of requesting a link, and what HTTP statuses mean for it (RFC 9110, 15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The fault may be gone in a moment.
WORTH_ANOTHER_TRY = frozenset({429, 502, 503, 504})
# Answers to machines rather than to readers. 412 and 521 are what web application firewalls common in China send to
# a visitor that runs no script; 999 is that of a large foreign network.
NOT_FOR_MACHINES = frozenset({401, 403, 405, 406, 407, 412, 429, 521, 999})
# A HEAD answered like this says as much as a GET would; many hosts answer it wrongly with another error.
PROVEN_BY_HEAD = frozenset({401, 407, 410, 429})
WORDS = {
    400: "对方说请求有误",
    401: "要先登录",
    403: "拒绝访问",
    404: "没有这个网页",
    405: "不许这样访问",
    410: "网页已经撤下",
    412: "只让浏览器打开",
    429: "访问太频繁",
    451: "因法律原因不能提供",
    500: "对方网站内部出错",
    502: "对方网站内部连不通",
    503: "暂时不能服务",
    504: "对方网站内部超时",
    521: "只让浏览器打开",
}


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

        Permanent redirects (301 and 308) count only up to the first temporary one: after that the address may change
        again.
        """
        new = ""
        for hop in self.redirects:
            if hop.status not in (301, 308):
                break
            new = hop.url
        return new


class LinkError(Exception):
    """No answer for a link. `again`: another try may help. `connecting`: the host was not even reached, so
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


def kind_of(status: int) -> Kind:
    """The outcome that a final status means. A rare 3xx without a new address is for a person to look at."""
    if 200 <= status < 300:
        return Kind.OK
    return Kind.BLOCKED if status in NOT_FOR_MACHINES or 300 <= status < 400 else Kind.BROKEN


def words_of(status: int) -> str:
    """`404（没有这个网页）`."""
    return f"{status}（{WORDS[status]}）" if status in WORDS else str(status)
