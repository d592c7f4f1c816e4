"""Addresses as text: their parts, and what is wrong with their spelling."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from lanmu.checks.built.reference import Outcome

# What browsers take off both ends of an address (WHATWG URL Standard 4.4: C0 control or space).
ENDS = "".join(map(chr, range(0x21)))
GAP = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]")
# Browsers leave these out wherever they stand, so they must not hide a scheme.
DROPPED = re.compile(r"[\t\n\r]")
SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
DRIVE = re.compile(r"/*[a-z][:|](?:[\\/]|%5c|$)", re.IGNORECASE)
TEMPLATE = re.compile(r"\{\{|\{%|\$\{|<%|%7B%7B|%7B%25", re.IGNORECASE)
HTTP_SLIP = re.compile(r"https?(?:[:：;；]|//)", re.IGNORECASE)
HTTP = re.compile(r"https?://[^/]", re.IGNORECASE)
BARE_HOST = re.compile(
    r"www\.[^/]+\.|[\w-]+(?:\.[\w-]+)*\.(?:com|cn|org|net|gov|edu)(?:[:/?#]|$)", re.IGNORECASE | re.ASCII
)
LOCAL_HOST = re.compile(r"(.*\.)?localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]", re.IGNORECASE)
HOST = re.compile(r"[\w.\-]*\w\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
CODE = ("javascript", "vbscript", "livescript")
CONTACT = ("mailto", "tel", "sms")
# One address, also as `Name <address>`: what mail programs take.
MAIL = re.compile(r"(?:[^<>@]*<)?[^\s@<>/＠，；：]+@(?:[\w-]+\.)+[\w-]{2,}>?")
# Figures, what separates them, and parameters such as ;ext=8001.
PHONE = re.compile(r"\+?[\s().*#-]*\d[\d\s().*#-]*(?:;[^\s;]+)*", re.ASCII)
# How a search engine or a platform proves who owns a site: a page that nobody else reads.
PROOF = re.compile(r"(?:google[0-9a-f]{8,}|sogousiteverification|360[\w-]*)\.html?", re.I)
PROVEN = re.compile(r"[\w-]+\.html?", re.I)
FIELD = re.compile(r"(?:to|cc|bcc|subject|body)=[^&]", re.IGNORECASE)
_FINE = """
    mailto tel sms data blob about ftp ftps sftp geo webcal xmpp magnet urn tag news nntp irc ircs
    git ssh weixin wechat alipay alipays mqqapi mqqwpa tencent dingtalk intent market view-source
    callto skype
"""
FINE = frozenset(_FINE.split())


def fragment_of(text: str) -> str:
    """What follows the # as a browser writes it into the address: what is not plain ASCII percent-encoded."""
    return quote(text.partition("#")[2].partition(":~:")[0], safe="".join(map(chr, range(0x21, 0x7F))))


def parts(text: str) -> tuple[str, str]:
    """Path and anchor of an address without host; query and text fragment (`:~:text=`) are left out."""
    path, _, anchor = text.partition("#")
    anchor = unquote(anchor.partition(":~:")[0])
    return path.partition("?")[0], "" if anchor.lower() == "top" else anchor


def after_host(text: str) -> str:
    """Path, query and anchor of a whole address."""
    address = text.partition("//")[2]
    start = min((at for delimiter in "/?#" if (at := address.find(delimiter)) >= 0), default=len(address))
    return address[start:] if address[start : start + 1] == "/" else "/" + address[start:]


def host_of(text: str) -> str | None:
    """The host (and port, when written) of a whole address, in small letters; None for one within a site."""
    scheme = SCHEME.match(text)
    if not (text.startswith("//") or (scheme and scheme[1].lower() in ("http", "https"))):
        return None
    try:
        parts = urlsplit(text)
        return parts.netloc.rpartition("@")[2].lower().removesuffix(":443" if text[4:5] in "sS" else ":80")
    except ValueError:
        return None


def is_proof(name: str) -> bool:
    """True for the name of a page that proves who owns the site."""
    return bool(PROOF.fullmatch(name) or ("verif" in name.lower() and PROVEN.fullmatch(name)))


def fault_of(text: str) -> Outcome | None:
    """What is wrong with a cleaned address; FINE for one that needs no file; None when it must be looked up."""
    if not text:
        return Outcome.EMPTY
    scheme = SCHEME.match(DROPPED.sub("", text))
    name = scheme[1].lower() if scheme else ""
    if name in CODE or (name == "data" and re.match(r"data:\s*text/(html|xml)", text, re.IGNORECASE)):
        return Outcome.ACTIVE
    if name in CONTACT:
        return wrong_contact(name, text.partition(":")[2])
    if name == "data":
        return Outcome.FINE
    return misspelling(text, name)


def wrong_contact(scheme: str, rest: str) -> Outcome:
    """What is wrong with what follows mailto: (RFC 6068), tel: (RFC 3966) or sms:. A letter may be without address, to
    be sent to whom the reader likes, when its subject or text is there."""
    address, _, fields = rest.partition("?")
    if not address.strip("/ "):
        return Outcome.FINE if FIELD.match(fields) and scheme != "tel" else Outcome.EMPTY_CONTACT
    parts = [unquote(part).strip() for part in address.split(",")]
    whole = MAIL.fullmatch if scheme == "mailto" else PHONE.fullmatch
    return Outcome.FINE if all(whole(part) for part in parts if part) else Outcome.BAD_CONTACT


def misspelling(text: str, scheme: str) -> Outcome | None:
    if TEMPLATE.search(text):
        return Outcome.TEMPLATE
    if DRIVE.match(text):
        return Outcome.DRIVE
    if scheme == "file":
        return Outcome.FILE
    if HTTP_SLIP.match(text) and not HTTP.match(text):
        return Outcome.BAD_SCHEME
    if "\\" in text:
        return Outcome.BACKSLASH
    if GAP.search(text):
        return Outcome.GAP
    if scheme in ("http", "https") or text.startswith("//"):
        return wrong_host(text)
    if scheme:
        return Outcome.FINE if scheme in FINE else Outcome.BAD_SCHEME
    return None


def wrong_host(text: str) -> Outcome | None:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Outcome.BAD_HOST
    shown = f"[{host}]" if ":" in host else host
    if LOCAL_HOST.fullmatch(shown):
        return Outcome.LOCALHOST
    if not HOST.fullmatch(shown) or host in ("http", "https"):
        return Outcome.BAD_HOST
    return None
