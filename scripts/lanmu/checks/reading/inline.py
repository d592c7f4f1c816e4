"""Inside a block: links, pictures, tags and marks, and the text that is left for the reader."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

# What stands for something that is no running text, such as code or a picture.
OBJECT = "\ufffc"
TAG = r"</?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>"
TARGET = r"\(\s*(?P<target>%s<[^<>\n]*>|(?:[^()\s<]|\((?:[^()\s]|\([^()\s]*\))*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
LABEL = r"(?P<label%s>(?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*\](?:\((?:[^()]|\([^()]*\))*\))?)*)"
INLINE = re.compile(
    r"(?P<escape>\\[\\`*_{}\[\]()>#+.!|~:\"'<-])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<auto>(?:https?|ftp|mailto):[^<>\s]+|[\w.+-]+@[\w.-]+\.\w+)>"
    rf"|(?P<tag>{TAG})"
    r"|(?P<note>\[\^[^\]\s]+\]:?)"
    rf"|(?P<image>!?)\[{LABEL % ''}\]{TARGET.replace('%s', '')}(?P<attributes>\{{:?[^{{}}\n]*\}})?"
    rf"|(?P<refimage>!?)\[{LABEL % '2'}\]\s?\[(?P<reference>[^\[\]]*)\]"
    r"|(?P<attribute>\{:?\s*(?:[.#][^{}\n]*|[\w-]+=[^{}\n]*)\})"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});)"
    r"|(?P<star>(?<!\*)\*{1,3}(?!\*))"
    r"|(?P<underline>(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w))",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
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
    captions: list[Spelled] = field(default_factory=list)

    def take(self, other: Found) -> None:
        """Adds what was found inside a construct."""
        for name in vars(self):
            getattr(self, name).extend(getattr(other, name))


def visible(block: Spelled, found: Found) -> Spelled:
    """What the reader sees of a block; links, tags and comments on the way go into `found`."""
    characters: list[str] = []
    offsets: list[int] = []
    for text, places in pieces(block, found):
        characters.append(text)
        offsets.extend(places)
    return Spelled("".join(characters), (*offsets, block.offsets[-1]))


def pieces(block: Spelled, found: Found) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Visible runs of a block, each with the places of its characters."""
    position = 0
    for match in INLINE.finditer(block.text):
        yield block.text[position : match.start()], block.offsets[position : match.start()]
        inner = replaced(match, block, found)
        yield inner.text, inner.offsets[: len(inner.text)]
        position = match.end()
    yield block.text[position:], block.offsets[position:-1]


def replaced(match: re.Match[str], block: Spelled, found: Found) -> Spelled:
    """What the reader sees in place of one construct."""
    start = block.offsets[match.start()]
    nothing = Spelled("", (start,))
    if match["escape"]:
        return block.part(match.start() + 1, match.end())
    if match["code"]:
        return Spelled(OBJECT, (start, block.offsets[match.end()]))
    if match["comment"]:
        found.comments.append(block.part(match.start(), match.end()))
        return nothing
    if match["auto"]:
        found.links.append(Link("auto", match["auto"], match["auto"], start, start + 1))
        return block.part(match.start("auto"), match.end("auto"))
    if match["tag"]:
        found.tags.append(tag_of(match["tag"], start, block.offsets[match.start() : match.end()]))
        return (
            Spelled("\n", (start, start)) if re.match(r"</?(br|p|div|li|td|th|tr)\b", match["tag"], re.I) else nothing
        )
    if match["label"] is not None:
        return link(match, block, found)
    if match["label2"] is not None:
        label = visible(block.part(match.start("label2"), match.end("label2")), found)
        name = match["reference"] or label.text
        found.references.append((name.lower(), start))
        return Spelled(OBJECT, (start, start)) if match["refimage"] else label
    if match["attribute"]:
        identify(match["attribute"], start, found)
        return nothing
    if match["entity"]:
        text = html.unescape(match["entity"])
        return Spelled(text, (start,) * (len(text) + 1))
    return nothing


def link(match: re.Match[str], block: Spelled, found: Found) -> Spelled:
    """A Markdown link or picture: recorded; a link's words stay in the text, a picture's alternative text does not."""
    start = block.offsets[match.start()]
    inner = Found()
    label = visible(block.part(match.start("label"), match.end("label")), inner)
    target, shift = match["target"], 0
    if target.startswith("<"):
        target, shift = target[1:-1], 1
    if match["attributes"]:
        identify(match["attributes"], start, found)
    has_image = any(link.kind == "image" for link in inner.links) or any(tag.name == "img" for tag in inner.tags)
    kind: Literal["link", "image"] = "image" if match["image"] else "link"
    place = block.offsets[match.start("target") + shift]
    found.links.append(Link(kind, label.text.replace(OBJECT, ""), target, start, place, has_image))
    if match["image"] and label.text.strip():
        found.captions.append(label)
    found.take(inner)
    return Spelled(OBJECT, (start, start)) if match["image"] else label


def identify(attributes: str, start: int, found: Found) -> None:
    """An attribute list may give its element an id."""
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
