"""What a field shows: a link, the result kept from the last time, or something worked out from its instruction.

ECMA-376 part 1, clause 17.16. Offices use `EQ` for figures in circles and for pinyin above characters, which have no
result in the file at all: every converter loses them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

from lanmu.intake.word.meaning.symbols import UNREADABLE, character
from lanmu.intake.word.tree import below, number, switch, value, w

LINK = re.compile(r'^\s*HYPERLINK\b((?:\s*\\[nt])*)\s*(?:"([^"]*)"|([^\s"\\]\S*))?(.*)$', re.IGNORECASE | re.DOTALL)
ANCHOR = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
SYMBOL = re.compile(r'^\s*SYMBOL\s+(0x[0-9a-f]+|\d+|\S)(?:.*?\\f\s+(?:"([^"]*)"|(\S+)))?', re.IGNORECASE | re.DOTALL)
MACRO = re.compile(r"^\s*MACROBUTTON\s+\S+\s*(.*)$", re.IGNORECASE | re.DOTALL)
CIRCLED = re.compile(
    r"\\o\s*(?:\\a[clr]\s*)?\(\s*([○〇oO0◯□△◇])\s*[,，;；]\s*(.+?)\s*\)\s*$", re.IGNORECASE | re.DOTALL
)
PINYIN = re.compile(
    r"\\o\s*(?:\\a[dclr]\s*)?\(\s*\\s\s*\\up\s*-?\d+\s*\(\s*(.*?)\s*\)\s*[,，;；]\s*(.+?)\s*\)\s*$",
    re.IGNORECASE | re.DOTALL,
)
FRACTION = re.compile(r"\\f\s*\(\s*(.+?)\s*[,，;；]\s*(.+?)\s*\)\s*$", re.IGNORECASE | re.DOTALL)
# Made anew by the site, or of use on numbered pages only.
CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
# Marks for an index, a table of contents, a mail merge: they show nothing.
SILENT = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "ADVANCE", "TEMPLATE", "NEXT", "NEXTIF", "SKIPIF"})
CHANGING = {
    **dict.fromkeys(("DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME"), "自动更新的日期、时间"),
    **dict.fromkeys(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION"), "页码"),
    **dict.fromkeys(("REF", "NOTEREF", "STYLEREF"), "交叉引用"),
    **dict.fromkeys(("FILENAME", "AUTHOR", "USERNAME", "USERINITIALS", "LASTSAVEDBY"), "文件名、作者名"),
}
"""Fields whose result is kept as plain text, by what they are called."""


@dataclass(frozen=True)
class Field:
    """What becomes of a field."""

    name: str
    dropped: bool = False
    """The result does not go into the text: it is a table of contents."""
    href: str | None = None
    """Where the result links to; an empty string for a place in the document."""
    text: str | None = None
    """What is shown in the place of a result."""

    @property
    def called(self) -> str:
        """What an editor calls a field whose result is only a moment's; empty for others."""
        return CHANGING.get(self.name, "")


def understand(code: str, form: Element | None = None) -> Field:
    """The meaning of a field's instruction; `form` is the `w:ffData` of a form field."""
    name = next(iter(code.split()), "").upper()
    if name in CONTENTS:
        return Field(name, dropped=True)
    if name == "HYPERLINK":
        return Field(name, href=target_of(code))
    if name == "EQ":
        return Field(name, text=equation(code.strip()[2:].strip()))
    if name == "SYMBOL":
        return Field(name, text=symbol(code))
    if name == "FORMCHECKBOX":
        return Field(name, text="☑" if is_checked(form) else "☐")
    if name == "FORMDROPDOWN":
        return Field(name, text=chosen(form))
    if macro := MACRO.match(code):
        return Field(name, text=macro[1].strip())
    return Field(name, text="" if name in SILENT else None)


def target_of(code: str) -> str:
    """The address of a `HYPERLINK`; empty, or with nothing before the `#`, for a place in the document."""
    match = LINK.match(code)
    if not match:
        return ""
    address = (match[2] or match[3] or "").strip()
    anchor = ANCHOR.search(match[4])
    return f"{address}#{anchor[1] or anchor[2]}" if anchor else address


def equation(code: str) -> str:
    """What an `EQ` shows, in one line."""
    code = re.sub(r'\\\*\s*(?:jc\d+|hps\d+|"[^"]*"|\S+)\s*', "", code).strip()
    if match := CIRCLED.match(code):
        return bracketed(match[2]) if match[1] in "□△◇" else circled(match[2])
    if match := PINYIN.match(code):
        return f"{match[2]}（{match[1]}）"
    if match := FRACTION.match(code):
        return f"{match[1]}/{match[2]}"
    return code


@cache
def enclosed_forms() -> dict[str, str]:
    """Characters in circles by what is in the circle: Unicode's own decompositions."""
    found: dict[str, str] = {}
    for code in (*range(0x2460, 0x2474), *range(0x24B6, 0x24EB), *range(0x3251, 0x3260), *range(0x3280, 0x32C0)):
        kind, _, inside = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<circle>":
            found["".join(chr(int(point, 16)) for point in inside.split())] = chr(code)
    return found


def circled(text: str) -> str:
    """A character in a circle, in brackets when Unicode has no such."""
    return enclosed_forms().get(text, bracketed(text))


def bracketed(text: str) -> str:
    """Stands for a character in a frame that Unicode does not have."""
    return f"（{text}）"


def symbol(code: str) -> str | None:
    """The character of a `SYMBOL`; None when the result must be trusted."""
    match = SYMBOL.match(code)
    if not match:
        return None
    sign, font = match[1], match[2] or match[3] or ""
    if not sign[0].isdecimal():
        return sign
    try:
        return character(font, int(sign, 0)) or UNREADABLE
    except (ValueError, OverflowError):
        return UNREADABLE


def is_checked(form: Element | None) -> bool:
    """True for a check box of a form that is ticked."""
    box = below(form, "checkBox")
    ticked = switch(box, "checked")
    return bool(switch(box, "default") if ticked is None else ticked)


def chosen(form: Element | None) -> str:
    """The entry of a drop-down list of a form that is chosen."""
    choice = below(form, "ddList")
    entries = [] if choice is None else choice.findall(w("listEntry"))
    result = below(choice, "result")
    index = number(result if result is not None else below(choice, "default"))
    return value(entries[index]) if 0 <= index < len(entries) else ""
