"""What is declared for the elements of a page, by the stylesheets that it loads and its own attributes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from lanmu.checks.built.css_values import IMPORTANT, RELEVANT, declarations, set_of
from lanmu.checks.built.stylesheet import Sheet, Style
from lanmu.checks.built.visibility import hides

# Properties of the box itself: its place, its size, whether it is drawn.
BOX = RELEVANT - set_of(
    """
    z-index margin-right margin-bottom font-size text-indent color -webkit-text-fill-color text-shadow
    -webkit-text-stroke mix-blend-mode box-shadow background-color background-image background-clip content
    """
)
LONGEST_VALUE = 300
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
Index = dict[str, list[Style]]
Names = frozenset[str]
# Strength in the cascade, property, value, and whether it always applies.
Claim = tuple[tuple[int, ...], str, str, bool]


class Styles:
    """The styles of several sheets in order, indexed by a tag, class or id that a matching element must have.

    `revealing` are those that may show an element, indexed by each of these names; `painted` draw a pseudo-element.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        # Callers use the ids of the sheets as cache keys: kept alive, so that no id is reused.
        self.sheets = sheets
        self.animations = frozenset(name for sheet in sheets for name in sheet.animations)
        self.layers = {name: n for n, name in enumerate(dict.fromkeys(name for s in sheets for name in s.layers))}
        self.constants = constants(sheets)
        self.every: Index = defaultdict(list)
        self.painted: Index = defaultdict(list)
        self.revealing: Index = defaultdict(list)
        for number, sheet in enumerate(sheets):
            for style in map(self.with_constants, sheet.styles):
                placed = replace(style, order=(*style.order[:3], number, style.order[3]))
                self.every[style.key].append(placed)
                if not BOX.isdisjoint(style.declared) and not hides(style.declared):
                    for name in style.needs or ("*",):
                        self.revealing[name].append(placed)
            for style in sheet.painted:
                self.painted[style.key].append(style)

    def with_constants(self, style: Style) -> Style:
        """The style with the values of custom properties, which may hold further ones, in their place."""
        values = dict(style.declared)
        for name, value in values.items():
            for _ in range(3):
                if "var(" in value and len(value) <= LONGEST_VALUE:
                    value = VARIABLE.sub(lambda match: self.constants.get(match[1], match[0]), value)
            values[name] = value
        return style if values == style.declared else replace(style, declared=values)


def constants(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Custom properties that have one value everywhere: which of several holds depends on the element, or the theme."""
    every: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for name, values in sheet.variables.items():
            every[name] |= values
    return {name: min(values) for name, values in every.items() if len(values) == 1}


class PageStyles:
    """The styles of one page's elements; what is asked for is worked out once, while the tree is there."""

    def __init__(self, tree: LexborHTMLParser, styles: Styles) -> None:
        self.tree = tree
        self.styles = styles
        self._of: dict[int, dict[str, str]] = {}
        self._names: dict[int, Names] = {}
        self._contexts: dict[int, Names] = {}
        self._matched: dict[str, frozenset[int]] = {}

    def __getitem__(self, node: LexborNode) -> dict[str, str]:
        """What is declared for an element, as the cascade decides; values without `!important`."""
        style = self._of.get(node.mem_id)
        if style is None:
            style = self._of[node.mem_id] = self._cascade(node)
        return style

    def _cascade(self, node: LexborNode) -> dict[str, str]:
        own = declarations(node.attributes.get("style") or "")
        claims: list[Claim] = [((0, 0), name, value, True) for name, value in presentation(node).items()]
        claims += [((int(value.endswith(IMPORTANT)), 2), name, value, True) for name, value in own.items()]
        for style in self.about(node, self.styles.every):
            # CSS Cascade Level 5, 6.1: what is in no layer comes last; of what is important the first layer wins.
            layer = self.styles.layers.get(style.layer, len(self.styles.layers))
            for name in style.reveals if style.dynamic else style.declared:
                value = style.declared[name]
                strength = (1, 1, -layer) if value.endswith(IMPORTANT) else (0, 1, layer)
                claims.append(((*strength, *style.order), name, value, not style.dynamic))
        values: dict[str, str] = {}
        for _, name, value, always in sorted(claims, key=lambda claim: claim[0]):
            if always:
                values[name] = value.removesuffix(IMPORTANT)
            else:
                # A style that applies at times shows the element again.
                values.pop(name, None)
        return values

    def about(self, node: LexborNode, index: Index) -> Iterator[Style]:
        """The styles in `index` whose selectors match an element."""
        names, context = self.names(node), self.context(node)
        for key in ("*", *names):
            for style in index.get(key, ()):
                if style.needs <= names and style.context <= context and self.matches(node, style.selector):
                    yield style

    def matches(self, node: LexborNode, selector: str) -> bool:
        """True when the selector matches the element; a selector that the parser does not know matches nothing."""
        matched = self._matched.get(selector)
        if matched is None:
            try:
                matched = frozenset(element.mem_id for element in self.tree.css(selector))
            except SelectolaxError:
                matched = frozenset()
            self._matched[selector] = matched
        return node.mem_id in matched

    def names(self, node: LexborNode) -> Names:
        """The tag, id and classes of an element as selectors write them."""
        names = self._names.get(node.mem_id)
        if names is None:
            attributes = node.attributes
            classes = [f".{name}" for name in (attributes.get("class") or "").split()]
            names = frozenset((node.tag or "", *classes, *([f"#{attributes['id']}"] if attributes.get("id") else [])))
            self._names[node.mem_id] = names
        return names

    def context(self, node: LexborNode) -> Names:
        """The names of an element and of all that it lies in."""
        new, context = [], Names()
        for element in upwards(node):
            if element.mem_id in self._contexts:
                context = self._contexts[element.mem_id]
                break
            new.append(element)
        for element in reversed(new):
            context = self._contexts[element.mem_id] = context | self.names(element)
        return context


def upwards(node: LexborNode | None) -> Iterator[LexborNode]:
    """The element and those it lies in."""
    while node is not None and node.tag and not node.tag.startswith("-"):
        yield node
        node = node.parent


def presentation(node: LexborNode) -> dict[str, str]:
    """What attributes other than style say about an element's looks."""
    tag, attributes, values = node.tag, node.attributes, dict[str, str]()
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        values["display"] = "none"
    if tag == "font" and attributes.get("color"):
        values["color"] = (attributes["color"] or "").lower()
    if attributes.get("bgcolor"):
        values["background-color"] = (attributes["bgcolor"] or "").lower()
    if attributes.get("background"):
        values["background-image"] = "url()"
    if tag == "marquee":
        values |= {name: value.lower() for name in ("width", "height") if (value := attributes.get(name))}
        values |= {"display": "inline-block", "overflow-x": "hidden", "overflow-y": "hidden"}
    if (tag == "dialog" and "open" not in attributes) or "popover" in attributes:
        values["display"] = "none"
    return values
