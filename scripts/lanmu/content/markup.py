"""What HTML an article may use: one list, for the pages, for print, and for the checks that tell what is taken out.

The HTML that Markdown gives is read by a browser's parser (nh3, which is ammonia) and written anew with what is listed here
and nothing else. So no script runs, no comment gets out, and a tag that is left open cannot reach beyond the article.
Elements that are not listed go, and what stands in them stays; scripts and styles go with their content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import nh3
from selectolax.lexbor import LexborNode

ELEMENTS = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "aside", "header", "footer", "address"),
        *("blockquote", "pre", "hr", "br", "wbr", "center", "details", "summary", "figure", "figcaption"),
        *("ul", "ol", "li", "dl", "dt", "dd", "input"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
        *("ruby", "rb", "rp", "rt", "rtc", "img", "audio", "video", "source", "track"),
    )
)
WITH_CONTENT = frozenset(("script", "style"))
"""Elements that go with their content: it is no text for readers."""
EVERYWHERE = frozenset(("id", "class", "title", "lang", "dir", "translate"))
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset(("href", "name", "hreflang", "type", "download")),
    "audio": frozenset(("src", "controls", "preload", "loop", "muted")),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "data": frozenset(("value",)),
    "del": frozenset(("datetime",)),
    "details": frozenset(("open",)),
    "div": frozenset(("aria-label",)),
    "img": frozenset(("src", "alt", "width", "height")),
    "input": frozenset(("type", "disabled", "checked")),
    "ins": frozenset(("datetime",)),
    "li": frozenset(("value",)),
    "ol": frozenset(("start", "reversed")),
    "source": frozenset(("src", "type")),
    "td": frozenset(("colspan", "rowspan", "headers")),
    "th": frozenset(("colspan", "rowspan", "headers", "abbr")),
    "time": frozenset(("datetime",)),
    "track": frozenset(("src", "kind", "srclang", "label", "default")),
    "video": frozenset(("src", "controls", "preload", "loop", "muted", "width", "height", "poster")),
}
ALIGN = {"align": frozenset(("left", "center", "right", "justify"))}
ALIGNED = ("p", "div", "tr", "th", "td")
VALUES: dict[str, dict[str, frozenset[str]]] = {name: dict(ALIGN) for name in ALIGNED}
"""Attributes of which only some values are let through, in lower case."""
VALUES["div"] |= {"role": frozenset(("group",)), "tabindex": frozenset(("0",))}
VALUES["th"] |= {"scope": frozenset(("col", "row", "colgroup", "rowgroup"))}
VALUES["ol"] = {"type": frozenset(("1", "a", "i"))}
VALUES["img"] = {"loading": frozenset(("lazy", "eager")), "decoding": frozenset(("async", "sync", "auto"))}
TABLES = {"tables": {"use_align_attribute": True}}
"""How Markdown's tables align their columns: `style` is not listed, and the site's policy refuses it."""
# A task in a list; a control of another kind becomes one too.
# One at most for an element: nh3 adds several in any order.
GIVEN = {"input": {"type": "checkbox"}}
ADDRESSES = frozenset(("href", "src", "poster"))
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
CLASSES = frozenset(
    (
        *("admonition", "admonition-title", "attention", "caution", "danger", "error", "hint", "important", "note"),
        *("tip", "warning", "info", "success", "example", "quote", "question", "abstract", "summary", "todo"),
        *("inline", "end"),
        *("footnote", "footnote-ref", "footnote-backref", "task-list", "task-list-item", "toc", "toctitle", "table"),
        *("doc-letterhead", "doc-title", "doc-addressees", "doc-attachments", "doc-signature", "doc-date", "doc-index"),
        "doc-copies",
    )
)
"""Classes that an article may have. Those of the site's own parts are not among them: they cover the page, or hide."""
# The language of a piece of code; a word of Chinese, which no part of the site has for a class.
FREE_CLASS = re.compile(r"language-[\w+#.-]+|[^\x00-\x7f]+")
# Scripts of the site keep their own under such names of `window`, where elements with an id are found too.
RESERVED = re.compile(r"lanmu[A-Z]")
# Three are enough for whatever has been tried.
MOST_TIMES = 10
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def kept(_element: str, attribute: str, value: str) -> str | None:
    """What stays of the value of an attribute that is listed; None when the attribute goes."""
    if attribute == "class":
        return " ".join(name for name in value.split() if is_class(name)) or None
    if attribute in ("id", "name") and RESERVED.match(value):
        return None
    # Alternative texts and titles have comments spelled out.
    return COMMENT.sub("", value) if "<!--" in value else value


def is_class(name: str) -> bool:
    """True for a class that an article may have."""
    return name in CLASSES or FREE_CLASS.fullmatch(name) is not None


CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS),
    clean_content_tags=set(WITH_CONTENT),
    attributes={"*": set(EVERYWHERE), **{name: set(found) for name, found in ATTRIBUTES.items()}},
    tag_attribute_values={name: {key: set(of) for key, of in found.items()} for name, found in VALUES.items()},
    set_tag_attribute_values=GIVEN,
    attribute_filter=kept,
    url_schemes=set(SCHEMES),
    # Set where links that leave the site are marked.
    link_rel=None,
)


def clean(html: str) -> str:
    """The HTML of an article, a whole one, with nothing in it but what is listed; well-formed.

    Without an element that stood between them two others may not be nested as they were (`<li><object><div><li>`), and a
    browser would read what is written otherwise than it was meant, up to leaving the article. So what is given back is
    what stays as it is when it is cleaned again; what never does, which nobody has met, is given as it is written.
    """
    for _ in range(MOST_TIMES):
        html, before = CLEANER.clean(html), html
        if html == before:
            return html
    return escape(html)


def removed(node: LexborNode) -> Iterator[tuple[str, str]]:
    """What `clean` takes from an element, as it is in the article: attributes and what goes of their values. An attribute
    without a name is the element itself."""
    name = node.tag or ""
    # The parser makes them for every page; an article can only give them attributes.
    if name not in ELEMENTS and name not in ("html", "head", "body"):
        yield "", ""
        return
    for attribute, value in node.attributes.items():
        if lost := lost_of(name, attribute, value or ""):
            yield attribute, lost


def lost_of(element: str, attribute: str, value: str) -> str:
    """What goes of an attribute: its value or a part of it (its name when it has no value), or nothing."""
    own = ATTRIBUTES.get(element, frozenset()) | GIVEN.get(element, {}).keys() | EVERYWHERE
    values = VALUES.get(element, {}).get(attribute)
    if attribute == "class":
        return " ".join(name for name in value.split() if not is_class(name))
    is_listed = element in ELEMENTS and (attribute in own if values is None else value.lower() in values)
    is_kept = (
        is_listed and (attribute not in ADDRESSES or is_address(value)) and kept(element, attribute, value) is not None
    )
    return "" if is_kept else value or attribute


def is_address(value: str) -> bool:
    """True for an address that links may lead to: on the site, or of one of the schemes."""
    return "href" in CLEANER.clean(f'<a href="{escape(value)}">')
