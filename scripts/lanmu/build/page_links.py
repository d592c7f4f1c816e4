"""Links of a text to pages that this edition does not have.

Articles that are not out yet: the words stay, as plain text, until they are; one that waits must not hold up the whole
site. Pages that were not translated: the link leads to the original. Both are done on what Python-Markdown has made of
the text, so that every way to write a link counts, and code does not. Links to what never goes out (samples, drafts,
internal articles) stay as they are; the checks find them, and MkDocs.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from markdown import Markdown

from lanmu.content.addresses import address_of
from lanmu.content.translation import source_path
from lanmu.text.dialect import Steps
from lanmu.views.edition import Edition

TAG = re.compile(r"""<a(?P<head>\s(?:[^<>"']|"[^"]*"|'[^']*')*+)>|</a\s*>""", re.IGNORECASE)
HREF = re.compile(r"""\shref\s*=\s*(?P<target>"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)


@dataclass
class PageLinks:
    """Where the links of the current page lead. `page` is the source of that page (below docs/), `absent` are the sources
    of pages that are not out yet. In a translation `own` are the sources that were translated and `original` is the edition
    in the first language; `folder` holds the pages of the language; it is empty where both languages have the same pages,
    as Traditional always has."""

    absent: frozenset[str]
    own: Container[str] = ()
    original: Edition | None = None
    folder: str = ""
    page: str = field(default="", init=False)

    @cached_property
    def absent_addresses(self) -> frozenset[str]:
        """Where the pages that are not out yet will stand."""
        return frozenset(address_of(source) for source in self.absent)

    def is_absent(self, target: str) -> bool:
        """True for a target, as Markdown has it, that is not out yet."""
        path = local_path(target)
        return bool(path) and source_path(resolved(self.page, path)) in self.absent

    def is_absent_in_html(self, target: str) -> bool:
        """The same for a target in HTML, which counts from the page's address for browsers, though some writers count from the
        file: true when either is not out yet."""
        path = local_path(target)
        if not path:
            return False
        address = posixpath.normpath(posixpath.join(self.folder, address_of(self.page), path))
        address = address.removeprefix(f"{self.folder}/").removesuffix("index.html").rstrip("/") + "/"
        return address in self.absent_addresses or self.is_absent(target)

    def elsewhere(self, target: str) -> str:
        """The address that a link must lead to because its page was not translated; empty for one that is right."""
        path = local_path(target)
        source = resolved(self.page, path) if path else ""
        is_right = source in self.own or not source.endswith(".md")
        if self.original is None or is_right or self.original.item(source) is None:
            return ""
        here = posixpath.join(self.folder, address_of(self.page))
        anchor = urlsplit(target).fragment
        return quote(posixpath.relpath(address_of(source) or ".", here)) + "/" + (f"#{anchor}" if anchor else "")

    def steps(self) -> Steps:
        """The conversion step that removes and redirects links. Priority 0: after backslashes are taken out (also 0, but
        registered before), before MkDocs looks for the files (0, registered later)."""
        return Steps(tree=[(0, self.redirect_all)])

    def redirect_all(self, root: ET.Element, md: Markdown) -> None:
        """Removes or redirects all links of one page: those of the tree, and those of raw HTML, which Python-Markdown stashes."""
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "a" and (target := child.get("href")):
                    self.redirect(md, parent, child, target)
        blocks = md.htmlStash.rawHtmlBlocks
        is_gone = False
        for number, block in enumerate(blocks):
            if isinstance(block, str) and "<" in block:
                blocks[number], is_gone = self.without_absent(block, is_gone)

    def redirect(self, md: Markdown, parent: ET.Element, link: ET.Element, target: str) -> None:
        """One link of Markdown."""
        if self.is_absent(target):
            unwrap(parent, link)
        elif href := self.elsewhere(target):
            # As raw HTML: MkDocs would look for the file in this language and not find it.
            attributes = dict(link.items()) | {"href": href, "hreflang": "zh-CN"}
            head = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            store = md.htmlStash.store
            unwrap(parent, link, store(f"<a{head}>"), store("</a>"))

    def without_absent(self, html: str, is_gone: bool) -> tuple[str, bool]:
        """A piece of HTML without the links that lead to what is not out yet. `is_gone` says whether the beginning of the
        link that is open was taken out; so does what is given back."""

        def tag(match: re.Match[str]) -> str:
            nonlocal is_gone
            if match["head"] is not None:
                href = HREF.search(match["head"])
                is_gone = href is not None and self.is_absent_in_html(unescape(href["target"].strip("\"'")))
                return "" if is_gone else match[0]
            was_gone, is_gone = is_gone, False
            return "" if was_gone else match[0]

        return TAG.sub(tag, html), is_gone


def local_path(target: str) -> str:
    """The path of a target on this site, counted from the page; empty for anything else."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)


def resolved(page: str, path: str) -> str:
    """A path relative to the source of `page`, as a path below docs/."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def unwrap(parent: ET.Element, element: ET.Element, before: str = "", after: str = "") -> None:
    """Replaces an element by its content, with a text before and after it."""
    place = list(parent).index(element)
    children = list(element)
    add_text(parent, place, before + (element.text or ""))
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)
    add_text(parent, place + len(children), after + (element.tail or ""))


def add_text(parent: ET.Element, place: int, text: str) -> None:
    """Adds text before the child at a place of its parent."""
    if place == 0:
        parent.text = (parent.text or "") + text
    else:
        child = parent[place - 1]
        child.tail = (child.tail or "") + text
