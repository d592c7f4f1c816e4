"""What reading a Word document gives: the text as HTML, the pictures, and everything an editor must be told.

It crosses from the child process that reads into the one that writes as JSON, so it holds plain values only.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

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
    """The words the comment is about; empty when it stands at a point."""


@dataclass(frozen=True)
class Picture:
    """One picture file as it lay in the document."""

    name: str
    """The file's name in the folder `media`."""
    content_type: str
    """As the package declares it, e.g. `image/png`, `image/x-emf`."""
    alternative: str
    """What the document says the picture shows; empty when it says nothing."""
    floating: bool
    """True when text flows around it, so that its place in the text is a guess."""
    turn: int = 0
    """How far Word turns the picture when it shows it: degrees clockwise, 0 to 359."""


@dataclass(frozen=True)
class WordText:
    """A document as read."""

    html: str
    """A fragment of these elements and no others:

    - `h1` for each line of the title, `h2` to `h6` for headings, no level left out; `p` with at most one class of
      `right`, `center`, `caption` (of a picture or table) and `title` (a subtitle); `blockquote`;
    - `ul` with `li` for bullets only: every automatic number is text at the beginning of its paragraph;
    - `table` with `thead` and `tbody` when it has header rows, cells of blocks, `colspan` and `rowspan`;
    - `aside` of class `textbox`, after the paragraph that the box is anchored to;
    - `strong`, `em`, `s`, `sup`, `sub`, `br` (soft return), `a` with an address that can be followed, and `img` with
      the name of a file in `media`; a floating picture stands in a paragraph of its own, after the one it floats by;
    - a note is `<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup>`, and at the end stands an `ol` with a
      `<li id="footnote-1">` for each, whose last paragraph ends in ` <a href="#footnote-ref-1">↑</a>`.
    """
    pictures: tuple[Picture, ...] = ()
    comments: tuple[Comment, ...] = ()
    remarks: tuple[Remark, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    """Core properties that are set: title, creator, created, modified (dates as ISO 8601)."""
    visible_text: str = ""
    """What a reader of the document sees, as `visible_text.py` says; not made from `html`, but equal to its text."""

    def to_json(self) -> str:
        """The whole as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The opposite of `to_json`. Raises ValueError, KeyError or TypeError for any other text."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            html=data["html"],
            pictures=tuple(Picture(**item) for item in data["pictures"]),
            comments=tuple(Comment(**item) for item in data["comments"]),
            remarks=tuple(Remark(**item) for item in data["remarks"]),
            properties=data["properties"],
            visible_text=data["visible_text"],
        )
