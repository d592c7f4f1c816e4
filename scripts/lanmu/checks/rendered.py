"""A source as the browser gets it: rendered by Python-Markdown, read by a browser's parser."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lanmu.content.markup import TABLES

if TYPE_CHECKING:
    from lanmu.checks.source import Source

# Those of mkdocs.yml that let HTML or attributes through; task lists would add controls of their own.
EXTENSIONS = ("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "fenced_code")
MARKUP = re.compile(r"<[A-Za-z!/?]|\{[^{}\n]*\}")
HARMLESS = re.compile(r"(?:https?:|mailto:|tel:|[^:&\s]*$)", re.IGNORECASE)


def without_open_tags(source: Source) -> str:
    """The body with `<` made another character where no tag is closed any more: Markdown shows it as it is.

    Python's parser would look at all the rest again at each of them.
    """
    tags, close, rest = source.text[source.body_start :].rpartition(">")
    return tags + close + rest.replace("<", "＜")


def elements_of(html: str) -> tuple[LexborNode, ...]:
    """The elements of a page with this HTML."""
    return tuple(LexborHTMLParser(f"<!doctype html><body>{html}").css("*"))


class Rendered:
    """One source with the elements that its own markup gives the page.

    Nothing is rendered for a text without HTML, attributes and unusual addresses.
    """

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def is_plain(self) -> bool:
        """True when there is nothing in it but Markdown and ordinary links."""
        if MARKUP.search(self.source.text, self.source.body_start):
            return False
        return all(HARMLESS.match(link.target) for link in self.source.links)

    @cached_property
    def elements(self) -> tuple[LexborNode, ...]:
        """Every element of the page that the body gives. It gives attributes to the page's own too (`<body onload>`)."""
        if self.is_plain:
            return ()
        markdown = Markdown(extensions=EXTENSIONS, extension_configs=TABLES)
        return elements_of(markdown.convert(without_open_tags(self.source)))

    @cached_property
    def head_elements(self) -> tuple[LexborNode, ...]:
        """Every element of HTML in values of the front matter, which pages show as text."""
        values = [value.text for value in self.source.head_values if "<" in value.text]
        return elements_of("".join(values)) if values else ()

    def locate(self, name: str, attribute: str, number: int) -> int:
        """Where an element stands in the file: the tag of that name and attribute, the `number`th (from 0) of them."""
        text, start = self.source.text, self.source.body_start
        tags = [t for t in self.source.tags if t.name == name and not t.closing and attribute in ("", *t.attributes)]
        if len(tags) > number:
            return tags[number].start
        wanted = rf"\b{re.escape(attribute)}\s*=" if attribute else rf"<{re.escape(name)}\b"
        match = re.search(wanted, text[start:], re.IGNORECASE) or re.search(wanted, text, re.IGNORECASE)
        if match is None:
            return start
        return match.start() + (start if match.string is not text else 0)
