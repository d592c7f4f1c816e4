"""The words of an article's pictures, and how answers get into them: every other character stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from lanmu.content import front_matter
from lanmu.content.publication import PLACEHOLDER
from lanmu.intake.article.galleries import GENERIC
from lanmu.intake.markdown_text import escape
from lanmu.text.scan import scan

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class PictureWords:
    """A picture of a text: its `file`, the words that say what is on it, and whether they are still to be written."""

    number: int
    file: str
    words: str
    is_open: bool


def pictures_of(text: str) -> tuple[PictureWords, ...]:
    """The pictures of an article (the text of its file), numbered from 1."""
    pictures = []
    for number, (words, target, _, _) in enumerate(_pictures(text), start=1):
        is_open = not words.strip() or bool(PLACEHOLDER.search(words)) or bool(GENERIC.fullmatch(words))
        pictures.append(PictureWords(number, target, "" if PLACEHOLDER.match(words) else plain(words), is_open))
    return tuple(pictures)


def with_words(text: str, answers: Mapping[int, str]) -> str:
    """The text of a file with these words for its pictures, by their numbers; what is not among them stays as it is."""
    # From the last picture to the first, so that the places before stay right.
    for number, (_, _, start, end) in reversed(list(enumerate(_pictures(text), start=1))):
        words = answers.get(number, "")
        if words.strip() and words != plain(text[start:end]):
            text = text[:start] + escape(" ".join(words.split())) + text[end:]
    return text


def _pictures(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The pictures of a text: their words, file, and where the words begin and end."""
    start = front_matter.span(text)[1]
    for link in scan(text, start).links:
        end = text.rfind("](", link.start, link.target_start)
        if link.kind == "image" and end >= 0:
            yield link.text, link.target, link.start + len("!["), end


def plain(words: str) -> str:
    """The words of a picture as readers get them, without what escapes Markdown's signs."""
    return unescape(ESCAPED.sub(r"\1", words))
