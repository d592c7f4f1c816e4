"""Stylesheets: the addresses in them, and the declarations that decide whether something can be seen.

Read by tinycss2, whose tokenizer is linear in the text; of selectors only what tells which elements they may be about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import tinycss2
from tinycss2.ast import Node

from lanmu.checks.built.declared import declared, text_of
from lanmu.checks.built.selector import Selector, read_selector

# Functions that take addresses as plain strings (CSS Images 4, CSS Values 4).
OF_STRINGS = frozenset(("url", "image-set", "-webkit-image-set", "src", "image"))
# @media conditions under which a sheet always applies on a screen.
ALWAYS = re.compile(r"(?:only\s+)?(?:all|screen)|@(?:layer|supports|container|scope).*|", re.IGNORECASE | re.DOTALL)
NOT_ON_A_SCREEN = re.compile(r"(?:only\s+)?(?:print|speech|not all)\b")
RULES = ("at-rule", "qualified-rule")
# Nobody nests rules deeper, and the selectors of all levels make one.
DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Style:
    """One selector and what it declares. `order` is its specificity and its place in the sheet.

    `dynamic` styles hold only while the reader does something (:hover), or on some screens: they can show an element,
    but do not hide it.
    """

    selector: Selector
    order: tuple[int, int, int, int]
    declared: dict[str, str]
    dynamic: bool = False


@dataclass(slots=True)
class Sheet:
    """The relevant styles of a sheet by the id, class or tag of the element they are about, and what it imports.

    `painted` are the styles of ::before and ::after that draw something.
    """

    styles: dict[str, list[Style]] = field(default_factory=lambda: defaultdict(list))
    painted: dict[str, list[Style]] = field(default_factory=lambda: defaultdict(list))
    imports: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def grounds(self) -> set[str]:
        """Every background that is declared."""
        every = (style.declared for styles in self.styles.values() for style in styles)
        return {d["background-color"] for d in every if "background-color" in d}


def urls(css: str) -> Iterator[str]:
    """Every address that a stylesheet or a style attribute loads, in its order."""
    waiting: list[tuple[Node, bool]] = []
    for node in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            yield from imported(node.prelude)[:1]
        elif node.type in RULES:
            waiting += reversed([(inner, False) for inner in node.content or ()])
            yield from addresses(waiting)


def attribute_urls(css: str) -> Iterator[str]:
    """Every address in a style attribute."""
    tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
    return addresses([(token, False) for token in reversed(tokens)])


def addresses(waiting: list[tuple[Node, bool]]) -> Iterator[str]:
    """The addresses in values, the last first; each value with whether a plain string there is one."""
    while waiting:
        node, in_set = waiting.pop()
        if node.type == "url" or (in_set and node.type == "string"):
            yield node.value.strip()
        elif node.type == "function":
            strings = node.lower_name in OF_STRINGS
            waiting += [(inner, strings) for inner in reversed(node.arguments)]
        elif node.type.endswith(" block"):
            waiting += [(inner, False) for inner in reversed(node.content)]


def imported(prelude: Sequence[Node]) -> list[str]:
    """The address of an @import and the condition behind it; nothing for one that is malformed."""
    tokens = [token for token in prelude if token.type != "whitespace"]
    if not tokens or tokens[0].type not in ("url", "string", "function"):
        return []
    first, rest = tokens[0], text_of(prelude).partition(" ")[2] if len(tokens) > 1 else ""
    if first.type == "function":
        found = list(addresses([(first, False)]))
        return [*found[:1], rest]
    return [first.value.strip(), rest]


def parse(css: str) -> Sheet:
    """The styles that hold on a screen, always or at times."""
    sheet = Sheet()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            found = imported(rule.prelude)
            if found and not NOT_ON_A_SCREEN.match(found[-1] if len(found) > 1 else ""):
                sheet.imports.append(found[0])
    for block in blocks(rules, "", Held.ALWAYS):
        values = declared(block.body)
        if values:
            for selector in block.selectors:
                add(sheet, selector, values, sometimes=block.held is Held.SOMETIMES)
    return sheet


class Held(IntEnum):
    """When what stands in a block applies on a screen."""

    NEVER = 0
    SOMETIMES = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Selectors, when what they declare holds, and the declarations."""

    selectors: list[list[Node]]
    held: Held
    body: list[Node]


def blocks(nodes: Sequence[Node], outer: str, held: Held, level: int = 0) -> Iterator[Block]:
    """Every style that can hold, one within another with the selectors of both (CSS Nesting Module)."""
    for node in nodes:
        if level > DEEPEST or node.type not in RULES or node.content is None:
            continue
        if node.type == "qualified-rule":
            selectors = [nested(part, outer) for part in split(node.prelude)]
            inside, around = held, ", ".join(text_of(selector) for selector in selectors)
        else:
            selectors = [tinycss2.parse_component_value_list(outer)] if outer else []
            inside, around = min(held, holds(node)), outer
        if not inside:
            continue
        content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield Block(selectors, inside, [inner for inner in content if inner.type == "declaration"])
        yield from blocks(content, around, inside, level + 1)


def nested(selector: list[Node], outer: str) -> list[Node]:
    """A selector within a rule as one that stands for itself."""
    if not outer:
        return selector
    around = f":is({outer})"
    marked = any(token == "&" for token in selector)
    text = "".join(around if token == "&" else text_kept(token) for token in selector)
    return list(tinycss2.parse_component_value_list(text if marked else f"{around} {text}"))


def text_kept(token: Node) -> str:
    """A token of a selector as it is written."""
    try:
        return str(tinycss2.serialize([token]))
    except RecursionError:
        return ""


def split(prelude: Sequence[Node]) -> list[list[Node]]:
    """A selector list cut at its commas, but not within :is(a, b)."""
    parts: list[list[Node]] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        elif parts[-1] or token.type != "whitespace":
            parts[-1].append(token)
    for part in parts:
        while part and part[-1].type == "whitespace":
            part.pop()
    return [part for part in parts if part]


def holds(rule: Node) -> Held:
    """When what stands in an @-rule applies on a screen."""
    name = rule.lower_at_keyword
    if name != "media":
        return Held.ALWAYS if name in ("layer", "supports", "container", "scope", "starting-style") else Held.NEVER
    parts = [text_of(part) for part in split(rule.prelude)]
    if not parts or any(ALWAYS.fullmatch(part) for part in parts):
        return Held.ALWAYS
    return Held.NEVER if all(NOT_ON_A_SCREEN.match(part) for part in parts) else Held.SOMETIMES


def add(sheet: Sheet, tokens: list[Node], values: dict[str, str], *, sometimes: bool) -> None:
    """Files a style under what the element it is about must have."""
    selector = read_selector(tokens)
    if selector is None:
        return
    sheet.count += 1
    style = Style(selector, (*selector.weight, sheet.count), values, sometimes or selector.dynamic)
    if not selector.pseudo:
        sheet.styles[selector.key].append(style)
    elif selector.pseudo in ("before", "after") and paints(values):
        sheet.painted[selector.key].append(style)


def paints(values: dict[str, str]) -> bool:
    """True when a pseudo-element with these declarations draws something."""
    plain = {name: value.partition(" !")[0] for name, value in values.items()}
    content = plain.get("content", "")
    ground = plain.get("background-color", "transparent")
    return (
        content not in ("", "none", "normal", '""', "''")
        or plain.get("background-image", "none") != "none"
        or ground not in ("transparent", "none", "initial", "inherit")
    )
