"""Which IP addresses a host has, and which of them are never asked.

Numbers from the IANA special-purpose address registries (RFC 6890 and its updates). They stand here because
`ipaddress.is_global` differs from one Python to the next.
"""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from lanmu.checks.external.answer import Kind, LinkError

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


def not_public(text: str) -> str:
    """What kind of address `text` is when it is not on the public internet ("内网"), empty when it is."""
    address = ipaddress.ip_address(text)
    if isinstance(address, IPv6Address):
        inner = embedded(address)
        return not_public(str(inner)) if inner else not_public_v6(address)
    return next((word for network, word in V4 if address in network), "")


def not_public_v6(address: IPv6Address) -> str:
    """The same for an IPv6 address that holds no IPv4 one."""
    bare = IPv6Address(int(address))
    default = "" if bare in PUBLIC_V6 else "保留"
    return next((word for network, word in V6 if bare in network), default)


def embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a packet to `address` is really for: mapped, 6to4 (RFC 3056), NAT64 (RFC 6052)."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    return IPv4Address(int(address) & 0xFFFFFFFF) if IPv6Address(int(address)) in NAT64 else None


class Resolver:
    """Looks names up, once for a run, and lets only public addresses through unless `allow_private`."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._known: dict[str, tuple[str, ...]] = {}

    def addresses(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """The addresses of `host`, in the order to try them. Raises LinkError when there are none or one is private."""
        found = self._known.get(host)
        if found is None:
            found = self._known[host] = lookup(host, port, seconds)
        for address in found:
            word = not_public(address)
            if word and not self._allow_private:
                raise LinkError(Kind.REFUSED_TO_ASK, f"「{host}」是{word}地址（{address}）")
        return found


def lookup(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Asks the system for the addresses of `host`, in at most `seconds`. Raises LinkError."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(row[4][0]) for row in rows])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # getaddrinfo cannot be given a time limit; a thread that is left behind can.
    threading.Thread(target=ask, daemon=True).start()
    answer: list[str] | OSError | UnicodeError = TimeoutError()
    with contextlib.suppress(queue.Empty):
        answer = answers.get(timeout=seconds)
    if isinstance(answer, list):
        return tuple(dict.fromkeys(answer))
    if isinstance(answer, OSError) and answer.errno not in NO_SUCH_NAME:
        raise LinkError(Kind.UNREACHABLE, f"查不到域名「{host}」的地址", again=True, connecting=True)
    raise LinkError(Kind.UNREACHABLE, f"域名「{host}」不存在", connecting=True)
