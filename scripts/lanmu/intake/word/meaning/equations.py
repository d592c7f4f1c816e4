"""Formulas (OMML, ECMA-376 part 1, clause 22.1) as one line of text: a/b, x^2, √(x), ∑_(i=1)^n."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.alternates import ALTERNATES, form_of
from lanmu.intake.word.meaning.symbols import symbol
from lanmu.intake.word.tree import TEXT, w

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULAS = frozenset({f"{MATH}oMath", f"{MATH}oMathPara"})
SIGN = "chr"
SIGNS = {w("tab"): " ", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "-"}
DELETED = frozenset({w("del"), w("moveFrom")})


def linear(element: Element) -> str:
    """A formula or a part of one in one line, every character of it kept."""
    name = element.tag.removeprefix(MATH)
    if element.tag in DELETED:
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
    """One part of a formula; empty when it is not there."""
    found = element.find(MATH + name)
    return "" if found is None else linear(found)


def grouped(element: Element, name: str) -> str:
    """One part of a formula, in brackets when it is longer than a sign."""
    text = part(element, name)
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def raised(element: Element) -> str:
    """What stands below and above a sign."""
    below, above = element.find(f"{MATH}sub"), element.find(f"{MATH}sup")
    low = f"_{grouped(element, 'sub')}" if below is not None and linear(below) else ""
    high = f"^{grouped(element, 'sup')}" if above is not None and linear(above) else ""
    return low + high


def property_of(element: Element, name: str, default: str) -> str:
    """A sign that an operator or bracket is written with."""
    found = element.find(f"{MATH}{element.tag.removeprefix(MATH)}Pr/{MATH}{name}")
    return default if found is None else found.get(f"{MATH}val", "")
