"""Stylesheets: the addresses in them, and the declarations that decide whether something can be seen.

Not a whole CSS parser: it reads what can hide an element, or show it again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
URL = re.compile(
    r"""@import\s+(?:"([^"]*)"|'([^']*)')"""
    r"""|url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)"']*))\s*\)""",
    re.IGNORECASE | re.DOTALL,
)
IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?([^;]*);""", re.IGNORECASE)
# A string may hold braces; what is left is the skeleton.
TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]""", re.DOTALL)
# @media conditions under which a sheet always applies on a screen.
ALWAYS = re.compile(r"(?:(?:only\s+)?(?:all|screen)|@layer.*|@supports.*|@container.*|)", re.IGNORECASE | re.DOTALL)
DYNAMIC = re.compile(
    r":(?:hover|focus-within|focus-visible|focus|active|target-within|target|checked|visited|link|any-link|open)\b",
    re.IGNORECASE,
)
RIGHTMOST = re.compile(r"[#.]?[\w\-\u0080-\uffff]+|\*")
COMBINATOR = re.compile(r"[\s>+~]+(?![^\[]*\])(?![^(]*\))")
# A compound that is about an element before the one that follows, not around it.
SIBLING = re.compile(r"[^\s>+~]+\s*[+~]")
CONDITION = re.compile(r"\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?")
_RELEVANT = """
    display visibility opacity font-size font width height max-width max-height overflow overflow-x
    overflow-y position left right top bottom text-indent margin margin-left margin-top
    margin-right clip clip-path transform filter color background background-color
    background-image
"""
RELEVANT = frozenset(_RELEVANT.split())
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """One selector and what it declares.

    `dynamic` styles hold only while the reader does something (:hover), their selector is without that condition, or on
    some screens: they can show an element, but do not hide it.
    `needs` are the tag, id and classes that the element must have, `around` those of it and what it lies in.
    `late`: the condition is on the element itself, which cannot be met while it is not displayed.
    """

    selector: str
    order: tuple[int, int, int, int]
    declared: dict[str, str]
    dynamic: bool = False
    late: bool = False
    needs: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sheet:
    """The relevant styles of a sheet by the id, class or tag of the element they are about, and what it imports."""

    styles: dict[str, list[Style]] = field(default_factory=lambda: defaultdict(list))
    imports: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def grounds(self) -> set[str]:
        """Every background that is declared."""
        every = (style.declared for styles in self.styles.values() for style in styles)
        return {d[name] for d in every for name in ("background", "background-color") if name in d}


def urls(css: str) -> Iterator[str]:
    """Every address in a stylesheet, url() and @import, in its order."""
    for match in URL.finditer(COMMENT.sub(" ", css) if "/*" in css else css):
        raw = next((group for group in match.groups() if group is not None), "")
        yield re.sub(r"\\([^0-9a-fA-F\n])", r"\1", raw).strip() if "\\" in raw else raw.strip()


def parse(css: str) -> Sheet:
    """The styles that hold on a screen, always or at times."""
    sheet = Sheet()
    css = COMMENT.sub(" ", css)
    sheet.imports += [m[1] for m in IMPORT.finditer(css) if ALWAYS.fullmatch(m[2].strip())]
    for block in blocks(css):
        declared = declarations(block.body)
        if declared:
            for selector in split_list(block.selector):
                add(sheet, selector, declared, sometimes=block.held is Held.SOMETIMES)
    return sheet


class Held(IntEnum):
    """When what stands in a block applies on a screen."""

    NEVER = 0
    SOMETIMES = 1
    ALWAYS = 2


@dataclass(slots=True)
class Block:
    """A block that is being read: its selector (empty for an @-rule), when it holds, and what was declared so far."""

    selector: str
    held: Held
    body: str = ""


def blocks(css: str) -> Iterator[Block]:
    """Every style that can hold, one within another with the selectors of both (CSS Nesting Module)."""
    stack = [Block("", Held.ALWAYS)]
    start = 0
    for match in TOKEN.finditer(css):
        token = match[0]
        if token not in "{};":
            continue
        text, start = css[start : match.start()], match.end()
        if token == "{":
            stack.append(inner(stack[-1], text.strip()))
            continue
        stack[-1].body += f"{text};"
        if token == "}" and len(stack) > 1:
            block = stack.pop()
            if block.held and block.selector:
                yield block


def inner(outer: Block, head: str) -> Block:
    """The block that begins with `head`."""
    if head.startswith("@"):
        return Block(outer.selector, min(outer.held, holds(head.lower())))
    if outer.selector:
        around = f":is({outer.selector})"
        head = head.replace("&", around) if "&" in head else f"{around} {head}"
    return Block(head, outer.held)


def holds(head: str) -> Held:
    """When what stands in an @-rule applies on a screen."""
    if not head.startswith("@media"):
        return Held.ALWAYS if head.startswith(("@layer", "@supports", "@container")) else Held.NEVER
    parts = [part.strip() for part in head[6:].split(",")]
    if any(ALWAYS.fullmatch(part) for part in parts):
        return Held.ALWAYS
    return Held.NEVER if all(re.match(r"(only\s+)?(print|speech|not all)", part) for part in parts) else Held.SOMETIMES


def declarations(body: str) -> dict[str, str]:
    """The relevant declarations, by property; values in small letters, `!important` kept at the end."""
    found = {}
    for part in COMMENT.sub("", body).split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in RELEVANT:
            found[name] = re.sub(r"\s*!\s*important", " !important", value.strip().lower())
    return found


def split_list(selectors: str) -> list[str]:
    """A selector list cut at its commas, but not within :is(a, b)."""
    if "(" not in selectors:
        return [part.strip() for part in selectors.split(",")]
    parts, level, start = [], 0, 0
    for at, mark in enumerate(selectors):
        level += (mark in "([") - (mark in ")]")
        if mark == "," and level == 0:
            parts.append(selectors[start:at].strip())
            start = at + 1
    return [*parts, selectors[start:].strip()]


def add(sheet: Sheet, selector: str, declared: dict[str, str], *, sometimes: bool) -> None:
    """Files a style under what the element it is about must have; pseudo-elements are no elements."""
    if "::" in selector or re.search(r":(before|after|first-l)", selector):
        return
    bare = DYNAMIC.sub("", selector)
    last = COMBINATOR.split(selector)[-1]
    names = named(last)
    key = next((name for mark in "#." for name in names if name[0] == mark), names[0] if names else "*")
    around = named(SIBLING.sub(" ", CONDITION.sub("", bare)))
    late = bool(DYNAMIC.search(last)) and ":target" not in last
    sheet.count += 1
    style = Style(
        selector=bare,
        order=(*weight(bare), sheet.count),
        declared=declared,
        dynamic=sometimes or bare != selector,
        late=late,
        needs=frozenset(names),
        around=frozenset(around),
    )
    sheet.styles[key].append(style)


def named(selector: str) -> list[str]:
    """Tags, ids and classes in a selector, but for those in conditions such as :not(.a)."""
    names = RIGHTMOST.findall(CONDITION.sub("", DYNAMIC.sub("", selector)))
    return [name if name[0] in "#." else name.lower() for name in names if name != "*"]


def weight(selector: str) -> tuple[int, int, int]:
    """The specificity: ids; classes, attributes and pseudo-classes; tags (Selectors Level 3, section 9)."""
    ids = len(re.findall(r"#[\w-]+", selector))
    classes = len(re.findall(r"\.[\w-]+|\[[^\]]*\]|:(?!not|is|where)[\w-]+", selector))
    tags = len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z][\w-]*", selector))
    return ids, classes, tags
