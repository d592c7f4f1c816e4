"""Characters of symbol fonts (Wingdings, Symbol and the like) as the Unicode characters they look like, and formulas as one
line of text: a/b, x^2, √(x), ∑_(i=1)^n.

The table of symbol fonts is mammoth's. ECMA-376 part 1, clause 17.3.3.30: a code may be moved up to the private use area
(F000). Formulas: OMML, clause 22.1.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mammoth.docx.dingbats import dingbats  # type: ignore[import-untyped]

from lanmu.intake.word.tree import ALTERNATES, REMOVED, TEXT, form_of, value, w

UNREADABLE = "\ufffd"
"""Replaces a symbol that is not known. The checks of the site report it, so that it is not forgotten."""
FONTS = frozenset(font for font, _ in dingbats)
MOVED_UP = 0xF000
EMOJI = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
# Signs that few machines have a font for, and the ones that all have.
FAMILIAR = str.maketrans("🞎🞏🞐◻◼⚫🗴🗶🗵🗷⮽🗸🗹🡪⮚🞂", "□□□□■●✗✗☒☒☒✓☑→➢▶")
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULAS = frozenset({f"{MATH}oMath", f"{MATH}oMathPara"})
SIGN = "chr"
SIGNS = {w("tab"): " ", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "-"}


def symbol(element: Element) -> str:
    """The character of a `w:sym`; `UNREADABLE` when it is not known."""
    try:
        code = int(value(element, "char"), 16)
    except ValueError:
        return UNREADABLE
    return character(value(element, "font"), code) or UNREADABLE


def emoji(element: Element) -> str:
    """The character of a `w16se:symEx` ([MS-DOCX] 2.8.1) by its code point; `UNREADABLE` when it has none."""
    try:
        return chr(int(next(code for name, code in element.items() if name.endswith("}char")), 16))
    except (StopIteration, ValueError, OverflowError):
        return UNREADABLE


def character(font: str, code: int) -> str:
    """The Unicode character that `code` shows in `font`; empty when unknown. In ordinary fonts a code is its own character."""
    low = code - MOVED_UP if MOVED_UP <= code < MOVED_UP + 0x100 else code
    if font in FONTS:
        code_point = dingbats.get((font, low))
        return chr(code_point).translate(FAMILIAR) if code_point else " " if low == ord(" ") else ""
    return chr(code) if low == code and chr(code).isprintable() else ""


def as_shown(text: str, font: str) -> str:
    """Text typed in a symbol font as the Unicode characters that it shows; text in other fonts unchanged."""
    if font not in FONTS:
        return text
    return "".join((character(font, ord(each)) or UNREADABLE) if is_sign(each) else each for each in text)


def is_sign(letter: str) -> bool:
    """True for a code that a symbol font draws: one of 224, as it is or moved up to the private use area."""
    return " " <= letter <= "\xff" or MOVED_UP <= ord(letter) < MOVED_UP + 0x100


def linear(element: Element) -> str:
    """A formula or a part of it as a line of text that keeps every character."""
    name = element.tag.removeprefix(MATH)
    if element.tag in REMOVED:
        return ""
    if name in ("t", TEXT):
        return element.text or ""
    if element.tag in SIGNS:
        return SIGNS[element.tag]
    if element.tag == w("sym"):
        return symbol(element)
    if element.tag == ALTERNATES:
        return "".join(map(linear, form_of(element)))
    if name == "f":
        return f"{grouped(element, 'num')}/{grouped(element, 'den')}"
    if name in ("sSup", "sSub", "sSubSup", "sPre"):
        return part(element, "e") + raised(element)
    if name == "rad":
        return f"{part(element, 'deg')}√{grouped(element, 'e')}"
    if name == "nary":
        return property_of(element, SIGN, "∫") + raised(element) + part(element, "e")
    if name == "d":
        between = property_of(element, "sepChr", "|").join(linear(each) for each in element.findall(f"{MATH}e"))
        return property_of(element, "begChr", "(") + between + property_of(element, "endChr", ")")
    if name == "m":
        return "；".join("，".join(map(linear, row)) for row in element.findall(f"{MATH}mr"))
    if name == "eqArr":
        return "；".join(linear(each) for each in element.findall(f"{MATH}e"))
    if name == "acc":
        return part(element, "e") + property_of(element, SIGN, "\u0302")
    return "".join(linear(child) for child in element if not name.endswith("Pr"))


def part(element: Element, name: str) -> str:
    """The child of that name in one line; empty when there is none."""
    child = element.find(MATH + name)
    return "" if child is None else linear(child)


def grouped(element: Element, name: str) -> str:
    """The same, in brackets unless it is one number, word or sign."""
    text = part(element, name)
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def raised(element: Element) -> str:
    """The subscript and superscript of a formula: _1^n."""
    below, above = element.find(f"{MATH}sub"), element.find(f"{MATH}sup")
    low = f"_{grouped(element, 'sub')}" if below is not None and linear(below) else ""
    high = f"^{grouped(element, 'sup')}" if above is not None and linear(above) else ""
    return low + high


def property_of(element: Element, name: str, default: str) -> str:
    child = element.find(f"{MATH}{element.tag.removeprefix(MATH)}Pr/{MATH}{name}")
    return default if child is None else child.get(f"{MATH}val", "")
