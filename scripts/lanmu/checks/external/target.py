"""A link as it is asked for: host in ASCII, path percent-encoded once, no fragment."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from lanmu.checks.built.spelling import ENDS
from lanmu.checks.external.answer import Kind, LinkError

PORTS = {"http": 80, "https": 443}
HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
# The last label of a host that browsers read as an IPv4 address (WHATWG URL, "ends in a number checker").
NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# RFC 3986, 3.3 and 3.4; "%" because what is encoded already stays as it is.
IN_PATH = "/%:@!$&'()*+,;=~"
IN_QUERY = f"{IN_PATH}?".replace("'", "")
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
        parts = urlsplit(slashed(url.strip(ENDS)), scheme="https")
        return target_of(parts)
    except ValueError:
        raise LinkError(Kind.BROKEN, f"网址写得不对：「{shown(url)}」") from None


def slashed(url: str) -> str:
    """The address with its backslashes as browsers read them: as slashes, up to the query."""
    end = min((at for mark in "?#" if (at := url.find(mark)) >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def without_dots(path: str) -> str:
    """The path without `.` and `..` (WHATWG URL, path state)."""
    parts: list[str] = []
    for part in path.split("/")[1:]:
        plain = part.lower().replace("%2e", ".")
        if plain == "..":
            del parts[-1:]
        elif plain != ".":
            parts.append(part)
    ends = path.rpartition("/")[2].lower().replace("%2e", ".") in (".", "..")
    return "/" + "/".join([*parts, ""] if ends else parts)


def target_of(parts: SplitResult) -> Target:
    """The target of a split address. Raises ValueError when it is badly written, LinkError when it must not be asked."""
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise LinkError(Kind.BROKEN, f"不是网页地址：「{shown(parts.geturl())}」")
    if parts.username is not None or parts.password is not None:
        raise LinkError(Kind.REFUSED_TO_ASK, "网址里带有用户名或口令")
    path = quote(LONE_PERCENT.sub("%25", without_dots(parts.path or "/")), safe=IN_PATH)
    query = quote(LONE_PERCENT.sub("%25", parts.query), safe=IN_QUERY)
    port = PORTS[scheme] if parts.port is None else parts.port
    return Target(scheme, ascii_host(parts.hostname or ""), port, f"{path}?{query}" if query else path)


def ascii_host(host: str) -> str:
    """The host as it is looked up: decoded, lower case, IDN in punycode, odd spellings of IPv4 written out.

    Raises ValueError when it is no host.
    """
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    name = unquote(host).encode("idna").decode("ascii").lower().removesuffix(".")
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


def joined(base: str, place: str) -> str:
    """The address that `place`, which may be relative, means on the page `base`. One that is badly written stays."""
    try:
        return urljoin(base, place)
    except ValueError:
        return place


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
