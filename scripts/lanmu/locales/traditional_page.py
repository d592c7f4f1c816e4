"""A built page in Traditional Chinese: whole runs of text are converted and laid back over their nodes, tags rewritten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lanmu.locales.mirror import FOLDER, Mirror
from lanmu.locales.script_conversion import ScriptConversion

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
"""One of these, or Chinese, is in every tag that must be parsed; most tags are skipped by this quick test."""
_MANY = 10_000
"""The cache of tags is emptied at this size; tags that recur do so on nearly every page, and are soon there again."""
_HEADING = re.compile(r'<(h[1-6])(?: id="[^"<>]*")?>')
_LINK = re.compile(r'(<a href=")([^"<>]*)(">)')
"""Headings and links as Markdown writes them: nearly every one is new, so they skip the full parse."""
_SRCSET = re.compile(r"(?:^|,\s+)([^\s,]\S*?)(?=\s|,\s|,?$)")
_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"\s]+)", re.IGNORECASE)
_JSON_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


Edit = tuple[int, int, tuple[str, ...]]
"""A replacement in a tag: start, end, and the new text as literal text and addresses in turn."""


class TagChange(NamedTuple):
    """How a tag changes, and what it does to the text beside it.

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
        self._shown: dict[str, TagChange] = {}
        self._hidden: dict[str, TagChange] = {}
        self._rooted: defaultdict[int, dict[tuple[str, ...], str]] = defaultdict(dict)

    def changes(self, tags: list[str]) -> list[TagChange]:
        """How all tags of a page change, as if nothing were hidden."""
        cached = self._shown
        if len(cached) > _MANY:
            cached.clear()
        cached.update((tag, self._read(tag, shown=True)) for tag in tags if tag not in cached)
        return [cached[tag] for tag in tags]

    def hidden_change(self, tag: str) -> TagChange:
        """How a tag changes inside an element that is not converted: its addresses, not its texts."""
        if tag not in self._hidden:
            self._hidden[tag] = self._read(tag, shown=False)
        return self._hidden[tag]

    def rooted(self, folder: str) -> Mapping[tuple[str, ...], str]:
        """Converted tags by their pieces, for pages at the depth of `folder`: those whose addresses depend on the depth alone."""
        return self._rooted[depth_of(folder)]

    def written(self, change: TagChange, folder: str) -> str:
        """The tag as it stands on the mirrored page in `folder`."""
        link, depth = self._mirror.link, depth_of(folder)
        converted = "".join(
            [link(folder, p, fixed=change.fixed) if at % 2 else p for at, p in enumerate(change.pieces)]
        )
        up = "../" * depth
        if all(address.startswith(up) and ".." not in address[len(up) :] for address in change.pieces[1::2]):
            self._rooted[depth][change.pieces] = converted
        return converted

    def _read(self, text: str, *, shown: bool) -> TagChange:
        if heading := _HEADING.fullmatch(text):
            return TagChange(heading[1], False, True, False, False, ())
        if link := _LINK.fullmatch(text):
            return TagChange("a", False, False, False, False, link.groups())
        lower = text.lower()
        tag = read_tag(text, whole=not text.isascii() or any(word in lower for word in _ACTIVE))
        switch, language = tag.values.get("data-language"), tag.values.get("lang")
        untouched = tag.values.get("translate") == "no" or (tag.name != "html" and language not in (None, "zh"))
        fixed = switch is not None or tag.values.get("hreflang") is not None
        hides = not tag.closing and (untouched or tag.name in OPAQUE) and tag.name not in VOID and not tag.rest
        pieces = self._pieces(tag, shown and not untouched)
        ends = hides or tag.name not in INLINE
        return TagChange(tag.name, tag.closing, ends, hides, fixed, () if pieces == (text,) else pieces)

    def _pieces(self, tag: Tag, prose: bool) -> tuple[str, ...]:
        """Literal text and addresses in turn."""
        pieces, at = [""], 0
        for start, stop, new in self._edits(tag, prose):
            pieces[-1] += tag.head[at:start] + new[0]
            pieces += new[1:]
            at = stop
        is_json_ld = tag.name == "script" and tag.values.get("type") == "application/ld+json"
        rest = self._data(tag.rest) if prose and is_json_ld else (tag.rest,)
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
            name.startswith("data-") and name.rpartition("-")[2] in DATA_ADDRESSES and not value.isdigit()
        ):
            return cut(value, _SRCSET) if name.endswith("srcset") else ("", value, "")
        if prose and not value.isascii() and is_prose(tag, name):
            return (self._script.convert(value),)
        return (value,)

    def _content(self, tag: Tag, value: str) -> tuple[str, ...]:
        name = (tag.values.get("name") or tag.values.get("property") or tag.values.get("http-equiv") or "").lower()
        if name in ("og:url", "og:image"):
            return ("", value, "")
        if name == "refresh":
            return cut(value, _REFRESH)
        if name in ("og:locale", "og:locale:alternate"):
            return (META_LOCALES.get(value, value),)
        return (self._script.convert(value),) if name in TEXT_META and not value.isascii() else (value,)

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
                pieces[-1] += value if value.isascii() else self._script.convert(value)
            key = value if text[at + 1 : at + 3].lstrip().startswith(":") else ""
        pieces[-1] += text[at:]
        return tuple(pieces)


def depth_of(folder: str) -> int:
    """How many folders lie between the root of the site and its pages in `folder`."""
    return folder.count("/") + 1 if folder else 0


def is_prose(tag: Tag, name: str) -> bool:
    """True for attributes that readers see or hear."""
    if name == "value":
        return tag.name == "input" and (tag.values.get("type") or "").lower() in BUTTONS
    return name in TEXT_ATTRIBUTES or (name.startswith("data-") and name.rpartition("-")[2] not in DATA_CODES)


def cut(value: str, address: re.Pattern[str]) -> tuple[str, ...]:
    """A value with the addresses in it (first group) at the odd places."""
    pieces, at = [""], 0
    for match in address.finditer(value):
        pieces[-1] += value[at : match.start(1)]
        pieces += [match[1], ""]
        at = match.end(1)
    pieces[-1] += value[at:]
    return tuple(pieces)


Parts = list[str]
"""A page cut by TOKEN: text at the even places, tags at the odd ones."""


class TraditionalPages:
    """Converts pages one after another; tags and texts that come again are read once."""

    def __init__(self, script: ScriptConversion, mirror: Mirror) -> None:
        self._script = script
        self._tags = TagReader(script, mirror)

    def page(self, text: str, folder: str) -> str:
        """The page that stands in `folder` of the Simplified site (`plan/x`; empty: its root), for the mirror."""
        parts = TOKEN.split(text)
        changes = self._tags.changes(parts[1::2])
        runs = self._runs(parts, changes, self._hide(parts, changes))
        self._write(parts, changes, folder)
        self._convert(parts, runs)
        return "".join(parts)

    def _hide(self, parts: Parts, changes: list[TagChange]) -> set[int]:
        """Finds the elements that are not converted: gives the places of their texts, and reads their tags so."""
        hidden: set[int] = set()
        for first in [at for at, change in enumerate(changes) if change.hides]:
            if 2 * first in hidden:
                continue
            name, at, depth = changes[first].name, first, 1
            while depth and at + 1 < len(changes):
                at += 1
                changes[at] = self._tags.hidden_change(parts[2 * at + 1])
                hidden.add(2 * at)
                depth += (-1 if changes[at].closing else 1) if changes[at].name == name else 0
            if depth:
                hidden.add(len(parts) - 1)
        return hidden

    def _runs(self, parts: Parts, changes: list[TagChange], hidden: set[int]) -> list[list[int]]:
        """The places of text nodes over which a word may run, together; from the first with Chinese to the last."""
        runs: list[list[int]] = []
        last = -1
        for at in [at for at in range(0, len(parts), 2) if not parts[at].isascii()]:
            if at in hidden:
                continue
            if last < 0 or changes[last // 2].ends or any(change.ends for change in changes[last // 2 : at // 2]):
                runs.append([at])
            else:
                runs[-1] += range(last + 2, at + 1, 2)
            last = at
        return runs

    def _write(self, parts: Parts, changes: list[TagChange], folder: str) -> None:
        rooted, written = self._tags.rooted(folder), self._tags.written
        for at in [at for at, change in enumerate(changes) if change.pieces]:
            parts[2 * at + 1] = rooted.get(changes[at].pieces) or written(changes[at], folder)

    def _convert(self, parts: Parts, runs: list[list[int]]) -> None:
        texts = [parts[run[0]] if len(run) == 1 else "".join([parts[at] for at in run]) for run in runs]
        for run, text, converted in zip(runs, texts, self._script.convert_all(texts), strict=True):
            if len(run) == 1:
                parts[run[0]] = converted
            else:
                for at, piece in zip(run, self._script.cut(text, converted, [parts[at] for at in run]), strict=True):
                    parts[at] = piece
