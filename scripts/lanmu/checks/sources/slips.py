"""Spelling faults in the address of a link, whatever it leads to."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from lanmu.content.validation import nearest

SCHEMES = ("http", "https", "mailto", "tel")
# What carries script is more than a slip: rule SEC001 reports it.
ACTIVE = ("javascript", "vbscript", "data")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
WIDE = re.compile(r"[A-Za-z]{3,6}(?:：|:/?／)")
HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
# A host's name without `https://` before it.
BARE = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:cn|com|org|net)(?=[:/?#]|$))[\w.-]*(?::\d+)?", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CHINESE_PUNCTUATION = re.compile(r"[，。；：、！？（）《》〈〉“”‘’【】「」〔〕…—．／　]")
ASK = "照网页地址栏里的写法重新复制一遍。"
Slip = tuple[str, str]


def parts_of(target: str) -> SplitResult | None:
    """The parts of an address; None when it cannot be taken apart."""
    with suppress(ValueError):
        parts = urlsplit(target)
        # A wrong port is only found out when it is asked for.
        if parts.port is None or parts.port:
            return parts
    return None


def is_local_only(target: str) -> bool:
    """True for what only works on the writer's own machine or network: its disk, a Windows path, a private address."""
    if re.match(r"(?:[A-Za-z]:[\\/]|file:|localhost(?=[:/]|$))", target, re.IGNORECASE):
        return True
    parts = parts_of(target)
    if parts is None or not parts.hostname:
        return "\\" in target.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    if parts.hostname == "localhost" or "\\" in parts.netloc:
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(parts.hostname).is_private
    return False


def slip_of(target: str) -> Slip | None:
    """What is wrong with an address in itself, and the way out; None when it may be right."""
    if target.strip() in ("", "#"):
        return "没有写地址", "补上要去的文件或网址，或者删去链接、只留文字。"
    if WIDE.match(target):
        return "的冒号或斜线是全角的", "开头改成英文的「https://」。"
    return in_beginning(target) or in_address(target)


def in_beginning(target: str) -> Slip | None:
    if re.match(r"https?:/*https?[:/]", target, re.IGNORECASE):
        return "开头写了两遍", "只留一个「https://」。"
    if match := re.match(r"https?(?=[:/])(?!://[^/:])[:/]*", target, re.IGNORECASE):
        scheme_name = match[0].rstrip(":/").lower()
        return f"开头「{match[0]}」的写法不对", f"开头写成「{scheme_name}://」，后面紧接主机名。"
    if BARE.match(target):
        return "缺少开头的「https://」", f"写成「https://{target}」。"
    if MAIL.fullmatch(target):
        return "是邮箱地址，缺少开头的「mailto:」", f"写成「mailto:{target}」。"
    scheme = SCHEME.match(target)
    if scheme and scheme[1].lower() not in (*SCHEMES, *ACTIVE):
        near = nearest(scheme[1].lower(), SCHEMES)
        return f"开头的「{scheme[1]}:」浏览器不认识", f"是不是「{near}:」？" if near else ASK
    return None


def in_address(target: str) -> Slip | None:
    kind, _, rest = target.partition(":")
    if kind.lower() == "mailto" and not MAIL.match(rest):
        return "没有写对邮箱", "写成「mailto:名称@主机」，或者只留文字。"
    if kind.lower() == "tel" and not re.fullmatch(r"\+?[\d()-]{3,}(?:[,;].*)?", rest):
        return "没有写对电话号码", "冒号后面只写数字和短横，或者只留文字。"
    if not re.match(r"(?:https?:)?//", target, re.IGNORECASE):
        return None
    if match := CHINESE_PUNCTUATION.search(target):
        return (
            f"里混进了中文标点「{match[0]}」",
            "把标点移到链接外面；标点确是地址的一部分时，从浏览器地址栏复制编码后的地址。",
        )
    if re.search(r"\s", target):
        return "中间有空格", "删去空格；空格确是地址的一部分时，写成 %20。"
    parts = parts_of(target)
    host = (parts.hostname if parts else None) or ""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return None
    return None if HOST.fullmatch(host) else ("的主机名写法不对", ASK)
