"""A link as it is asked for: host in ASCII, path percent-encoded once, no fragment."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from lanmu.checks.external.answer import Kind, LinkError

PORTS = {"http": 80, "https": 443}
HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
# The last label of a host that browsers read as an IPv4 address (WHATWG URL, "ends in a number checker").
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# RFC 3986, 3.3 and 3.4; "%" because what is encoded already stays as it is.
IN_PATH = "/%:@!$&'()*+,;=~"
IN_QUERY = f"{IN_PATH}?"
CREDENTIALS = re.compile(r"(?<=//)[^/?#\\]*@")


@dataclass(frozen=True)
class Target:
    """One address to ask. `host` is a name in ASCII or an IP address without brackets; `request` is path and query."""

    scheme: str
    host: str
    port: int
    request: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in the address and in the `Host` field."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def server(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.request}"


def parse(url: str) -> Target:
    """The target of `url`; `//host/` is meant as https, as on the published site.

    Raises LinkError when it is badly written, no web address, or carries a password.
    """
    try:
        parts = urlsplit(url.strip(), scheme="https")
        return target_of(parts)
    except ValueError:
        raise LinkError(Kind.BROKEN, f"网址写得不对：「{shown(url)}」") from None


def target_of(parts: SplitResult) -> Target:
    """The target of a split address. Raises ValueError when it is badly written, LinkError when it must not be asked."""
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise LinkError(Kind.BROKEN, f"不是网页地址：「{shown(parts.geturl())}」")
    if parts.username is not None or parts.password is not None:
        raise LinkError(Kind.REFUSED_TO_ASK, "网址里带有用户名或口令")
    path = quote(LONE_PERCENT.sub("%25", parts.path or "/"), safe=IN_PATH)
    query = quote(LONE_PERCENT.sub("%25", parts.query), safe=IN_QUERY)
    port = PORTS[scheme] if parts.port is None else parts.port
    return Target(scheme, ascii_host(parts.hostname or ""), port, f"{path}?{query}" if query else path)


def ascii_host(host: str) -> str:
    """The host as it is looked up: lower case, IDN in punycode, odd spellings of IPv4 written out.

    Raises ValueError when it is no host.
    """
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        return ipv4_of(name)
    if len(name) > 253 or not HOST_NAME.fullmatch(name):
        raise ValueError(name)
    return name


def ipv4_of(name: str) -> str:
    """The address meant by `0x7f.1`, `2130706433` or `0177.0.0.1`, dotted. Raises ValueError when there is none."""
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        raise ValueError(name) from None


def shown(url: str) -> str:
    """The address as it may stand in a report: without a password or control characters, at most 120 characters."""
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in CREDENTIALS.sub("***@", url))
    return clean if len(clean) <= 120 else f"{clean[:120]}…"


def matches(host: str, patterns: Iterable[str]) -> bool:
    """Whether `host` is one of `patterns`: an exact name, or `*.example.org` for every name below it."""
    for pattern in patterns:
        name = ascii_host(pattern.removeprefix("*."))
        if host.endswith(f".{name}") if pattern.startswith("*.") else host == name:
            return True
    return False
