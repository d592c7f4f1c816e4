"""Inside a block: links, pictures, tags and marks, and the text that is left for the reader."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lanmu.text.emphasis import used

# What stands for something that is no running text, such as code or a picture.
OBJECT = "\ufffc"
TAG = r"</?[A-Za-z][^\s\"'<>]*(?:\s+[^\s\"'=<>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*\s*/?>"
COMMENT = r"<!--.*?-->"
TITLE = r"(?:\s*(?:\"[^\"]*\"|'[^']*'))?\s*\)"
TARGET = rf"\(\s*(?P<target><[^<>]*>|(?:[^()<\"']|\((?:[^()]|\([^()]*\))*\))*?){TITLE}"
CODE = r"(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
# In a label, up to four of them: what is repeated possessively must have no group, which Python 3.11 loses (gh-101955).
LABEL_CODE = "|".join(rf"(?<!`){'`' * n}(?!`).+?(?<!`){'`' * n}(?!`)" for n in (1, 2, 3, 4))
# An exclamation mark belongs to the bracket behind it: read in two ways, a row of them is read in 2ⁿ.
INNER = r"!?\[(?:[^\[\]\\!]|!(?!\[)|\\.|!?\[[^\[\]]*\])*+\]"
LABEL = rf"(?P<label%s>(?:[^\[\]\\`!]|!(?!\[)|\\.|(?>{LABEL_CODE}|`+)|{INNER})*+)"
INLINE = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()>#+.!|-])"
    rf"|(?P<code>{CODE})"
    rf"|(?P<comment>{COMMENT})"
    r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.-]*://[^<>]*|(?:mailto:)?[^<> !]+@[^@<> ]+)>"
    rf"|(?P<tag>{TAG})"
    r"|(?P<note>\[\^[^\[\]]*\])"
    rf"|(?P<image>!?)\[{LABEL % ''}\]{TARGET}"
    rf"|(?P<refimage>!?)\[{LABEL % '2'}\](?:\s?\[(?P<reference>[^\[\]]*)\])?"
    r"|(?P<entity>&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);)"
    r"|(?P<run>\*+|_+)",
    re.DOTALL,
)
SHORT = re.compile(rf"(?P<refimage>!?)\[{LABEL % '2'}\](?P<reference>(?!))?", re.DOTALL)
RAW = re.compile(
    rf"(?P<comment>{COMMENT})|(?P<tag></?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>)"
    r"|(?P<entity>&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);?)",
    re.DOTALL,
)
ATTRIBUTES = re.compile(r"\{:?[ ]*[^}\n ][^}\n]*\}")
# For text behind the last `-->`: a comment that is begun there is none, and its end is not looked for again and again.
COMMENT_GROUP = rf"(?P<comment>{COMMENT})"
NO_COMMENT = r"(?P<comment>(?!))"
AFTER_LAST_COMMENT = {
    pattern: re.compile(pattern.pattern.replace(COMMENT_GROUP, NO_COMMENT), re.DOTALL) for pattern in (INLINE, RAW)
}
SPECIAL = re.compile(r"[\\`*_\[<&]")
BREAKING = re.compile(r"br|p|div|li|td|th|tr|dt|dd|h[1-6]|summary|table|ul|ol|blockquote|hr")
HIDDEN = frozenset(("script", "style", "pre", "code", "svg", "template"))
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
# Words, where an address or a name is looked for.
WIDE = re.compile("[\u3400-\u9fff\U00020000-\U0003134f〇，。；：！？、（）《》“”]")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[#/]|\.{1,2}/|.*/$|[^\\，。；：]*\.[A-Za-z0-9]{1,5}(?:[#?].*)?$")
IDENTIFIER = re.compile(r"#([^\s}.#]+)")


@dataclass(frozen=True)
class Spelled:
    """Text with the place of each of its characters in the file, and the place where it ends."""

    text: str
    offsets: tuple[int, ...]

    def part(self, start: int, end: int) -> Spelled:
        """The characters from `start` up to `end`."""
        return Spelled(self.text[start:end], self.offsets[start : end + 1])


@dataclass(frozen=True)
class Link:
    """A link or picture in Markdown. Offsets are places in the file; `text` is what the reader sees of it."""

    kind: Literal["link", "image", "auto", "definition"]
    text: str
    target: str
    start: int
    target_start: int
    inner_image: bool = False

    @property
    def is_text(self) -> bool:
        """True for a definition that gives words instead of an address: its writer meant a note."""
        is_words = bool(WIDE.search(self.target)) and not ADDRESS.match(self.target)
        return self.kind == "definition" and is_words


@dataclass(frozen=True)
class Tag:
    """A raw HTML tag: its lower-case name, its attributes with the place of each value, and where it begins."""

    name: str
    attributes: dict[str, tuple[str, int]]
    start: int
    closing: bool


@dataclass
class Found:
    """What the blocks of one file hold besides text, in the order of the file."""

    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    comments: list[Spelled] = field(default_factory=list)
    references: list[tuple[str, int]] = field(default_factory=list)
    identifiers: list[tuple[str, int]] = field(default_factory=list)
    attributes: list[tuple[str, int]] = field(default_factory=list)
    """Attribute lists, in braces, and where each stands."""
    captions: list[Spelled] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    """Inline code by the place where it begins."""
    defined: frozenset[str] = frozenset()
    """Names of link targets that are given somewhere in the file."""
    notes: frozenset[str] = frozenset()
    """Names of footnotes."""

    def take(self, other: Found) -> None:
        """Adds what was found inside a construct."""
        for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True):
            if isinstance(mine, list):
                mine.extend(theirs)
            elif isinstance(mine, dict):
                mine.update(theirs)


def visible(block: Spelled, found: Found, *, raw: bool = False) -> Spelled:
    """What the reader sees of a block; links, tags and comments on the way go into `found`.

    In `raw` HTML nothing is Markdown.
    """
    if not SPECIAL.search(block.text):
        return block
    characters: list[str] = []
    offsets: list[int] = []
    hidden = ""
    for text, places, tag in pieces(block, found, RAW if raw else INLINE):
        if tag:
            # What is written in some elements is no text.
            if not hidden and tag.name in HIDDEN and not tag.closing:
                hidden = tag.name
            elif tag.name == hidden and tag.closing:
                hidden = ""
        if not hidden:
            characters.append(text)
            offsets.extend(places)
    return Spelled("".join(characters), (*offsets, block.offsets[-1]))


def pieces(block: Spelled, found: Found, pattern: re.Pattern[str]) -> Iterator[tuple[str, tuple[int, ...], Tag | None]]:
    """Visible runs of a block, each with the places of its characters, and the tag when it is one."""
    position, search = 0, 0
    matches: list[tuple[re.Match[str], Spelled, Tag | None]] = []
    runs: list[re.Match[str]] = []
    last_comment = block.text.rfind("-->")
    while match := (pattern if search <= last_comment else AFTER_LAST_COMMENT[pattern]).search(block.text, search):
        search = match.end()
        if match.lastgroup == "run":
            runs.append(match)
            matches.append((match, block.part(match.start(), match.end()), None))
        elif (inner := replaced(match, block, found)) is None:
            short = SHORT.match(block.text, match.start())
            inner = referring(short, block, found) if short else None
            if short and inner:
                search = short.end()
                matches.append((short, inner, None))
            else:
                search = match.start() + 1
        else:
            matches.append((match, inner, found.tags[-1] if match.lastgroup == "tag" else None))
    gone = used(block.text, runs)
    for match, inner, tag in matches:
        yield block.text[position : match.start()], block.offsets[position : match.start()], None
        position = match.end()
        if match.lastgroup != "run":
            yield inner.text, inner.offsets[: len(inner.text)], tag
        else:
            left = [place for place in range(match.start(), match.end()) if place not in gone]
            yield match[0][: len(left)], tuple(block.offsets[place] for place in left), None
        position = after_attributes(match, block, position, gone, found)
    yield block.text[position:], block.offsets[position:-1], None


def after_attributes(match: re.Match[str], block: Spelled, end: int, gone: set[int], found: Found) -> int:
    """Where the text goes on behind an element that may have a list of attributes."""
    is_element = match.lastgroup in ("ticks", "auto", "target", "reference", "label2") or end - 1 in gone
    if is_element and (attributes := ATTRIBUTES.match(block.text, end)):
        identify(attributes[0], block.offsets[end], found)
        return attributes.end()
    return end


def replaced(match: re.Match[str], block: Spelled, found: Found) -> Spelled | None:
    """What the reader sees in place of one construct; None when it is none after all."""
    start = block.offsets[match.start()]
    nothing = Spelled("", (start,))
    given = match.groupdict()
    if given["comment"]:
        found.comments.append(block.part(match.start(), match.end()))
        return nothing
    if given["tag"]:
        tag = tag_of(match["tag"], start, block.offsets[match.start() : match.end()])
        found.tags.append(tag)
        return Spelled("\n", (start, start)) if BREAKING.fullmatch(tag.name) else nothing
    if given["entity"]:
        text = html.unescape(match["entity"])
        return Spelled(text, (start,) * (len(text) + 1))
    if given["escape"]:
        return block.part(match.start() + 1, match.end())
    if given["code"]:
        part = block.part(match.start() + len(match["ticks"]), match.end() - len(match["ticks"]))
        found.codes[start] = part.text.strip()
        return Spelled(OBJECT, (start, block.offsets[match.end()]))
    if given["auto"]:
        found.links.append(Link("auto", match["auto"], match["auto"], start, start + 1))
        return block.part(match.start("auto"), match.end("auto"))
    if given["note"]:
        return nothing if match["note"][2:-1] in found.notes else None
    if given["label"] is not None:
        return link(match, block, found)
    return referring(match, block, found)


def referring(match: re.Match[str], block: Spelled, found: Found) -> Spelled | None:
    """A link whose target is given elsewhere, if it is."""
    start = block.offsets[match.start()]
    words = block.text[match.start("label2") : match.end("label2")]
    name = " ".join((match["reference"] or words).lower().split())
    is_defined = name in found.defined
    if is_defined or match["reference"] is not None:
        found.references.append((name, start))
    if not is_defined:
        return None
    if match["refimage"]:
        return Spelled(OBJECT, (start, start))
    return visible(block.part(match.start("label2"), match.end("label2")), found)


def link(match: re.Match[str], block: Spelled, found: Found) -> Spelled:
    """A Markdown link or picture: recorded; a link's words stay in the text, a picture's alternative text does not."""
    start = block.offsets[match.start()]
    inner = Found(notes=found.notes, defined=found.defined)
    part = block.part(match.start("label"), match.end("label"))
    label = part if match["image"] else visible(part, inner)
    target, shift = match["target"], 0
    if target.startswith("<"):
        target, shift = target[1:-1], 1
    has_image = any(link.kind == "image" for link in inner.links) or any(tag.name == "img" for tag in inner.tags)
    kind: Literal["link", "image"] = "image" if match["image"] else "link"
    place = block.offsets[match.start("target") + shift]
    found.links.append(Link(kind, label.text.replace(OBJECT, ""), target.strip(), start, place, has_image))
    if match["image"] and label.text.strip():
        found.captions.append(label)
    found.take(inner)
    return Spelled(OBJECT, (start, start)) if match["image"] else label


def identify(attributes: str, start: int, found: Found) -> None:
    """An attribute list, which may give its element an id."""
    found.attributes.append((attributes.strip(), start + len(attributes) - len(attributes.lstrip())))
    if match := IDENTIFIER.search(attributes):
        found.identifiers.append((match[1], start))


def tag_of(text: str, start: int, offsets: tuple[int, ...]) -> Tag:
    """A raw tag taken apart."""
    name = re.match(r"</?([A-Za-z][^\s/>]*)", text)
    assert name, "the caller matched a tag"
    attributes: dict[str, tuple[str, int]] = {}
    for match in ATTRIBUTE.finditer(text, name.end()):
        group = next((number for number in (2, 3, 4) if match[number] is not None), 1)
        value = html.unescape(match[group]) if group > 1 else ""
        attributes.setdefault(match[1].lower(), (value, offsets[match.start(group)]))
    return Tag(name[1].lower(), attributes, start, text.startswith("</"))
