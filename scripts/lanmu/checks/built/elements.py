"""What each element of a page refers to."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.checks.built import linked_data, stylesheet
from lanmu.checks.built.page import Page, Reading
from lanmu.checks.built.reference import Use
from lanmu.checks.built.spelling import ENDS

# rel words whose file is loaded with the page, and those that only open a connection.
_LOADED_RELS = """
    stylesheet icon apple-touch-icon apple-touch-icon-precomposed mask-icon preload modulepreload
    prefetch manifest apple-touch-startup-image
"""
LOADED_RELS = frozenset(_LOADED_RELS.split())
CONNECTING_RELS = frozenset(("preconnect", "dns-prefetch"))
_SHARED = """
    og:image og:image:url og:image:secure_url og:video og:video:url og:video:secure_url og:audio og:audio:url
    og:audio:secure_url twitter:image twitter:image:src twitter:player twitter:player:stream thumbnail image
    msapplication-tileimage msapplication-square70x70logo msapplication-square150x150logo
    msapplication-wide310x150logo msapplication-square310x310logo
"""
# Pictures that are shown where the page is shared or pinned.
SHARED = frozenset(_SHARED.split())
ADDRESSES = frozenset(("msapplication-starturl", "url", "twitter:url"))
# Lazy loaders have the address of the picture here until it is wanted.
LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset")
# Elements that are nothing without one of these (HTML Standard, 4.8).
REQUIRED = {
    "img": ("src", "srcset", *LAZY),
    "embed": ("src",),
    "source": ("src", "srcset", *LAZY),
    "track": ("src",),
}
# The value of an <option> that a script goes to: a whole address, or a page's.
GOES_TO = re.compile(
    r"(?:https?:)?//\S+|(?:[^\s:?#]*/)?[^\s/:?#]+\.(?:html?|xhtml|shtml|php|aspx?|jsp)(?:[?#]\S*)?", re.I
)
GOING = re.compile(r"location|href|open\(|navigate|submit|go\(", re.IGNORECASE)
PATH = re.compile(r"\.{0,2}/\S*")
# Further than this nobody puts documents into documents.
DEEPEST = 3
BLANKS = "\t\n\f\r "
FIGURES = re.compile(r"(\d+)[\d.]*|\.[\d.]*", re.ASCII)
NAMED = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)
CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*)")
DESCRIPTORS = re.compile(r"(?:[^,(]|\([^)]*(?:\)|$))*")
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
    number = page.add(raw, Use.LINK, "a", attribute)
    if OUTWARD.match(raw):
        reading.outward.append((node, raw, number))
    text = node.text_lexbor()
    if (not text or text.isspace()) and is_nameless(node, attributes):
        page.nameless.append((page.references[-1], number))


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
    page, raw = reading.page, attributes.get("href") or ""
    rels = frozenset((attributes.get("rel") or "").lower().split())
    if "href" not in attributes:
        if "stylesheet" in rels:
            page.add("", Use.RESOURCE, "link", "")
        return
    if "canonical" in rels:
        page.canonicals.append(raw)
        page.add(raw, Use.CANONICAL, "link", "href")
    elif "alternate" in rels and attributes.get("hreflang") and "stylesheet" not in rels:
        page.alternates.append((attributes["hreflang"] or "", raw))
        page.add(raw, Use.ALTERNATE, "link", "href")
    elif rels & LOADED_RELS:
        page.add(raw, Use.RESOURCE, "link", "href")
        if "manifest" in rels:
            page.manifests.append(raw)
        if "stylesheet" in rels and "alternate" not in rels and not is_for_paper(attributes):
            reading.sheets.append(raw)
    elif rels & CONNECTING_RELS:
        page.add(raw, Use.CONNECT, "link", "href")
    else:
        page.add(raw, Use.RELATED, "link", "href")


def read_meta(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """<meta>: the refresh, and the pictures and addresses for sharing and pinning."""
    page, content = reading.page, attributes.get("content") or ""
    name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
    if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
        read_refresh(page, content, node)
    elif name in SHARED:
        page.add(content, Use.SHARE, "meta", "content")
    elif name in ADDRESSES:
        page.add(content, Use.RELATED, "meta", "content")
    elif name == "og:url":
        page.add(content, Use.CANONICAL, "meta", "content")
    elif name == "msapplication-config" and content.strip().lower() != "none":
        page.add(content, Use.SHARE, "meta", "content")
    elif name == "msapplication-task":
        fields = (part.partition("=") for part in content.split(";"))
        for key, _, value in fields:
            if key.strip().lower() in ("action-uri", "icon-uri"):
                page.add(value.strip(), Use.RELATED, "meta", "content")


def read_refresh(page: Page, content: str, node: LexborNode) -> None:
    """`0; url=a/` sends the reader on; a number alone only loads the page again. The first that is right counts."""
    found = refresh_of(content)
    if found is None:
        page.add(content, Use.MALFORMED, "meta", "content")
        return
    delay, raw = found
    if raw is None:
        return
    page.add(raw, Use.REFRESH, "meta", "content")
    if page.refresh is None and not is_for_no_script(node):
        page.refresh, page.delay = raw, delay


def is_for_no_script(node: LexborNode) -> bool:
    """True within <noscript>: readers whose browser runs scripts are not sent on."""
    parent = node.parent
    return parent is not None and parent.tag == "noscript"


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
    """A page inside the page, from a file or written out in the attribute srcdoc."""
    tag = node.tag or ""
    if "srcdoc" in attributes:
        inner = parse_inner(attributes["srcdoc"] or "")
        if reading.level < DEEPEST:
            found = Reading(Page(reading.page.path), reading.level + 1)
            read_elements(found, inner)
            for reference in found.page.references:
                # An anchor leads to the inner document.
                if not reference.raw.startswith("#"):
                    reading.page.add(reference.raw, reference.use, reference.tag, "srcdoc")
    elif "src" in attributes:
        reading.page.add(attributes["src"], Use.FRAME, tag, "src")


def read_script(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """Data about the page for search engines (JSON-LD)."""
    if (attributes.get("type") or "").strip().lower() == "application/ld+json":
        for raw, is_picture in linked_data.addresses(node.text_lexbor()):
            reading.page.add(raw, Use.SHARE if is_picture else Use.RELATED, "script", "")


def read_option(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """A choice whose value a script takes the reader to."""
    value = (attributes.get("value") or "").strip()
    if GOES_TO.fullmatch(value) or (PATH.fullmatch(value) and goes(node)):
        reading.page.add(value, Use.LINK, "option", "value")


def goes(node: LexborNode) -> bool:
    """True for a choice in a list that says itself that it goes somewhere."""
    around = node.parent
    while around is not None and around.tag in ("optgroup", "select"):
        if any(name[:2] == "on" and GOING.search(value or "") for name, value in around.attributes.items()):
            return True
        around = around.parent
    return False


def is_for_paper(attributes: Attributes) -> bool:
    """True for a stylesheet that never holds on a screen."""
    return stylesheet.NOT_ON_A_SCREEN.match((attributes.get("media") or "").strip().lower()) is not None


def read_style(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """A stylesheet in the page."""
    css = node.text_lexbor()
    if not is_for_paper(attributes):
        reading.styles.append(css)
    add_urls(reading.page, css, "style", "")


def read_svg(reading: Reading, node: LexborNode, attributes: Attributes) -> None:
    """What SVG draws from elsewhere."""
    attribute = "href" if "href" in attributes else "xlink:href"
    if attribute in attributes:
        reading.page.add(attributes[attribute], Use.RESOURCE, node.tag or "", attribute)


def read_template(reading: Reading, node: LexborNode, _attributes: Attributes) -> None:
    """What is in a <template> is never shown: links to other hosts have no business there."""
    inner = parse_inner((node.html or "").partition(">")[2])
    hrefs = (link.attributes.get("href") or "" for link in inner.css("a[href]"))
    reading.templates += [href for href in hrefs if OUTWARD.match(href)]


def read_common(page: Page, tag: str, attributes: Attributes) -> None:
    """Attributes that load something or lead somewhere, whatever the element."""
    if "src" in attributes and tag not in ("iframe", "frame"):
        page.add(attributes["src"], Use.RESOURCE, tag, "src")
    for attribute in ("srcset", "imagesrcset"):
        if attribute in attributes:
            for raw in candidates(attributes[attribute] or "") or [""]:
                page.add(raw, Use.RESOURCE, tag, attribute)
    for attribute in ("poster", "background", "lowsrc", "dynsrc"):
        if attribute in attributes:
            page.add(attributes[attribute], Use.RESOURCE, tag, attribute)
    for attribute in ("cite", "longdesc", "usemap"):
        if attribute in attributes:
            page.add(attributes[attribute], Use.RELATED, tag, attribute)
    if attributes.get("formaction"):
        page.add(attributes["formaction"], Use.LINK, tag, "formaction")
    if tag in REQUIRED and "src" not in attributes:
        read_missing(page, tag, attributes)
    if tag == "input" and (attributes.get("type") or "").lower() == "image" and "src" not in attributes:
        page.add("", Use.RESOURCE, tag, "")


def read_missing(page: Page, tag: str, attributes: Attributes) -> None:
    """An element without the address that it needs, or with that of a lazy loader in its place."""
    lazy = [name for name in LAZY if attributes.get(name)]
    for name in lazy:
        for raw in candidates(attributes[name] or "") if name.endswith("srcset") else [attributes[name]]:
            page.add(raw, Use.RESOURCE, tag, name)
    if not any(name in attributes for name in REQUIRED[tag]):
        page.add("", Use.RESOURCE, tag, "")


def read_map(reading: Reading, _node: LexborNode, attributes: Attributes) -> None:
    """An image map by its name."""
    reading.page.maps.add(attributes.get("name") or attributes.get("id") or "")


def candidates(srcset: str) -> list[str]:
    """The addresses of a srcset (HTML Standard 4.8.4.3.10); a data: address may hold commas."""
    found, at = [], 0
    while match := CANDIDATE.match(srcset, at):
        raw, at = match[1], match.end()
        if raw.endswith(","):
            raw = raw.rstrip(",")
        else:
            descriptors = DESCRIPTORS.match(srcset, at)
            at = descriptors.end() if descriptors else at
        found.append(raw)
    return found


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
    "script": read_script,
    "option": read_option,
    "map": read_map,
    "template": read_template,
    "use": read_svg,
    "image": read_svg,
    "feImage": read_svg,
    "feimage": read_svg,
}

# One :is(), so that an element with several of these comes once.
SELECTOR = (
    ":is([href],[src],[id],[srcset],[imagesrcset],[poster],[action],[formaction],[background],[style],[xlink\\:href],"
    "[cite],[longdesc],[usemap],[lowsrc],[dynsrc],[srcdoc],"
    "a[name],object,meta,style,template,script,option,map,img,embed,source,track,input,link)"
)


def parse_inner(html: str) -> LexborHTMLParser:
    """The tree of a document within a page."""
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def read_elements(reading: Reading, tree: LexborHTMLParser) -> None:
    """Notes everything that a document refers to, in its order."""
    ids, duplicates = reading.page.ids, reading.page.duplicates
    for node in tree.css(SELECTOR):
        attributes = node.attributes
        name = attributes.get("id")
        if name:
            if name in ids:
                duplicates.append(name)
            ids.add(name)
        tag = node.tag or ""
        if tag == "a":
            read_a(reading, node, attributes)
        else:
            reader = READERS.get(tag)
            if reader:
                reader(reading, node, attributes)
            read_common(reading.page, tag, attributes)
        style = attributes.get("style")
        if style and "(" in style:
            add_urls(reading.page, style, tag, "style")
