"""What each element of a page refers to."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.checks.built import stylesheet
from lanmu.checks.built.page import Page, Reading
from lanmu.checks.built.reference import Reference, Use
from lanmu.checks.built.spelling import ENDS

# rel words whose file is loaded with the page, and those that only open a connection.
_LOADED_RELS = """
    stylesheet icon apple-touch-icon apple-touch-icon-precomposed mask-icon preload modulepreload
    prefetch manifest apple-touch-startup-image
"""
LOADED_RELS = frozenset(_LOADED_RELS.split())
CONNECTING_RELS = frozenset(("preconnect", "dns-prefetch"))
SHARED = frozenset(("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "og:video", "og:audio"))
REFRESH = re.compile(r"\s*([\d.]*)\s*(?:[;,\s]\s*(?:url\s*=\s*)?(.*))?$", re.IGNORECASE | re.DOTALL)
CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,(]*(?:\([^)]*\)[^,]*)?)?\s*(?:,|$)")
OUTWARD = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
# What shows that a link can be seen or be read out although it has no text.
NAMES = "[aria-label],[title],[alt]"

Attributes = dict[str, str | None]
Reader = Callable[[Reading, LexborNode, Attributes], None]


def add_urls(page: Page, css: str, tag: str, attribute: str) -> None:
    """Notes every address in a piece of CSS."""
    found = stylesheet.attribute_urls(css) if attribute else stylesheet.urls(css)
    for raw in found:
        page.add(raw, Use.RESOURCE, tag, attribute)


def read_a(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """A link, an anchor, or both."""
    page = reading.page
    name = attributes.get("name")
    if name:
        page.ids.add(name)
    attribute = "href" if "href" in attributes else "xlink:href"
    if attribute not in attributes:
        return
    raw = attributes[attribute] or ""
    reference = Reference(raw, Use.LINK, "a", attribute)
    page.references.append(reference)
    if OUTWARD.match(raw):
        reading.outward.append((node, len(page.references) - 1))
    text = node.text_lexbor()
    if (not text or text.isspace()) and is_nameless(node, attributes):
        page.nameless.append((reference, page.number(len(page.references) - 1)))


def is_nameless(node: LexborNode, attributes: Attributes) -> bool:
    """True for a link without text that nothing else names. A mark that links to itself is an anchor, not a link."""
    if attributes.get("aria-hidden") == "true" or attributes.get("aria-labelledby"):
        return False
    mark = attributes.get("id") or attributes.get("name")
    if mark and attributes.get("href") == f"#{mark}":
        return False
    if any((attributes.get(name) or "").strip() for name in ("aria-label", "title")):
        return False
    named = (node.attributes.get(name) for node in node.css(NAMES) for name in ("aria-label", "title", "alt"))
    return not any(value and value.strip() for value in named)


def read_link(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """<link>: by what rel says it is."""
    if "href" not in attributes:
        return
    page, raw = reading.page, attributes["href"] or ""
    rels = frozenset((attributes.get("rel") or "").lower().split())
    if "canonical" in rels:
        page.canonicals.append(raw)
        page.add(raw, Use.CANONICAL, "link", "href")
    elif "alternate" in rels and attributes.get("hreflang") and "stylesheet" not in rels:
        page.alternates.append((attributes["hreflang"] or "", raw))
        page.add(raw, Use.ALTERNATE, "link", "href")
    elif rels & LOADED_RELS:
        page.add(raw, Use.RESOURCE, "link", "href")
        if "stylesheet" in rels and "alternate" not in rels and attributes.get("media") != "print":
            reading.sheets.append(raw)
    elif rels & CONNECTING_RELS:
        page.add(raw, Use.CONNECT, "link", "href")
    else:
        page.add(raw, Use.RELATED, "link", "href")


def read_meta(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """<meta>: the refresh, and the picture and address for sharing."""
    page, content = reading.page, attributes.get("content") or ""
    name = (attributes.get("property") or attributes.get("name") or "").lower()
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        read_refresh(page, content)
    elif name in SHARED:
        page.add(content, Use.SHARE, "meta", "content")
    elif name == "og:url":
        page.add(content, Use.CANONICAL, "meta", "content")


def read_refresh(page: Page, content: str) -> None:
    """`0; url=a/` sends the reader on; a number alone only loads the page again."""
    match = REFRESH.match(content)
    if not match or match[2] is None or page.refresh is not None:
        return
    raw = match[2].strip(ENDS)
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    page.refresh = raw[1:].partition(quote)[0] if quote else raw
    page.delay = float(match[1]) if re.fullmatch(r"\d+(\.\d*)?", match[1]) else 0
    page.add(page.refresh, Use.REFRESH, "meta", "content")


def read_base(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """<base>: the first one counts."""
    if reading.page.base is None:
        reading.page.base = attributes.get("href")


def read_area(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """A link in an image map."""
    if "href" in attributes:
        reading.page.add(attributes["href"], Use.LINK, "area", "href")


def read_form(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """A form without action sends to its own page."""
    if attributes.get("action"):
        reading.page.add(attributes["action"], Use.LINK, "form", "action")


def read_object(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """<object data>."""
    if "data" in attributes:
        reading.page.add(attributes["data"], Use.RESOURCE, "object", "data")


def read_frame(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """A page inside the page; srcdoc needs no file."""
    if "src" in attributes and "srcdoc" not in attributes:
        reading.page.add(attributes["src"], Use.FRAME, node.tag or "", "src")


def read_style(reading: Reading, node: LexborNode, _attributes: Attributes) -> None:
    """A stylesheet in the page."""
    css = node.text_lexbor()
    reading.styles.append(css)
    add_urls(reading.page, css, "style", "")


def read_svg(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """What SVG draws from elsewhere."""
    attribute = "href" if "href" in attributes else "xlink:href"
    if attribute in attributes:
        reading.page.add(attributes[attribute], Use.RESOURCE, node.tag or "", attribute)


def read_template(reading: Reading, node: LexborNode, _attributes: Attributes) -> None:
    """What is in a <template> is never shown: links to other hosts have no business there."""
    inner = LexborHTMLParser((node.html or "").partition(">")[2].encode("utf-8", "replace"))
    hrefs = (link.attributes.get("href") or "" for link in inner.css("a[href]"))
    reading.templates += [href for href in hrefs if OUTWARD.match(href)]


def read_common(page: Page, tag: str, attributes: Attributes) -> None:
    """Attributes that load something, whatever the element."""
    if "src" in attributes and tag not in ("iframe", "frame"):
        page.add(attributes["src"], Use.RESOURCE, tag, "src")
    for attribute in ("srcset", "imagesrcset"):
        if attribute in attributes:
            for raw in candidates(attributes[attribute] or "") or [""]:
                page.add(raw, Use.RESOURCE, tag, attribute)
    for attribute in ("poster", "background"):
        if attribute in attributes:
            page.add(attributes[attribute], Use.RESOURCE, tag, attribute)
    if attributes.get("formaction"):
        page.add(attributes["formaction"], Use.LINK, tag, "formaction")


def candidates(srcset: str) -> list[str]:
    """The addresses of a srcset (HTML Standard 4.8.4.3.10); a data: address may hold commas."""
    return [match[1] for match in CANDIDATE.finditer(srcset)]


READERS: dict[str, Reader] = {
    "link": read_link,
    "meta": read_meta,
    "base": read_base,
    "area": read_area,
    "form": read_form,
    "object": read_object,
    "iframe": read_frame,
    "frame": read_frame,
    "style": read_style,
    "template": read_template,
    "use": read_svg,
    "image": read_svg,
    "feImage": read_svg,
    "feimage": read_svg,
}
