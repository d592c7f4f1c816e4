"""What a field shows: a link, its stored result, or text worked out from its instruction; and which links are kept.

ECMA-376 part 1, clause 17.16. A field is begin, instruction, separator, result, end; fields nest, and run on over paragraphs.
Offices use `EQ` for figures in circles and for pinyin above characters, which have no result in the file at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element

from lanmu.intake.word.package import Part
from lanmu.intake.word.remarks import Remarks
from lanmu.intake.word.symbols import UNREADABLE, character
from lanmu.intake.word.tree import below, number, relation, switch, value, w

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
# Tables of contents and indexes: the site makes its own, or they only help on numbered pages.
CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
# Entries for an index or a table of contents, mail merge: they show nothing.
SILENT = frozenset({"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "ADVANCE", "TEMPLATE", "NEXT", "NEXTIF", "SKIPIF"})
CHANGING = {
    **dict.fromkeys(("DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME"), "自动更新的日期、时间"),
    **dict.fromkeys(("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "SECTION"), "页码"),
    **dict.fromkeys(("REF", "NOTEREF", "STYLEREF"), "交叉引用"),
    **dict.fromkeys(("FILENAME", "AUTHOR", "USERNAME", "USERINITIALS", "LASTSAVEDBY"), "文件名、作者名"),
}
"""Fields whose result is kept as plain text, by what they are called."""
KEPT_ADDRESS = re.compile(r"https?://[^\s/]|mailto:\S|tel:[+\d]", re.IGNORECASE)
ON_THE_NET = re.compile(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)
BARE = re.compile(r"www\.\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """The meaning of a field."""

    name: str
    dropped: bool = False
    """The result does not go into the text: it is a table of contents."""
    href: str | None = None
    """Where the result links to; an empty string for a place in the document."""
    text: str | None = None
    """The text that is shown instead of the result; None to show the result."""


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
        ticked, default = (switch(below(form, "checkBox"), setting) for setting in ("checked", "default"))
        return Field(name, text="☑" if (default if ticked is None else ticked) else "☐")
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
    """The text that an `EQ` field shows, in one line."""
    code = re.sub(r'\\\*\s*(?:jc\d+|hps\d+|"[^"]*"|\S+)\s*', "", code).strip()
    if match := CIRCLED.match(code):
        in_frame = f"（{match[2]}）"
        return in_frame if match[1] in "□△◇" else enclosed_forms().get(match[2], in_frame)
    if match := PINYIN.match(code):
        return f"{match[2]}（{match[1]}）"
    if match := FRACTION.match(code):
        return f"{match[1]}/{match[2]}"
    return code


@cache
def enclosed_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for code in (*range(0x2460, 0x2474), *range(0x24B6, 0x24EB), *range(0x3251, 0x3260), *range(0x3280, 0x32C0)):
        kind, _, points = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<circle>":
            forms["".join(chr(int(point, 16)) for point in points.split())] = chr(code)
    return forms


def symbol(code: str) -> str | None:
    """The character of a `SYMBOL`; None when only its stored result shows it."""
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


def chosen(form: Element | None) -> str:
    choice = below(form, "ddList")
    entries = [] if choice is None else choice.findall(w("listEntry"))
    result = below(choice, "result")
    index = number(result if result is not None else below(choice, "default"))
    return value(entries[index]) if 0 <= index < len(entries) else ""


@dataclass
class OpenField:
    """A field that has begun and not ended."""

    form: Element | None = None
    code: str = ""
    in_code: bool = True
    meaning: Field = field(default_factory=lambda: Field(""))
    link: str | None = None

    @property
    def hides(self) -> bool:
        return self.in_code or self.meaning.dropped or self.meaning.text is not None


class OpenFields:
    """The fields open at this place, outermost first."""

    def __init__(self) -> None:
        self.stack: list[OpenField] = []

    def begin(self, form: Element | None = None) -> None:
        """A field begins."""
        self.stack.append(OpenField(form))

    def instruct(self, text: str) -> None:
        """Text of an instruction, or the result of a field inside one."""
        for each in reversed(self.stack):
            if each.in_code:
                each.code += text
                return

    def separate(self, address: Callable[[str | None], str | None] = lambda href: href) -> None:
        """The instruction ends, the result begins. `address` maps the link that is written to the one that is kept."""
        if self.stack and self.stack[-1].in_code:
            top = self.stack[-1]
            top.in_code = False
            top.meaning = understand(top.code, top.form)
            top.link = address(top.meaning.href)

    def end(self) -> tuple[Field, bool]:
        """A field ends: its meaning, and whether it had a result. A lone end is a field without a name."""
        if not self.stack:
            return Field(""), True
        had_result = not self.stack[-1].in_code
        self.separate()
        return self.stack.pop().meaning, had_result

    @property
    def hide(self) -> bool:
        """True when text at this place is not shown."""
        return any(each.hides for each in self.stack)

    @property
    def drop(self) -> bool:
        """True inside a table of contents."""
        return any(each.meaning.dropped for each in self.stack)

    @property
    def link(self) -> str | None:
        """Where text at this place links to; None when it is in no link."""
        return next((each.link for each in reversed(self.stack) if each.link is not None), None)


@dataclass
class Links:
    """The links of one part."""

    part: Part
    remarks: Remarks

    def of_element(self, element: Element) -> str | None:
        """The address of a `w:hyperlink`; None when it is not kept, which is reported."""
        target = self.part.relationships.get(relation(element))
        anchor = value(element, "anchor")
        if target is None:
            return self.of_address("") if anchor else None
        address = target.target
        return self.of_address(f"{address}#{anchor}" if anchor and "#" not in address else address)

    def of_address(self, address: str | None) -> str | None:
        """An address when a reader of the site can follow it; empty for a place in the document."""
        if address is None:
            return None
        address = address.strip()
        if BARE.fullmatch(address):
            address = f"http://{address}"
        if KEPT_ADDRESS.match(address):
            return address
        if address and not address.startswith("#"):
            self.remarks.count("link_not_for_the_web" if ON_THE_NET.match(address) else "link_local", address)
        else:
            self.remarks.count("link_internal")
        return None
