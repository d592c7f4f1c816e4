"""What each element of a page refers to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.checks.built import stylesheet
from lanmu.checks.built.css_values import set_of
from lanmu.checks.built.page import Page, Reading
from lanmu.checks.built.reference import Use
from lanmu.checks.built.spelling import ENDS

# Attributes that load something or lead somewhere, by element ("*": any). <iframe> and <frame> have a reader.
ATTRIBUTES: dict[str, dict[str, Use]] = {
    "area": {"href": Use.LINK},
    "object": {"data": Use.RESOURCE},
    "*": {
        "src": Use.RESOURCE,
        "srcset": Use.RESOURCE,
        "imagesrcset": Use.RESOURCE,
        "poster": Use.RESOURCE,
        "background": Use.RESOURCE,
        "lowsrc": Use.RESOURCE,
        "dynsrc": Use.RESOURCE,
        "cite": Use.RELATED,
        "longdesc": Use.RELATED,
        "usemap": Use.RELATED,
    },
}
# Elements that are nothing without one of these (HTML Standard, 4.8); lazy loaders have the address of the picture in
# an attribute of their own until it is wanted.
LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset")
REQUIRED = {
    "img": ("src", "srcset", *LAZY),
    "embed": ("src",),
    "source": ("src", "srcset", *LAZY),
    "track": ("src",),
}
# Those that say nothing when they are empty: a form without action sends to its own page.
OPTIONAL = (("form", "action"), ("*", "formaction"))
EVERY_ATTRIBUTE = frozenset(name for uses in ATTRIBUTES.values() for name in uses) | {"action", "formaction"}
# rel words whose file is loaded with the page, and those that only open a connection.
LOADED_RELS = set_of(
    """
    stylesheet icon apple-touch-icon apple-touch-icon-precomposed mask-icon preload modulepreload
    prefetch manifest apple-touch-startup-image
    """
)
CONNECTING_RELS = frozenset(("preconnect", "dns-prefetch"))
# Pictures that are shown where the page is shared or pinned.
SHARED = set_of(
    """
    og:image og:image:url og:image:secure_url og:video og:video:url og:video:secure_url og:audio og:audio:url
    og:audio:secure_url twitter:image twitter:image:src twitter:player twitter:player:stream thumbnail image
    msapplication-tileimage msapplication-square70x70logo msapplication-square150x150logo
    msapplication-wide310x150logo msapplication-square310x310logo
    """
)
ADDRESSES = frozenset(("msapplication-starturl", "url", "twitter:url"))
# Keys of data for search engines (JSON-LD, schema.org) whose value is a picture's address, or a page's.
PICTURES = set_of("image logo thumbnail thumbnailurl photo primaryimageofpage contenturl")
PAGES = set_of(
    """
    url mainentityofpage embedurl item discussionurl relatedlink significantlink downloadurl license
    archivedat sameas isbasedon
    """
)
# The value of an <option> that a script goes to: a whole address, or a page's.
GOES_TO = re.compile(
    r"(?:https?:)?//\S+|(?:[^\s:?#]*/)?[^\s/:?#]+\.(?:html?|xhtml|shtml|php|aspx?|jsp)(?:[?#]\S*)?", re.I
)
GOING = re.compile(r"location|href|open\(|navigate|submit|go\(", re.IGNORECASE)
PATH = re.compile(r"\.{0,2}/\S*")
# Nobody puts documents into documents further than this.
DEEPEST = 3
BLANKS = "\t\n\f\r "
FIGURES = re.compile(r"(\d+)[\d.]*|\.[\d.]*", re.ASCII)
NAMED = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)
CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)")
DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*(?:\)|$))*")
OUTWARD = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
# One :is(), so that an element with several of these comes once.
SELECTOR = (
    ":is([href],[src],[id],[srcset],[imagesrcset],[poster],[action],[formaction],[background],[style],[xlink\\:href],"
    "[cite],[longdesc],[usemap],[lowsrc],[dynsrc],[srcdoc],"
    "a[name],object,meta,style,template,script,option,map,img,embed,source,track,input,link)"
)
Attributes = dict[str, str | None]


def read_elements(reading: Reading, tree: LexborHTMLParser) -> None:
    """Adds everything that a document refers to, in its order."""
    page = reading.page
    for node in tree.css(SELECTOR):
        attributes, tag = node.attributes, node.tag or ""
        name = attributes.get("id")
        if name:
            if name in page.ids:
                page.duplicates.append(name)
            page.ids.add(name)
        if reader := READERS.get(tag):
            reader(reading, node, attributes)
        if tag != "a" and (tag in REQUIRED or tag == "input" or not EVERY_ATTRIBUTE.isdisjoint(attributes)):
            read_attributes(page, tag, attributes)
        style = attributes.get("style")
        if style and "(" in style:
            for raw in stylesheet.attribute_urls(style):
                page.add(raw, Use.RESOURCE, tag, "style")


def read_attributes(page: Page, tag: str, attributes: Attributes) -> None:
    for uses in (ATTRIBUTES.get(tag, {}), ATTRIBUTES["*"]):
        for name, use in uses.items():
            if name not in attributes or (name == "src" and tag in ("iframe", "frame")):
                continue
            raw = attributes[name] or ""
            for address in (candidates(raw) or [""]) if name.endswith("srcset") else [raw]:
                page.add(address, use, tag, name)
    for element, name in OPTIONAL:
        if element in (tag, "*") and attributes.get(name):
            page.add(attributes[name], Use.LINK, tag, name)
    if tag in REQUIRED and "src" not in attributes:
        for name in LAZY:
            raw = attributes.get(name) or ""
            for address in candidates(raw) if name.endswith("srcset") else filter(None, [raw]):
                page.add(address, Use.RESOURCE, tag, name)
        if not any(name in attributes for name in REQUIRED[tag]):
            page.add("", Use.RESOURCE, tag, "")
    if tag == "input" and (attributes.get("type") or "").lower() == "image" and "src" not in attributes:
        page.add("", Use.RESOURCE, tag, "")


def candidates(srcset: str) -> list[str]:
    """The addresses of a srcset (HTML Standard 4.8.4.3.10); a data: address may hold commas."""
    addresses, at = [], 0
    while match := CANDIDATE.match(srcset, at):
        raw, at = match[1], match.end()
        if raw.endswith(","):
            raw = raw.rstrip(",")
        else:
            descriptors = DESCRIPTORS.match(srcset, at)
            at = descriptors.end() if descriptors else at
        addresses.append(raw)
    return addresses


def read_a(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    page = reading.page
    if name := attributes.get("name"):
        page.ids.add(name)
    attribute = "href" if "href" in attributes else "xlink:href"
    if attribute not in attributes:
        return
    raw = attributes[attribute] or ""
    number = page.add(raw, Use.LINK, "a", attribute)
    if OUTWARD.match(raw):
        reading.outward.append((node, raw, number))
    text = node.text_lexbor()
    if (not text or text.isspace()) and is_nameless(node, attributes):
        page.nameless.append((page.references[-1], number))


def is_nameless(node: LexborNode, attributes: Attributes) -> bool:
    """True for a link without text or any other name. A link to itself is an anchor and does not count."""
    anchor = attributes.get("id") or attributes.get("name")
    if anchor and attributes.get("href") == f"#{anchor}":
        return False
    if attributes.get("aria-hidden") == "true" or attributes.get("aria-labelledby"):
        return False
    names = [attributes.get(name) for name in ("aria-label", "title")]
    for inner in node.css("[aria-label],[title],[alt]"):
        names += [inner.attributes.get(name) for name in ("aria-label", "title", "alt")]
    return not any(name and name.strip() for name in names)


def read_link(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    page, raw = reading.page, attributes.get("href") or ""
    rels = frozenset((attributes.get("rel") or "").lower().split())
    if "href" not in attributes:
        if "stylesheet" in rels:
            page.add("", Use.RESOURCE, "link", "")
        return
    use = Use.CONNECT if rels & CONNECTING_RELS else Use.RELATED
    if "canonical" in rels:
        page.canonicals.append(raw)
        use = Use.CANONICAL
    elif "alternate" in rels and attributes.get("hreflang") and "stylesheet" not in rels:
        page.alternates.append((attributes["hreflang"] or "", raw))
        use = Use.ALTERNATE
    elif rels & LOADED_RELS:
        use = Use.RESOURCE
        if "manifest" in rels:
            page.manifests.append(raw)
        if "stylesheet" in rels and "alternate" not in rels and not is_for_paper(attributes):
            reading.sheets.append(raw)
    page.add(raw, use, "link", "href")


def is_for_paper(attributes: Attributes) -> bool:
    return stylesheet.NOT_ON_A_SCREEN.match((attributes.get("media") or "").strip()) is not None


def read_meta(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    page, content = reading.page, attributes.get("content") or ""
    name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
    if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
        read_refresh(page, content, node)
    elif name in SHARED or (name == "msapplication-config" and content.strip().lower() != "none"):
        page.add(content, Use.SHARE, "meta", "content")
    elif name in ADDRESSES:
        page.add(content, Use.RELATED, "meta", "content")
    elif name == "og:url":
        page.add(content, Use.CANONICAL, "meta", "content")
    elif name == "msapplication-task":
        for key, _, value in (part.partition("=") for part in content.split(";")):
            if key.strip().lower() in ("action-uri", "icon-uri"):
                page.add(value.strip(), Use.RELATED, "meta", "content")


def read_refresh(page: Page, content: str, node: LexborNode) -> None:
    """`0; url=a/` sends the reader on; a number alone only loads the page again. The first that is right counts."""
    refresh = refresh_of(content)
    if refresh is None:
        page.add(content, Use.MALFORMED, "meta", "content")
        return
    delay, raw = refresh
    if raw is None:
        return
    page.add(raw, Use.REFRESH, "meta", "content")
    # Within <noscript>: readers whose browser runs scripts are not sent on.
    if page.refresh is None and not (node.parent is not None and node.parent.tag == "noscript"):
        page.refresh, page.delay = raw, delay


def refresh_of(content: str) -> tuple[float, str | None] | None:
    """Seconds and address of a refresh, None for the address of the page itself; None for what browsers ignore.

    HTML Standard, "shared declarative refresh steps".
    """
    text = content.lstrip(BLANKS)
    figures = FIGURES.match(text)
    if figures is None:
        return None
    rest = text[figures.end() :]
    if rest and rest[0] not in f";,{BLANKS}":
        return None
    rest = rest.lstrip(BLANKS)
    rest = (rest[1:] if rest[:1] in (";", ",") else rest).lstrip(BLANKS)
    if not rest:
        return float(figures[1] or 0), None
    named = NAMED.match(rest)
    raw = rest[named.end() :] if named else rest
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    return float(figures[1] or 0), raw[1:].partition(quote)[0] if quote else raw.rstrip(ENDS)


def read_base(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """<base>: the first one counts."""
    if reading.page.base is None:
        reading.page.base = attributes.get("href")


def read_frame(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """A page inside the page, from a file or written out in the attribute srcdoc."""
    if "srcdoc" in attributes:
        if reading.level < DEEPEST:
            inner = Reading(Page(reading.page.path), reading.level + 1)
            read_elements(inner, parse_inner(attributes["srcdoc"] or ""))
            for reference in inner.page.references:
                # An anchor leads to the inner document.
                if not reference.raw.startswith("#"):
                    reading.page.add(reference.raw, reference.use, reference.tag, "srcdoc")
    elif "src" in attributes:
        reading.page.add(attributes["src"], Use.FRAME, node.tag or "", "src")


def parse_inner(html: str) -> LexborHTMLParser:
    """The tree of a document within a page."""
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def read_script(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    if (attributes.get("type") or "").strip().lower() == "application/ld+json":
        for raw, is_picture in linked_data(node.text_lexbor()):
            reading.page.add(raw, Use.SHARE if is_picture else Use.RELATED, "script", "")


def linked_data(text: str) -> Iterator[tuple[str, bool]]:
    """Every address in JSON-LD and whether it is a picture's; nothing where the data cannot be read."""
    try:
        waiting: list[tuple[str, Any]] = [("", json.loads(text))]
    except (ValueError, RecursionError):
        return
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            is_picture = key in PICTURES or str(value.get("@type")) == "ImageObject"
            # An item of a list of pages names itself by @id, which elsewhere is a name only.
            own = {"url": "image" if is_picture else "url", "@id": "url" if key in ("item", "mainentityofpage") else ""}
            waiting += [(own.get(n.lower(), n.lower()), inner) for n, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(key, inner) for inner in reversed(value)]
        elif isinstance(value, str) and key in PICTURES | PAGES and "{" not in value:
            yield value, key in PICTURES


def read_option(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    value = (attributes.get("value") or "").strip()
    if GOES_TO.fullmatch(value) or (PATH.fullmatch(value) and goes(node)):
        reading.page.add(value, Use.LINK, "option", "value")


def goes(node: LexborNode) -> bool:
    """True for a choice in a list that says itself that it goes somewhere."""
    outer = node.parent
    while outer is not None and outer.tag in ("optgroup", "select"):
        if any(name[:2] == "on" and GOING.search(value or "") for name, value in outer.attributes.items()):
            return True
        outer = outer.parent
    return False


def read_style(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    css = node.text_lexbor()
    if not is_for_paper(attributes):
        reading.styles.append(css)
    for raw in stylesheet.urls(css):
        reading.page.add(raw, Use.RESOURCE, "style", "")


def read_svg(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    attribute = "href" if "href" in attributes else "xlink:href"
    if attribute in attributes:
        reading.page.add(attributes[attribute], Use.RESOURCE, node.tag or "", attribute)


def read_map(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    reading.page.maps.add(attributes.get("name") or attributes.get("id") or "")


def read_template(reading: Reading, node: LexborNode, _attributes: Attributes) -> None:
    """What is in a <template> is never shown: links to other hosts have no business there."""
    inner = parse_inner((node.html or "").partition(">")[2])
    hrefs = (link.attributes.get("href") or "" for link in inner.css("a[href]"))
    reading.templates += [href for href in hrefs if OUTWARD.match(href)]


READERS: dict[str, Callable[[Reading, LexborNode, Attributes], None]] = {
    "a": read_a,
    "link": read_link,
    "meta": read_meta,
    "base": read_base,
    "iframe": read_frame,
    "frame": read_frame,
    "style": read_style,
    "script": read_script,
    "option": read_option,
    "map": read_map,
    "template": read_template,
    **dict.fromkeys(("use", "image", "feImage", "feimage"), read_svg),
}
