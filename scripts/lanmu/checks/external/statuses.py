"""HTTP statuses as a checker of links reads them (RFC 9110, 15)."""

from __future__ import annotations

from lanmu.checks.external.answer import Kind

REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGAIN = frozenset({429, 502, 503, 504})
# Answers to machines rather than to readers. 412 and 521 are what web application firewalls common in China send to
# a visitor that runs no script; 999 is that of a large foreign network.
NOT_FOR_MACHINES = frozenset({401, 403, 405, 406, 407, 412, 429, 521, 999})
# A HEAD answered like this says as much as a GET would.
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


def redirects(status: int) -> bool:
    """Whether the answer lies elsewhere."""
    return status in REDIRECTS


def worth_another_try(status: int) -> bool:
    """Whether the fault may be gone in a moment."""
    return status in AGAIN


def ends_at_head(status: int) -> bool:
    """Whether a GET need not follow: many hosts answer a HEAD wrongly with an error."""
    return status < 400 or status in PROVEN_BY_HEAD


def kind_of(status: int) -> Kind:
    """The outcome that a final status means. A rare 3xx without a new address is for a person to look at."""
    if 200 <= status < 300:
        return Kind.OK
    return Kind.BLOCKED if status in NOT_FOR_MACHINES or 300 <= status < 400 else Kind.BROKEN


def words_of(status: int) -> str:
    """`404（没有这个网页）`."""
    return f"{status}（{WORDS[status]}）" if status in WORDS else str(status)
