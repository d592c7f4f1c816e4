"""Atom and JSON feeds, and the sitemap."""

from __future__ import annotations

import json
import posixpath
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lanmu.content.article import Article
from lanmu.content.dates import CHINA_OFFSET
from lanmu.content.site import Site
from lanmu.locales.words import Words
from lanmu.views.meta import absolute, iso

NEWEST = 20
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Feed:
    """A feed before it takes a format: `address` is the page it follows, `words` the ones of its language."""

    address: str
    title: str
    articles: tuple[Article, ...]
    words: Words


def feeds(site: Site, name: str, words: Words) -> tuple[Feed, ...]:
    """The whole site's feed and one for each column that has articles."""
    followed = [("", name, site.articles)]
    followed += [(f"{c.id}/", f"{c.name} - {name}", site.by_column[c.id]) for c in site.shown_columns]
    return tuple(
        Feed(address, title, tuple(sorted(articles, key=lambda a: (a.date, a.path), reverse=True)[:NEWEST]), words)
        for address, title, articles in followed
        if articles or not address
    )


def _title(article: Article, words: Words) -> str:
    status = article.meta.status
    title = words("mark.status_title", status=words.status(status), title=article.title) if status else article.title
    return words("mark.sample_title", title=title) if article.meta.sample else title


def _changed(article: Article) -> str:
    """When the article last changed (RFC 3339); a change is known to the day."""
    return f"{article.meta.updated}T00:00:00{CHINA_OFFSET}" if article.meta.updated else iso(article)


def _id(text: str) -> str:
    """A lasting id that does not change with the site's host."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"lanmu:{text}").urn


def _link(feed: Feed, address: str, site_url: str) -> str:
    """The full address, or one relative to the feed while the site's own is not set."""
    return absolute(site_url, address) or posixpath.relpath(address or ".", feed.address or ".") + "/"


def atom(feed: Feed, site_url: str) -> str:
    """The feed in Atom (RFC 4287)."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.words.language})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        child.text = text or None
        return child

    add(root, "id", _id(f"feed/{feed.address}"))
    add(root, "title", feed.title)
    add(root, "updated", max((_changed(article) for article in feed.articles), default="1970-01-01T00:00:00Z"))
    add(root, "link", href=_link(feed, feed.address, site_url))
    add(root, "link", rel="self", href=absolute(site_url, f"{feed.address}feed.xml") or "feed.xml")
    for article in feed.articles:
        entry = add(root, "entry")
        add(entry, "id", _id(article.path))
        add(entry, "title", _title(article, feed.words))
        add(entry, "updated", _changed(article))
        add(entry, "published", iso(article))
        add(entry, "link", href=_link(feed, article.address, site_url))
        add(add(entry, "author"), "name", article.source)
        add(entry, "category", term=article.column.name)
        add(entry, "summary", article.meta.summary)
    return _xml(root)


def json_feed(feed: Feed, site_url: str) -> str:
    """The feed in JSON Feed 1.1."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _link(feed, feed.address, site_url),
        "feed_url": absolute(site_url, f"{feed.address}feed.json") or "feed.json",
        "language": feed.words.language,
        "items": [
            {
                "id": _id(article.path),
                "url": _link(feed, article.address, site_url),
                "title": _title(article, feed.words),
                "summary": article.meta.summary,
                "content_text": article.meta.summary,
                "date_published": iso(article),
                "date_modified": _changed(article),
                "authors": [{"name": article.source}],
                "tags": [article.column.name, *article.meta.tags],
            }
            for article in feed.articles
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def sitemap(entries: Sequence[tuple[str, date | None]], site_url: str) -> str:
    """The sitemap of (address, last change) pairs; needs the site's own address."""
    ET.register_namespace("", SITEMAP)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    for address, changed in entries:
        url = ET.SubElement(root, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = absolute(site_url, address)
        if changed:
            ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = changed.isoformat()
    return _xml(root)


def _xml(root: ET.Element) -> str:
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
