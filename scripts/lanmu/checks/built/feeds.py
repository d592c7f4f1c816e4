"""Addresses in files that programs read: Atom and RSS, JSON Feed, sitemaps, web app manifests, robots.txt."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator
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
Found = Iterator[tuple[Reference, str]]


class MalformedError(ValueError):
    """A feed or sitemap that no program can read."""


def read(path: str, data: bytes) -> list[tuple[Reference, str]]:
    """References in the file, each with the <base> that holds for it; none for a file of another kind.

    Raises MalformedError for a feed, sitemap or manifest that is broken.
    """
    name = posixpath.basename(path).lower()
    reader = next((reader for suffix, reader in READERS if name.endswith(suffix)), None)
    return list(reader(data)) if reader else []


def read_xml(data: bytes) -> Found:
    """A feed or a sitemap."""
    if not LOOKS_LIKE_FEED.search(data):
        return
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise MalformedError(str(error)) from None
    if local(root) in ROOTS:
        yield from walk(root)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def walk(root: Element) -> Found:
    """Every address in a feed, in its order."""
    waiting = [(root, root.get(BASE) or "")]
    while waiting:
        element, base = waiting.pop()
        name = local(element)
        text = (element.text or "").strip()
        if is_address(element, name, text):
            yield Reference(text, Use.ENTRY, name, ""), base
        elif name in TEXTS_OF_PAGES and len(element) == 0:
            yield from in_markup(text, base)
        for attribute in ATTRIBUTES:
            value = element.get(attribute)
            if value is not None and name not in ("category", "source", "generator"):
                yield Reference(value, Use.ENTRY, name, attribute), base
        waiting += [(child, child.get(BASE) or base) for child in reversed(element)]


def in_markup(text: str, base: str) -> Found:
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


def load_json(data: bytes) -> Any:
    """The content of a JSON file; None when it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def read_json(data: bytes) -> Found:
    """A JSON Feed; any other JSON is somebody else's."""
    if b"jsonfeed.org/version" not in data[:500]:
        return
    feed = load_json(data)
    if not isinstance(feed, dict):
        raise MalformedError("JSON")
    authors = [author for author in listed(feed, "authors") if isinstance(author, dict)]
    items = [item for item in listed(feed, "items") if isinstance(item, dict)]
    for part in (feed, *authors, *items):
        for key in JSON_KEYS:
            if isinstance(part.get(key), str):
                yield Reference(part[key], Use.ENTRY, key, ""), ""
    for item in items:
        if isinstance(item.get("content_html"), str):
            yield from in_markup(item["content_html"], "")
        for attachment in listed(item, "attachments"):
            if isinstance(attachment, dict) and isinstance(attachment.get("url"), str):
                yield Reference(attachment["url"], Use.ENTRY, "url", ""), ""


def listed(part: dict[str, Any], key: str) -> list[Any]:
    """The list at `key`; empty where there is none."""
    value = part.get(key)
    return value if isinstance(value, list) else []


def read_manifest(data: bytes) -> Found:
    """A web app manifest: its icons and where it starts."""
    manifest = load_json(data)
    if not isinstance(manifest, dict):
        raise MalformedError("JSON")
    if isinstance(manifest.get("start_url"), str):
        yield Reference(manifest["start_url"], Use.LINK, "start_url", ""), ""
    for part, name in (
        (manifest.get("share_target"), "action"),
        *((h, "action") for h in listed(manifest, "file_handlers")),
    ):
        if isinstance(part, dict) and isinstance(part.get(name), str):
            yield Reference(part[name], Use.LINK, name, ""), ""
    shortcuts = [part for part in listed(manifest, "shortcuts") if isinstance(part, dict)]
    for part in shortcuts:
        if isinstance(part.get("url"), str):
            yield Reference(part["url"], Use.LINK, "url", ""), ""
    for part in (manifest, *shortcuts):
        for picture in (*listed(part, "icons"), *listed(part, "screenshots")):
            if isinstance(picture, dict) and isinstance(picture.get("src"), str):
                yield Reference(picture["src"], Use.RESOURCE, "src", ""), ""


def read_robots(data: bytes) -> Found:
    """robots.txt: where the sitemap is (RFC 9309, 2.2.4)."""
    for line in data.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "sitemap":
            yield Reference(value.strip(), Use.ENTRY, "Sitemap", ""), ""


READERS: tuple[tuple[str, Callable[[bytes], Found]], ...] = (
    ("manifest.json", read_manifest),
    (".webmanifest", read_manifest),
    (".json", read_json),
    ("robots.txt", read_robots),
    (".xml", read_xml),
    (".rss", read_xml),
    (".atom", read_xml),
)
