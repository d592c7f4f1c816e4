"""Addresses in files that programs read: Atom and RSS, JSON Feed, sitemaps, web app manifests, robots.txt."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lanmu.checks.built.elements import parse_inner, read_elements
from lanmu.checks.built.page import Page, Reading
from lanmu.checks.built.reference import FOLLOWED, LOADED, Reference, Use

BASE = "{http://www.w3.org/XML/1998/namespace}base"
ROOTS = ("feed", "rss", "RDF", "urlset", "sitemapindex", "browserconfig", "OpenSearchDescription")
LOOKS_LIKE_FEED = re.compile(rb"<(?:\w+:)?(?:" + "|".join(ROOTS).encode() + rb")[\s>]")
# Elements that hold a page's text as HTML: RSS 2.0, the content module, Atom with type="html".
TEXTS_OF_PAGES = frozenset(["description", "encoded", "content", "summary"])
MARKUP = re.compile(r"<[a-zA-Z]")
# Elements whose text is an address: RSS 2.0, Atom (RFC 4287), sitemaps.org.
TEXTS = frozenset(["link", "url", "loc", "logo", "icon", "comments", "docs"])
ATTRIBUTES = ("href", "src", "url")
JSON_KEYS = ("home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "image", "banner_image", "avatar")
References = Iterator[tuple[Reference, str]]


class MalformedError(ValueError):
    """A feed or sitemap that no program can read."""


Reader = Callable[[bytes], References]


def reader_of(path: str) -> Reader | None:
    """What reads the file: gives its references, each with the <base> that holds for it, or raises MalformedError for
    a feed, sitemap or manifest that is broken. None for a file of another kind."""
    name = posixpath.basename(path).lower()
    return next((reader for suffix, reader in READERS if name.endswith(suffix)), None)


def read_xml(data: bytes) -> References:
    """A feed or a sitemap: every address in its order."""
    if not LOOKS_LIKE_FEED.search(data):
        return
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedError(str(error)) from None
    waiting = [(root, root.get(BASE) or "")] if local_name(root) in ROOTS else []
    while waiting:
        element, base = waiting.pop()
        name, text = local_name(element), (element.text or "").strip()
        if is_address(element, name, text):
            yield Reference(text, Use.ENTRY, name), base
        elif name in TEXTS_OF_PAGES and len(element) == 0:
            yield from in_markup(text, base)
        for attribute in ATTRIBUTES:
            value = element.get(attribute)
            if value is not None and name not in ("category", "source", "generator"):
                yield Reference(value, Use.ENTRY, name, attribute), base
        waiting += [(child, child.get(BASE) or base) for child in reversed(element)]


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def in_markup(text: str, base: str) -> References:
    """What a piece of HTML in a feed loads and links to. Anchors lead to the feed reader's own page."""
    if not MARKUP.search(text):
        return
    reading = Reading(Page(""))
    read_elements(reading, parse_inner(text))
    for reference in reading.page.references:
        if reference.use in LOADED | FOLLOWED and not reference.raw.startswith("#"):
            yield Reference(reference.raw, Use.ENTRY, reference.tag, reference.attribute), base


def is_address(element: Element, name: str, text: str) -> bool:
    """True when the text of an element is an address. An Atom link has it in an attribute.

    An Atom id is a name that stays when an article moves (RFC 4287, 4.2.6); an RSS guid is an address unless it says no.
    """
    if name == "guid":
        return text.startswith(("http://", "https://")) and element.get("isPermaLink") != "false"
    return name in TEXTS and len(element) == 0 and bool(text or not element.attrib)


def load_json(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise MalformedError("JSON")
    return content


def objects(part: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects in the list at `key`; none where there is no list."""
    value = part.get(key)
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def texts(parts: Iterable[Any], keys: Iterable[str], use: Use) -> References:
    """A reference for each text at one of the keys of one of the objects."""
    for part in parts:
        for key in keys:
            if isinstance(part, dict) and isinstance(part.get(key), str):
                yield Reference(part[key], use, key), ""


def read_json(data: bytes) -> References:
    """A JSON Feed; any other JSON is somebody else's."""
    if b"jsonfeed.org/version" not in data[:500]:
        return
    feed = load_json(data)
    items = objects(feed, "items")
    yield from texts((feed, *objects(feed, "authors"), *items), JSON_KEYS, Use.ENTRY)
    for item in items:
        if isinstance(item.get("content_html"), str):
            yield from in_markup(item["content_html"], "")
        yield from texts(objects(item, "attachments"), ("url",), Use.ENTRY)


def read_manifest(data: bytes) -> References:
    """A web app manifest: its icons and where it starts."""
    manifest = load_json(data)
    shortcuts = objects(manifest, "shortcuts")
    yield from texts([manifest], ("start_url",), Use.LINK)
    yield from texts([manifest.get("share_target"), *objects(manifest, "file_handlers")], ("action",), Use.LINK)
    yield from texts(shortcuts, ("url",), Use.LINK)
    for part in (manifest, *shortcuts):
        yield from texts((*objects(part, "icons"), *objects(part, "screenshots")), ("src",), Use.RESOURCE)


def read_robots(data: bytes) -> References:
    """robots.txt: where the sitemap is (RFC 9309, 2.2.4)."""
    for line in data.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "sitemap":
            yield Reference(value.strip(), Use.ENTRY, "Sitemap"), ""


READERS: tuple[tuple[str, Reader], ...] = (
    ("manifest.json", read_manifest),
    (".webmanifest", read_manifest),
    (".json", read_json),
    ("robots.txt", read_robots),
    (".xml", read_xml),
    (".rss", read_xml),
    (".atom", read_xml),
)
