"""Stylesheets: the addresses in them, and the styles that decide whether something can be seen.

Selectors are only parsed for the names that an element must have; matching is left to the HTML parser.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import tinycss2
from tinycss2.ast import Node

from lanmu.checks.built.css_values import at_commas, declared, set_of, text_of
from lanmu.checks.built.visibility import hides

# Functions that take addresses as plain strings (CSS Images 4, CSS Values 4).
OF_STRINGS = frozenset(("url", "image-set", "-webkit-image-set", "src", "image"))
# @media conditions under which a sheet always applies on a screen.
ALWAYS = re.compile(r"(?:only\s+)?(?:all|screen)|@(?:layer|supports|container|scope).*|", re.IGNORECASE | re.DOTALL)
NOT_ON_A_SCREEN = re.compile(r"(?:only\s+)?(?:print|speech|not all)\b", re.IGNORECASE)
NEGATED = re.compile(r"not\b", re.IGNORECASE)
# Properties by which an animation can make an element visible.
MOVING = frozenset(("opacity", "visibility", "transform", "translate", "scale", "left", "top", "clip-path", "height"))
# Nested rules are followed so deep: their selectors are combined level by level.
DEEPEST = 16
# Longer selectors (in tokens) are skipped.
LONGEST = 500

# Conditions that hold while the reader does something, or has done it.
DYNAMIC = set_of(
    """
    hover focus-within focus-visible focus active target-within target checked visited open popover-open modal
    fullscreen indeterminate placeholder-shown invalid valid user-invalid user-valid autofill playing paused
    """
)
# Every link with an address is one of these.
ALWAYS_TRUE = frozenset(("link", "any-link"))
PSEUDO_ELEMENTS = frozenset(("before", "after", "first-line", "first-letter"))
# Attributes that scripts set and take away.
STATES = ("aria-", "data-", "open", "hidden")
COMBINATORS = (">", "+", "~")
SIBLINGS = ("+", "~")
NAMES = ("tag", "class", "id")
Weight = tuple[int, int, int]


class Part(NamedTuple):
    """A simple selector; `kind` is tag, class, id, attribute, pseudo, element or other."""

    kind: str
    name: str
    text: str
    weight: Weight = (0, 0, 0)
    dynamic: bool = False

    @property
    def is_matched(self) -> bool:
        return not self.dynamic and self.kind != "element" and not (self.kind == "pseudo" and self.name in ALWAYS_TRUE)

    @property
    def is_state(self) -> bool:
        """True for an attribute that scripts set and take away."""
        return self.kind == "attribute" and self.text.lstrip("[ ").lower().startswith(STATES)


class Compound(NamedTuple):
    """Simple selectors about one element, and the combinator before them."""

    combinator: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Style:
    """One complex selector and what it declares.

    `selector` and `compounds` leave out dynamic conditions such as :hover, so that the HTML parser can match them.
    `needs` are the tag, id and classes that the element must have, `context` those of the element and its ancestors.
    `order` is the specificity and the place in the sheet. `dynamic` styles hold only while the reader does something
    (:hover), or on some screens: they can show an element, but do not hide it. `late`: the condition is on the element
    itself, which cannot be met while it is not displayed.
    """

    selector: str
    compounds: tuple[Compound, ...]
    needs: frozenset[str]
    context: frozenset[str]
    order: tuple[int, ...]
    declared: dict[str, str]
    pseudo_element: str = ""
    dynamic: bool = False
    late: bool = False
    layer: str = ""

    @property
    def key(self) -> str:
        """The rarest of the names that the element must have."""
        return next((name for sign in "#." for name in self.needs if name[0] == sign), min(self.needs, default="*"))

    @property
    def reveals(self) -> set[str]:
        """The properties by which an element is shown again while the style's condition holds."""
        if hides(self.declared):
            return set()
        return set(self.declared) - ({"display", "visibility"} if self.late else set())

    def relaxed(self, absent: frozenset[str]) -> str:
        """The selector without the classes that are `absent` and the attributes that scripts set."""
        return written(
            Compound(c.combinator, [part for part in c.parts if part.name not in absent and not part.is_state])
            for c in self.compounds
        )


def styles_of(block: Block, values: dict[str, str], numbers: Iterator[int]) -> Iterator[Style]:
    """The styles of a block; none for a selector that is too long or nested too deep."""
    for tokens in block.selectors:
        if len(tokens) > LONGEST or not text_of(tokens):
            continue
        compounds = compounds_of(tokens)
        parts = [part for compound in compounds for part in compound.parts]
        matched = tuple(Compound(c.combinator, [part for part in c.parts if part.is_matched]) for c in compounds)
        names = [frozenset(part.name for part in c.parts if part.kind in NAMES) for c in matched]
        outer = [
            compound_names
            for compound_names, following in zip(names, matched[1:], strict=False)
            if following.combinator not in SIBLINGS
        ]
        yield Style(
            selector=written(matched),
            compounds=matched,
            needs=names[-1],
            context=names[-1].union(*outer),
            order=(*weight_of(parts), next(numbers)),
            declared=values,
            pseudo_element=next((part.name for part in reversed(parts) if part.kind == "element"), ""),
            dynamic=block.held is Applies.SOMETIMES or any(part.dynamic for part in parts),
            late=any(part.dynamic and part.name != "target" for part in compounds[-1].parts),
            layer=block.layer,
        )


def written(compounds: Iterable[Compound]) -> str:
    return "".join(combinator + ("".join(part.text for part in parts) or "*") for combinator, parts in compounds)


def compounds_of(tokens: Sequence[Node], level: int = 0) -> list[Compound]:
    compounds, at = [Compound("", [])], 0
    while at < len(tokens):
        start, token = at, tokens[at]
        while at < len(tokens) and (tokens[at].type == "whitespace" or tokens[at] in COMBINATORS):
            at += 1
        if at > start:
            sign = next((t.value for t in reversed(tokens[start:at]) if t.type == "literal"), " ")
            compounds.append(Compound(sign, []))
            continue
        while at < len(tokens) and at - start < 2 and tokens[at] == ":":
            at += 1
        colons = at - start
        if token == "." and at + 1 < len(tokens) and tokens[at + 1].type == "ident":
            at += 1
        named = tokens[at] if at < len(tokens) else token
        at += 1
        compounds[-1].parts.append(part_of(named, colons, token == ".", text_of(tokens[start:at]), level))
    return compounds


def part_of(token: Node, colons: int, is_class: bool, text: str, level: int) -> Part:
    is_word = token.type == "ident"
    if colons and (is_word or token.type == "function"):
        name = token.lower_value if is_word else token.lower_name
        if colons == 2 or (is_word and name in PSEUDO_ELEMENTS):
            return Part("element", name, text, (0, 0, 1))
        weight, dynamic = (0, int(name != "where"), 0), is_word and name in DYNAMIC
        arguments = [] if is_word else token.arguments
        if name in ("is", "not", "has", "matches") and not is_word and level < 8:
            weight = weight_of([part for compound in compounds_of(arguments, level + 1) for part in compound.parts])
        for colon, word in itertools.pairwise(arguments):
            # Within :is() and :not() as well.
            dynamic = dynamic or (colon == ":" and word.type == "ident" and word.lower_value in DYNAMIC)
        return Part("pseudo", name, text, weight, dynamic)
    if colons:
        return Part("other", "", text)
    if token.type == "hash":
        return Part("id", f"#{token.value}", text, (1, 0, 0))
    if is_word and is_class:
        return Part("class", f".{token.value}", text, (0, 1, 0))
    if is_word:
        return Part("tag", token.lower_value, text, (0, 0, 1))
    is_attribute = token.type == "[] block"
    return Part("attribute" if is_attribute else "other", "", text, (0, int(is_attribute), 0))


def weight_of(parts: Sequence[Part]) -> Weight:
    """The specificity: ids; classes, attributes and pseudo-classes; tags (Selectors Level 4, section 17)."""
    return sum(part.weight[0] for part in parts), sum(p.weight[1] for p in parts), sum(p.weight[2] for p in parts)


@dataclass(slots=True)
class Sheet:
    """The relevant styles of a sheet, and the sheets that it imports.

    `painted` are the styles of ::before and ::after that draw something, `animations` the @keyframes that show an
    element, `layers` the cascade layers in their order, `variables` what custom properties are set to.
    """

    styles: list[Style] = field(default_factory=list)
    painted: list[Style] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    animations: set[str] = field(default_factory=set)
    layers: list[str] = field(default_factory=list)
    variables: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def parse(css: str) -> Sheet:
    """The styles that hold on a screen, always or at times."""
    sheet, numbers = Sheet(), itertools.count()
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            address, condition = imported(rule.prelude)
            if address is not None and not NOT_ON_A_SCREEN.match(condition):
                sheet.imports.append(address)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "layer":
            sheet.layers += layers_of(rule)
    sheet.animations.update(animations(rules))
    for block in blocks(rules, "", Applies.ALWAYS):
        for node in block.body:
            if node.name.startswith("--"):
                sheet.variables[node.name].add(text_of(node.value).lower())
        values = declared(block.body)
        if not values:
            continue
        sheet.layers += [block.layer] if block.layer else []
        for style in styles_of(block, values, numbers):
            if not style.pseudo_element:
                sheet.styles.append(style)
            elif style.pseudo_element in ("before", "after") and paints(values):
                sheet.painted.append(style)
    return sheet


def layers_of(rule: Node) -> list[str]:
    """The cascade layers that an @layer names, the outermost of those that lie in one another; one without a name is a
    layer of its own."""
    names = [name.strip().partition(".")[0] for name in text_of(rule.prelude).lower().split(",")]
    return [name or f"{rule.source_line}:{rule.source_column}" for name in names]


def animations(rules: Sequence[Node], level: int = 0) -> Iterator[str]:
    """The names of the @keyframes that show an element, at a time at least."""
    for rule in rules:
        if rule.type != "at-rule" or rule.content is None or level > DEEPEST:
            continue
        inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if not rule.lower_at_keyword.endswith("keyframes"):
            yield from animations(inner, level + 1)
            continue
        frames = (declared(tinycss2.parse_blocks_contents(f.content)) for f in inner if f.type == "qualified-rule")
        if any(not MOVING.isdisjoint(values) and not hides(values) for values in frames):
            yield text_of(rule.prelude).lower().strip("\"'")


class Applies(IntEnum):
    """When the content of a block applies on a screen."""

    NEVER = 0
    SOMETIMES = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Selectors, when what they declare holds, and the declarations."""

    selectors: list[list[Node]]
    held: Applies
    body: list[Node]
    layer: str


def blocks(nodes: Sequence[Node], outer: str, held: Applies, layer: str = "", level: int = 0) -> Iterator[Block]:
    """Every style that can hold, one within another with the selectors of both (CSS Nesting Module)."""
    for node in nodes:
        if level > DEEPEST or node.type not in ("at-rule", "qualified-rule") or node.content is None:
            continue
        selectors, inner, inner_held, inner_layer = [], outer, held, layer
        if node.type == "qualified-rule":
            selectors = [nested(part, outer) for part in selectors_of(node.prelude)]
            inner = ", ".join(map(text_of, selectors))
        else:
            selectors = selectors_of(tinycss2.parse_component_value_list(outer))
            inner_held = min(held, when(node))
            inner_layer = layer or (layers_of(node)[0] if node.lower_at_keyword == "layer" else "")
        if inner_held is Applies.NEVER:
            continue
        content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield Block(selectors, inner_held, [c for c in content if c.type == "declaration"], inner_layer)
        yield from blocks(content, inner, inner_held, inner_layer, level + 1)


def selectors_of(prelude: Sequence[Node]) -> list[list[Node]]:
    """A selector list cut at its commas, without the white space at the ends."""
    parts = at_commas(prelude)
    for part in parts:
        for end in (0, -1):
            while part and part[end].type == "whitespace":
                del part[end]
    return [part for part in parts if part]


def nested(selector: list[Node], outer: str) -> list[Node]:
    """A nested selector, resolved against the selector of the rule it lies in."""
    if not outer:
        return selector
    parent = tinycss2.parse_component_value_list(f":is({outer})")
    if not any(token == "&" for token in selector):
        return [*parent, *tinycss2.parse_component_value_list(" "), *selector]
    return [part for token in selector for part in (parent if token == "&" else [token])]


def when(rule: Node) -> Applies:
    """When the content of an @-rule applies on a screen."""
    name = rule.lower_at_keyword
    if name == "supports" and NEGATED.match(text_of(rule.prelude)):
        return Applies.SOMETIMES
    if name != "media":
        return (
            Applies.ALWAYS if name in ("layer", "supports", "container", "scope", "starting-style") else Applies.NEVER
        )
    conditions = [text_of(part) for part in selectors_of(rule.prelude)]
    if not conditions or any(ALWAYS.fullmatch(condition) for condition in conditions):
        return Applies.ALWAYS
    return Applies.NEVER if all(NOT_ON_A_SCREEN.match(condition) for condition in conditions) else Applies.SOMETIMES


def paints(values: dict[str, str]) -> bool:
    """True when a pseudo-element with these declarations draws something."""
    plain = {name: value.partition(" !")[0] for name, value in values.items()}
    return (
        plain.get("content", "") not in ("", "none", "normal", '""', "''")
        or plain.get("background-image", "none") != "none"
        or plain.get("background-color", "transparent") not in ("transparent", "none", "initial", "inherit")
    )


def urls(css: str) -> Iterator[str]:
    """Every address that a stylesheet loads, in its order."""
    for node in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            address, _ = imported(node.prelude)
            yield from [] if address is None else [address]
        elif node.type in ("at-rule", "qualified-rule"):
            yield from addresses(node.content or ())


def attribute_urls(css: str) -> Iterator[str]:
    """Every address in a style attribute."""
    return addresses(tinycss2.parse_component_value_list(css, skip_comments=True))


def addresses(tokens: Sequence[Node]) -> Iterator[str]:
    # The last token first; each with whether a plain string there is an address.
    waiting = [(token, False) for token in reversed(tokens)]
    while waiting:
        node, in_set = waiting.pop()
        if node.type == "url" or (in_set and node.type == "string"):
            yield node.value.strip()
        elif node.type == "function":
            strings = node.lower_name in OF_STRINGS
            waiting += [(inner, strings) for inner in reversed(node.arguments)]
        elif node.type.endswith(" block"):
            waiting += [(inner, False) for inner in reversed(node.content)]


def imported(prelude: Sequence[Node]) -> tuple[str | None, str]:
    """The address of an @import, None for one that is malformed, and its condition."""
    tokens = [token for token in prelude if token.type != "whitespace"]
    if not tokens or tokens[0].type not in ("url", "string", "function"):
        return None, ""
    address = next(addresses(tokens[:1]), None) if tokens[0].type == "function" else tokens[0].value.strip()
    return address, text_of(prelude).partition(" ")[2] if len(tokens) > 1 else ""
