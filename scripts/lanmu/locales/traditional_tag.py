"""One tag of a built page, read once: what it means for the text around it, and how the Traditional page has it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lanmu.locales.html_text import INLINE, VOID, Tag, read_tag
from lanmu.locales.mirror import FOLDER, Mirror
from lanmu.locales.script_conversion import ScriptConversion

LANGUAGE = FOLDER
OPAQUE = frozenset(("code", "pre"))
"""Elements whose text is no prose. (`script`, `style` and `textarea` are one token with their contents.)"""

TEXT_ATTRIBUTES = frozenset(
    "alt title placeholder label aria-label aria-description aria-placeholder aria-roledescription aria-valuetext".split()  # noqa: SIM905 (a row of names reads better)
)
TEXT_META = frozenset(
    "description keywords author sitename columnname columndescription columnkeywords articletitle contentsource"  # noqa: SIM905 (a row of names reads better)
    " og:title og:description og:site_name og:image:alt article:section article:tag".split()
)
"""Names of meta tags that hold prose. Others hold codes (ColumnType is one of a fixed list of words)."""

BUTTONS = frozenset(("submit", "reset", "button"))
ADDRESSES = frozenset("href src srcset imagesrcset action formaction poster data xlink:href".split())  # noqa: SIM905 (a row of names reads better)
DATA_ADDRESSES = frozenset(("url", "href", "src", "root", "index"))
DATA_CODES = frozenset(("key", "id", "value", "code", "path", "language"))
"""What the last word of a `data-…` name says: data-search-root is an address and data-filter-value a code; any other
that contains Chinese is text of the interface."""

META_LOCALES = {"zh_CN": "zh_TW", "zh_TW": "zh_CN"}
"""Open Graph knows languages by territory only (https://ogp.me/#metadata)."""

_ACTIVE = ("href", "src", "action", "poster", "data", "lang", "translate", "content", "<html")
"""One of these, or Chinese, is in every tag that must be read closely; a quick look that spares most tags a slow one."""
_MANY = 10_000
"""So many tags are remembered: those that come again do so on nearly every page."""
_HEADING = re.compile(r'<(h[1-6])(?: id="[^"<>]*")?>')
_LINK = re.compile(r'(<a href=")([^"<>]*)(">)')
"""The tags that nearly all are new on a page, written as Markdown writes them: what they mean is known."""
_SRCSET = re.compile(r"(?:^|,\s+)([^\s,]\S*?)(?=\s|,\s|,?$)")
_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"\s]+)", re.IGNORECASE)
_JSON_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


Edit = tuple[int, int, tuple[str, ...]]
"""From where to where a tag changes, and what stands there then: literal text and addresses in turn."""


class Mark(NamedTuple):
    """What a tag does to the text around it, and how it is written.

    `ends`: no word runs over it. `hides`: the text of the element is not converted. `pieces` are literal text and, at
    the odd places, addresses that depend on the page (empty: the tag stays as it is); `fixed` addresses name the
    language they lead to.
    """

    name: str
    closing: bool
    ends: bool
    hides: bool
    fixed: bool
    pieces: tuple[str, ...]


class TagReader:
    """Reads tags; those that come again, on whatever page, are read once."""

    def __init__(self, script: ScriptConversion, mirror: Mirror) -> None:
        self._script = script
        self._mirror = mirror
        self._shown: dict[str, Mark] = {}
        self._hidden: dict[str, Mark] = {}
        self._rooted: defaultdict[int, dict[tuple[str, ...], str]] = defaultdict(dict)

    def marks(self, tags: list[str]) -> list[Mark]:
        """The marks of all tags of a page, as if nothing were hidden."""
        known = self._shown
        if len(known) > _MANY:
            known.clear()
        known.update((tag, self._mark(tag, shown=True)) for tag in tags if tag not in known)
        return [known[tag] for tag in tags]

    def hidden_mark(self, tag: str) -> Mark:
        """The mark of a tag inside of what is not converted: its addresses change, its texts do not."""
        if tag not in self._hidden:
            self._hidden[tag] = self._mark(tag, shown=False)
        return self._hidden[tag]

    def rooted(self, folder: str) -> Mapping[tuple[str, ...], str]:
        """Tags by their pieces as they were written for pages as deep as `folder`, if that is all that they depend on."""
        return self._rooted[depth_of(folder)]

    def written(self, mark: Mark, folder: str) -> str:
        """The tag as it stands on the mirrored page in `folder`."""
        link, depth = self._mirror.link, depth_of(folder)
        done = "".join([link(folder, p, fixed=mark.fixed) if at % 2 else p for at, p in enumerate(mark.pieces)])
        up = "../" * depth
        if all(address.startswith(up) and ".." not in address[len(up) :] for address in mark.pieces[1::2]):
            self._rooted[depth][mark.pieces] = done
        return done

    def _mark(self, text: str, *, shown: bool) -> Mark:
        if heading := _HEADING.fullmatch(text):
            return Mark(heading[1], False, True, False, False, ())
        if link := _LINK.fullmatch(text):
            return Mark("a", False, False, False, False, link.groups())
        tag = read_tag(text, whole=is_active(text))
        switch, language = tag.values.get("data-language"), tag.values.get("lang")
        kept = tag.values.get("translate") == "no" or (tag.name != "html" and language not in (None, "zh"))
        fixed = switch is not None or tag.values.get("hreflang") is not None
        hides = not tag.closing and (kept or tag.name in OPAQUE) and tag.name not in VOID and not tag.rest
        pieces = self._pieces(tag, shown and not kept)
        ends = hides or tag.name not in INLINE
        return Mark(tag.name, tag.closing, ends, hides, fixed, () if pieces == (text,) else pieces)

    def _pieces(self, tag: Tag, prose: bool) -> tuple[str, ...]:
        """Literal text and addresses in turn."""
        pieces, at = [""], 0
        for start, stop, new in self._edits(tag, prose):
            pieces[-1] += tag.head[at:start] + new[0]
            pieces += new[1:]
            at = stop
        rest = self._data(tag.rest) if prose and is_data(tag) else (tag.rest,)
        pieces[-1] += tag.head[at:] + rest[0]
        return (*pieces, *rest[1:])

    def _edits(self, tag: Tag, prose: bool) -> Iterator[Edit]:
        """What changes in the tag itself, from left to right."""
        switch = tag.values.get("data-language")
        for attribute in tag.attributes:
            value = tag.head[attribute.start : attribute.stop]
            if switch and attribute.name == "aria-current":
                yield attribute.before, attribute.end, ("",)
            elif (new := self._value(tag, attribute.name, value, prose)) != (value,):
                yield attribute.start, attribute.stop, new
        if switch == LANGUAGE:
            yield tag.end_of_attributes, tag.end_of_attributes, (' aria-current="true"',)
        if tag.name == "html" and not tag.closing and tag.values.get("lang") is None:
            yield tag.end_of_attributes, tag.end_of_attributes, (f' lang="{LANGUAGE}"',)

    def _value(self, tag: Tag, name: str, value: str, prose: bool) -> tuple[str, ...]:
        """A value in Traditional, as literal text and addresses in turn."""
        if tag.name == "html" and name == "lang":
            return (LANGUAGE,)
        if tag.name == "meta":
            return self._content(tag, value) if name == "content" else (value,)
        if name in ADDRESSES or (
            name.startswith("data-") and last_word(name) in DATA_ADDRESSES and not value.isdigit()
        ):
            return cut(value, _SRCSET) if name.endswith("srcset") else ("", value, "")
        if prose and not value.isascii() and is_prose(tag, name):
            return (self._script.one(value),)
        return (value,)

    def _content(self, tag: Tag, value: str) -> tuple[str, ...]:
        """The content of a meta tag."""
        name = (tag.values.get("name") or tag.values.get("property") or tag.values.get("http-equiv") or "").lower()
        if name in ("og:url", "og:image"):
            return ("", value, "")
        if name == "refresh":
            return cut(value, _REFRESH)
        if name in ("og:locale", "og:locale:alternate"):
            return (META_LOCALES.get(value, value),)
        return (self._script.one(value),) if name in TEXT_META and not value.isascii() else (value,)

    def _data(self, text: str) -> tuple[str, ...]:
        """The strings of JSON-LD: addresses, the language, and texts."""
        pieces, at, key = [""], 0, ""
        for match in _JSON_TEXT.finditer(text):
            value = match[1]
            pieces[-1] += text[at : match.start(1)]
            at = match.end(1)
            if key == "inLanguage":
                pieces[-1] += LANGUAGE
            elif value.startswith(("https://", "http://")):
                pieces += [value, ""]
            else:
                pieces[-1] += value if value.isascii() else self._script.one(value)
            key = value if text[at + 1 : at + 3].lstrip().startswith(":") else ""
        pieces[-1] += text[at:]
        return tuple(pieces)


def is_active(text: str) -> bool:
    """False for a tag in which nothing changes, whatever it is."""
    lower = text.lower()
    return not text.isascii() or any(word in lower for word in _ACTIVE)


def depth_of(folder: str) -> int:
    """How many folders lie between the root of the site and its pages in `folder`."""
    return folder.count("/") + 1 if folder else 0


def last_word(name: str) -> str:
    """The last word of the name of an attribute: `root` of data-search-root."""
    return name.rpartition("-")[2]


def is_prose(tag: Tag, name: str) -> bool:
    """True for attributes that readers see or hear."""
    if name == "value":
        return tag.name == "input" and (tag.values.get("type") or "").lower() in BUTTONS
    return name in TEXT_ATTRIBUTES or (name.startswith("data-") and last_word(name) not in DATA_CODES)


def is_data(tag: Tag) -> bool:
    """True for structured data about the page (JSON-LD)."""
    return tag.name == "script" and tag.values.get("type") == "application/ld+json"


def cut(value: str, address: re.Pattern[str]) -> tuple[str, ...]:
    """A value with the addresses in it (first group) at the odd places."""
    pieces, at = [""], 0
    for match in address.finditer(value):
        pieces[-1] += value[at : match.start(1)]
        pieces += [match[1], ""]
        at = match.end(1)
    pieces[-1] += value[at:]
    return tuple(pieces)
