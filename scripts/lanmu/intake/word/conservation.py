"""Proves that no character was lost unsaid: all that the file holds is in the text, or is known to be left out.

This walk shares nothing with the reader but the choice of a form (`meaning/alternates.py`): it takes every character
wherever it stands, in whatever element, and knows no styles, fields, lists or formulas. What it finds must come out
again, in the HTML or among what the steps say they took out (`Remarks.gone`). Order is the business of
`visible_text.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from lanmu.intake.article.blocks import squeeze
from lanmu.intake.word.meaning.alternates import ALTERNATES, form_of

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was deleted or moved away (ECMA-376 part 1, clause 17.13.5).
DELETED = frozenset({f"{WORD}del", f"{WORD}moveFrom"})
MARKS = {"tr": f"{WORD}trPr/{WORD}del", "tc": f"{WORD}tcPr/{WORD}cellDel"}
PARAGRAPH, NOTES = f"{WORD}p", (f"{WORD}footnoteReference", f"{WORD}endnoteReference")
HEXADECIMAL = 16


def pieces_of(body: Element, notes: dict[str, dict[str, Element]]) -> list[str]:
    """The text of every paragraph of a document, and of the notes that it refers to, in no particular order.

    `notes` has the notes of each kind (`footnote`, `endnote`) by their identifier.
    """
    referred = {
        (each.tag.rpartition("}")[2].removesuffix("Reference"), each.get(f"{WORD}id", ""))
        for each in body.iter()
        if each.tag in NOTES
    }
    stories = [body, *(notes[kind][name] for kind, name in sorted(referred) if name in notes.get(kind, {}))]
    return [text for story in stories for text in paragraphs_in(story)]


def paragraphs_in(story: Element) -> Iterator[str]:
    """The text of each paragraph, that of a text box inside it as one of its own."""
    waiting: list[Iterable[Element]] = [[story]]
    while waiting:
        text: list[str] = []
        inner: list[Iterable[Element]] = []
        characters(waiting.pop(), text, inner)
        waiting.extend(inner)
        if text:
            yield "".join(text)


def characters(elements: Iterable[Element], text: list[str], inner: list[Iterable[Element]]) -> None:
    """Adds what is written in some elements to `text`; the paragraphs among them are collected in `inner`."""
    for element in elements:
        name = element.tag.rpartition("}")[2]
        if element.tag in DELETED or (name in MARKS and element.find(MARKS[name]) is not None):
            continue
        if name == "t":
            text.append(element.text or "")
        elif name == "symEx":
            text.append(code_point(next((said for key, said in element.items() if key.endswith("char")), "")))
        elif name == "textpath":
            text.append(element.get("string", ""))
        elif element.tag == ALTERNATES:
            characters(form_of(element), text, inner)
        elif element.tag == PARAGRAPH:
            inner.append(list(element))
        else:
            characters(element, text, inner)


def code_point(code: str) -> str:
    """The character of a code in hexadecimal figures; nothing for what is none."""
    try:
        return chr(int(code, HEXADECIMAL))
    except (ValueError, OverflowError):
        return ""


def lost(pieces: Iterable[str], got: str, gone: Iterable[str]) -> tuple[int, list[str]]:
    """How many characters of `pieces` are neither in `got` nor in `gone`, and the paragraphs that may miss them."""
    found = [plain(piece) for piece in pieces]
    rest = plain(got)
    there = Counter(rest)
    for text in gone:
        there.update(plain(text))
    missing = Counter("".join(found)) - there
    places = [piece for piece in found if piece not in rest and any(letter in missing for letter in piece)]
    return missing.total(), places


def plain(text: str) -> str:
    """Text as it is compared: blanks and what nobody sees do not count, nor do capitals, which styles make."""
    return squeeze(text).upper()
