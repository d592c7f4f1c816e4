"""docs/published.yml: every address that was once on the public site. Posters and papers bear its QR code for years, so it
must lead somewhere as long as the site is there.

A production build adds what it shows, one line an address, sorted; the file belongs to the sources, so that it survives a
fresh clone and its changes are read like all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from lanmu.content.addresses import old_address
from lanmu.content.site import Site
from lanmu.content.validation import Model

FILE = "published.yml"
HEAD = (
    "# 登过的网址：正式发布时由程序记下，不用手写，和稿件一起提交。贴出去的二维码要一直打得开，少了哪一个，检查会报告（COL014）。\n"
    "# 确实不用再保留的，删去它那一行。\n"
)


class Published(Model):
    """The whole file."""

    addresses: tuple[str, ...] = ()


def in_file(addresses: Iterable[str]) -> str:
    """The file that holds these addresses."""
    return f"{HEAD}addresses:\n" + "".join(f"  - {address}\n" for address in sorted(set(addresses)))


def shown(site: Site) -> frozenset[str]:
    """The addresses below the root at which a production build of `site` shows something that somebody wrote; the home page
    is always there."""
    return frozenset(item.address for item in site.items if item.address)


def lost(site: Site) -> tuple[str, ...]:
    """Addresses that were on the public site and lead nowhere any more, sorted. What only waits for its reviews is not lost."""
    meant = site.published({article.path for article in site.articles if article.public})
    articles = (*meant.articles, *meant.withdrawn)
    there = {*shown(meant), *(article.address for article in articles)}
    there |= {old_address(old) or "" for article in articles for old in article.meta.redirect_from}
    return tuple(sorted(set(site.once_published) - there))
