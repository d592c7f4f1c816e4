"""Pages at the old addresses of articles that lead to the new ones."""

from __future__ import annotations

import posixpath
from pathlib import Path

import jinja2

from lanmu.build.feeds_and_sitemap import write
from lanmu.content.addresses import old_address
from lanmu.content.article import Article
from lanmu.views.edition import Edition


def write_moved(edition: Edition, folder: Path, templates: jinja2.Environment) -> None:
    """Writes the pages that lead from old addresses to new ones."""
    moved = templates.get_template("moved.html")
    for file, article in moved_files(edition).items():
        target = posixpath.relpath(article.address, posixpath.dirname(file)) + "/"
        title = article.title if article.path not in edition.withdrawn else edition.words("withdrawn.title")
        write(folder / file, moved.render(title=title, target=target))


def moved_files(edition: Edition) -> dict[str, Article]:
    """The files that stand at old addresses, with the articles that were there."""
    files = {}
    for article in (*edition.site.articles, *edition.site.withdrawn):
        for old in article.meta.redirect_from:
            address = old_address(old)
            assert address, "the content model refuses an empty old address"
            files[f"{address}index.html" if address.endswith("/") else address] = article
    return files
