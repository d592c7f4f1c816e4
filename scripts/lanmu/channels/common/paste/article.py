"""What every page to copy from takes from its article."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from lanmu.channels.common import blocks
from lanmu.channels.common.blocks import ArticleBlocks
from lanmu.channels.common.press import Press
from lanmu.content.addresses import address_of
from lanmu.content.article import Article
from lanmu.content.files import is_ordinary
from lanmu.text.reader import abroad
from lanmu.views.meta import absolute

NAME = re.compile(r"[^\s/()<>\"'#]++")
TARGET = re.compile(r".*\.md\b")


def shown(press: Press) -> set[str]:
    """The paths of what a reader finds on the site."""
    site = press.site
    pages = {page.path for page in site.pages}
    return pages | {article.path for article in site.articles if press.state(article).publishable}


def linked(article: Article, paths: set[str]) -> list[str]:
    """Those of the site's `paths` that an article may link to: it is written anew when they come or go."""
    names = {target[0] for name in NAME.findall(unquote(article.body)) if (target := TARGET.match(name))}
    return sorted(path for path in paths if posixpath.basename(path) in names) if names else []


def read(press: Press, article: Article) -> ArticleBlocks:
    """The blocks of an article; what leads to pages and files of the site leads there from outside, too."""
    site, shown_paths = press.site, shown(press)

    def lead(target: str) -> str:
        parts = urlsplit(target)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(article.path), unquote(parts.path)))
        if abroad(target) or parts.scheme or not (parts.path and press.site_url):
            return abroad(target)
        if path.endswith(".md"):
            place = f"#{parts.fragment}" if parts.fragment else ""
            return press.address(address_of(path)) + place if path in shown_paths else ""
        return absolute(press.site_url, path) if is_ordinary(site.docs, path) else ""

    return blocks.read(article, site.docs, press.store, site.terms, lead)
