"""Runs of text inside a paragraph: how they are made, and how the white space of HTML goes out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

Inline = dict[str, Any]
INLINE_KINDS = ("text", "break", "note")
MARKS = ("strong", "em", "sup", "sub", "link")
# White space of HTML (Infra Standard); a no-break space or a full-width one is a character.
BLANK = " \t\n\f\r"
# Between two of these a line break in the source is no space: Chinese has none.
WIDE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]")
PLAIN: dict[str, Any] = {"strong": False, "em": False, "sup": False, "sub": False, "link": ""}
# What holds the place of a footnote and of a forced break while white space is looked at.
NOTE, BREAK = "\ufffc", "\u2028"


def run(text: str, marks: dict[str, Any] = PLAIN) -> Inline:
    """A run of text; `marks` are strong, em, sup, sub (yes or no) and link (an address or nothing)."""
    return {"kind": "text", "text": text, **PLAIN, **marks}


def plain(inlines: Iterable[Inline]) -> str:
    """The text alone, a forced break as a line end, footnotes left out."""
    return "".join("\n" if inline["kind"] == "break" else inline.get("text", "") for inline in inlines)


def tidy(inlines: Sequence[Inline]) -> list[Inline]:
    """The runs as they are set: white space as a browser shows it, none at the ends and at breaks, alike runs joined.

    Full-width spaces at the very beginning are the writer's indent; the page makes its own.
    """
    held = {"note": NOTE, "break": BREAK}
    texts = [held.get(inline["kind"]) or inline["text"] for inline in inlines]
    kept = kept_characters("".join(texts))
    result: list[Inline] = []
    start = 0
    for inline, text in zip(inlines, texts, strict=True):
        characters = "".join(kept[start : start + len(text)])
        result.append(inline | {"text": characters} if inline["kind"] == "text" else inline)
        start += len(text)
    return joined(trimmed([inline for inline in result if inline.get("text") != ""]))


def kept_characters(whole: str) -> list[str]:
    """What becomes of each character: itself, a space for a run of white space, or nothing."""
    kept = list(whole)
    for match in re.finditer(f"[{BLANK}]+", whole):
        start, end = match.span()
        before, after = whole[start - 1 : start], whole[end : end + 1]
        wide = "\n" in match[0] and WIDE.match(before or " ") and WIDE.match(after or " ")
        kept[start:end] = [""] * (end - start)
        if before and after and not wide and BREAK not in (before, after):
            kept[start] = " "
    return kept


def trimmed(inlines: list[Inline]) -> list[Inline]:
    """Without white space and breaks at the ends."""
    while inlines and (inlines[0]["kind"] == "break" or is_blank(inlines[0])):
        inlines = inlines[1:]
    while inlines and (inlines[-1]["kind"] == "break" or is_blank(inlines[-1])):
        inlines = inlines[:-1]
    if inlines and inlines[0]["kind"] == "text":
        inlines = [inlines[0] | {"text": inlines[0]["text"].lstrip()}, *inlines[1:]]
    if inlines and inlines[-1]["kind"] == "text":
        inlines = [*inlines[:-1], inlines[-1] | {"text": inlines[-1]["text"].rstrip()}]
    return inlines


def is_blank(inline: Inline) -> bool:
    """True for a run with nothing to see."""
    return inline["kind"] == "text" and not inline["text"].strip()


def joined(inlines: Sequence[Inline]) -> list[Inline]:
    """Runs that look alike and touch become one."""
    result: list[Inline] = []
    for key, group in groupby(inlines, key=lambda i: (i["kind"], *(i.get(mark) for mark in MARKS))):
        same = list(group)
        if key[0] == "text":
            result.append(same[0] | {"text": "".join(inline["text"] for inline in same)})
        else:
            result += same
    return result
