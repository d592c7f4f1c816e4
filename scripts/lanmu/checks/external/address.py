"""A link as it is asked for, and the IP addresses of its host, of which some are never asked.

Numbers from the IANA special-purpose address registries (RFC 6890 and its updates). They stand here because
`ipaddress.is_global` differs from one Python to the next.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network
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
SPECIAL_V4 = {
    "127.0.0.0/8": "本机",
    "0.0.0.0/8": "本机",
    "10.0.0.0/8": "内网",
    "172.16.0.0/12": "内网",
    "192.168.0.0/16": "内网",
    "100.64.0.0/10": "运营商内部",
    "169.254.0.0/16": "链路本地",
    "192.0.0.0/24": "保留",
    "192.0.2.0/24": "保留",
    "192.88.99.0/24": "保留",
    "198.18.0.0/15": "保留",
    "198.51.100.0/24": "保留",
    "203.0.113.0/24": "保留",
    "224.0.0.0/4": "组播",
    "240.0.0.0/4": "保留",
}
# Outside 2000::/3 nothing is public, so only what is special inside it and what deserves its own word is listed.
SPECIAL_V6 = {
    "::1/128": "本机",
    "::/128": "本机",
    "fc00::/7": "内网",
    "fec0::/10": "内网",
    "fe80::/10": "链路本地",
    "ff00::/8": "组播",
    "2001::/23": "保留",
    "2001:db8::/32": "保留",
    "3fff::/20": "保留",
}
V4 = tuple((IPv4Network(network), word) for network, word in SPECIAL_V4.items())
V6 = tuple((IPv6Network(network), word) for network, word in SPECIAL_V6.items())
PUBLIC_V6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
NO_SUCH_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


@dataclass(frozen=True)
class Address:
    """One address to ask: path percent-encoded once, no fragment. `host` is a name in ASCII or an IP address without
    brackets; `request` is path and query."""

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
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.request}"


def parse(url: str) -> Address:
    """The target of `url`; `//host/` is meant as https, as on the published site.

    Raises LinkError when it is badly written, no web address, or carries a password.
    """
    text = url.strip(ENDS)
    # Browsers read backslashes as slashes, up to the query.
    end = min((at for delimiter in "?#" if (at := text.find(delimiter)) >= 0), default=len(text))
    try:
        return target_of(urlsplit(text[:end].replace("\\", "/") + text[end:], scheme="https"))
    except ValueError:
        raise LinkError(Kind.BROKEN, f"网址写得不对：「{shown(url)}」") from None


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


def target_of(parts: SplitResult) -> Address:
    """The target of a split address. Raises ValueError when it is badly written, LinkError when it must not be asked."""
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise LinkError(Kind.BROKEN, f"不是网页地址：「{shown(parts.geturl())}」")
    if parts.username is not None or parts.password is not None:
        raise LinkError(Kind.REFUSED_TO_ASK, "网址里带有用户名或口令")
    path = quote(LONE_PERCENT.sub("%25", without_dots(parts.path or "/")), safe=IN_PATH)
    query = quote(LONE_PERCENT.sub("%25", parts.query), safe=IN_QUERY)
    port = PORTS[scheme] if parts.port is None else parts.port
    return Address(scheme, ascii_host(parts.hostname or ""), port, f"{path}?{query}" if query else path)


def ascii_host(host: str) -> str:
    """The host as it is looked up: decoded, lower case, IDN in punycode, odd spellings of IPv4 written out.

    Raises ValueError when it is no host.
    """
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    name = unquote(host).encode("idna").decode("ascii").lower().removesuffix(".")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        # `0x7f.1`, `2130706433` or `0177.0.0.1`, dotted.
        try:
            return socket.inet_ntoa(socket.inet_aton(name))
        except OSError:
            raise ValueError(name) from None
    if len(name) > 253 or not HOST_NAME.fullmatch(name):
        raise ValueError(name)
    return name


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


def not_public(text: str) -> str:
    """What kind of address `text` is when it is not on the public internet ("内网"), empty when it is."""
    address = ipaddress.ip_address(text)
    if not isinstance(address, IPv6Address):
        return next((word for network, word in V4 if address in network), "")
    bare = IPv6Address(int(address))
    # The IPv4 address that a packet is really for: mapped, 6to4 (RFC 3056), NAT64 (RFC 6052).
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and bare in NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner:
        return not_public(str(inner))
    return next((word for network, word in V6 if bare in network), "" if bare in PUBLIC_V6 else "保留")


class Resolver:
    """Looks names up, once for a run, and lets only public addresses through unless `allow_private`."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._known: dict[str, tuple[str, ...]] = {}

    def addresses(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """The addresses of `host`, in the order to try them. Raises LinkError when there are none or one is private."""
        addresses = self._known.get(host)
        if addresses is None:
            addresses = self._known[host] = lookup(host, port, seconds)
        for address in addresses:
            word = not_public(address)
            if word and not self._allow_private:
                raise LinkError(Kind.REFUSED_TO_ASK, f"「{host}」是{word}地址（{address}）")
        return addresses


def lookup(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Asks the system for the addresses of `host`, in at most `seconds`. Raises LinkError."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(row[4][0]) for row in rows])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # getaddrinfo cannot be given a time limit; a thread that is abandoned can.
    threading.Thread(target=ask, daemon=True).start()
    answer: list[str] | OSError | UnicodeError = TimeoutError()
    with contextlib.suppress(queue.Empty):
        answer = answers.get(timeout=seconds)
    if isinstance(answer, list):
        return tuple(dict.fromkeys(answer))
    if isinstance(answer, OSError) and answer.errno not in NO_SUCH_NAME:
        raise LinkError(Kind.UNREACHABLE, f"查不到域名「{host}」的地址", again=True, connecting=True)
    raise LinkError(Kind.UNREACHABLE, f"域名「{host}」不存在", connecting=True)
