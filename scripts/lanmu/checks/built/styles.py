"""The styles of a page by what they are about, and which of them may hide something."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from lanmu.checks.built.colour import WHITE, Colour, colour_of
from lanmu.checks.built.declared import IMPORTANT
from lanmu.checks.built.measure import length
from lanmu.checks.built.stylesheet import Sheet, Style
from lanmu.checks.built.visibility import FAINT, UNSEEN, inherited_reason, own_reason

# The properties of a box that only together tell where it is and how large.
_BOX = """
    display position float top right bottom left width height min-width min-height max-width max-height
    overflow-x overflow-y margin-top margin-left padding-top padding-right padding-bottom padding-left
    transform translate scale clip clip-path opacity filter content-visibility visibility animation-name
"""
BOX = frozenset(_BOX.split())
LONGEST_VALUE = 300
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
Index = dict[str, list[tuple[int, Style]]]


def constants(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Custom properties that have one value everywhere: which of several holds depends on the element, or the theme."""
    found: dict[str, set[str]] = defaultdict(set)
    for sheet in sheets:
        for name, values in sheet.variables.items():
            found[name] |= values
    return {name: min(values) for name, values in found.items() if len(values) == 1}


class Styles:
    """The styles of several sheets in their order, found by what they are about; `hiding` are those that may hide."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.animations = frozenset(name for sheet in sheets for name in sheet.animations)
        layers = dict.fromkeys(name for sheet in sheets for name in sheet.layers)
        self.layers = {name: number for number, name in enumerate(layers)}
        self.every: Index = defaultdict(list)
        self.hiding: Index = defaultdict(list)
        self.painted: Index = defaultdict(list)
        self.constants = constants(sheets)
        for number, sheet in enumerate(sheets):
            for key, styles in sheet.painted.items():
                self.painted[key] += [(number, style) for style in styles]
            for key, styles in sheet.styles.items():
                self.every[key] += [(number, self.with_constants(style)) for style in styles]
        every = [style.declared for filed in self.every.values() for _, style in filed]
        written = {declared["background-color"] for declared in every if "background-color" in declared}
        grounds = {colour for ground in written if (colour := colour_of(ground))} | {WHITE}
        for key, filed in self.every.items():
            self.hiding[key] = [
                entry for entry in filed if not entry[1].dynamic and could_hide(entry[1].declared, grounds)
            ]

    def with_constants(self, style: Style) -> Style:
        """The style with the values of custom properties in their place, where these are known."""
        if not any("var(" in value for value in style.declared.values()):
            return style
        filled = {name: self.filled(value) for name, value in style.declared.items()}
        return replace(style, declared=filled)

    def filled(self, value: str) -> str:
        """A value with those of custom properties, which may hold further ones, in their place."""
        for _ in range(3):
            if len(value) <= LONGEST_VALUE:
                value = VARIABLE.sub(lambda match: self.constants.get(match[1], match[0]), value)
        return value

    @cached_property
    def revealing(self) -> Index:
        """Styles that may show an element, by every name that it must have."""
        found: Index = defaultdict(list)
        for styles in self.every.values():
            for number, style in styles:
                if not hides(style.declared) and not BOX.isdisjoint(style.declared):
                    for name in style.selector.needs or ("*",):
                        found[name].append((number, style))
        return found


def hides(declared: dict[str, str]) -> bool:
    """True when these declarations hide an element by themselves."""
    values = plain(declared)
    return bool(own_reason(values)) or values.get("visibility") in UNSEEN


def plain(declared: dict[str, str]) -> dict[str, str]:
    """Declarations without `!important`."""
    return {name: value.removesuffix(IMPORTANT) for name, value in declared.items()}


def could_hide(declared: dict[str, str], grounds: set[Colour]) -> bool:
    """True when these declarations hide an element, alone or with others."""
    values = plain(declared)
    level = length(values.get("z-index", ""))
    if level is not None and level < 0:
        return True
    written = values.get("-webkit-text-fill-color") or values.get("color", "")
    text = colour_of(written) if written else None
    if text and (text.alpha < FAINT or any(text.over(ground).is_like(ground) for ground in grounds)):
        return True
    box = {"position": "absolute", "overflow-x": "hidden", "overflow-y": "hidden"} | values
    return bool(own_reason(box) or inherited_reason([values]))
