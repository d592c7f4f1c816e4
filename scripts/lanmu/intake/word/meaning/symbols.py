"""Characters that are signs only in their font: Wingdings, Symbol and the like, as the Unicode characters they look like.

The table of what they look like is mammoth's. ECMA-376 part 1, clause 17.3.3.30: a code may be moved up to the private
use area (F000).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mammoth.docx.dingbats import dingbats  # type: ignore[import-untyped]

from lanmu.intake.word.tree import value

UNREADABLE = "\ufffd"
"""Stands for a sign that is not known: the checks of the site find it, so that it is not forgotten."""
FONTS = frozenset(font for font, _ in dingbats)
MOVED_UP = 0xF000
EMOJI = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
# Signs that few machines have a font for, and the ones that all have.
FAMILIAR = str.maketrans("🞎🞏🞐◻◼⚫🗴🗶🗵🗷⮽🗸🗹🡪⮚🞂", "□□□□■●✗✗☒☒☒✓☑→➢▶")


def symbol(element: Element) -> str:
    """The character of a `w:sym`; `UNREADABLE` when it is not known."""
    try:
        code = int(value(element, "char"), 16)
    except ValueError:
        return UNREADABLE
    return character(value(element, "font"), code) or UNREADABLE


def emoji(element: Element) -> str:
    """The character of a `w16se:symEx` ([MS-DOCX] 2.8.1), which says its code point; `UNREADABLE` when it does not."""
    try:
        return chr(int(next(said for name, said in element.items() if name.endswith("}char")), 16))
    except (StopIteration, ValueError, OverflowError):
        return UNREADABLE


def character(font: str, code: int) -> str:
    """What the code looks like in the font; empty when that is not known. In fonts of text a code is itself."""
    low = code - MOVED_UP if MOVED_UP <= code < MOVED_UP + 0x100 else code
    if font in FONTS:
        found = dingbats.get((font, low))
        return chr(found).translate(FAMILIAR) if found else " " if low == ord(" ") else ""
    return chr(code) if low == code and chr(code).isprintable() else ""


def as_shown(text: str, font: str) -> str:
    """Text typed in a font of signs, as it looks; text in any other font, and Chinese characters, as they are."""
    if font not in FONTS:
        return text
    return "".join((character(font, ord(each)) or UNREADABLE) if is_sign(each) else each for each in text)


def is_sign(letter: str) -> bool:
    """True for a character that a font of signs draws: one of its 224 codes, moved up or not."""
    return " " <= letter <= "\xff" or MOVED_UP <= ord(letter) < MOVED_UP + 0x100
