"""Writes an official document as Markdown that shows every character, and proves it by rendering the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from lanmu.diagnostics.errors import UserError
from lanmu.intake.article.blocks import difference_of, squeeze
from lanmu.intake.official import DocumentLine, LineKind, OfficialDocument
from lanmu.text.dialect import converter
from lanmu.untrusted.text_limits import refuse_excess

# The characters that Python-Markdown allows to escape, and the bar of tables.
SPECIAL = re.compile(r"([\\`*_{}\[\]()>#+\-.!|])")
CLASSES = {
    LineKind.MASTHEAD: "doc-letterhead",
    LineKind.LETTERHEAD: "doc-letterhead",
    LineKind.TITLE: "doc-title",
    LineKind.ADDRESSEES: "doc-addressees",
    LineKind.ATTACHMENTS: "doc-attachments",
    LineKind.SIGNATURE: "doc-signature",
    LineKind.DATE: "doc-date",
    LineKind.INDEX: "doc-index",
    LineKind.COPIES: "doc-copies",
}
HASHES = {LineKind.LEVEL_1: "##", LineKind.LEVEL_2: "###", LineKind.LEVEL_3: "####"}
# A note's number is shown where it is referred to and before the note; the link back is added by the site.
REFERENCE = re.compile(r'<a class="footnote-ref" href="#fn:(\d+)">\d+</a>')
NOTE = re.compile(r'<li id="fn:(\d+)">')
WAY_BACK = re.compile(r'(?:&#160;| )?<a class="footnote-backref".*?</a>', re.DOTALL)
LINE_END = re.compile("<br ?/?>")
SHOWN = 20


def escape(text: str, special: re.Pattern[str] = SPECIAL) -> str:
    """`text` so that Markdown shows it as it is. The first group of `special` gets a backslash.

    White space at the ends, and any inside other than ordinary and ideographic blanks, becomes a character reference:
    Markdown would drop or change it.
    """
    core = text.strip()
    start = text.index(core)
    inner = special.sub(r"\\\1", core.replace("&", "&amp;").replace("<", "&lt;"))
    inner = re.sub(r"[^\S \u3000]", reference, inner)
    inner = re.sub(r"^[:=~]", reference, inner)
    return "".join(map(entity, text[:start])) + inner + "".join(map(entity, text[start + len(core) :]))


def entity(character: str) -> str:
    return f"&#{ord(character)};"


def reference(match: re.Match[str]) -> str:
    return entity(match[0])


def line_text(line: DocumentLine) -> str:
    if line.kind in CLASSES:
        return f"{escape(line.text)}\n{{: .{CLASSES[line.kind]} }}"
    if line.kind in HASHES and line.is_whole_line:
        return f"{HASHES[line.kind]} {escape(line.text)}"
    if line.lead:
        return f"**{escape(line.text[: line.lead])}**{escape_rest(line.text[line.lead :])}"
    return escape(line.text)


def escape_rest(text: str) -> str:
    """`escape` for text in the middle of a line; may be only white space."""
    return escape(text) if text.strip() else "".join(map(entity, text))


def to_markdown(document: OfficialDocument) -> str:
    """The document as Markdown. Raises UserError beyond a limit, or when a character would be lost, which is our defect."""
    text = "\n\n".join(line_text(line) for line in document.lines) + "\n"
    refuse_excess(text)
    check(document, text)
    return text


def check(document: OfficialDocument, text: str) -> None:
    """Renders `text` and compares it with the document, line by line and to the letter."""
    # XML knows five named entities only; Markdown writes no others but this one.
    rendered = converter(without=["toc"]).convert(text)
    root = ET.fromstring(f"<div>{rendered.replace('&quot;', '&#34;')}</div>")
    lines = ["".join(element.itertext()) for element in root]
    expected = [line.text for line in document.lines]
    for number, (got, want) in enumerate(zip(lines, expected, strict=False), start=1):
        if got != want:
            raise UserError(
                f"第 {number} 段“{want.strip()[:20]}…”里有排版程序会改动的字符，没有导入。请把这个文件交给维护人员。"
            )
    if len(lines) != len(expected):
        raise UserError("段落数和原文不一致，没有导入。请把这个文件交给维护人员。")


@dataclass(frozen=True)
class Moved:
    """Text that went into the front matter, and how many visible characters came before it."""

    before: int
    text: str


def shown(text: str) -> str:
    """The visible text of the page of Markdown `text`, notes with their numbers at the end."""
    html = converter(without=["toc"]).convert(text)
    html = WAY_BACK.sub("", LINE_END.sub("\n", html))
    page = LexborHTMLParser(NOTE.sub(r'<li id="fn:\1">[\1]', REFERENCE.sub(r"[\1]", html)))
    return page.body.text(deep=True) if page.body else ""


def prove(text: str, source: str, moved: Iterable[Moved] = (), *, exact: bool = False) -> None:
    """Raises UserError, with the place, when the page of `text` together with `moved` differs from `source`.

    Blanks do not count, unless `exact`: then every character does but the ends of lines, and lines in which
    nothing is seen.
    """
    actual, expected = squeeze(shown(text)), squeeze(source)
    for piece in moved:
        # Put back where it was.
        actual = actual[: piece.before] + squeeze(piece.text) + actual[piece.before :]
    if exact and actual == expected:
        actual, expected = without_blank_lines(shown(text)), without_blank_lines(source)
    if actual == expected:
        return
    position = difference_of(actual, expected)
    start = max(0, position - SHOWN // 2)
    raise UserError(
        f"在“{expected[start : position + SHOWN]}”附近，网页上的文字和原文对不上"
        f"（网页上是“{actual[start : position + SHOWN]}”），为了不丢字，没有导入。请把这个文件交给维护人员。"
    )


def without_blank_lines(text: str) -> str:
    return "".join(line for line in text.split("\n") if squeeze(line))
