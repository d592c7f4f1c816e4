"""Reviewers' comments: listed for the editor, never published."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.model import Comment
from lanmu.intake.word.tree import TEXT, local, paragraphs_of, plain_text, value, w

LONGEST_ANCHOR = 60
IN_WORD = "（批注里还有图片，请在 Word 或 WPS 里看。）"


def read_comments(root: Element | None, text: Element) -> tuple[Comment, ...]:
    """The comments in their order; `root` is the part with them, `text` the document they are about."""
    if root is None:
        return ()
    anchors = anchors_in(text)
    return tuple(
        Comment(
            value(comment, "author"),
            words_of(comment),
            anchors.get(value(comment, "id"), ""),
        )
        for comment in root.findall(w("comment"))
    )


def words_of(comment: Element) -> str:
    """What a comment says, a line for each paragraph."""
    lines = [plain_text(paragraph).strip() for paragraph in paragraphs_of(comment)]
    has_picture = any(local(each) in ("drawing", "pict", "object") for each in comment.iter())
    return "\n".join(filter(None, [*lines, IN_WORD if has_picture else ""]))


def anchors_in(text: Element) -> dict[str, str]:
    """The words that each comment is about, by its identifier."""
    open_ranges: dict[str, str] = {}
    closed: dict[str, str] = {}
    for element in text.iter():
        if element.tag == w("commentRangeStart"):
            open_ranges[value(element, "id")] = ""
        elif element.tag == w("commentRangeEnd"):
            words = open_ranges.pop(value(element, "id"), "")
            closed[value(element, "id")] = words if len(words) <= LONGEST_ANCHOR else f"{words[:LONGEST_ANCHOR]}…"
        elif element.tag == TEXT:
            for identifier in open_ranges:
                open_ranges[identifier] += element.text or ""
    return closed
