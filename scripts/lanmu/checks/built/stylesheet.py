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
from lanmu.checks.built.visibility import UNSEEN, own_reason

# Functions that take addresses as plain strings (CSS Images 4, CSS Values 4).
OF_STRINGS = frozenset(("url", "image-set", "-webkit-image-set", "src", "image"))
# @media conditions under which a sheet always applies on a screen.
ALWAYS = re.compile(r"(?:only\s+)?(?:all|screen)|@(?:layer|supports|container|scope).*|", re.IGNORECASE | re.DOTALL)
NOT_ON_A_SCREEN = re.compile(r"(?:only\s+)?(?:print|speech|not all)\b")
NEGATED = re.compile(r"not\b")
# What animations show elements by.
MOVING = frozenset(("opacity", "visibility", "transform", "translate", "scale", "left", "top", "clip-path", "height"))
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
    layer: str = ""


@dataclass(slots=True)
class Sheet:
    """The relevant styles of a sheet by the id, class or tag of the element they are about, and what it imports.

    `painted` are the styles of ::before and ::after that draw something, `animations` the @keyframes that show an
    element, `layers` the cascade layers in their order, `variables` what custom properties are set to.
    """

    styles: dict[str, list[Style]] = field(default_factory=lambda: defaultdict(list))
    painted: dict[str, list[Style]] = field(default_factory=lambda: defaultdict(list))
    imports: list[str] = field(default_factory=list)
    animations: set[str] = field(default_factory=set)
    layers: list[str] = field(default_factory=list)
    variables: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    count: int = 0


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
        elif rule.type == "at-rule" and rule.lower_at_keyword == "layer":
            sheet.layers += layers_of(rule)
    sheet.animations.update(animations(rules))
    for block in blocks(rules, "", Held.ALWAYS):
        for node in block.body:
            if node.name.startswith("--"):
                sheet.variables[node.name].add(text_of(node.value))
        values = declared(block.body)
        if values:
            sheet.layers += [block.layer] if block.layer else []
            for selector in block.selectors:
                add(sheet, selector, values, block)
    return sheet


def layers_of(rule: Node) -> list[str]:
    """The cascade layers that an @layer names, the outermost of those that lie in one another; one without a name is a
    layer of its own."""
    names = [name.strip().partition(".")[0] for name in text_of(rule.prelude).split(",")]
    return [name or f"{rule.source_line}:{rule.source_column}" for name in names]


def animations(rules: Sequence[Node], level: int = 0) -> Iterator[str]:
    """The names of the @keyframes that show an element, at a time at least."""
    for rule in rules:
        if rule.type != "at-rule" or rule.content is None or level > DEEPEST:
            continue
        inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if not rule.lower_at_keyword.endswith("keyframes"):
            yield from animations(inside, level + 1)
        elif any(
            shows(declared(tinycss2.parse_blocks_contents(frame.content))) for frame in inside if frame.type == RULES[1]
        ):
            yield text_of(rule.prelude).strip("\"'")


def shows(values: dict[str, str]) -> bool:
    """True for declarations of which some could hide an element, and none does."""
    return not MOVING.isdisjoint(values) and not own_reason(values) and values.get("visibility") not in UNSEEN


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
    layer: str


def blocks(nodes: Sequence[Node], outer: str, held: Held, layer: str = "", level: int = 0) -> Iterator[Block]:
    """Every style that can hold, one within another with the selectors of both (CSS Nesting Module)."""
    for node in nodes:
        if level > DEEPEST or node.type not in RULES or node.content is None:
            continue
        if node.type == "qualified-rule":
            selectors = [nested(part, outer) for part in split(node.prelude)]
            inside, around, within = held, ", ".join(text_of(selector) for selector in selectors), layer
        else:
            selectors = [tinycss2.parse_component_value_list(outer)] if outer else []
            inside, around = min(held, holds(node)), outer
            within = layer or (layers_of(node)[0] if node.lower_at_keyword == "layer" else "")
        if not inside:
            continue
        content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield Block(selectors, inside, [inner for inner in content if inner.type == "declaration"], within)
        yield from blocks(content, around, inside, within, level + 1)


def nested(selector: list[Node], outer: str) -> list[Node]:
    """A nested selector, resolved against the selector of the rule it lies in."""
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
    if name == "supports" and NEGATED.match(text_of(rule.prelude)):
        return Held.SOMETIMES
    if name != "media":
        return Held.ALWAYS if name in ("layer", "supports", "container", "scope", "starting-style") else Held.NEVER
    parts = [text_of(part) for part in split(rule.prelude)]
    if not parts or any(ALWAYS.fullmatch(part) for part in parts):
        return Held.ALWAYS
    return Held.NEVER if all(NOT_ON_A_SCREEN.match(part) for part in parts) else Held.SOMETIMES


def add(sheet: Sheet, tokens: list[Node], values: dict[str, str], block: Block) -> None:
    """Files a style under what the element it is about must have."""
    selector = read_selector(tokens)
    if selector is None:
        return
    sheet.count += 1
    dynamic = selector.dynamic or block.held is Held.SOMETIMES
    style = Style(selector, (*selector.weight, sheet.count), values, dynamic, block.layer)
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
