"""The result of reading a Word document: the text in blocks, the pictures, and remarks for the editor.

The child process passes it to its parent as JSON, so it holds plain values only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from lanmu.intake.article.blocks import Block, Notes

RemarkKind = Literal["taken", "changed", "look", "left_out", "usual"]


@dataclass(frozen=True)
class Remark:
    """Something about the import that an editor must know."""

    kind: RemarkKind
    """taken 照收, changed 改动, look 请看一看, left_out 没有收进来; usual what comes with every import, without a full stop."""
    text: str
    """A plain Chinese sentence, with the place where that helps."""


@dataclass(frozen=True)
class Comment:
    """A reviewer's comment (批注). Never published."""

    author: str
    text: str
    anchor: str
    """The words that the comment is about; empty when it marks a point."""


@dataclass(frozen=True)
class Picture:
    """One picture file as it lay in the document."""

    name: str
    """The file's name in the folder `media`."""
    rotation: int = 0
    """How far Word rotates the picture when it shows it: degrees clockwise, 0 to 359."""


@dataclass(frozen=True)
class WordText:
    """A document as read."""

    blocks: tuple[Block, ...]
    """`level` is 1 for each line of the title, 2 to 6 for headings; a class `right`, `center`, `caption` (of a picture or
    table) or `title` (a subtitle). Automatic numbers are text. A floating picture or a text box comes after the paragraph
    that it is anchored to."""
    notes: Notes = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    comments: tuple[Comment, ...] = ()
    remarks: tuple[Remark, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    """Core properties that are set: title, creator, created, modified (dates as ISO 8601)."""
    visible_text: str = ""
    """The text that a reader sees, as `proof.py` reads it independently of the blocks; equal to their text."""

    def to_json(self) -> str:
        """The whole as JSON."""
        return JSON.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> WordText:
        """The opposite of `to_json`. Raises ValueError for any other text."""
        return JSON.validate_json(text)


JSON = TypeAdapter(WordText)
