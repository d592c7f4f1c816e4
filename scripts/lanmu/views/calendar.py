"""What is due as a calendar file (iCalendar, RFC 5545 and 7986), to be subscribed to.

Every entry is a whole day or some: `DTEND` is the day after the last (3.6.1). It keeps its `UID`, so that a calendar moves it when
its day changes, and takes no time of whoever sees it (`TRANSP`). The file is the same to the byte for the same content: its
`DTSTAMP` is the day of the last change that is known, not the moment at which it was made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from lanmu.content.addresses import address_of
from lanmu.content.site import Site
from lanmu.views.due import PUBLIC, Due, due
from lanmu.views.edition import Edition
from lanmu.views.meta import absolute

DAY = timedelta(days=1)


def dates(edition: Edition) -> tuple[Due, ...]:
    """What is due, as far as the readers of an edition may know it."""
    entries = due(edition.site, edition.site, edition.words, percent=0)
    return entries if edition.audience == "internal" else tuple(each for each in entries if each.kind in PUBLIC)


def edition_calendar(edition: Edition) -> bytes:
    """The calendar file of an edition; empty where nothing is due."""

    def link(each: Due) -> str:
        return absolute(edition.site_url, address_of(each.path)) if each.path in edition.site.by_path else ""

    entries, names = dates(edition), edition.settings.site
    name = edition.words("calendar.name", site=names.name)
    return calendar(entries, edition.site, name, names.publisher, edition.words.language, link) if entries else b""


def calendar(
    entries: Iterable[Due], site: Site, name: str, publisher: str, language: str, link: Callable[[Due], str]
) -> bytes:
    """The file with a `name` that readers see; `link` gives the full address of a page about an entry, or nothing."""
    # Imported here: it takes a twentieth of a second to load, and most of what imports this writes no calendar.
    from icalendar import Calendar, Event

    whole = Calendar()
    whole.add("prodid", "-//lanmu//calendar//ZH")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    # Outlook takes a file without it for one invitation.
    whole.add("method", "PUBLISH")
    # The name by the standard, and as Apple, Google and Outlook read it.
    whole.add("name", name, parameters={"LANGUAGE": language})
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", DAY, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "P1D")
    stamp = datetime.combine(last_change(site), time(), UTC)
    for each in entries:
        event = Event()
        event.add("uid", identifier(publisher, site.campaign.name, each.key))
        event.add("dtstamp", stamp)
        event.add("dtstart", each.since or each.day)
        event.add("dtend", each.day + DAY)
        event.add("summary", each.during or each.name)
        if address := link(each):
            event.add("url", address)
        event.add("transp", "TRANSPARENT")
        event.add("x-microsoft-cdo-busystatus", "FREE")
        whole.add_component(event)
    return bytes(whole.to_ical())


def identifier(publisher: str, campaign: str, key: str) -> str:
    """A lasting id (RFC 7986, 5.3) of something due in a campaign, that no other organisation's has."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"lanmu:calendar/{publisher}/{campaign}/{key}"))


def last_change(site: Site) -> date:
    """The last day, up to today, on which a text of the site changed; without texts that of the campaign's beginning."""
    first = site.campaign.issued or site.campaign.period.start_day
    days = [article.last_changed for article in site.articles if article.last_changed <= site.today]
    return max(days, default=min(first, site.today))
