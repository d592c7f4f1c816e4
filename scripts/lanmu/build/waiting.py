"""Links to articles that are not out yet are plain text until they are: one that waits must not hold up the whole site.

Links to what never goes out (samples, drafts, internal articles) stay an error, with their place.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container

from lanmu.build.languages import LINK
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.lists import all_pages


def waiting(site: Site, shown: Container[str]) -> frozenset[str]:
    """Sources of the pages that readers will get once every article that is meant for them is out, and have not yet."""
    meant = site.published({article.path for article in site.articles if article.public})
    return pages(meant) - pages(site.published(shown))


def pages(site: Site) -> frozenset[str]:
    """Sources of the articles of a site and of the lists that are made of them."""
    return frozenset(site.by_path) | frozenset(all_pages(site, Words("zh")))


def unlinked(markdown: str, source: str, absent: Container[str]) -> str:
    """The Markdown of the file `source` (below docs/) with the bare words where it links to one of `absent`."""

    def lead(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match["path"]))
        return match["text"] if target in absent else match[0]

    return LINK.sub(lead, markdown)
