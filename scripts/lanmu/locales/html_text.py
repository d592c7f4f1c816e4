"""A tokenizer for HTML that builds no tree, so that what is not changed stays byte for byte.

The cuts follow the tokenizer of the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html#tokenization):
a quote only opens a value right after `=`, and `<script>`, `<style>` and `<textarea>` run to their own end tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_REST = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+)*+(?:>|\Z)"""
_RAW = "|".join(
    rf"<{name}(?=[\s/>]){_REST}.*?(?:</{name}(?=[\s/>])[^>]*>|\Z)" for name in ("script", "style", "textarea")
)
_COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?/](?![a-z])[^>]*(?:>|\Z)"
TOKEN = re.compile(rf"({_COMMENT}|{_RAW}|</?[a-z]{_REST})", re.IGNORECASE | re.DOTALL)
"""Splitting by it gives text at the even and tags at the odd places; a raw element is one tag with its contents."""

_START = re.compile(rf"</?([a-z][^\s/>]*){_REST}", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=][^\s/>=]*)(?:\s*=\s*("[^"]*"?|'[^']*'?|[^\s>"'][^\s>]*))?""")

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q ruby rb s small span strike strong sub sup"  # noqa: SIM905 (a row of names reads better)
    " time tspan u var wbr".split()
)
"""Elements over whose edges a word may run; every other tag ends the run of text."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905 (a row of names reads better)


class Attribute(NamedTuple):
    """An attribute of a tag: its lower-case name, and where its value stands in the tag (without quotes).

    `before` is where the white space in front of the name begins; `end` is where the attribute ends, quotes included.
    """

    name: str
    before: int
    start: int
    stop: int
    end: int


class Tag(NamedTuple):
    """A tag as it was written. `name` is lower-case and empty for a comment or a doctype; `head` is the tag alone,
    `rest` the contents and the end tag of a raw element. `values` has the attributes by name, the first of each."""

    name: str
    closing: bool
    head: str
    rest: str
    attributes: tuple[Attribute, ...]
    values: Mapping[str, str]

    @property
    def end_of_attributes(self) -> int:
        """Where another attribute can be written, after all others."""
        return self.attributes[-1].end if self.attributes else len(self.name) + 1


def read_tag(text: str, *, whole: bool = True) -> Tag:
    """Takes a tag (as TOKEN cuts it) apart; its attributes only when it is to be read as a `whole`."""
    match = _START.match(text)
    if match is None:
        return Tag("", False, text, "", (), {})
    name, closing, head = match[1].lower(), text[1] == "/", match[0]
    attributes = () if closing or not whole else tuple(_attributes(head, match.end(1)))
    values = {a.name: head[a.start : a.stop] for a in reversed(attributes)}
    return Tag(name, closing, head, text[len(head) :], attributes, values)


def _attributes(head: str, at: int) -> Iterator[Attribute]:
    for match in _ATTRIBUTE.finditer(head, at):
        before = match.start()
        while head[before - 1].isspace():
            before -= 1
        start, stop = match.span(2) if match[2] else (match.end(), match.end())
        if match[2] and match[2][0] in "\"'":
            closed = len(match[2]) > 1 and match[2][-1] == match[2][0]
            start, stop = start + 1, stop - closed
        yield Attribute(match[1].lower(), before, start, stop, match.end())
