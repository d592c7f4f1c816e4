"""Files of the site that are no MkDocs pages: feeds, sitemap, robots.txt and moved addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import jinja2

from lanmu.content.addresses import SEARCH, old_address
from lanmu.views import feeds
from lanmu.views.edition import Edition
from lanmu.views.search.documents import documents
from lanmu.views.search.files import files
from lanmu.views.search.variants import variants


def write(path: Path, text: str) -> None:
    """Writes UTF-8 with Unix line ends, making folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_files(edition: Edition, folder: Path, templates: jinja2.Environment) -> None:
    """Writes an edition's own below `folder`."""
    for feed in feeds.feeds(edition.site, edition.settings.site.name, edition.words):
        write(folder / feed.address / "feed.xml", feeds.atom(feed, edition.site_url))
        write(folder / feed.address / "feed.json", feeds.json_feed(feed, edition.site_url))
    for name, text in files(documents(edition), variants()).items():
        write(folder / SEARCH / name, text)
    moved = templates.get_template("moved.html")
    for article in edition.site.articles:
        for old in article.meta.redirect_from:
            address = old_address(old)
            assert address, "the content model refuses an empty old address"
            file = f"{address}index.html" if address.endswith("/") else address
            target = posixpath.relpath(article.address, posixpath.dirname(file)) + "/"
            write(folder / file, moved.render(article=article, target=target))


def write_index(addresses: Sequence[tuple[str, date | None]], folder: Path, site_url: str) -> None:
    """Writes what is there once for all languages: the sitemap, and robots.txt which names it."""
    robots = "User-agent: *\nAllow: /\n"
    if site_url:
        write(folder / "sitemap.xml", feeds.sitemap(addresses, site_url))
        robots += f"Sitemap: {site_url}sitemap.xml\n"
    write(folder / "robots.txt", robots)
