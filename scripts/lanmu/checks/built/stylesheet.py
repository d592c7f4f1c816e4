"""Stylesheets: the addresses in them, and the declarations that decide whether something can be seen.

Not a whole CSS parser: conditions that only sometimes hold (print, small screens) are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

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
CONDITION = re.compile(r"\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?")
_RELEVANT = """
    display visibility opacity font-size font width height max-width max-height overflow overflow-x
    overflow-y position left right top bottom text-indent margin margin-left margin-top
    margin-right clip clip-path transform color background background-color
"""
RELEVANT = frozenset(_RELEVANT.split())


@dataclass(frozen=True, slots=True)
class Style:
    """One selector and what it declares.

    `dynamic` styles hold only while the reader does something (:hover), their selector is without that condition.
    `late`: the condition is on the element itself, which cannot be met while it is not displayed.
    """

    selector: str
    order: tuple[int, int, int, int]
    declared: dict[str, str]
    dynamic: bool = False
    late: bool = False


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
    """The styles that hold on a screen without anything being done."""
    sheet = Sheet()
    css = COMMENT.sub(" ", css)
    sheet.imports += [m[1] for m in IMPORT.finditer(css) if ALWAYS.fullmatch(m[2].strip())]
    for selectors, body in blocks(css):
        declared = declarations(body)
        if declared:
            for selector in split_list(selectors):
                add(sheet, selector, declared)
    return sheet


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selector and body of every style that always holds. A style within a style (nesting) is left out."""
    stack: list[tuple[str, bool]] = []
    start = 0
    for match in TOKEN.finditer(css):
        token = match[0]
        if token == "{":
            head = css[start : match.start()].strip()
            outer = all(held for _, held in stack)
            stack.append((head, outer and holds(head)))
        elif token == "}" and stack:
            head, held = stack.pop()
            if held and not head.startswith("@"):
                yield head, css[start : match.start()]
        elif token != ";" or (stack and not stack[-1][0].startswith("@")):
            continue
        start = match.end()


def holds(head: str) -> bool:
    """True when what stands in the block applies on every screen."""
    if not head.startswith("@"):
        return True
    if head.lower().startswith("@media"):
        return any(ALWAYS.fullmatch(part.strip()) for part in head[6:].split(","))
    return head.lower().startswith(("@layer", "@supports"))


def declarations(body: str) -> dict[str, str]:
    """The relevant declarations, by property; values in small letters, `!important` kept at the end."""
    found = {}
    for part in body.split(";"):
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


def add(sheet: Sheet, selector: str, declared: dict[str, str]) -> None:
    """Files a style under what the element it is about must have; pseudo-elements are no elements."""
    if "::" in selector or re.search(r":(before|after|first-l)", selector):
        return
    bare = DYNAMIC.sub("", selector)
    last = COMBINATOR.split(selector)[-1]
    names = RIGHTMOST.findall(CONDITION.sub("", DYNAMIC.sub("", last)))
    key = next((name for mark in "#." for name in names if name[0] == mark), names[0].lower() if names else "*")
    sheet.count += 1
    late = bool(DYNAMIC.search(last)) and ":target" not in last
    sheet.styles[key].append(Style(bare, (*weight(bare), sheet.count), declared, bare != selector, late))


def weight(selector: str) -> tuple[int, int, int]:
    """The specificity: ids; classes, attributes and pseudo-classes; tags (Selectors Level 3, section 9)."""
    ids = len(re.findall(r"#[\w-]+", selector))
    classes = len(re.findall(r"\.[\w-]+|\[[^\]]*\]|:(?!not|is|where)[\w-]+", selector))
    tags = len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z][\w-]*", selector))
    return ids, classes, tags
