"""What HTML an article may use: one list, for the pages, for print, and for the checks that report what is removed.

The HTML made from Markdown is parsed as a browser does (nh3, which is ammonia) and written anew with only what is listed
here. So no script runs, no comment gets out, and a tag that is left open cannot reach beyond the article. Elements that are
not listed go, and what stands in them stays; scripts and styles go with their content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nh3
from selectolax.lexbor import LexborNode

from lanmu.storage.program_data import read_program_data

LISTED: dict[str, Any] = read_program_data(Path(__file__).with_suffix(".yml"))
ELEMENTS = frozenset(LISTED["elements"])
WITH_CONTENT = frozenset(LISTED["with_content"])
EVERYWHERE = frozenset(LISTED["everywhere"])
ATTRIBUTES = {name: frozenset(of) for name, of in LISTED["attributes"].items()}
VALUES = {
    name: {key: frozenset(of) for key, of in by_attribute.items()} for name, by_attribute in LISTED["values"].items()
}
CLASSES = frozenset(LISTED["classes"])
# A task in a list; a control of another kind becomes one too.
# No more than one for an element: the order in which nh3 writes several changes from run to run.
GIVEN = {"input": {"type": "checkbox"}}
ADDRESSES = frozenset(("href", "src", "poster"))
# The language of a piece of code; a word of Chinese, which no part of the site has for a class.
FREE_CLASS = re.compile(r"language-[\w+#.-]+|[^\x00-\x7f]+")
# Global variables of the site's scripts: an element with such an id would take their place (DOM clobbering).
RESERVED = re.compile(r"lanmu[A-Z]")
# How often HTML is cleaned until nothing changes; no text that was tried needed more than three.
MOST_TIMES = 10
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def clean_value(_element: str, attribute: str, value: str) -> str | None:
    """The value of a listed attribute without what is not allowed; None when the attribute is removed."""
    if attribute == "class":
        return " ".join(name for name in value.split() if is_class(name)) or None
    if attribute in ("id", "name") and RESERVED.match(value):
        return None
    return without_comments(value)


def without_comments(value: str) -> str:
    """An alternative text or a title, in which Markdown spells comments out, without them."""
    return COMMENT.sub("", value) if "<!--" in value else value


def is_class(name: str) -> bool:
    """True for a class that an article may have."""
    return name in CLASSES or FREE_CLASS.fullmatch(name) is not None


CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS),
    clean_content_tags=set(WITH_CONTENT),
    attributes={"*": set(EVERYWHERE), **{name: set(names) for name, names in ATTRIBUTES.items()}},
    tag_attribute_values={
        name: {key: set(of) for key, of in by_attribute.items()} for name, by_attribute in VALUES.items()
    },
    set_tag_attribute_values=GIVEN,
    attribute_filter=clean_value,
    url_schemes=set(LISTED["schemes"]),
    # Set where links that leave the site are marked.
    link_rel=None,
)


def clean(html: str) -> str:
    """The HTML of a whole article, well-formed, with nothing in it but what is listed.

    Taking out an element can make the nesting of others invalid (`<li><object><div><li>`), and a browser would then build
    another tree, in which text may leave the article. So HTML is cleaned until cleaning changes nothing; if that never
    happens it is returned escaped, as plain text.
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
        is_listed
        and (attribute not in ADDRESSES or is_address(value))
        and clean_value(element, attribute, value) is not None
    )
    return "" if is_kept else value or attribute


def is_address(value: str) -> bool:
    """True for an address that links may lead to: on the site, or of one of the schemes."""
    return "href" in CLEANER.clean(f'<a href="{escape(value)}">')
