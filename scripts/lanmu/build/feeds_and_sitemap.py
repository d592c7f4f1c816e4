"""Files of the site that are no MkDocs pages: feeds, the calendar, sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from lanmu.build.audience import MARKER, MARKER_TEXT
from lanmu.content.addresses import CALENDAR
from lanmu.content.article import Audience
from lanmu.views import feeds
from lanmu.views.calendar import edition_calendar
from lanmu.views.edition import Edition


def write(path: Path, text: str) -> None:
    """Writes UTF-8 with Unix line ends, making folders as needed."""
    data = text.encode("utf-8")
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def feed_files(edition: Edition) -> Iterator[tuple[str, str]]:
    """An edition's feeds, and its calendar: their paths below its folder, and what is in them."""
    for feed in feeds.feeds(edition.site, edition.settings.site.name, edition.words):
        yield f"{feed.address}feed.xml", feeds.atom(feed, edition.site_url)
        yield f"{feed.address}feed.json", feeds.json_feed(feed, edition.site_url)
    if entries := edition_calendar(edition):
        yield CALENDAR, entries.decode("utf-8")


def index_files(
    addresses: Sequence[tuple[str, date | None]], site_url: str, audience: Audience
) -> Iterator[tuple[str, str]]:
    """The files that exist once for all languages: the sitemap, and robots.txt, which names it. The internal edition has no
    sitemap, and a file that says what it is; Baidu does not know `noindex`, so robots.txt keeps everybody out."""
    if audience == "internal":
        yield "robots.txt", "User-agent: *\nDisallow: /\n"
        yield MARKER, MARKER_TEXT
        return
    robots = "User-agent: *\nAllow: /\n"
    if site_url:
        yield "sitemap.xml", feeds.sitemap(addresses, site_url)
        robots += f"Sitemap: {site_url}sitemap.xml\n"
    yield "robots.txt", robots
