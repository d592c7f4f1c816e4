"""What reading a Markdown text gives: its passages, links, tags and the rest, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lanmu.text.dialect import slug, unique

# Holds the place of something that is no running text, such as code or a picture.
OBJECT = "\ufffc"
# Words, where an address or a name is looked for.
WIDE = re.compile("[\u3400-\u9fff\U00020000-\U0003134f〇，。；：！？、（）《》“”]")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[#/]|\.{1,2}/|.*/$|[^\\，。；：]*\.[A-Za-z0-9]{1,5}(?:[#?].*)?$")
BULLET = "•"
PassageKind = Literal["paragraph", "heading", "item", "cell", "caption"]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Text with the place of each of its characters in the file, and the place where it ends."""

    text: str
    offsets: tuple[int, ...]

    def part(self, start: int, end: int) -> PlacedText:
        """The characters from `start` up to `end`."""
        return PlacedText(self.text[start:end], self.offsets[start : end + 1])


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


@dataclass(frozen=True)
class Passage:
    """Text that the reader sees in one piece.

    `offsets[i]` is the place of `text[i]` in the file; there is one more, for the end. `quoted` text is somebody else's
    words. `level` and `identifier` are a heading's (the id that its author gave it), `marker` a list item's (`-` or `1.`).
    """

    kind: PassageKind
    text: str
    offsets: tuple[int, ...]
    quoted: bool = False
    level: int = 0
    marker: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Item:
    """An item of a list: its marker as it is written (`-` or `1.`) and the place of it, what the page shows for it (`shown`),
    and the place of the first item of its list."""

    marker: str
    start: int
    shown: str
    first: int


@dataclass
class Scan:
    """What a body consists of, and what became something else than running text. All numbers are places in the file."""

    passages: list[Passage] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    comments: list[PlacedText] = field(default_factory=list)
    references: list[tuple[str, int]] = field(default_factory=list)
    identifiers: list[tuple[str, int]] = field(default_factory=list)
    attributes: list[tuple[str, int]] = field(default_factory=list)
    """Attribute lists, in braces."""
    captions: list[PlacedText] = field(default_factory=list)
    """The words of pictures."""
    codes: dict[int, str] = field(default_factory=dict)
    """Inline code by the place where it begins."""
    items: list[Item] = field(default_factory=list)
    code_blocks: list[tuple[int, int]] = field(default_factory=list)
    """Code by indentation, from where to where."""
    underlined: list[tuple[int, int]] = field(default_factory=list)
    """Headings with a line under them: where each begins, and its line."""
    cells: list[tuple[int, str]] = field(default_factory=list)
    """Cells for which the head of their table has no column; the page does not show them."""
    rows: list[int] = field(default_factory=list)
    """Lines without a pipe that became rows of the table above them."""
    titles: list[tuple[int, str]] = field(default_factory=list)
    """Words after `!!! type` that are no title in quotation marks; the page does not show them."""
    defined: frozenset[str] = frozenset()
    """Names of link targets that are given somewhere in the file, in lower case."""
    note_names: frozenset[str] = frozenset()
    """Names of footnotes that are written somewhere in the file."""
    notes: list[tuple[str, int]] = field(default_factory=list)
    """Footnotes, where they are written."""
    note_references: list[tuple[str, int]] = field(default_factory=list)
    """Numbers of footnotes in the text."""

    @property
    def headings(self) -> tuple[Passage, ...]:
        """The headings, in order."""
        return tuple(passage for passage in self.passages if passage.kind == "heading")

    def anchors(self) -> frozenset[str]:
        """The ids that the built page will have in its text: headings, attribute lists, raw HTML."""
        names = {name for name, _ in self.identifiers}
        tried: dict[str, int] = {}
        for heading in self.headings:
            pairs = zip(heading.text, heading.offsets, strict=False)
            words = "".join(self.codes.get(place, "") if text in (OBJECT, "\n") else text for text, place in pairs)
            if not heading.identifier:
                names.add(unique(slug(re.sub(" +", " ", words)), names, tried))
        raw_ids = [tag.attributes[name][0] for tag in self.tags for name in ("id", "name") if name in tag.attributes]
        return frozenset((*names, *raw_ids))
