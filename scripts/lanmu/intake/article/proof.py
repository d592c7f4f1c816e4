"""Proves that nothing was lost: the finished Markdown is rendered as the site renders it and compared with the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import squeeze
from lanmu.text.dialect import converter

# Numbers of notes are shown raised and before the notes; the ways back are what the site adds.
REFERENCE = re.compile(r'<a class="footnote-ref" href="#fn:(\d+)">\d+</a>')
NOTE = re.compile(r'<li id="fn:(\d+)">')
WAY_BACK = re.compile(r'(?:&#160;| )?<a class="footnote-backref".*?</a>', re.DOTALL)
LINE_END = re.compile("<br ?/?>")
SHOWN = 20


@dataclass(frozen=True)
class Moved:
    """Text that went into the front matter, with how many characters that are seen stood before it."""

    before: int
    text: str


def shown(text: str) -> str:
    """What a reader of the page sees of Markdown `text`, notes and their numbers at the end."""
    html = converter(without=["toc"]).convert(text)
    html = WAY_BACK.sub("", LINE_END.sub("\n", html))
    page = LexborHTMLParser(NOTE.sub(r'<li id="fn:\1">[\1]', REFERENCE.sub(r"[\1]", html)))
    return page.body.text(deep=True) if page.body else ""


def prove(text: str, wanted: str, moved: Iterable[Moved] = (), *, exact: bool = False) -> None:
    """Raises UserError, with the place, when the page of `text` and what was `moved` do not say what `wanted` says.

    Blanks do not count, unless `exact`: then every character does but the ends of lines, and lines in which
    nothing is seen.
    """
    found, expected = squeeze(shown(text)), squeeze(wanted)
    for piece in moved:
        # Put back where it was.
        found = found[: piece.before] + squeeze(piece.text) + found[piece.before :]
    if exact and found == expected:
        found, expected = without_blank_lines(shown(text)), without_blank_lines(wanted)
    if found == expected:
        return
    pairs = enumerate(zip(found, expected, strict=False))
    place = next((index for index, (got, want) in pairs if got != want), min(len(found), len(expected)))
    start = max(0, place - SHOWN // 2)
    raise UserError(
        f"在“{expected[start : place + SHOWN]}”附近，网页上的文字和原文对不上"
        f"（网页上是“{found[start : place + SHOWN]}”），为了不丢字，没有导入。请把这个文件交给维护人员。"
    )


def without_blank_lines(text: str) -> str:
    """The text with every character but the ends of lines, and lines in which nothing is seen."""
    return "".join(line for line in text.split("\n") if squeeze(line))
